# debtscan:unfilled - move the cells that matter into functions here, call them from the notebook, then remove this line.
"""What the notebooks do, as a module that tests and the program can import.

Calls that were found:
{{#fill.sites}}
    "{{call}}" in "{{place}}"
{{/fill.sites}}
"""


def answer(question: str) -> str:
    raise NotImplementedError("TODO the cells that prepare the prompt, call the model and read its answer")  # debtscan:unfilled


if __name__ == "__main__":
    print(answer(input()))
