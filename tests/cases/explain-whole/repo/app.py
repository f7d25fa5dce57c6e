from openai import OpenAI

fast = OpenAI(timeout=10)
slow = OpenAI()


def classify(text):
    return fast.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": text}])


def summarise(text, **options):
    return slow.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": text}])
