"""From a store to the rows of a table."""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal

from tdi_graph.store import Backend, Term
from tdi_graph.tables.specification import EVIDENCE, SEPARATOR, Column, Specification
from tdi_graph.views import Names
from tdi_graph.vocabulary import compact

_EVIDENCE = """
SELECT ?statement ?words ?document ?passage WHERE {
  ?statement tdi:evidence ?passage .
  ?passage oa:hasSource ?document ; oa:start ?start ; oa:exact|tdi:opening ?words .
} ORDER BY ?statement ?start ?words"""

Values = dict[str, list[Term]]
Row = tuple[str, ...]


def columns(table: Specification) -> tuple[Column, ...]:
    """Return all the columns of a table, in their order."""
    return (*table.columns, *(EVIDENCE if table.evidence else ()))


def read_rows(backend: Backend, names: Names, table: Specification) -> Iterator[Row]:
    """Yield the rows of a table, in the order of what names them; labels are those of ``names``."""
    key, held = table.columns[0], columns(table)
    found: dict[Term, Values] = {}
    for record in backend.select(table.query).records():
        name = record[key.of]
        if name is not None:
            _add(found.setdefault(name, {}), record)
    if table.evidence:
        for record in backend.select(_EVIDENCE).records():
            name = record["statement"]
            if name in found:
                _add(found[name], {k: v for k, v in record.items() if k != "statement"})
    for _, values in sorted(found.items(), key=lambda item: str(item[0])):
        yield tuple(_cell(column, values.get(column.of, []), names) for column in held)


def _add(values: Values, record: Mapping[str, Term | None]) -> None:
    for name, term in record.items():
        held = values.setdefault(name, [])
        if term is not None and term not in held:
            held.append(term)


def _cell(column: Column, terms: Iterable[Term], names: Names) -> str:
    # Words and passages keep the order of the text; names keep that of the IRIs beside them.
    ordered = list(terms) if column in EVIDENCE else sorted(terms, key=str)
    texts = [_text(column, term, names) for term in ordered]
    if column.several:
        texts = [text.replace(SEPARATOR, " ") for text in texts]
    return SEPARATOR.join(texts)


def _text(column: Column, term: Term, names: Names) -> str:
    value = str(getattr(term, "value", term))
    if isinstance(term, Literal):
        return " ".join(value.split())
    match column.kind:
        case "label":
            return names(value).label.text
        case "term":
            return compact(value)
    return value
