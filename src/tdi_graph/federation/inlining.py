"""Answers of services written into the query as data, in the place of their clauses."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tdi_graph.errors import QueryError
from tdi_graph.federation.asking import Asked, ServiceFailed, Solution
from tdi_graph.federation.clauses import Clause
from tdi_graph.vocabulary import BASE

MOST_TEXT = 1 << 22
"""The longest query that is made with the answers of services, in characters."""

_NOTHING = "VALUES () { () }"
# Data may stand where a clause may, and also behind the last bracket of a query; a filter may not.
# On lines of their own they touch nothing.
_FRAME = "\n{} FILTER(true)\n"
# A blank node of somebody else can stand in no data block: it becomes an IRI of its own
# (RDF 1.1 Concepts, section 3.5).
_SKOLEM = f"{BASE}.well-known/genid/"


@dataclass(frozen=True, slots=True)
class _Span:
    """A range of the query that is made, in the place of a clause."""

    start: int
    end: int
    clause: Clause


@dataclass(frozen=True, slots=True)
class Inlined:
    """A query with answers in the place of clauses, and the query that it was made from."""

    text: str
    original: str
    spans: tuple[_Span, ...]

    def placed(self, error: QueryError) -> QueryError:
        """Return an error about the text as one about the original, at the same place there."""
        if not error.line:
            return error
        lines = self.text.split("\n")[: error.line - 1]
        offset = self._origin(sum(len(line) + 1 for line in lines) + error.column - 1)
        line = self.original.count("\n", 0, offset) + 1
        column = offset - self.original.rfind("\n", 0, offset)
        return QueryError(error.what, do=error.do, line=line, column=column)

    def _origin(self, offset: int) -> int:
        moved = 0
        for span in self.spans:
            if offset < span.start:
                break
            if offset < span.end:
                return span.clause.start
            moved = span.clause.end - span.end
        return offset + moved


def inlined(query: str, answers: Iterable[tuple[Clause, Asked | None]]) -> Inlined:
    """Return ``query`` with each clause replaced by its answer, None being that of a silent one.

    Raise ``QueryError`` if they are too much together, ``ServiceFailed`` if one is no answer.
    """
    text, end = "", 0
    spans: list[_Span] = []
    for clause, asked in answers:
        text += query[end : clause.start]
        start, end = len(text), clause.end
        text += _FRAME.format(_data(clause, asked) if asked else _NOTHING)
        spans.append(_Span(start, len(text), clause))
    text += query[end:]
    if len(text) > MOST_TEXT:
        raise QueryError("the services answer too much together", do="ask them for less")
    return Inlined(text, query, tuple(spans))


def _data(clause: Clause, asked: Asked) -> str:
    """Write an answer as a data block, of the variables alone that the clause has."""
    names = [name for name in dict.fromkeys(asked.variables) if name in clause.variables]
    listed = " ".join(f"?{name}" for name in names)
    mark = secrets.token_hex(8)
    rows: list[str] = []
    size = 0
    for solution in asked.solutions:
        rows.append(_row(clause, names, solution, mark))
        size += len(rows[-1])
        if size > MOST_TEXT:
            raise QueryError(f"<{clause.address}> answers too much", do="ask it for less")
    return f"VALUES ({listed}) {{ {' '.join(rows)} }}"


def _row(clause: Clause, names: Iterable[str], solution: Solution, mark: str) -> str:
    try:
        bound = solution.keys()
        cells = [_term(solution, name, mark) if name in bound else "UNDEF" for name in names]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ServiceFailed(clause.address, "answers a term that is none") from None
    return f"({' '.join(cells)})"


def _term(solution: Solution, name: str, mark: str) -> str:
    """Write a term of SPARQL 1.1 Query Results JSON Format, section 3.2.2."""
    value = solution[name]
    text = str(value["value"])
    match value["type"]:
        case "uri":
            return str(NamedNode(text))
        case "bnode":
            # Its label may be anything: Virtuoso's are IRIs.
            return str(NamedNode(f"{_SKOLEM}{mark}-{text.encode().hex()}"))
        case "literal" | "typed-literal" if "xml:lang" in value:
            return str(Literal(text, language=str(value["xml:lang"])))
        case "literal" | "typed-literal" if "datatype" in value:
            return str(Literal(text, datatype=NamedNode(str(value["datatype"]))))
        case "literal" | "typed-literal":
            return str(Literal(text))
    raise ValueError(value["type"])
