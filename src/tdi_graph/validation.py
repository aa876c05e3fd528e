"""What is wrong with the facts, where, and what to do: the gates between the files and a release.

They judge the layout of the files, the names of the statements, the rules of
ontology/rules/must-be-empty/ (each a SELECT that must find nothing) and the shapes of
ontology/shapes.ttl (SHACL, W3C Recommendation). rdflib and pySHACL serve here and nowhere else.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tdi_graph import links
from tdi_graph.assembly import Authored
from tdi_graph.errors import DataError, Place, QueryError
from tdi_graph.serialisation import Source
from tdi_graph.statements import EVIDENCE, TYPE, Kind, identity
from tdi_graph.store import EmbeddedStore, Term
from tdi_graph.vocabulary import (
    BASE,
    PUBLIC_BASE,
    compact,
    expand,
    graph,
    rebased,
    thing,
)

if TYPE_CHECKING:
    from rdflib import Graph

_LONGEST_TERM = 80  # characters, in a message
_START, _END = expand("oa:start"), expand("oa:end")

Described: TypeAlias = dict[Term, list[tuple[NamedNode, Term]]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the data: its place in a file if it has one, and what to do."""

    place: Place | None
    what: str
    do: str

    def __str__(self) -> str:
        """Write place, fault and remedy on one line, as errors do."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.what} → {self.do}"


@dataclass(frozen=True, slots=True)
class _Finding:
    """A fault of the thing ``subject``, which a gate tells before its place is looked up."""

    subject: str
    about: tuple[str, ...]
    what: str
    do: str

    def placed(self, authored: Authored) -> Fault:
        terms = " ".join(map(_shortened, self.about))
        what = f"{compact(self.subject)}: {self.what}" + (f" ({terms})" if terms else "")
        return Fault(_place(authored, self.subject), what, self.do)


def faults(
    authored: Authored,
    derived: Sequence[Quad],
    *,
    shacl: bool = True,
    focus: Collection[str] | None = None,
) -> list[Fault]:
    """Return all that is wrong with the graph, by file and line: nothing, if it can be released.

    ``focus`` limits the shapes to these IRIs, for a quick look at what has changed.
    """
    quads, ontology = (*authored.quads, *derived), authored.root / "ontology"
    found = [*_misnamed(authored.quads), *_broken_rules(quads, ontology / "rules/must-be-empty")]
    if shacl:
        # What a rule and a shape both see is told once, by the rule.
        told = {(finding.subject, term) for finding in found for term in finding.about}
        broken = _broken_shapes(quads, ontology / "shapes.ttl", focus)
        found += (f for f in broken if not any((f.subject, term) in told for term in f.about))
    linked = links.faults(authored.links, authored.identifiers, authored.quads)
    told_by_line = [Fault(each.place, each.what, each.do) for each in linked]
    placed = (finding.placed(authored) for finding in found)
    return in_order([*_rewritten(authored.sources), *told_by_line, *placed])


def in_order(found: Iterable[Fault]) -> list[Fault]:
    """Return the faults by file and line, each once."""

    def order(fault: Fault) -> tuple[str, int, str]:
        place = fault.place or Place(Path())
        return str(place.file), place.line, fault.what

    return sorted(set(found), key=order)


def _place(authored: Authored, iri: str) -> Place | None:
    return authored.place(iri) or _row(authored.root / "data", compact(iri))


def _row(folder: Path, name: str) -> Place | None:
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if line.startswith(f"{name}\t"):
                return Place(path, number)
    return None


def _shortened(term: str) -> str:
    text = " ".join(compact(term).split())
    return text if len(text) <= _LONGEST_TERM else text[:_LONGEST_TERM] + "…"


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _described(quads: Iterable[Quad]) -> Described:
    described: Described = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            described[quad.subject].append((quad.predicate, quad.object))
    return described


def _rewritten(sources: Iterable[Source]) -> Iterable[Fault]:
    if BASE != PUBLIC_BASE:
        return  # below another base, other IRIs come first
    for source in sources:
        canonical = source.canonical()
        if canonical != source.text:
            both = zip(source.text.splitlines(), canonical.splitlines(), strict=False)
            line = next((n for n, (own, due) in enumerate(both, start=1) if own != due), 0)
            place = Place(source.path, line)
            yield Fault(place, "the file is not in canonical form", "run tdi-graph format")


def _misnamed(quads: Iterable[Quad]) -> Iterable[_Finding]:
    held = list(quads)
    kinds: dict[Term, Kind] = {kind.iri: kind for kind in Kind}
    described = _described(held)
    for quad in held:
        if quad.predicate == TYPE and quad.object in kinds and isinstance(quad.subject, NamedNode):
            slug = _text(quad.graph_name).removeprefix(graph("document/").value)
            name = _name(kinds[quad.object], slug, quad.subject, described)
            if name != quad.subject:
                told = "a statement's name follows from where it is said and what it is about"
                yield _Finding(quad.subject.value, (), told, f"rename it {compact(name.value)}")


def _name(kind: Kind, slug: str, statement: NamedNode, described: Described) -> NamedNode:
    properties = described[statement]
    cited = [o for p, o in properties if p == EVIDENCE and isinstance(o, NamedNode)]
    ranges = [span for iri in cited if (span := _range(dict(described.get(iri, []))))]
    if not ranges:
        return statement  # the shapes ask for evidence
    about = [(p, o) for p, o in properties if isinstance(o, NamedNode)]
    return thing("statement", identity(kind, slug, *min(ranges), about))


def _range(values: Mapping[NamedNode, Term]) -> tuple[int, int] | None:
    start, end = _text(values.get(_START)), _text(values.get(_END))
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def _broken_rules(quads: Iterable[Quad], folder: Path) -> Iterable[_Finding]:
    store = EmbeddedStore(quads, release="")
    for path in sorted(folder.glob("*.rq")):
        text = rebased(path.read_text("utf-8"))
        rule, remedy = (line.removeprefix("# ") for line in text.splitlines()[:2])
        for row in _answers(store, path, text):
            about = tuple(_text(term) for name, term in row.items() if name == "detail" and term)
            yield _Finding(_text(row["subject"]), about, rule, remedy)


def _answers(store: EmbeddedStore, path: Path, text: str) -> list[dict[str, Term | None]]:
    try:
        return store.select(text).records()
    except QueryError as error:
        raise DataError(
            f"the rule does not run: {error.what}",
            do="mend the query",
            place=Place(path, error.line),
        ) from None


# SHACL, section 3.6.2: what a validation result says; a path may go back along a property.
_RESULTS = """
SELECT DISTINCT ?subject ?path ?value ?message WHERE {
  ?report sh:result ?result .
  ?result sh:focusNode ?subject ; sh:resultMessage ?message .
  OPTIONAL { ?result sh:resultPath ?step OPTIONAL { ?step sh:inversePath ?back } }
  OPTIONAL { ?result sh:value ?value FILTER(?value != ?subject) }
  BIND(COALESCE(?back, ?step) AS ?path)
  FILTER(LANG(?message) = "en")
}"""


def _broken_shapes(
    quads: Iterable[Quad], shapes: Path, focus: Collection[str] | None
) -> Iterable[_Finding]:
    report = EmbeddedStore(_report(quads, shapes, focus), release="")
    for row in report.select(_RESULTS).records():
        what, _, do = _text(row["message"]).partition(" → ")
        about = tuple(_text(row[name]) for name in ("path", "value") if row[name])
        yield _Finding(_text(row["subject"]), about, what, do.removesuffix("."))


def _report(quads: Iterable[Quad], shapes: Path, focus: Collection[str] | None) -> Iterable[Quad]:
    # Importing the two takes as long as all the other gates together.
    import pyshacl  # noqa: PLC0415
    import rdflib  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    nodes: list[rdflib.URIRef | str] | None = None if focus is None else sorted(focus)
    try:
        read = rdflib.Graph().parse(data=rebased(shapes.read_text("utf-8")), format="turtle")
        _, report, _ = pyshacl.validate(
            _in_rdflib(quads), shacl_graph=read, inplace=True, focus_nodes=nodes
        )
    except (SyntaxError, ReportableRuntimeError) as error:
        told = f"the shapes do not run: {str(error).splitlines()[0]}"
        raise DataError(told, do="mend them", place=Place(shapes)) from None
    if not isinstance(report, rdflib.Graph):
        raise TypeError(report)
    return parse(report.serialize(format="nt"), format=RdfFormat.N_QUADS)


def _in_rdflib(quads: Iterable[Quad]) -> "Graph":
    import rdflib  # noqa: PLC0415

    def node(term: Term) -> rdflib.URIRef | rdflib.Literal:
        if not isinstance(term, Literal):
            return rdflib.URIRef(_text(term))
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # Not normalised, so that the year 2019 stays one.
        kind = rdflib.URIRef(_text(term.datatype))
        return rdflib.Literal(term.value, datatype=kind, normalize=False)

    # An ill-typed literal is for the shapes to tell, not for the log.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    data = rdflib.Graph()
    for triple in {quad.triple for quad in quads}:
        data.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    return data
