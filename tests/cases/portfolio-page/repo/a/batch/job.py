from openai import OpenAI

client = OpenAI(timeout=20, max_retries=2)


def label(text):
    answer = client.chat.completions.create(model="gpt-4o-2024-08-06", max_tokens=10, messages=[{"role": "user", "content": text}])
    return answer.choices[0].message.content
