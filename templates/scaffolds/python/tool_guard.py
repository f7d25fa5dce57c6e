# debtscan:unfilled - set bounds for each tool, send every call of a tool through here, then remove this line.
"""Tools run with checked arguments, a timeout, and errors that the model may read.

{{#fill.tools}}
    "{{name}}" in "{{place}}"{{#effects}}: {{effects}}{{/effects}}
{{/fill.tools}}
"""
import concurrent.futures
import logging

from pydantic import BaseModel, ValidationError

log = logging.getLogger("tools")
_pool = concurrent.futures.ThreadPoolExecutor(max_workers=4)
SECONDS = 15


def run(tool, schema: type[BaseModel], arguments: dict) -> dict:
    try:
        checked = schema.model_validate(arguments)
        return {"result": _pool.submit(tool, **checked.model_dump()).result(timeout=SECONDS)}
    except ValidationError as error:
        return {"error": f"wrong arguments: {error}"}
    except concurrent.futures.TimeoutError:
        log.error("tool timed out", extra={"tool": tool.__name__})
        return {"error": "the tool took too long"}
    except Exception:
        log.exception("tool failed", extra={"tool": tool.__name__})
        return {"error": "the tool failed"}
