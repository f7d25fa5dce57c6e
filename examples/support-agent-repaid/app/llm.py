"""The one place that calls a model: bounded, traced, recorded, and checked on the way in and out."""
import hashlib
import logging
import time

import openai
from openai import OpenAI
from opentelemetry import metrics, trace

from app.audit import record
from app.privacy import redact
from app.settings import settings

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)
meter = metrics.get_meter(__name__)
duration = meter.create_histogram("gen_ai.client.operation.duration", unit="s")
tokens = meter.create_counter("gen_ai.client.token.usage")

client = OpenAI(timeout=20, max_retries=2)


class ModelUnavailable(Exception):
    """No model answered; the caller has an answer for that."""


class PolicyRefusal(Exception):
    """The request or the answer is not allowed."""


def check(text):
    """Refuses what the provider's moderation flags."""
    verdict = client.moderations.create(model="omni-moderation-2024-09-26", input=text, timeout=5)
    if verdict.results[0].flagged:
        raise PolicyRefusal("flagged by moderation")


def ask(prompt, version, text, schema, user, model=settings.answer_model):
    """The model's answer as `schema`. `user` is a pseudonym; `version` is that of the prompt."""
    if not settings.ai_enabled:
        raise ModelUnavailable("switched off")
    message = redact(text)
    check(message)
    started = time.monotonic()
    for attempt in range(2):
        try:
            answer = client.beta.chat.completions.parse(
                model=model,
                messages=[{"role": "system", "content": prompt}, {"role": "user", "content": message}],
                response_format=schema,
                temperature=0,
                max_tokens=800,
                timeout=20,
                user=user,
            )
        except openai.APIError as error:
            log.error("model call failed", exc_info=error, extra={"model": model, "user": user, "attempt": attempt})
            raise ModelUnavailable(str(error)) from error
        choice = answer.choices[0].message
        duration.record(time.monotonic() - started, {"gen_ai.request.model": model})
        tokens.add(answer.usage.total_tokens, {"gen_ai.request.model": model, "user": user})
        record(request=message, answer=choice.content, model=model, prompt=version, user=user, tokens=answer.usage.total_tokens)
        if choice.parsed is not None and choice.refusal is None:
            check(choice.content)
            return choice.parsed
        log.warning("answer does not fit its schema", extra={"model": model, "user": user, "attempt": attempt})
    raise ModelUnavailable("no answer that fits its schema")


def prompt_of(name):
    """A prompt and its version: the hash of its text."""
    with open(f"prompts/{name}.md", encoding="utf-8") as file:
        text = file.read()
    return text, hashlib.sha256(text.encode()).hexdigest()[:12]
