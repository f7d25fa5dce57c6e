"""Which queue does a message belong to?"""
import json

from llm import client

PROMPT = open("prompts/triage.md").read()


def triage(message):
    answer = client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": message},
        ],
        response_format={"type": "json_object"},
    )
    verdict = json.loads(answer.choices[0].message.content)
    return verdict["queue"], verdict["urgent"]
