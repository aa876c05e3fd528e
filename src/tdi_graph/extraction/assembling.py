"""From findings to statements: dates, passages, repetitions and what figures say of each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, groupby
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from tdi_graph.documents import Passage
from tdi_graph.extraction.findings import Finding, term
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.frames.pledges import dated
from tdi_graph.extraction.frames.replacing import replacing
from tdi_graph.extraction.frames.restating import told
from tdi_graph.extraction.scene import Scene
from tdi_graph.statements import Kind, Property, Statement

_SINCE = Literal("1", datatype=term("xsd:integer"))
_LEAD_SENTENCES = 3
_BASES = {"stated": "c:stated", "resolved": "c:resolved"}
_WEAK_KINDS = frozenset({"title", "quotation"})
# More than twenty words.
_LONGER = re.compile(r"\s*+(?P<kept>(?:\S++\s++){19}\S++)\s++\S")
_THIS_DAY = re.compile(r"\bce \w+ $")
_ABOUT = term("schema:observationAbout")
_EXACTNESS = term("schema:measurementQualifier")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, and the rule that found it."""

    statement: Statement
    rule: str


def assemble(
    scene: Scene, figures: Sequence[Figure], findings: Iterable[Finding]
) -> tuple[Candidate, ...]:
    """Return the statements of a document, in the order of their evidence."""
    kept = [_spoken(scene, finding) for finding in findings]
    merged = _merged([*kept, *_figures(scene, figures)])
    there = groupby(sorted(merged, key=_place), key=_place)
    return tuple(chain.from_iterable(_by_name(list(at)) for _, at in there))


def _place(candidate: Candidate) -> tuple[int, int]:
    first = min(candidate.statement.evidence)
    return first.start, first.end


def _by_name(candidates: list[Candidate]) -> list[Candidate]:
    """Sort what stands at the same place; only there the names, which are hashes, are needed."""
    if len(candidates) == 1:
        return candidates
    return sorted(candidates, key=lambda candidate: candidate.statement.iri.value)


def _spoken(scene: Scene, finding: Finding) -> Candidate:
    kind, properties = finding.kind, list(finding.properties)
    when = "schema:observationDate" if kind is Kind.FIGURE else "tdi:attestedDate"
    value, basis = _date(scene, finding)
    if value:
        properties.append((term(when), dated(value)))
        properties.append((term("tdi:dateBasis"), term(basis)))
    properties.append((term("tdi:modality"), term(f"c:{finding.modality}")))
    properties.append((term("tdi:since"), _SINCE))
    properties.append((term("tdi:foundBy"), Literal(finding.rule)))
    passages = tuple(
        dict.fromkeys(
            _passage(scene, span, short=kind is not Kind.QUOTATION) for span in finding.spans
        )
    )
    statement = Statement(kind, scene.reading.slug, passages, tuple(properties))
    return Candidate(statement, finding.rule)


def _date(scene: Scene, finding: Finding) -> tuple[str, str]:
    """Return the date that a statement attests, and where it comes from."""
    time = finding.time
    if time is not None and time.value:
        return time.value, _BASES.get(time.basis, "c:stated")
    value, basis = attested(scene)
    return (value, basis) if time is None else ("", "")


def attested(scene: Scene) -> tuple[str, str]:
    """Return the day that the document speaks of: its own date, or the day its lead tells of."""
    if scene.day is None:
        scene.day = _day(scene)
    return scene.day


def _day(scene: Scene) -> tuple[str, str]:
    anchor = scene.anchor
    if anchor is None:
        return "", ""
    for sentence in scene.sentences[:_LEAD_SENTENCES]:
        for time in scene.times_in(sentence.start, sentence.end):
            near = scene.plain[max(0, time.start - 10) : time.start]
            if time.basis == "resolved" and time.value and _THIS_DAY.search(near):
                return time.value, "c:resolved"
    return anchor, "c:publication"


def _passage(scene: Scene, span: tuple[int, int], *, short: bool) -> Passage:
    start, end = _trimmed(scene, *span) if short else span
    start, end = scene.view.original(start, end)
    exact = scene.reading.text[start:end]
    return Passage(scene.reading.slug, start, end, exact, abridged=not short)


def _trimmed(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Keep at most twenty words, all whole, and never a sentence down to its full stop."""
    start, end = _whole_words(scene.text, start, end)
    longer = _LONGER.match(scene.text, start, end)
    if longer:
        end = longer.end("kept")
    while end > start and scene.text[end - 1] in " .,;:!?":
        end -= 1
    while start < end and scene.text[start] in " .,;:":
        start += 1
    return start, end


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range to the words that it begins and ends in: patterns know stems."""
    if not start < end:
        return start, end
    while start > 0 and text[start - 1].isalpha() and text[start].isalpha():
        start -= 1
    while end < len(text) and text[end - 1].isalpha() and text[end].isalpha():
        end += 1
    return start, end


def _merged(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Make one statement of those that say the same, with the passages of all."""
    first: dict[_Key, Candidate] = {}
    passages: dict[_Key, set[Passage]] = {}
    for candidate in candidates:
        said = candidate.statement
        told = frozenset(p for p in said.properties if p[0] not in _VARYING)
        # Two sentences of one speaker are two quotations.
        apart = min(said.evidence) if said.kind is Kind.QUOTATION else None
        key = (said.kind, told, apart)
        first.setdefault(key, candidate)
        passages.setdefault(key, set()).update(said.evidence)
    return [_with(candidate, passages[key]) for key, candidate in first.items()]


_Key: TypeAlias = tuple[Kind, frozenset[Property], Passage | None]


def _with(candidate: Candidate, passages: set[Passage]) -> Candidate:
    statement = candidate.statement
    if len(passages) == len(statement.evidence):
        return candidate
    widest = [each for each in passages if not any(_inside(each, other) for other in passages)]
    return replace(candidate, statement=replace(statement, evidence=tuple(sorted(widest))))


def _inside(one: Passage, other: Passage) -> bool:
    """Tell whether a passage is a part of another, so that it shows nothing more."""
    return one != other and other.start <= one.start and one.end <= other.end


_VARYING = frozenset(
    map(
        term,
        (
            "tdi:attestedDate",
            "tdi:dateBasis",
            "tdi:foundBy",
            "tdi:modality",
            "schema:observationDate",
        ),
    )
)


def _figures(scene: Scene, figures: Sequence[Figure]) -> list[Candidate]:
    """Return the figures' statements: a repetition is evidence, a vaguer one restates."""
    order = sorted(range(len(figures)), key=lambda i: (_weak(scene, figures[i]), i))
    mains = told(figures, order)
    made: dict[int, Candidate] = {}
    for main in mains:
        base = main.figure.base
        whole = made.get(base) if base is not None else None
        said = _figure(scene, main.figure, main.others, whole, "dcterms:isPartOf")
        made[main.index] = said
    for new, old in replacing(figures):
        if new in made and old in made:
            made[new] = _revising(made[new], made[old].statement)
    restated = [
        _figure(scene, vaguer, [], made[main.index], "tdi:restates")
        for main in mains
        for vaguer in main.vaguer
    ]
    return [*made.values(), *restated]


def _revising(candidate: Candidate, former: Statement) -> Candidate:
    said = candidate.statement
    properties = (*said.properties, (term("tdi:revises"), former.iri))
    return replace(candidate, statement=replace(said, properties=properties))


def _weak(scene: Scene, figure: Figure) -> int:
    start = figure.quantity.start
    if scene.kind_at(start) in _WEAK_KINDS:
        return 1
    return 1 if scene.quoted(start) else 0


def _figure(
    scene: Scene, figure: Figure, others: Sequence[Figure], whole: Candidate | None, how: str
) -> Candidate:
    quantity = figure.quantity
    properties: list[Property] = [
        (_ABOUT, figure.subject.iri),
        (term("schema:variableMeasured"), term(f"c:{figure.indicator}")),
    ]
    if quantity.low is None:
        properties.append((term("schema:value"), decimal(quantity.value)))
    else:
        properties.append((term("schema:minValue"), decimal(quantity.low)))
        properties.append((term("schema:maxValue"), decimal(quantity.value)))
    if quantity.qualifier:
        properties.append((_EXACTNESS, term(f"c:{quantity.qualifier}")))
    if figure.scope is not None:
        properties.append((term("tdi:scope"), figure.scope.iri))
    if figure.due is not None and figure.due.value:
        properties.append((term("tdi:due"), dated(figure.due.value)))
    if figure.coverage:
        properties.append((term("schema:temporalCoverage"), Literal(figure.coverage)))
    if whole is not None:
        properties.append((term(how), whole.statement.iri))
    spans = tuple(dict.fromkeys([figure.span, *(other.core for other in others)]))
    finding = Finding(figure.rule, Kind.FIGURE, tuple(properties), spans, figure.modality)
    return _spoken(scene, finding)


def decimal(value: Decimal) -> Literal:
    """Return a number as the data writes it, with at least one decimal and no exponent.

    >>> [decimal(Decimal(number)).value for number in ("148", "33.333", "2E+1")]
    ['148.0', '33.333', '20.0']
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0")
        text = text + "0" if text.endswith(".") else text
    else:
        text += ".0"
    return Literal(text, datatype=term("xsd:decimal"))


def used(candidates: Iterable[Candidate]) -> frozenset[str]:
    """Return the IRIs that the statements name."""
    return frozenset(
        value.value
        for candidate in candidates
        for _, value in candidate.statement.properties
        if isinstance(value, NamedNode)
    )
