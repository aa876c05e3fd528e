"""The W3C's SPARQL test suites as values, read from a checkout of github.com/w3c/rdf-tests.

Nothing of the suites is kept here. A test is known by the path of its manifest and its name
there, such as ``sparql11/bind#bind01``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
BASE = "https://w3c.github.io/rdf-tests/"

VARIABLE = "TDI_W3C_TESTS"
KNOWN = Path(__file__).parent / "cases" / "w3c-known.tsv"

Node = NamedNode | BlankNode


@dataclass(frozen=True)
class Description:
    """The triples of a manifest around one node."""

    store: Store
    node: Node | Literal

    def each(self, iri: str) -> list["Description"]:
        """Return the values of a property."""
        if isinstance(self.node, Literal):
            return []
        quads = self.store.quads_for_pattern(self.node, NamedNode(iri), None, None)
        found = [q.object for q in quads if isinstance(q.object, NamedNode | BlankNode | Literal)]
        return [Description(self.store, node) for node in found]

    def one(self, iri: str) -> "Description | None":
        """Return the value of a property, or None."""
        return next(iter(self.each(iri)), None)

    def text(self, iri: str) -> str:
        """Return the value of a property as a text."""
        found = self.one(iri)
        return found.value if found else ""

    @property
    def value(self) -> str:
        """The IRI, the label or the text of the node."""
        return self.node.value

    def items(self, iri: str) -> Iterator["Description"]:
        """Yield the items of the lists that are the values of a property."""
        for cell in self.each(iri):
            here: Description | None = cell
            while here and here.node.value != RDF + "nil":
                if (first := here.one(RDF + "first")) is None:
                    break
                yield first
                here = here.one(RDF + "rest")


@dataclass(frozen=True)
class Suite:
    """A checkout of the suites."""

    root: Path

    def tests(self, manifest: str) -> list["Test"]:
        """Return the tests of a manifest, given by its path, and of those that it includes."""
        path = self.root / manifest
        store = Store()
        data = path.read_bytes()
        store.bulk_extend(parse(data, RdfFormat.TURTLE, base_iri=self.iri(path)))
        found: list[Test] = []
        for start in store.quads_for_pattern(None, NamedNode(RDF + "type"), None, None):
            if start.object != NamedNode(MF + "Manifest") or isinstance(start.subject, Literal):
                continue
            assert isinstance(start.subject, NamedNode | BlankNode)
            head = Description(store, start.subject)
            for included in head.items(MF + "include"):
                found += self.tests(str(self.path(included.value).relative_to(self.root)))
            found += [Test(self, path, entry) for entry in head.items(MF + "entries")]
        return found

    def iri(self, path: Path) -> str:
        """Return the IRI that a file of the suite has on the web."""
        return BASE + path.relative_to(self.root).as_posix()

    def path(self, iri: str) -> Path:
        """Return the file that has an IRI."""
        return self.root / iri.removeprefix(BASE)

    def quads(self, iri: str, graph: Node) -> list[Quad]:
        """Return what a file says, in a graph."""
        path = self.path(iri)
        syntax = RdfFormat.from_extension(path.suffix[1:])
        assert syntax, path
        read = parse(path.read_bytes(), syntax, base_iri=iri, rename_blank_nodes=True)
        quads = [q for q in read if isinstance(q, Quad)]
        if syntax.supports_datasets:
            return quads
        return [Quad(q.subject, q.predicate, q.object, graph) for q in quads]


@dataclass(frozen=True)
class Test:
    """A test: what its manifest says of it."""

    __test__ = False

    suite: Suite
    manifest: Path
    entry: Description

    @cached_property
    def name(self) -> str:
        """The path of the manifest's folder, and the name of the test."""
        folder = self.manifest.parent.relative_to(self.suite.root / "sparql").as_posix()
        return f"{folder}#{self.entry.value.rpartition('#')[2].rpartition('/')[2]}"

    @cached_property
    def kind(self) -> str:
        """The sort of test, such as ``QueryEvaluationTest``."""
        return self.entry.text(RDF + "type").removeprefix(MF)


def suite() -> Suite | None:
    """Return the checkout that the environment names, if there is one."""
    named = os.environ.get(VARIABLE, "")
    root = Path(named) if named else Path(__file__).parents[2] / "shared" / "rdf-tests"
    return Suite(root.resolve()) if (root / "sparql" / "sparql11").is_dir() else None


def known(part: str) -> dict[str, str]:
    """Return the tests of a part that do not pass, each with its reason."""
    lines = KNOWN.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {name: reason for of, name, reason in rows if of == part}
