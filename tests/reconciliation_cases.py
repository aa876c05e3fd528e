"""What is asked of the reconciliation service, and what the specification asks of its answers.

The checks are written from the text of the Reconciliation Service API, 0.1 and 0.2
(https://reconciliation-api.github.io/specs/0.2/): what either version requires is required here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "cases" / "reconciliation"


def _read(name: str) -> dict[str, str]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {first: second for first, second in pairs}  # noqa: C416 -- mypy wants a pair's types


NAMES, DECOYS = _read("names.tsv"), _read("decoys.tsv")

_MOMENT = re.compile(r"-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")
_SETTINGS = ("number", "text", "checkbox", "select")
_VALUES = {"str": str, "float": float, "int": int, "date": str}


def manifest_faults(told: dict[str, Any]) -> Iterator[str]:
    """Yield what a manifest lacks to be one of 0.1 and of 0.2 (section 3.1)."""
    sizes = [told["preview"].get("width"), told["preview"].get("height"), told["batchSize"]]
    flyouts = [one["flyout_service_path"] for one in told["suggest"].values()]
    settings = told["extend"]["property_settings"]
    required = {
        "name, identifierSpace and schemaSpace are texts": all(
            isinstance(told.get(name), str) for name in ("name", "identifierSpace", "schemaSpace")
        ),
        "versions names those that are supported (0.2)": told["versions"] == ["0.1", "0.2"],
        "view and preview are templates": all(
            "{{id}}" in told[name]["url"] for name in ("view", "preview")
        ),
        "sizes are whole numbers": all(type(size) is int for size in sizes),
        "suggestions are of three sorts": set(told["suggest"]) <= {"entity", "property", "type"},
        "a flyout's path is a template": all("${id}" in path for path in flyouts),
        "a setting has a name, a label and a type": all(
            {"name", "label", "type"} <= set(one) and one["type"] in _SETTINGS for one in settings
        ),
    }
    yield from (rule for rule, held in required.items() if not held)
    for one in told["defaultTypes"]:
        yield from _named(one, "a default type")


def result_faults(told: dict[str, Any]) -> Iterator[str]:
    """Yield what the answer to a query lacks (section 4.2)."""
    if set(told) != {"result"}:
        yield "an answer has a result, and nothing else in 0.1"
    scores = [one["score"] for one in told["result"]]
    if scores != sorted(scores, reverse=True):
        yield "candidates are sorted by decreasing score"
    for one in told["result"]:
        yield from _candidate_faults(one)


def _candidate_faults(one: dict[str, Any]) -> Iterator[str]:
    ids = [feature["id"] for feature in one["features"]]
    values = [feature["value"] for feature in one["features"]]
    required = {
        "a score is a number": type(one["score"]) in (int, float),
        "match is true or false": type(one["match"]) is bool,
        "a feature's id is unique": len(ids) == len(set(ids)),
        "a feature is a number or a truth value": all(
            isinstance(value, bool | int | float) for value in values
        ),
    }
    yield from (rule for rule, held in required.items() if not held)
    for each in (one, *one["type"]):
        yield from _named(each, "a candidate or a type")


def extension_faults(told: dict[str, Any], ids: list[str], properties: list[str]) -> Iterator[str]:
    """Yield what the answer to a data extension query lacks (section 7.5)."""
    for one in told["meta"]:
        yield from _named(one, "a property")
    if [one["id"] for one in told["meta"]] != properties:
        yield "meta names the properties that were asked for"
    if list(told["rows"]) != ids:
        yield "rows name the entities that were asked for"
    for row in told["rows"].values():
        if list(row) != properties:
            yield "a row has each property"
        for value in (value for values in row.values() for value in values):
            yield from _value_faults(value)


def suggestion_faults(told: dict[str, Any]) -> Iterator[str]:
    """Yield what suggestions lack (section 6.3)."""
    for one in told["result"]:
        yield from _named(one, "a suggestion")
        for each in (*one.get("notable", ()), *one.get("broader", ())):
            yield from _named(each, "a type")


def _value_faults(value: dict[str, Any]) -> Iterator[str]:
    if set(value) == {"id", "name"}:
        yield from _named(value, "an entity")
        return
    ((sort, held),) = value.items()
    if sort not in _VALUES or type(held) is not _VALUES[sort]:
        yield f"{value} is no value of a property"
    if sort == "date" and not _MOMENT.fullmatch(held):
        yield f"{held} is no moment"


def _named(one: dict[str, Any], what: str) -> Iterator[str]:
    if not all(isinstance(one.get(key), str) and one[key] for key in ("id", "name")):
        yield f"{what} has an id and a name, neither of them empty: {one}"
