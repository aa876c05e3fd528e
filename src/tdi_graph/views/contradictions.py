"""Where figures contradict one another, as the saved questions find it, with the statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tdi_graph.questions import Question, bind
from tdi_graph.store import Backend
from tdi_graph.views.descriptions import index, node
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.labels import Named, Names, text_of
from tdi_graph.views.statements import Amount, Figure, Statement, statements

KINDS: Mapping[str, str] = {
    "disagreement": "disagreements",
    "revision": "revisions",
    "fall": "falls",
    "shares": "shares-total",
}
"""The kinds of contradiction, and the saved question that finds each."""

MOST = 5_000
"""With more figures than this, to compare each with each would take too long for a page."""

_COUNT = "SELECT (COUNT(?figure) AS ?figures) WHERE { ?figure a tdi:Figure }"
_NAMING = ("statement", "earlier", "later")
_REPLACED = "SELECT ?old WHERE { %s tdi:revises ?old }"
_SHARES = """
SELECT DISTINCT ?share WHERE {
  ?share schema:observationAbout %s ; schema:variableMeasured %s ; schema:observationDate ?date ;
    tdi:evidence/oa:hasSource %s ; tdi:modality c:observed ; tdi:scope ?scope .
}"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures of one thing that do not agree; of shares, how much of the whole they leave out."""

    kind: str
    about: Named
    indicator: Named
    figures: tuple[Statement, ...]
    missing: Decimal | None = None

    @property
    def differs(self) -> str:
        """In what the figures differ: their "value"; failing that, their "modality" or "words"."""
        if len({_bounds(figure) for figure in self.figures}) > 1:
            return "value"
        return "modality" if len({figure.modality for figure in self.figures}) > 1 else "words"


def _bounds(figure: Statement) -> tuple[Decimal, Decimal] | None:
    amount = figure.content.amount if isinstance(figure.content, Figure) else None
    return (amount.low, amount.high) if isinstance(amount, Amount) else None


def comparable(backend: Backend) -> bool:
    """Tell whether the figures are few enough for a page to compare each with each."""
    ((count,),) = backend.select(_COUNT).rows
    return int(text_of(count)) <= MOST


def contradictions(
    backend: Backend, names: Names, questions: Mapping[str, Question]
) -> dict[str, tuple[Contradiction, ...]]:
    """Return the contradictions that the ``questions`` at hand find, by kind."""
    if not comparable(backend):
        return {}
    found = {
        kind: tuple(_found(backend, names, kind, questions[slug]))
        for kind, slug in KINDS.items()
        if slug in questions
    }
    return {kind: held for kind, held in found.items() if held}


def _found(
    backend: Backend, names: Names, kind: str, question: Question
) -> Iterable[Contradiction]:
    table = backend.select(bind(question, {}))
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table.rows:
        held = dict(zip(table.variables, map(text_of, row), strict=True))
        groups.setdefault((held["about"], held["indicator"]), []).append(held)
    for (about, indicator), rows in groups.items():
        named = _shares(backend, rows) if kind == "shares" else _named(backend, kind, rows)
        told = statements(index(described(backend, dict.fromkeys(named))), names)
        missing = Decimal(rows[0]["missing"]) if kind == "shares" else None
        if told:
            yield Contradiction(kind, names(about), names(indicator), tuple(told), missing)


def _named(backend: Backend, kind: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    found = [row[column] for row in rows for column in _NAMING if column in row]
    if kind == "revision":
        replaced = [backend.select(_REPLACED % node(iri)).rows for iri in found]
        found += [text_of(old) for old_rows in replaced for (old,) in old_rows]
    return found


def _shares(backend: Backend, rows: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        text_of(share)
        for row in rows
        for (share,) in backend.select(
            _SHARES % tuple(node(row[column]) for column in ("about", "indicator", "document"))
        ).rows
    ]
