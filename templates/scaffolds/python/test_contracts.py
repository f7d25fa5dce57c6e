# debtscan:unfilled - import your application, fill in requests and answers, then remove this line.
"""Endpoints and downstream systems keep to their contracts, with everything outside replaced by doubles.

{{#fill.routes}}
    "{{path}}"
{{/fill.routes}}
{{#fill.tools}}
    "{{name}}" in "{{place}}"
{{/fill.tools}}
"""
import pytest


@pytest.mark.parametrize("path", [
{{#fill.routes}}
    "{{path}}",
{{/fill.routes}}
])
@pytest.mark.parametrize("failure", ["none", "timeout", "429", "500", "not what was promised"])
def test_endpoint(path, failure):
    pytest.skip("TODO a test client, the double that fails so, and what the caller must get")  # debtscan:unfilled
