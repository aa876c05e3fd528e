"""From the values that somebody gives to the parameters of a question, to the query to evaluate.

A value is read as a term of its parameter's type and only ever stands in a query as that term.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from tdi_graph.errors import TdiError
from tdi_graph.vocabulary import PREFIXES, compact, expand

VALUES = re.compile(r"^([ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{)(.*)(\}[ \t]*)$", re.MULTILINE)

# Each type of parameter: the form of its texts, their datatype, an example to show.
TYPES = {
    "iri": ("[^:]+:.+", "", "an IRI, such as scheme:fonds-vert or https://example.org/a"),
    "integer": ("[+-]?[0-9]+", "xsd:integer", "a whole number, such as 3"),
    "decimal": (r"[+-]?[0-9]+(\.[0-9]+)?", "xsd:decimal", "a number, such as 39.7"),
    "date": ("[0-9]{4}(-[0-9]{2}){0,2}", "", "a date, such as 2020-12-15, 2020-12 or 2020"),
    "year": ("[0-9]{4}", "xsd:gYear", "a year, such as 2020"),
    "string": (".*", "xsd:string", "a text"),
}
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}

PAGING = {
    "limit": ("[1-9][0-9]{0,8}", "a whole number from 1, such as 100"),
    "offset": ("[0-9]{1,9}", "a whole number from 0, such as 100"),
}
"""What may be said of any question that a table answers: the form of its texts, an example."""

_CLOSENESS = 0.5
_FEW = 5

Choices = Mapping[NamedNode, tuple[NamedNode, ...]]
"""The members of each class or scheme that the choices of a parameter come from."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a reader may choose.

    ``values`` is the class or scheme that the choices come from; ``choices`` are all the choices
    there are, for a parameter that is chosen from a few texts.
    """

    name: str
    type: str
    label: Mapping[str, str]
    values: NamedNode | None
    default: NamedNode | Literal
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it; ``columns`` has a heading for each variable.

    If a ``graph`` answers it, the columns are those of its triples.
    """

    slug: str
    number: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    group: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    sparql: str
    path: Path
    graph: bool = False


class Fault(StrEnum):
    """What can be wrong with a parameter as it is given."""

    UNKNOWN = "unknown"
    FORM = "form"
    OUTSIDE = "outside"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Misfit:
    """What was given and why that will not do; ``allowed`` are all the names or values, if few."""

    fault: Fault = Fault.FORM
    given: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def suggestion(self) -> str:
        """The one of what is allowed that is most like what was given; nothing if none is."""
        near = get_close_matches(self.given, self.allowed, n=1, cutoff=_CLOSENESS)
        return near[0] if near else ""


class ParameterError(TdiError):
    """A value does not suit its parameter, or no parameter bears the name."""

    def __init__(self, what: str, *, parameter: str, do: str, misfit: Misfit | None = None) -> None:
        """Take the fault, its remedy, the name of the ``parameter`` and what was given for it."""
        super().__init__(what, do=do)
        self.parameter = parameter
        self.misfit = misfit or Misfit()


def bind(question: Question, values: Mapping[str, str], known: Choices | None = None) -> str:
    """Return the question’s query with each parameter of ``values`` set to the term it spells.

    A term that must come from a class is looked for among the ``known`` choices, if they are
    given. A ``limit`` and an ``offset`` cut out a part of a table, whose order is that of the file.
    """
    parameters = {parameter.name: parameter for parameter in question.parameters}
    names = [*parameters, *_paging(question)]
    for name in values:
        if name not in names:
            raise _unknown(question, name, names)
    terms = {
        name: _term(parameter, values[name], known)
        for name, parameter in parameters.items()
        if name in values
    }
    # One pass over the file’s own text: what is put in is never searched again.
    query = VALUES.sub(
        lambda line: f"{line[1]} {terms[line[2]]} {line[4]}" if line[2] in terms else line[0],
        question.sparql,
    )
    part = [f"{name.upper()} {_counted(name, values[name])}" for name in PAGING if name in values]
    return "\n".join([query.rstrip("\n"), *part, ""]) if part else query


def called(term: NamedNode | Literal) -> str:
    """Return the text that spells a term: the compact form of an IRI, if it has one."""
    return compact(term.value) if isinstance(term, NamedNode) else term.value


def spelt(kind: str, text: str) -> NamedNode | Literal | None:
    """Return the term that ``text`` spells as a parameter of some type, None if there is none."""
    form, datatype, _ = TYPES[kind]
    try:
        if not re.fullmatch(form, text, re.DOTALL):
            return None
        if kind == "iri":
            return expand(text) if text.partition(":")[0] in PREFIXES else NamedNode(text)
        if kind == "date":
            date.fromisoformat((text + "-01-01")[:10])  # raises where no such month or day exists
        return Literal(text, datatype=expand(datatype or _DATES[len(text)]))
    except ValueError:
        return None


def allowed_values(parameter: Parameter, known: Choices | None) -> tuple[str, ...]:
    """Return the texts of all the values of a parameter, nothing if they cannot be told."""
    if parameter.values is None or known is None:
        return parameter.choices
    return tuple(called(choice) for choice in known.get(parameter.values, ()))


def _paging(question: Question) -> tuple[str, ...]:
    return () if question.graph else tuple(PAGING)


def _unknown(question: Question, name: str, names: Iterable[str]) -> ParameterError:
    known = tuple(names)
    return ParameterError(
        f"{question.slug} has no parameter {name!r}",
        parameter=name,
        do=f"use {', '.join(known)}" if known else "give none",
        misfit=Misfit(Fault.UNKNOWN, name, known),
    )


def _term(parameter: Parameter, text: str, known: Choices | None) -> NamedNode | Literal:
    term = spelt(parameter.type, text)
    if term is None:
        raise _unsuited(parameter.name, text, TYPES[parameter.type][2])
    allowed = allowed_values(parameter, known)
    if allowed and called(term) not in allowed:
        raise _outside(parameter, text, allowed)
    return term


def _counted(name: str, text: str) -> str:
    form, example = PAGING[name]
    if not re.fullmatch(form, text):
        raise _unsuited(name, text, example)
    return text


def _unsuited(name: str, text: str, example: str) -> ParameterError:
    what, do = f"{text!r} does not suit {name}", f"give {example}"
    return ParameterError(what, parameter=name, do=do, misfit=Misfit(Fault.FORM, text))


def _outside(parameter: Parameter, text: str, allowed: tuple[str, ...]) -> ParameterError:
    few = ", ".join(allowed[:_FEW]) + (" …" if len(allowed) > _FEW else "")
    return ParameterError(
        f"{text!r} is none of the values of {parameter.name}",
        parameter=parameter.name,
        do=f"give one of {few}",
        misfit=Misfit(Fault.OUTSIDE, text, allowed),
    )
