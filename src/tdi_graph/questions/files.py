"""Questions read from their files, each fault with its line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from tdi_graph.diagnosis import syntax_error
from tdi_graph.errors import DataError, Place
from tdi_graph.questions.binding import PAGING, TYPES, VALUES, Parameter, Question, spelt
from tdi_graph.vocabulary import rebased

GROUPS = ("journalist", "analyst", "auditor", "integrator", "researcher")

_LANGUAGES = ("fr", "en")
_REQUIRED = ("title", "description", "group", "columns")
_OF_A_GRAPH = ["subject", "predicate", "object"]


def load(folder: Path) -> dict[str, Question]:
    """Read the questions of ``folder``, by slug, in the order of their numbers."""
    return {question.slug: question for question in map(read, sorted(folder.glob("*.rq")))}


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
    file = _File(path, rebased(path.read_text("utf-8")))
    named = re.fullmatch(r"(\d\d)-([a-z0-9-]+)", path.stem)
    if not named:
        raise file.fault("a question is named by its number", do="call the file NN-slug.rq")
    header = _mapping(file, _header(file), "header", _REQUIRED, optional=("parameters",))
    title, description = (_bilingual(file, header[key], key) for key in ("title", "description"))
    group, (variables, graph) = str(header["group"]), _variables(file)
    if group not in GROUPS:
        raise file.fault(f"no group is called {group}", at="group:", do=f"use {', '.join(GROUPS)}")
    lines = (line[2] for line in VALUES.finditer(file.text))
    chosen = _mapping(file, header.get("parameters", {}), "parameters", (), lines)
    parameters = tuple(_parameter(file, key, given) for key, given in chosen.items())
    headings = _mapping(file, header["columns"], "columns", variables)
    columns = {name: _bilingual(file, headings[name], name) for name in variables}
    return Question(
        slug=named[2],
        number=int(named[1]),
        title=title,
        description=description,
        group=group,
        parameters=parameters,
        columns=columns,
        sparql=file.text,
        path=path,
        graph=graph,
    )


def _header(file: _File) -> object:
    try:
        return yaml.safe_load("\n".join(re.findall(r"^#\+(.*)", file.text, re.MULTILINE)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        fault = f"the header is not YAML: {getattr(error, 'problem', error)}"
        raise file.fault(fault, line=mark.line + 1 if mark else 1) from None


def _variables(file: _File) -> tuple[list[str], bool]:
    """Return the columns of the answer, and whether it is a graph."""
    answer = _answer(file, file.text)
    if isinstance(answer, QueryTriples):
        return _OF_A_GRAPH, True
    if not isinstance(answer, QuerySolutions):
        raise file.fault("this is no SELECT query", do="ask what a table or a graph answers")
    # So that a limit and an offset may follow, and cut out the same part each time.
    if "ORDER BY" not in file.text:
        raise file.fault("the answer has no order", do="end with ORDER BY")
    _answer(file, file.text + "\nLIMIT 1 OFFSET 0", do="end with ORDER BY")
    return [variable.value for variable in answer.variables], False


def _answer(file: _File, text: str, do: str = "") -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        return Store().query(text)
    except SyntaxError as error:
        fault = syntax_error(str(error))
        raise file.fault(fault.what, line=fault.line, do=do or fault.do or "mend it") from None


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
    kind, values = str(spec["type"]), spec.get("values")
    if kind not in TYPES:
        raise file.fault(f"no type is called {kind}", at=f"{name}:", do=f"use {', '.join(TYPES)}")
    if name in PAGING:
        raise file.fault(f"{name} is said of any question", at=f"{name}:", do="use another name")
    label, default = _bilingual(file, spec["label"], name), _default(file, name, kind)
    if isinstance(values, list):
        return Parameter(name, kind, label, None, default, tuple(map(str, values)))
    home = None if values is None else spelt("iri", str(values))
    if values is not None and not isinstance(home, NamedNode):
        raise file.fault(f"the values of {name} come from no IRI", at=f"{name}:")
    return Parameter(name, kind, label, home if isinstance(home, NamedNode) else None, default)


def _default(file: _File, name: str, kind: str) -> NamedNode | Literal:
    written = [line[3] for line in VALUES.finditer(file.text) if line[2] == name]
    query = [*re.findall("^PREFIX .*", file.text, re.MULTILINE), "SELECT ?it {VALUES ?it {"]
    answer = Store().query(" ".join([*query, *written, "}}"]))
    terms = [row["it"] for row in answer] if isinstance(answer, QuerySolutions) else []
    default = terms[0] if len(terms) == 1 else None
    if not isinstance(default, NamedNode | Literal) or spelt(kind, default.value) != default:
        raise file.fault(f"{name} needs a default that is one {kind}", at=f"VALUES ?{name} ")
    return default
