"""What was promised, by whom, for when, and what the documents say of it afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from tdi_graph.store import Backend
from tdi_graph.views.attestations import Attested, attested
from tdi_graph.views.descriptions import index
from tdi_graph.views.descriptions import statements as described
from tdi_graph.views.entities import Series, series
from tdi_graph.views.labels import Named, Names, text_of
from tdi_graph.views.statements import Figure, Statement, read, statements
from tdi_graph.vocabulary import BASE, ONTOLOGY

_PLEDGES = "SELECT ?pledge WHERE { ?pledge a tdi:Pledge }"
_SERIES = """
SELECT DISTINCT ?figure WHERE {
  ?foreseen schema:observationAbout ?about ; schema:variableMeasured ?indicator ;
    tdi:modality ?how .
  FILTER(?how != c:observed)
  ?figure schema:observationAbout ?about ; schema:variableMeasured ?indicator .
}"""
_OUTCOME = ONTOLOGY + "outcome"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What answers a promise: a thing, or a statement."""

    named: Named
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge, in the words of every document that gives it, with what came of it."""

    pledge: Attested
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A figure that a text foresees, and those observed later for the same thing."""

    figure: Statement
    later: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises in words and promises in figures, in the order of their dates."""

    pledges: tuple[Promise, ...]
    figures: tuple[Foreseen, ...]

    @property
    def answered(self) -> int:
        """How many promises in words have an outcome."""
        return sum(bool(promise.outcomes) for promise in self.pledges)


def promises(backend: Backend, names: Names) -> Promises:
    """Return every promise of the graph."""
    told = statements(index(described(backend, _found(backend, _PLEDGES))), names)
    held = series(statements(index(described(backend, _found(backend, _SERIES))), names))
    foreseen = [one for each in held for one in _foreseen(each)]
    return Promises(
        pledges=tuple(_promises(backend, names, told)),
        figures=tuple(sorted(foreseen, key=lambda one: one.figure.chronology)),
    )


def _found(backend: Backend, query: str) -> list[str]:
    return [text_of(term) for (term,) in backend.select(query).rows]


def _promises(backend: Backend, names: Names, told: Iterable[Statement]) -> Iterable[Promise]:
    for pledge in attested(told):
        targets = dict.fromkeys(
            target
            for statement in pledge.statements
            for predicate, target in statement.related
            if predicate.iri == _OUTCOME
        )
        yield Promise(pledge, tuple(_outcome(backend, names, target) for target in targets))


def _outcome(backend: Backend, names: Names, target: str) -> Outcome:
    if not target.startswith(BASE + "id/statement/"):
        return Outcome(names(target), None)
    held = index(described(backend, [target]))
    return Outcome(names(target), read(held, names, target))


def _foreseen(held: Series) -> Iterable[Foreseen]:
    for figure in held.figures:
        if not figure.observed and isinstance(figure.content, Figure):
            scopes = figure.content.scopes
            later = tuple(
                other
                for other in held.figures
                if other.observed
                and isinstance(other.content, Figure)
                and other.content.scopes == scopes
                and other.date >= figure.date
            )
            yield Foreseen(figure, later)
