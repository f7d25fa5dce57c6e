from openai import OpenAI
def make(timeout=None, retries=5):
    return OpenAI(timeout=timeout, max_retries=retries)
