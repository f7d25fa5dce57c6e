"""The HTTP entry point."""
from fastapi import FastAPI, Request

from app.agent import answer
from app.triage import triage

api = FastAPI()


@api.post("/chat")
async def chat(request: Request):
    body = await request.json()
    queue, urgent = triage(body["message"])
    return {"queue": queue, "urgent": urgent, "answer": answer(body["message"])}
