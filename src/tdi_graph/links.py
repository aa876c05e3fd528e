"""Links to other open-data graphs, from SSSOM, and identifiers that have no IRI.

``data/links.sssom.tsv`` follows the Simple Standard for Sharing Ontological Mappings, version 1
(https://mapping-commons.github.io/sssom/): a commented YAML header, then one mapping a line.
``data/identifiers.tsv`` holds identifiers that are texts, such as a SIREN, with their sources.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.errors import DataError, Place
from tdi_graph.vocabulary import PREFIXES, expand, graph

_MAPPING = ("subject_id", "predicate_id", "object_id", "mapping_justification", "mapping_source")
_IDENTIFIER = ("subject_id", "scheme", "identifier", "source")
Row = tuple[Place, dict[str, str]]


def link_quads(path: Path) -> Iterable[Quad]:
    """Yield the mappings of an SSSOM file, each as one triple of the graph ``links``."""
    prefixes = {**PREFIXES, **_declared(path)}
    for place, row in rows(path, _MAPPING):
        subject, predicate, obj = (_term(row[column], prefixes, place) for column in _MAPPING[:3])
        yield Quad(subject, predicate, obj, graph("links"))


def identifier_quads(path: Path) -> Iterable[Quad]:
    """Yield the identifiers of the file, each as ``scheme:identifier`` in the graph ``links``."""
    for place, row in rows(path, _IDENTIFIER):
        value = Literal(f"{row['scheme']}:{row['identifier']}")
        subject = _term(row["subject_id"], PREFIXES, place)
        yield Quad(subject, expand("schema:identifier"), value, graph("links"))


def rows(path: Path, required: tuple[str, ...]) -> Iterable[Row]:
    """Yield each row with its place; raise ``DataError`` where a required cell is empty."""
    lines = path.read_text("utf-8").split("\n")
    first = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.DictReader(lines[first:], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(reader, start=first + 2):
        place = Place(path, number)
        missing = [column for column in required if not row.get(column)]
        if missing or None in row:
            fault = f"no {missing[0]}" if missing else "more cells than columns"
            raise DataError(fault, do="fill each column of the header", place=place)
        yield place, {str(k): v or "" for k, v in row.items()}


def _declared(path: Path) -> dict[str, str]:
    header = [line[1:] for line in path.read_text("utf-8").split("\n") if line.startswith("#")]
    try:
        declared = yaml.safe_load("\n".join(header)) or {}
    except yaml.YAMLError as error:
        raise DataError("the header is not YAML", do=str(error), place=Place(path, 1)) from None
    return dict(declared.get("curie_map", {}))


def _term(text: str, prefixes: dict[str, str], place: Place) -> NamedNode:
    prefix, _, local = text.partition(":")
    if prefix not in prefixes:
        raise DataError(
            f"{text} has an unknown prefix",
            do="declare it under curie_map in the header",
            place=place,
        )
    return NamedNode(prefixes[prefix] + local)
