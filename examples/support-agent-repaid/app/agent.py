"""Looks orders up and asks a person before it refunds; at most six turns."""
import asyncio
import logging

from agents import Agent, ModelSettings, RunConfig, Runner, function_tool
from agents.exceptions import MaxTurnsExceeded

from app.contracts import Reply
from app.llm import prompt_of
from app.orders import find_order as find, refund as pay_back
from app.privacy import redact
from app.settings import settings

log = logging.getLogger(__name__)
PROMPT, VERSION = prompt_of("answer")
MAX_TURNS = 6


@function_tool(timeout=10)
def find_order(number: str) -> str:
    """Finds an order by its number. Use it before anything is said about an order.

    Args:
        number: Order number, such as A-1042.
    """
    return find(number)


@function_tool(needs_approval=True, timeout=10)
def refund(number: str, amount: float, key: str) -> str:
    """Refunds an amount of an order, once a person has approved it.

    Args:
        number: Order number, such as A-1042.
        amount: Amount in euro, at most what was paid.
        key: A key of this refund; a second call with it changes nothing.
    """
    return pay_back(number, amount, key)


agent = Agent(
    name="support",
    instructions=PROMPT,
    model=settings.answer_model,
    model_settings=ModelSettings(temperature=0, max_tokens=800),
    output_type=Reply,
    tools=[find_order, refund],
)


async def answer(question, user, session):
    """A reply, or one that says that a person takes over."""
    try:
        async with asyncio.timeout(30):
            result = await Runner.run(
                agent, redact(question), max_turns=MAX_TURNS, session=session,
                run_config=RunConfig(workflow_name="support", group_id=user, trace_include_sensitive_data=False),
            )
    except (MaxTurnsExceeded, TimeoutError) as error:
        log.error("agent did not finish", exc_info=error, extra={"user": user, "model": settings.answer_model})
        return Reply(text="A colleague takes over from here.", reason="it took too long", sources=[])
    return result.final_output
