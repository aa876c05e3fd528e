"""What clients send, read strictly: query batches and data extension queries.

Reconciliation Service API 0.1 and 0.2, W3C Entity Reconciliation Community Group
(https://reconciliation-api.github.io/specs/0.2/): sections 4.1, « Structure of a Reconciliation
Query », and 7.4, « Data Extension Query Requests ».
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from tdi_graph.reconciliation.errors import BadQuery, TooMuch

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

BATCH = 50
"""How many queries a batch may hold."""

MOST_IDS, MOST_PROPERTIES = 1000, 50
"""How many entities and properties one data extension query may name."""

_MOST_CANDIDATES, _CANDIDATES = 100, 10
_MOST_CONDITIONS, _MOST_VALUES = 20, 20
_STRICTNESS = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Condition:
    """A property and the values asked for, of which one should fit; each a text or an id."""

    property: str
    texts: tuple[str, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A reconciliation query; ``every`` tells that a candidate must be of all the types."""

    text: str
    types: tuple[str, ...] = ()
    every: bool = False
    conditions: tuple[Condition, ...] = ()
    limit: int = _CANDIDATES


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: entities, and properties with how many values of each, 0 for all."""

    ids: tuple[str, ...]
    properties: Mapping[str, int] = field(default_factory=dict)


def decode(text: str) -> Json:
    """Decode a JSON text (RFC 8259); raise ``BadQuery`` if it is none that can be answered."""
    try:
        held: Json = json.loads(text, parse_constant=_refuse_constant)
        # An escaped half of a surrogate pair is no character: it could not be sent back.
        json.dumps(held, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadQuery(f"this is not JSON: {error}", do="send a JSON object") from None
    return held


def batch(held: Json) -> dict[str, Query]:
    """Read a query batch; raise ``TooMuch`` if it holds more than ``BATCH`` queries."""
    queries = _object(held, "the batch")
    if len(queries) > BATCH:
        told = f"the batch holds {len(queries)} queries, more than the {BATCH} that are answered"
        raise TooMuch(told, do=f"send at most {BATCH} at once, as batchSize announces")
    return {key: query(one, f"query {key}") for key, one in queries.items()}


def query(held: Json, name: str = "the query") -> Query:
    """Read one query; ``name`` is what a message calls it."""
    told = _object(held, name)
    text = _text(told.get("query", ""), f"the text of {name}")
    conditions = tuple(_conditions(told.get("properties"), name))
    if not text.strip() and not conditions:
        raise BadQuery(f"{name} asks for nothing", do="give it a query or properties")
    strictness = told.get("type_strict") or "any"
    if strictness not in _STRICTNESS:
        raise BadQuery(f"{name} has an unknown type_strict", do=f"use {', '.join(_STRICTNESS)}")
    return Query(
        text=text,
        types=tuple(_types(told.get("type"), name)),
        every=strictness == "all",
        conditions=conditions,
        limit=_limit(told.get("limit"), name),
    )


def extension(held: Json) -> Extension:
    """Read a data extension query."""
    told = _object(held, "the extension")
    ids = [_text(one, "an id") for one in _array(told.get("ids"), "ids")]
    named = _array(told.get("properties"), "properties")
    if len(ids) > MOST_IDS or len(named) > MOST_PROPERTIES:
        what = f"at most {MOST_IDS} ids and {MOST_PROPERTIES} properties are answered at once"
        raise TooMuch(what, do="send several requests")
    return Extension(tuple(dict.fromkeys(ids)), dict(map(_wanted, named)))


def _wanted(held: Json) -> tuple[str, int]:
    told = _object(held, "a property")
    name = _text(told.get("id"), "the id of a property")
    settings = _object(told.get("settings") or {}, f"the settings of {name}")
    return name, _count(settings.get("limit") or 0, f"the limit of {name}")


def _conditions(held: Json, name: str) -> Iterator[Condition]:
    told = _array(held, f"the properties of {name}")
    if len(told) > _MOST_CONDITIONS:
        raise TooMuch(f"{name} has too many properties", do=f"give at most {_MOST_CONDITIONS}")
    for one in told:
        condition = _object(one, f"a property of {name}")
        pid = _text(condition.get("pid"), f"the pid of a property of {name}")
        given = condition.get("v")
        values = [given] if isinstance(given, str | Mapping) else _several(given)
        if len(values) > _MOST_VALUES:
            raise TooMuch(f"{name} has too many values of {pid}", do=f"give at most {_MOST_VALUES}")
        pairs = [_value(value, pid) for value in values]
        texts = tuple(text for text, _ in pairs if text.strip())
        ids = tuple(found for _, found in pairs if found)
        if texts or ids:
            yield Condition(pid, texts, ids)


def _several(given: Json) -> Sequence[Json]:
    return given if isinstance(given, Sequence) and not isinstance(given, str) else [given]


def _value(held: Json, pid: str) -> tuple[str, str]:
    """Return the text of a value, and its id if it is an entity."""
    match held:
        case None:
            return "", ""
        case str():
            return held, ""
        case bool():
            return str(held).lower(), ""
        case int() | float():
            return f"{held:g}" if isinstance(held, float) else str(held), ""
        case Mapping():
            name = _text(held.get("name") or "", f"the name of a value of {pid}")
            return name, _text(held.get("id"), f"the id of a value of {pid}")
        case _:
            raise BadQuery(f"a value of {pid} is a list", do="give texts, numbers or entities")


def _types(held: Json, name: str) -> Iterator[str]:
    for one in _several(held) if held else ():
        # OpenRefine sends ids; others send the object that they were given.
        found = one.get("id") if isinstance(one, Mapping) else one
        yield _text(found, f"a type of {name}")


def _limit(held: Json, name: str) -> int:
    count = _count(held or 0, f"the limit of {name}")
    return min(count, _MOST_CANDIDATES) or _CANDIDATES


def _count(held: Json, name: str) -> int:
    if isinstance(held, str) and held.strip().isdecimal() and held.isascii():
        held = float(held)
    if isinstance(held, bool) or not isinstance(held, int | float) or held < 0:
        raise BadQuery(f"{name} is no count", do="give a whole number")
    return int(min(held, MOST_IDS))


def _object(held: Json, name: str) -> Mapping[str, Json]:
    if not isinstance(held, Mapping):
        raise BadQuery(f"{name} is no JSON object", do="see the specification, or docs/reconciling")
    return held


def _array(held: Json, name: str) -> Sequence[Json]:
    if held is None:
        return ()
    if not isinstance(held, Sequence) or isinstance(held, str):
        raise BadQuery(f"{name} is no JSON array", do="put it in […]")
    return held


def _text(held: Json, name: str) -> str:
    if not isinstance(held, str):
        raise BadQuery(f"{name} is no text", do="put it in quotation marks")
    return held


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
