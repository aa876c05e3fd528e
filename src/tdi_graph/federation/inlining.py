"""Answers of services written into the query as data, in the place of their clauses."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from tdi_graph.errors import QueryError
from tdi_graph.federation.asking import Asked
from tdi_graph.federation.clauses import Clause
from tdi_graph.vocabulary import BASE

_VARIABLE = re.compile(r"[A-Za-z_\u00b7-\U0010ffff][0-9A-Za-z_\u00b7-\U0010ffff]*|[0-9]\w*")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOTHING = "{ VALUES () { () } }"
# A blank node of somebody else can stand in no data block: it becomes an IRI of its own
# (RDF 1.1 Concepts, section 3.5).
_SKOLEM = f"{BASE}.well-known/genid/"


def inlined(query: str, answers: Iterable[tuple[Clause, Asked | None]]) -> str:
    """Return ``query`` with each clause replaced by its answer, None being that of a silent one."""
    pieces: list[str] = []
    end = 0
    for number, (clause, asked) in enumerate(answers):
        pieces += [query[end : clause.start], _data(asked, number) if asked else _NOTHING]
        end = clause.end
    return "".join([*pieces, query[end:]])


def _data(asked: Asked, number: int) -> str:
    if not all(_VARIABLE.fullmatch(name) for name in asked.variables):
        raise QueryError("a service answers a variable that none can be called")
    names = " ".join(f"?{name}" for name in asked.variables)
    rows = (_row(asked.variables, solution, number) for solution in asked.solutions)
    return f"{{ VALUES ({names}) {{ {' '.join(rows)} }} }}"


def _row(variables: Iterable[str], solution: Mapping[str, Mapping[str, Any]], number: int) -> str:
    cells = (_term(solution[name], number) if name in solution else "UNDEF" for name in variables)
    return f"({' '.join(cells)})"


def _term(value: Mapping[str, Any], number: int) -> str:
    """Write a term of SPARQL 1.1 Query Results JSON Format, section 3.2.2."""
    try:
        return _written(str(value["type"]), str(value["value"]), value, number)
    except (ValueError, KeyError):
        raise QueryError("a service answers a term that is none") from None


def _written(kind: str, text: str, value: Mapping[str, Any], number: int) -> str:
    match kind:
        case "uri":
            return str(NamedNode(text))
        case "bnode":
            return str(NamedNode(f"{_SKOLEM}{number}-{re.sub(r'[^0-9A-Za-z]', '-', text)}"))
        case "literal" | "typed-literal":
            if "xml:lang" in value:
                return str(Literal(text, language=str(value["xml:lang"])))
            datatype = value.get("datatype")
            return str(
                Literal(text, datatype=NamedNode(str(datatype))) if datatype else Literal(text)
            )
    raise ValueError(kind)
