import chainlit as cl
from langchain_openai import ChatOpenAI
@cl.on_chat_start
async def start():
    cl.user_session.set("chain", ChatOpenAI(model="gpt-4o", timeout=3))
@cl.on_message
async def main(message):
    chain = cl.user_session.get("chain")
    return await chain.ainvoke(message.content) # site: timeout=3 model=gpt-4o
