"""How an answer can be shown beside its table: as a chart, a timeline or a graph.

Which one suits is told by the columns: numbers make a chart, dates a timeline, two columns of
things a graph. Where several suit, the first of these is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tdi_graph.views.answers import Answer, Cell
from tdi_graph.views.cards import Datum
from tdi_graph.views.labels import Named
from tdi_graph.vocabulary import BASE

MOST = 60
"""So many bars, dates or lines are drawn; the table has all."""

_FEWEST = 2
_DATES = frozenset({"xsd:date", "xsd:gYearMonth", "xsd:gYear", "xsd:dateTime"})
_NUMBERS = frozenset({"xsd:integer", "xsd:decimal", "xsd:double", "xsd:float"})
# Numbers that measure nothing: positions in a text, editions of the data.
_NO_MEASURES = frozenset({"start", "end", "edition"})
_STATEMENTS = (BASE + "id/statement/", BASE + "id/passage/")
_DOCUMENTS = BASE + "id/document/"


class Form(StrEnum):
    """A form of an answer."""

    TABLE = "table"
    CHART = "chart"
    TIMELINE = "timeline"
    GRAPH = "graph"


class _Sort(StrEnum):
    NUMBER = "number"
    DATE = "date"
    THING = "thing"
    DOCUMENT = "document"
    STATEMENT = "statement"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Bar:
    """A value of a chart: what it is of, and its share of the greatest value, from 0 to 1."""

    of: tuple[Cell, ...]
    value: Datum
    share: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The values of one column, whose heading it bears, in the order of the rows."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and the rows that bear it, without their date."""

    date: Datum
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of a graph; without a predicate, the two things share a row of the answer."""

    source: Named
    target: Named
    predicate: Named | None = None


def forms(answer: Answer) -> tuple[Form, ...]:
    """Return the forms that suit an answer, the best first; a table always does."""
    suiting = {
        Form.CHART: chart(answer) is not None,
        Form.TIMELINE: len(timeline(answer)) >= _FEWEST,
        Form.GRAPH: len(edges(answer)) >= _FEWEST,
    }
    return (*(form for form, suits in suiting.items() if suits), Form.TABLE)


def chart(answer: Answer) -> Chart | None:
    """Return the first column of numbers as a chart; nothing if a number is below zero."""
    sorts = _sorts(answer)
    if _Sort.NUMBER not in sorts:
        return None
    at = sorts.index(_Sort.NUMBER)
    others = _told(sorts, (_Sort.THING, _Sort.DATE, _Sort.TEXT))[:3]
    rows = [(row, _number(row[at])) for row in answer.rows]
    known = [(row, value) for row, value in rows if value is not None]
    greatest = max((value for _, value in known), default=Decimal(0))
    if len(known) < _FEWEST or not others or min(v for _, v in known) < 0 or not greatest:
        return None
    bars = (
        Bar(tuple(row[n] for n in others), cell, float(value / greatest))
        for row, value in known[:MOST]
        if isinstance(cell := row[at], Datum)
    )
    return Chart(answer.columns[at][1], tuple(bars))


def timeline(answer: Answer) -> tuple[Moment, ...]:
    """Return the rows by the dates of the first column that holds any, in their order."""
    sorts = _sorts(answer)
    if _Sort.DATE not in sorts:
        return ()
    at = sorts.index(_Sort.DATE)
    others = [n for n, sort in enumerate(sorts) if sort not in (_Sort.DATE, _Sort.STATEMENT)]
    found: dict[Datum, list[tuple[Cell, ...]]] = {}
    for row in answer.rows:
        if isinstance(date := row[at], Datum):
            found.setdefault(date, []).append(tuple(row[n] for n in others))
    ordered = sorted(found, key=lambda date: date.text)[:MOST]
    return tuple(Moment(date, tuple(dict.fromkeys(found[date]))) for date in ordered)


def edges(answer: Answer) -> tuple[Edge, ...]:
    """Return the pairs of things that stand in one row, or the triples whose object is a thing."""
    graph = [name for name, _ in answer.columns] == ["subject", "predicate", "object"]
    ends = [0, 2] if graph else _told(_sorts(answer), (_Sort.THING,))[:2]
    if len(ends) < len(("source", "target")):
        return ()
    found = {}
    for row in answer.rows:
        source, target, predicate = row[ends[0]], row[ends[1]], row[1] if graph else None
        if isinstance(source, Named) and isinstance(target, Named):
            edge = Edge(source, target, predicate if isinstance(predicate, Named) else None)
            found[edge] = edge
    return tuple(found)


def _told(sorts: list[_Sort], wanted: tuple[_Sort, ...]) -> list[int]:
    return [n for n, sort in enumerate(sorts) if sort in wanted]


def _sorts(answer: Answer) -> list[_Sort]:
    columns = zip(*answer.rows, strict=True) if answer.rows else ((),) * len(answer.columns)
    sorts = [_sort(cell for cell in column if cell is not None) for column in columns]
    names = (name for name, _ in answer.columns)
    return [
        _Sort.TEXT if sort is _Sort.NUMBER and name in _NO_MEASURES else sort
        for name, sort in zip(names, sorts, strict=True)
    ]


def _sort(cells: Iterable[Cell]) -> _Sort:
    found = {_sort_of(cell) for cell in cells}
    return found.pop() if len(found) == 1 else _Sort.TEXT


def _sort_of(cell: Cell) -> _Sort:
    if isinstance(cell, Named):
        return _sort_of_thing(cell.iri)
    if isinstance(cell, Datum) and cell.datatype in _NUMBERS:
        return _Sort.NUMBER
    return _Sort.DATE if isinstance(cell, Datum) and cell.datatype in _DATES else _Sort.TEXT


def _sort_of_thing(iri: str) -> _Sort:
    if iri.startswith(_STATEMENTS):
        return _Sort.STATEMENT
    return _Sort.DOCUMENT if iri.startswith(_DOCUMENTS) else _Sort.THING


def _number(cell: Cell) -> Decimal | None:
    try:
        value = Decimal(cell.text) if isinstance(cell, Datum) else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None
