from typing import Annotated
from fastapi import Depends, FastAPI
from openai import AsyncOpenAI
app = FastAPI()
def get_client() -> AsyncOpenAI:
    return AsyncOpenAI(timeout=9)
async def get_gen():
    client = AsyncOpenAI(timeout=8)
    yield client
Client = Annotated[AsyncOpenAI, Depends(get_client)]
@app.post("/a")
async def a(m: list, client: AsyncOpenAI = Depends(get_client)):
    return await client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=9
@app.post("/b")
async def b(m: list, client: Client):
    return await client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=9
@app.post("/c")
async def c(m: list, client: Annotated[AsyncOpenAI, Depends(get_client)]):
    return await client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=9
@app.post("/d")
async def d(m: list, client=Depends(get_gen)):
    return await client.chat.completions.create(model="gpt-4o", messages=m) # site: timeout=8
