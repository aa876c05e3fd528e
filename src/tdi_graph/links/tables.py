"""The two tables of links, read line by line: mappings in SSSOM, and identifiers without an IRI.

``data/links.sssom.tsv`` follows the Simple Standard for Sharing Ontological Mappings, version 1
(https://mapping-commons.github.io/sssom/): a commented YAML header, then one mapping a line.
``data/identifiers.tsv`` holds identifiers that are texts, such as a SIREN, with their sources.
In both, ``Not`` in the column of the modifier states that two things are *not* the same: such a
line is no link, and forbids one.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pyoxigraph import NamedNode

from tdi_graph.errors import DataError, Place
from tdi_graph.vocabulary import PREFIXES, rebased

NOT = "Not"
_MAPPING = ("subject_id", "predicate_id", "object_id", "mapping_justification", "mapping_source")
_IDENTIFIER = ("subject_id", "scheme", "identifier", "source")


@dataclass(frozen=True, slots=True)
class Link:
    """A mapping (SSSOM) from a thing of ours to one of another graph; ``cells`` has the line."""

    place: Place
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    negated: bool
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Identifier:
    """The text by which a register knows a thing of ours; ``register`` is its concept's slug."""

    place: Place
    subject: NamedNode
    register: str
    value: str
    negated: bool


def read_links(path: Path) -> Iterator[Link]:
    """Yield the mappings of an SSSOM file; raise ``DataError`` at a line that cannot be read."""
    prefixes = {**PREFIXES, **read_prefixes(path)}
    for place, row in rows(path, _MAPPING):
        subject, predicate, obj = (_term(row[column], prefixes, place) for column in _MAPPING[:3])
        yield Link(place, subject, predicate, obj, _negated(row, "predicate_modifier", place), row)


def read_identifiers(path: Path) -> Iterator[Identifier]:
    """Yield the identifiers of the file; raise ``DataError`` at a line that cannot be read."""
    for place, row in rows(path, _IDENTIFIER):
        subject = _term(row["subject_id"], PREFIXES, place)
        negated = _negated(row, "modifier", place)
        yield Identifier(place, subject, row["scheme"], row["identifier"], negated)


def rows(path: Path, required: tuple[str, ...]) -> Iterable[tuple[Place, dict[str, str]]]:
    """Yield each row with its place; raise ``DataError`` where a required cell is empty."""
    lines = _lines(path)
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[first:], delimiter="\t", quoting=csv.QUOTE_NONE)
    absent = [column for column in required if column not in (reader.fieldnames or ())]
    if absent:
        told = f"the table has no column {', '.join(absent)}"
        raise DataError(told, do="write the header again", place=Place(path, first + 1))
    for number, row in enumerate(reader, start=first + 2):
        place = Place(path, number)
        missing = [column for column in required if not row.get(column)]
        if missing or None in row:
            fault = f"no {missing[0]}" if missing else "more cells than columns"
            raise DataError(fault, do="fill each column of the header", place=place)
        yield place, {str(k): v or "" for k, v in row.items()}


def _lines(path: Path) -> list[str]:
    try:
        return rebased(path.read_text("utf-8")).split("\n")
    except UnicodeDecodeError:
        raise DataError("this is no text in UTF-8", do="save it so", place=Place(path)) from None


def _negated(row: Mapping[str, str], column: str, place: Place) -> bool:
    said = row.get(column, "")
    if said not in ("", NOT):
        raise DataError(f"{column} is “{said}”", do=f"write {NOT} or nothing", place=place)
    return bool(said)


def read_prefixes(path: Path) -> dict[str, str]:
    """Return the prefixes that the header of an SSSOM file declares, each with its namespace."""
    header = [line[1:] for line in _lines(path) if line.startswith("#")]
    place = Place(path, 1)
    try:
        declared = yaml.safe_load("\n".join(header)) or {}
    except yaml.YAMLError as error:
        raise DataError("the header is not YAML", do=str(error), place=place) from None
    prefixes = declared.get("curie_map", {}) if isinstance(declared, dict) else None
    if not isinstance(prefixes, dict):
        raise DataError("the header has no curie_map", do="write prefix: IRI pairs", place=place)
    return {str(prefix): str(space) for prefix, space in prefixes.items()}


def _term(text: str, prefixes: Mapping[str, str], place: Place) -> NamedNode:
    prefix, _, local = text.partition(":")
    if prefix not in prefixes:
        raise DataError(
            f"{text} has an unknown prefix",
            do="declare it under curie_map in the header",
            place=place,
        )
    try:
        return NamedNode(prefixes[prefix] + local)
    except ValueError:
        do = "encode what an IRI cannot hold"
        raise DataError(f"{text} is no IRI", do=do, place=place) from None
