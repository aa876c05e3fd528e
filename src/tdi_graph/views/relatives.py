"""One statement with the others it belongs with: what it restates, revises or is part of."""

from dataclasses import dataclass

from tdi_graph.store import Backend
from tdi_graph.views import descriptions
from tdi_graph.views.descriptions import index, node
from tdi_graph.views.labels import Label, Named, Names, text_of
from tdi_graph.views.statements import RELATED, Statement, read
from tdi_graph.vocabulary import BASE

_POINTING = (
    "SELECT ?predicate ?statement WHERE { VALUES ?predicate { %s } ?statement ?predicate %s ; "
    "a tdi:Statement }"
)


@dataclass(frozen=True, slots=True)
class Relative:
    """A statement, or a thing, that another statement is tied to; ``inverse`` if it points here."""

    predicate: Named
    named: Named
    statement: Statement | None
    inverse: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement, what it is tied to, and the graph that holds it."""

    statement: Statement
    basis_note: Label | None
    modality_note: Label | None
    relatives: tuple[Relative, ...]
    graph: str


def statement(backend: Backend, names: Names, iri: str) -> StatementView:
    """Return the statement ``iri``."""
    told = read(index(descriptions.gather(backend, iri)), names, iri)
    query = _POINTING % (" ".join(RELATED), node(iri))
    pointing = [(text_of(p), text_of(s), True) for p, s in backend.select(query).rows]
    pointed = [(predicate.iri, target, False) for predicate, target in told.related]
    ties = sorted({*pointing, *pointed})
    others = {other for _, other, _ in ties if other.startswith(BASE + "id/statement/")}
    held = index(descriptions.statements(backend, sorted(others)))
    slug = told.document.iri.rpartition("/")[2]
    return StatementView(
        statement=told,
        basis_note=_definition(backend, names, told.basis.iri),
        modality_note=_definition(backend, names, told.modality.iri),
        relatives=tuple(
            Relative(
                names(predicate),
                names(other),
                read(held, names, other) if other in others else None,
                inverse,
            )
            for predicate, other, inverse in ties
        ),
        graph=f"{BASE}graph/document/{slug}",
    )


def _definition(backend: Backend, names: Names, iri: str) -> Label | None:
    described = index(backend.describe(node(iri)) if iri else [])
    return names.choose(described.literals(iri, "skos:definition"))
