"""The questions: SPARQL queries in files, whose header says in YAML what they ask.

The header is the lines that begin with ``#+``, as in grlc (https://grlc.io). A parameter is a
line ``VALUES ?name { default }``, so that each file runs as it is in any engine (SPARQL 1.1
Query Language, section 10.2); binding it puts another term, written by pyoxigraph, in its place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from tdi_graph.errors import DataError, Place, TdiError
from tdi_graph.store import syntax_error
from tdi_graph.vocabulary import PREFIXES, expand

GROUPS = ("journalist", "analyst", "auditor", "integrator", "researcher")

_LANGUAGES = ("fr", "en")
_REQUIRED = ("title", "description", "group", "columns")
_VALUES = re.compile(r"^([ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{)(.*)(\}[ \t]*)$", re.MULTILINE)

# Each type of parameter: the form of its texts, their datatype, an example to show.
_TYPES = {
    "iri": ("[^:]+:.+", "", "an IRI, such as scheme:fonds-vert or https://example.org/a"),
    "integer": ("[+-]?[0-9]+", "xsd:integer", "a whole number, such as 3"),
    "decimal": (r"[+-]?[0-9]+(\.[0-9]+)?", "xsd:decimal", "a number, such as 39.7"),
    "date": ("[0-9]{4}(-[0-9]{2}){0,2}", "", "a date, such as 2020-12-15, 2020-12 or 2020"),
    "year": ("[0-9]{4}", "xsd:gYear", "a year, such as 2020"),
    "string": (".*", "xsd:string", "a text"),
}
_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a reader may choose; ``values`` is the class or scheme that the choices come from."""

    name: str
    type: str
    label: Mapping[str, str]
    values: NamedNode | None
    default: NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it; ``columns`` has a heading for each variable."""

    slug: str
    number: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    group: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    sparql: str
    path: Path


class ParameterError(TdiError):
    """A value does not suit its parameter, or no parameter bears the name."""

    def __init__(self, what: str, *, parameter: str, do: str) -> None:
        """Take the fault, its remedy and the name of the ``parameter``."""
        super().__init__(what, do=do)
        self.parameter = parameter


def load(folder: Path) -> dict[str, Question]:
    """Read the questions of ``folder``, by slug, in the order of their numbers."""
    return {question.slug: question for question in map(read, sorted(folder.glob("*.rq")))}


def bind(question: Question, values: Mapping[str, str]) -> str:
    """Return the question’s query with each parameter of ``values`` set to the term it spells."""
    known = {parameter.name: parameter.type for parameter in question.parameters}
    terms: dict[str, NamedNode | Literal] = {}
    for name, text in values.items():
        if name not in known:
            fault, do = f"{question.slug} has no parameter {name!r}", f"use {', '.join(known)}"
            raise ParameterError(fault, parameter=name, do=do)
        term = _spelt(known[name], text)
        if term is None:
            fault, do = f"{text!r} does not suit {name}", f"give {_TYPES[known[name]][2]}"
            raise ParameterError(fault, parameter=name, do=do)
        terms[name] = term

    # One pass over the file’s own text: what is put in is never searched again.
    return _VALUES.sub(
        lambda line: f"{line[1]} {terms[line[2]]} {line[4]}" if line[2] in terms else line[0],
        question.sparql,
    )


def _spelt(kind: str, text: str) -> NamedNode | Literal | None:
    form, datatype, _ = _TYPES[kind]
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


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    text: str

    def fault(self, what: str, *, at: str = "", line: int = 1, do: str = "mend it") -> DataError:
        lines = enumerate(self.text.splitlines(), start=1)
        first = next((number for number, text in lines if at and at in text), line)
        return DataError(what, do=do, place=Place(self.path, first))


def read(path: Path) -> Question:
    """Read the question of one file; raise ``DataError`` with the line of its first fault."""
    file = _File(path, path.read_text("utf-8"))
    named = re.fullmatch(r"(\d\d)-([a-z0-9-]+)", path.stem)
    if not named:
        raise file.fault("a question is named by its number", do="call the file NN-slug.rq")
    header = _mapping(file, _header(file), "header", _REQUIRED, optional=("parameters",))
    title, description = (_bilingual(file, header[key], key) for key in ("title", "description"))
    group, variables = str(header["group"]), _variables(file)
    if group not in GROUPS:
        raise file.fault(f"no group is called {group}", at="group:", do=f"use {', '.join(GROUPS)}")
    lines = (line[2] for line in _VALUES.finditer(file.text))
    chosen = _mapping(file, header.get("parameters", {}), "parameters", (), lines)
    parameters = tuple(_parameter(file, key, given) for key, given in chosen.items())
    headings = _mapping(file, header["columns"], "columns", variables)
    columns = {name: _bilingual(file, headings[name], name) for name in variables}
    return Question(
        named[2], int(named[1]), title, description, group, parameters, columns, file.text, path
    )


def _header(file: _File) -> object:
    try:
        return yaml.safe_load("\n".join(re.findall(r"^#\+(.*)", file.text, re.MULTILINE)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fault = f"the header is not YAML: {getattr(error, 'problem', error)}"
        raise file.fault(fault, line=mark.line + 1 if mark else 1) from None


def _variables(file: _File) -> list[str]:
    try:
        answer = Store().query(file.text)
    except SyntaxError as error:
        fault = syntax_error(str(error))
        raise file.fault(fault.what, line=fault.line, do=fault.do or "mend it") from None
    if not isinstance(answer, QuerySolutions):
        raise file.fault("this is no SELECT query", do="ask a question that a table answers")
    return [variable.value for variable in answer.variables]


def _mapping(
    file: _File, value: object, where: str, required: Iterable[str], optional: Iterable[str] = ()
) -> dict[str, object]:
    found = {str(key): item for key, item in value.items()} if isinstance(value, dict) else {}
    for name in sorted((found.keys() ^ set(required)) - set(optional)):
        what, at = ("has no place for", name) if name in found else ("says nothing of", where)
        raise file.fault(f"{where} {what} {name}", at=f"{at}:")
    return found


def _bilingual(file: _File, value: object, where: str) -> dict[str, str]:
    return {key: str(text) for key, text in _mapping(file, value, where, _LANGUAGES).items()}


def _parameter(file: _File, name: str, given: object) -> Parameter:
    spec = _mapping(file, given, name, ("type", "label"), optional=("values",))
    kind = str(spec["type"])
    if kind not in _TYPES:
        raise file.fault(f"no type is called {kind}", at=f"{name}:", do=f"use {', '.join(_TYPES)}")
    values = _spelt("iri", str(spec.get("values", "rdfs:Resource")))
    if not isinstance(values, NamedNode):
        raise file.fault(f"the values of {name} come from no IRI", at=f"{name}:")
    label, default = _bilingual(file, spec["label"], name), _default(file, name, kind)
    return Parameter(name, kind, label, values if "values" in spec else None, default)


def _default(file: _File, name: str, kind: str) -> NamedNode | Literal:
    written = [line[3] for line in _VALUES.finditer(file.text) if line[2] == name]
    query = [*re.findall("^PREFIX .*", file.text, re.MULTILINE), "SELECT ?it {VALUES ?it {"]
    answer = Store().query(" ".join([*query, *written, "}}"]))
    terms = [row["it"] for row in answer] if isinstance(answer, QuerySolutions) else []
    default = terms[0] if len(terms) == 1 else None
    if not isinstance(default, NamedNode | Literal) or _spelt(kind, default.value) != default:
        raise file.fault(f"{name} needs a default that is one {kind}", at=f"VALUES ?{name} ")
    return default
