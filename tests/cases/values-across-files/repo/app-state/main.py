from fastapi import FastAPI, Request
from openai import AsyncOpenAI
app = FastAPI()
app.state.client = AsyncOpenAI(timeout=9)
@app.post("/a")
async def a(m: list, request: Request):
    return await request.app.state.client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=set
