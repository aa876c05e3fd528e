"""A saved question with what can be chosen and its answer, a table whose things bear names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.questions import Parameter, Question, bind
from tdi_graph.store import Backend, Table, Term
from tdi_graph.views.cards import Datum, datum
from tdi_graph.views.labels import Named, Names, compact, expanded, text_of

_CHOICES = """
SELECT DISTINCT ?choice WHERE {
  { ?choice a %(node)s } UNION { ?choice skos:inScheme %(node)s }
  FILTER(ISIRI(?choice))
} LIMIT %(most)d"""
_MOST_CHOICES = 60

Cell: TypeAlias = Named | Datum | None


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it; one with choices, if they are few, is chosen from a list."""

    name: str
    label: str
    type: str
    value: str
    choices: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer a question, under headings in the language of the page."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def fields(
    backend: Backend, names: Names, question: Question, values: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the parameters of ``question`` with the values given, or else their defaults."""
    return tuple(
        Field(
            name=parameter.name,
            label=parameter.label[names.language],
            type=parameter.type,
            value=_spelt(parameter, values),
            choices=_choices(backend, names, parameter),
        )
        for parameter in question.parameters
    )


def answer(backend: Backend, names: Names, question: Question, values: Mapping[str, str]) -> Answer:
    """Answer ``question`` with ``values``; raise ``ParameterError`` if one does not suit."""
    table = _table(backend, question, bind(question, values))
    return Answer(
        columns=tuple((name, _heading(question, name, names)) for name in table.variables),
        rows=tuple(tuple(_cell(names, term) for term in row) for row in table.rows),
    )


def _table(backend: Backend, question: Question, query: str) -> Table:
    if not question.graph:
        return backend.select(query)
    triples = ((each.subject, each.predicate, each.object) for each in backend.construct(query))
    return Table(tuple(question.columns), tuple(triples))


def shown(names: Names, table: Table, headings: Mapping[str, str] | None = None) -> Answer:
    """Return a table as a page shows it; a column without a heading has its own name."""
    known = headings or {}
    return Answer(
        columns=tuple((name, known.get(name, name)) for name in table.variables),
        rows=tuple(tuple(_cell(names, term) for term in row) for row in table.rows),
    )


def triples(names: Names, held: Iterable[Triple], headings: tuple[str, str, str]) -> Answer:
    """Return a graph as a table of three columns: subject, predicate, object."""
    rows = tuple((each.subject, each.predicate, each.object) for each in held)
    variables = ("subject", "predicate", "object")
    return shown(names, Table(variables, rows), dict(zip(variables, headings, strict=True)))


def _spelt(parameter: Parameter, values: Mapping[str, str]) -> str:
    given = values.get(parameter.name, text_of(parameter.default))
    return compact(expanded(given)) if parameter.type == "iri" and ":" in given else given


def _choices(backend: Backend, names: Names, parameter: Parameter) -> tuple[Named, ...]:
    if parameter.values is None:
        return ()
    asked = {"node": parameter.values, "most": _MOST_CHOICES + 1}
    rows = backend.select(_CHOICES % asked).rows
    if len(rows) > _MOST_CHOICES:
        return ()
    return names.sorted(text_of(choice) for (choice,) in rows)


def _heading(question: Question, name: str, names: Names) -> str:
    return question.columns.get(name, {}).get(names.language, name)


def _cell(names: Names, term: Term | None) -> Cell:
    if isinstance(term, NamedNode):
        return names(term.value)
    if isinstance(term, Literal):
        return datum(term)
    # A blank node or a triple has no page and no name: it is written as SPARQL writes it.
    return Datum(str(term)) if term else None
