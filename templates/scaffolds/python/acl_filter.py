# debtscan:unfilled - name the fields of your index, pass the filter to every retrieval, then remove this line.
"""Retrieval gives nobody a document that they could not open themselves."""


def filter_for(tenant: str, groups: list[str]) -> dict:
    """The filter belongs into the query of the index: what is filtered afterwards was read already."""
    return {"tenant": tenant, "groups": {"$in": groups}}


def check(documents: list[dict], tenant: str) -> list[dict]:
    foreign = [d for d in documents if d["metadata"]["tenant"] != tenant]
    if foreign:
        raise PermissionError(f"{len(foreign)} documents of another tenant came back")
    return documents
