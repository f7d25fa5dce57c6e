"""The steps of the agent, not only its last sentence."""
import asyncio

import pytest
from agents import Runner
from deepeval import assert_test
from deepeval.metrics import ToolCorrectnessMetric
from deepeval.test_case import LLMTestCase, ToolCall

from app.agent import MAX_TURNS, agent

RUNS = [
    ("Where is A-1042?", ["find_order"]),
    ("Please refund 10 euro of A-1042.", ["find_order", "refund"]),
]


@pytest.mark.parametrize("question,tools", RUNS)
def test_takes_the_right_steps(question, tools):
    result = asyncio.run(Runner.run(agent, question, max_turns=MAX_TURNS))
    called = [item.raw_item.name for item in result.new_items if item.type == "tool_call_item"]
    assert len(called) <= MAX_TURNS
    assert_test(
        LLMTestCase(input=question, actual_output=result.final_output.text, tools_called=[ToolCall(name=name) for name in called],
                    expected_tools=[ToolCall(name=name) for name in tools]),
        [ToolCorrectnessMetric(threshold=1.0)],
    )
