"""A reviewer's corrections, typed line by line: a predicate and what it is worth.

``schema:value 150000000.0`` replaces the values of a predicate, in Turtle; several are parted by
commas. A date may be bare, a text too. The predicate alone takes its values away.
``evidence the quoted words``, or ``evidence 10-25``, says which passages say it; the first such
line replaces the former ones.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from tdi_graph.documents import Document, find, passage
from tdi_graph.errors import DataError, DocumentError
from tdi_graph.reviewing import content as contents
from tdi_graph.reviewing.content import Content, Span
from tdi_graph.statements import Property
from tdi_graph.vocabulary import PREFIXES, expand

_EVIDENCE = ("evidence", "tdi:evidence")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_DATED = frozenset(
    map(expand, ("tdi:attestedDate", "schema:observationDate", "tdi:due", "rdf:object"))
)
_TEXTS = frozenset(map(expand, ("schema:roleName", "dcterms:description")))
_RANGE = re.compile(r"(?:passage:)?(\d+)-(\d+)")
_DATATYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


def corrected(content: Content, lines: Iterable[str], document: Document) -> Content:
    """Return ``content`` with the corrections of ``lines``; raise ``DataError`` at a bad one."""
    spans: list[Span] = []
    for line in lines:
        name, _, value = line.strip().partition(" ")
        if name in _EVIDENCE:
            spans += _spans(value.strip(), document)
        else:
            content = _with(content, _predicate(name), value.strip(" ;"), document.slug)
    return replace(content, spans=tuple(sorted(set(spans)))) if spans else content


def _predicate(name: str) -> NamedNode:
    if name.partition(":")[0] not in PREFIXES or ":" not in name:
        raise DataError(f"“{name}” is no predicate", do="write one, such as schema:value, first")
    return expand(name)


def _with(content: Content, predicate: NamedNode, value: str, document: str) -> Content:
    kept = frozenset(p for p in content.properties if p[0] != predicate)
    said = _values(content, predicate, value, document) if value else []
    return replace(content, properties=kept | frozenset(said))


def _values(content: Content, predicate: NamedNode, value: str, document: str) -> list[Property]:
    if predicate in _DATED and _DATE.fullmatch(value):
        return [(predicate, dated(value))]
    if predicate in _TEXTS and '"' not in value:
        return [(predicate, Literal(value, language="fr"))]
    one = f"a <{content.kind.iri.value}> ; <{predicate.value}> {value} ; tdi:evidence passage:0-1"
    return [p for p in contents.read(one, document).properties if p[0] == predicate]


def dated(value: str) -> Literal:
    """Return a year, a month or a day as the data write it.

    >>> dated("2021-10").datatype.value.rpartition("#")[2]
    'gYearMonth'
    """
    return Literal(value, datatype=expand(_DATATYPES[len(value)]))


def _spans(value: str, document: Document) -> list[Span]:
    ranges = _RANGE.findall(value) if _RANGE.match(value) else []
    if ranges:
        try:
            found = [passage(document, int(start), int(end)) for start, end in ranges]
        except DocumentError as error:
            raise DataError(error.what, do=error.do) from None
        return [(p.start, p.end) for p in found]
    quoted = find(document, value)
    if len(quoted) == 1:
        return [(quoted[0].start, quoted[0].end)]
    if quoted:
        places = ", ".join(f"{p.start}-{p.end}" for p in quoted)
        raise DataError(f"“{value}” stands at {places}", do="write “evidence” and one of these")
    told = f"“{value}” is not in {document.slug}"
    raise DataError(told, do="quote the words as they stand in the text")
