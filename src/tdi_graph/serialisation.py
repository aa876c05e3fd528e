"""The one writer of our Turtle and TriG files, and their reader, which knows line numbers.

Files are canonical: prefixes, subjects, predicates and objects are sorted, ``a`` comes first, and
there are no blank nodes, so that writing what was read changes no byte and a git diff shows
facts. Syntax: RDF 1.1 Turtle and RDF 1.1 TriG (W3C Recommendations).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse, serialize

from tdi_graph.errors import DataError, Place
from tdi_graph.vocabulary import PREFIXES, compact, rebased

_TYPE = PREFIXES["rdf"] + "type"
_PREFIX_LINE = re.compile(r"@prefix (\S*): <([^>]*)> \.")
_ERROR_LINE = re.compile(r"line (\d+)")
_INDENT = "    "
_NUMBER = re.compile(r"\d+")
_WIDEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class Source:
    """A Turtle or TriG file as read: its path, its text and its quads."""

    path: Path
    text: str
    quads: tuple[Quad, ...]

    def place(self, subject: str) -> Place:
        """Return the line on which ``subject``, an IRI, is described."""
        names = {f"<{subject}>", compact(subject), _local(self.text, subject)} - {""}
        for number, line in enumerate(self.text.split("\n"), start=1):
            if line.strip().partition(" ")[0] in names:
                return Place(self.path, number)
        return Place(self.path)

    def canonical(self) -> str:
        """Return the text that the writer gives for these quads."""
        return write(self.quads, own_prefixes(self.text))


def _local(text: str, iri: str) -> str:
    for prefix, namespace in own_prefixes(text).items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return ""


def own_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that ``text`` declares and that are not the project's own."""
    declared = dict(_PREFIX_LINE.findall(text))
    return {p: ns for p, ns in declared.items() if p not in PREFIXES}


def read(path: Path) -> Source:
    """Read a ``.ttl`` or ``.trig`` file; raise ``DataError`` with the line of a fault."""
    text = _decoded(path)
    syntax = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    try:
        quads = tuple(_quad(statement) for statement in parse(text, format=syntax))
    except SyntaxError as error:
        raise DataError(
            f"not valid {syntax.name}: {_first_line(str(error))}",
            do="mend the syntax on this line",
            place=Place(path, _line(error)),
        ) from None
    blank = next((q for q in quads if BlankNode in (type(q.subject), type(q.object))), None)
    if blank is not None:
        raise DataError(
            f"a blank node stands beside {compact(blank.predicate.value)}",
            do="give it an IRI: canonical files have no blank nodes",
            place=Place(path),
        )
    return Source(path, text, quads)


def _decoded(path: Path) -> str:
    try:
        return rebased(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError("not UTF-8", do="save it as UTF-8", place=Place(path, line)) from None


def _quad(statement: object) -> Quad:
    if not isinstance(statement, Quad):
        raise TypeError(statement)
    return statement


def _first_line(message: str) -> str:
    return message.splitlines()[0]


def _line(error: SyntaxError) -> int:
    found = _ERROR_LINE.search(str(error))
    return error.lineno or (int(found[1]) if found else 0)


def write(quads: Iterable[Quad], prefixes: Mapping[str, str] | None = None) -> str:
    """Write ``quads`` canonically: Turtle, or TriG if any of them is in a named graph.

    ``prefixes`` adds to the project's own; only those in use are declared.
    """
    known = {**PREFIXES, **(prefixes or {})}
    ordered = sorted(set(quads), key=_order)
    named = any(not isinstance(q.graph_name, DefaultGraph) for q in ordered)
    syntax = RdfFormat.TRIG if named else RdfFormat.TURTLE
    items = ordered if named else [q.triple for q in ordered]
    written = BytesIO()
    serialize(items, written, format=syntax, prefixes=known)
    return _laid_out(written.getvalue().decode(), known)


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    predicate = quad.predicate.value
    return (
        str(quad.graph_name),
        _natural(str(quad.subject)),
        predicate != _TYPE,
        predicate,
        str(quad.object),
    )


def _natural(name: str) -> str:
    # Passages then stand in the order of the text: 521-548 before 1038-1077.
    return _NUMBER.sub(lambda digits: digits[0].zfill(_WIDEST_NUMBER), name)


def _laid_out(body: str, known: Mapping[str, str]) -> str:
    # Literals escape line feeds, so each line is one of the writer's own; what else Python takes
    # for a line break (U+0085, U+2028 …) may stand in a literal.
    lines = [ln for ln in body.split("\n") if ln and not ln.startswith("@prefix ")]
    text = "\n".join(_spaced(lines))
    used = sorted((p, ns) for p, ns in known.items() if re.search(rf"(?<![\w-]){p}:", text))
    header = [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in used]
    return "\n".join(header) + "\n" + text + "\n"


def _spaced(lines: list[str]) -> Iterable[str]:
    depth = 1 if any(line.endswith(" {") for line in lines) else 0
    for line in lines:
        bare = line.lstrip("\t")
        tabs = len(line) - len(bare)
        if bare.endswith(" {") or (tabs == depth and bare != "}"):
            yield ""
        yield _INDENT * tabs + bare


def graph_of(quads: Iterable[Quad], name: NamedNode) -> list[Quad]:
    """Return ``quads`` moved to the graph ``name``."""
    return [Quad(q.subject, q.predicate, q.object, name) for q in quads]
