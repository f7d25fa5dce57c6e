cat >app.py <<'P'
import os

import litellm
from langchain_openai import ChatOpenAI
from openai import OpenAI

client = OpenAI(
    api_key=os.environ["KEY"],  # of the team
)
given = OpenAI(**{"api_key": "x"})
never = OpenAI(timeout=None)
chat = ChatOpenAI(model="gpt-4o")


def ask(q):
    return client.chat.completions.create(model="gpt-4o", messages=q)


def again(q):
    return client.chat.completions.create(model="gpt-4o", messages=q)


def spread(q):
    return given.chat.completions.create(model="gpt-4o", messages=q)


def on_purpose(q):
    return never.chat.completions.create(model="gpt-4o", messages=q)


def chain(q):
    return chat.invoke(q)


def direct(q):
    return litellm.completion("gpt-4o", q)
P
cat >chat.ts <<'P'
import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";
import OpenAI from "openai";

const client = new OpenAI();

export const ask = (messages: any) => client.chat.completions.create({ model: "gpt-4o", messages });
export const say = (prompt: string) => generateText({ model: openai("gpt-4o"), prompt });
P
git init -q .
git add -A
git commit -qm first
