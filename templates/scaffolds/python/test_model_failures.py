# debtscan:unfilled - import the functions that call a model, replace the skips by assertions, then remove this line.
"""The program around the model, tested without it: a fake that answers as told, and as badly as a real one.

Calls that want a test:
{{#fill.sites}}
    "{{call}}"{{#function}} in {{function}}{{/function}}, "{{place}}"
{{/fill.sites}}
"""
import pytest


class FakeModel:
    """Gives its answers one after the other; an exception among them is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []

    def __call__(self, *args, **request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize("answers", [
    pytest.param(["TODO a good answer"], id="good"),  # debtscan:unfilled
    pytest.param(["{\"half\": "], id="half a JSON"),
    pytest.param([""], id="empty"),
    pytest.param(["I cannot help with that."], id="refusal"),
    pytest.param([TimeoutError()], id="timeout"),
])
def test_answers_that_models_give(answers):
    FakeModel(*answers)
    pytest.skip("TODO call the function with the fake and assert what the user gets")  # debtscan:unfilled
