"""Which queue does a message belong to?"""
from app.contracts import Queue, Verdict
from app.llm import ModelUnavailable, ask, prompt_of
from app.settings import settings

PROMPT, VERSION = prompt_of("triage")


def triage(message, user):
    try:
        return ask(PROMPT, VERSION, message, Verdict, user, model=settings.triage_model)
    except ModelUnavailable:
        # Without a model a person sorts it, as before there was one.
        return Verdict(queue=Queue.other, urgent=False, reason="sorted by hand: no model answered")
