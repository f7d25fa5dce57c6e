# debtscan:unfilled - set the numbers, use `observed` where a model is called, then remove this line.
"""What surrounds every model call: usage, errors and attribution in one place. Timeout and retries belong to the client.

Calls that were found:
{{#fill.sites}}
    "{{call}}" in "{{place}}"
{{/fill.sites}}

    with observed("answer", user=user_id) as record:
        answer = TODO_the_call
        record(answer)
"""
import contextlib
import logging
import time

log = logging.getLogger("llm")


@contextlib.contextmanager
def observed(purpose, user=None, session=None):
    """Measures one model call, says what it cost and for whom, and logs its failure with its type."""
    started = time.monotonic()
    fields = {"purpose": purpose, "user": user, "session": session}

    def record(answer):
        usage = getattr(answer, "usage", None)
        fields["model"] = getattr(answer, "model", None)
        fields["tokens_in"] = getattr(usage, "prompt_tokens", getattr(usage, "input_tokens", None))
        fields["tokens_out"] = getattr(usage, "completion_tokens", getattr(usage, "output_tokens", None))

    try:
        yield record
    except Exception as error:
        fields["error"] = type(error).__name__
        raise
    finally:
        fields["seconds"] = round(time.monotonic() - started, 3)
        log.log(logging.ERROR if "error" in fields else logging.INFO, "model call", extra=fields)
