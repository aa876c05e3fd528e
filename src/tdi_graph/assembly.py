"""From the files of ontology/ and data/ to the quads that they author, each in its graph.

Nothing is derived here and nothing is judged: ``derivation`` and ``validation`` come after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from tdi_graph.errors import DataError, Place
from tdi_graph.links import (
    Identifier,
    Link,
    identifier_quads,
    link_quads,
    read_identifiers,
    read_links,
)
from tdi_graph.serialisation import Source, graph_of, read
from tdi_graph.vocabulary import expand, graph

# Which graph the triples of a file stand in; a TriG file names its own.
_GRAPHS = {
    "ontology/tdi.ttl": "ontology",
    "ontology/concepts.ttl": "concepts",
    "data/dataset.ttl": "entities",
    "data/documents.ttl": "entities",
}
_ENTITIES = "entities"


@dataclass(frozen=True, slots=True)
class Authored:
    """What people wrote: the source files, and their quads, each in its named graph."""

    root: Path
    sources: tuple[Source, ...]
    quads: tuple[Quad, ...]
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    def place(self, iri: str) -> Place | None:
        """Return the file and line that describe ``iri``, or None if no file does."""
        for source in self.sources:
            if any(
                isinstance(q.subject, NamedNode) and q.subject.value == iri for q in source.quads
            ):
                return source.place(iri)
        return None


def digests(quads: Iterable[Quad]) -> dict[str, str]:
    """Return the slug of each document that ``quads`` catalogue, by its capture's SHA-256."""
    held = list(quads)
    encoding, sha256 = expand("schema:encoding"), expand("schema:sha256")
    documents = {q.object: q.subject for q in held if q.predicate == encoding}
    return {
        q.object.value: document.value.rpartition("/")[2]
        for q in held
        if q.predicate == sha256
        and isinstance(q.object, Literal)
        and isinstance(document := documents.get(q.subject), NamedNode)
    }


def assemble(root: Path, *, imports: bool = False) -> Authored:
    """Read every file below ``root``; raise ``DataError`` at the first that cannot be read.

    What was imported from elsewhere is read with ``imports`` only: it is in nobody's checkout,
    and what the documents say does not depend on it.
    """
    found = [*files(root), *(imported(root) if imports else ())]
    sources = tuple(read(path) for path in found)
    quads: list[Quad] = []
    for source in sources:
        quads.extend(_placed(source, root))
    links = tuple(read_links(root / "data" / "links.sssom.tsv"))
    identifiers = tuple(read_identifiers(root / "data" / "identifiers.tsv"))
    quads.extend(link_quads(links))
    quads.extend(identifier_quads(identifiers))
    return Authored(root, sources, tuple(quads), links, identifiers)


def files(root: Path) -> list[Path]:
    """Return the Turtle and TriG files that hold the ontology and the facts, sorted."""
    if not (root / "ontology" / "tdi.ttl").exists():
        raise DataError(
            "there is no ontology/tdi.ttl here",
            do="run this in a checkout, or name one with --root",
            place=Place(root),
        )
    authored = [root / "ontology" / "tdi.ttl", root / "ontology" / "concepts.ttl"]
    authored += sorted((root / "data").glob("*.ttl"))
    authored += sorted((root / "data" / "entities").glob("*.ttl"))
    authored += sorted((root / "data" / "statements").glob("*.trig"))
    return authored


def imported(root: Path) -> list[Path]:
    """Return the files that ``tdi-graph import`` wrote, sorted."""
    return sorted((root / "data" / "imports").glob("*.trig"))


def _placed(source: Source, root: Path) -> Iterable[Quad]:
    if source.path.suffix == ".trig":
        return _checked(source)
    name = _GRAPHS.get(source.path.relative_to(root).as_posix(), _ENTITIES)
    return graph_of(source.quads, graph(name))


def _checked(source: Source) -> Iterable[Quad]:
    folder = "import" if source.path.parent.name == "imports" else "document"
    home = graph(f"{folder}/{source.path.stem}")
    for quad in source.quads:
        if isinstance(quad.graph_name, DefaultGraph) or quad.graph_name != home:
            raise DataError(
                f"a statement stands outside the graph of {source.path.stem}",
                do=f"put it inside <{home.value}> {{ … }}",
                place=source.place(str(getattr(quad.subject, "value", quad.subject))),
            )
    return source.quads
