"""The whole release as files: which forms there are, and how each is written.

Six syntaxes, each plain and compressed. N-Quads and TriG keep the graphs; the others hold the
default graph, which is the union of all graphs. The lines of the N-Quads are sorted, so that the
SHA-256 of that file is the digest of the release.

Nothing is written from memory as a whole: quads are read graph by graph, lines are sorted by
parts on disk, and the other forms are read from that file.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from heapq import merge
from io import BytesIO
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

import zstandard
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from tdi_graph.store import Backend
from tdi_graph.vocabulary import PREFIXES

_STEM = "tdi-graph"
_LINES_AT_ONCE = 100_000
_BLOCK = 1 << 20
_GZIP_LEVEL, _ZSTD_LEVEL = 6, 9


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to compress a file: the suffix of its name, its media type (RFC 6713, RFC 8878)."""

    suffix: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Dump:
    """The release as one file: its syntax, and how it is compressed, if it is."""

    syntax: RdfFormat
    suffix: str
    packing: Packing | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return ".".join([_STEM, self.suffix, *([self.packing.suffix] if self.packing else [])])

    @property
    def media_type(self) -> str:
        """The media type of the file as it is sent."""
        return self.packing.media_type if self.packing else self.syntax.media_type

    @property
    def graphs(self) -> bool:
        """Tell whether the graphs are kept apart; otherwise the file holds their union."""
        return self.syntax in _KEEP_GRAPHS

    @property
    def plain(self) -> "Dump":
        """The same dump, not compressed."""
        return Dump(self.syntax, self.suffix)


PACKINGS = (Packing("gz", "application/gzip"), Packing("zst", "application/zstd"))
SYNTAXES = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
}
"""The syntaxes of the dumps, by the suffix of their names; the first is the canonical one."""

_KEEP_GRAPHS = {RdfFormat.N_QUADS, RdfFormat.TRIG}

DUMPS = {
    dump.name: dump
    for suffix, syntax in SYNTAXES.items()
    for dump in (Dump(syntax, suffix), *(Dump(syntax, suffix, packing) for packing in PACKINGS))
}
"""Every dump, by the name of its file."""

CANONICAL = Dump(RdfFormat.N_QUADS, "nq")
"""The sorted N-Quads, from which the other forms are made."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a dump is made from: the graphs of a store, named in order."""

    backend: Backend
    graphs: tuple[str, ...]

    def quads(self) -> Iterator[Quad]:
        """Yield the quads of the release, graph by graph, each graph's in order."""
        for iri in self.graphs:
            graph = NamedNode(iri)
            for triple in self.backend.graph(graph):
                yield Quad(triple.subject, triple.predicate, triple.object, graph)


def write(dump: Dump, source: Source, target: Path, made: Callable[[Dump], Path]) -> None:
    """Write a dump to ``target``; ``made`` gives the file of another dump that it is made from."""
    if dump.packing:
        _pack(made(dump.plain), target, dump.packing)
    elif dump == CANONICAL:
        with target.open("wb") as file:
            file.writelines(_sorted(_lines(source.quads())))
    elif dump.syntax == RdfFormat.TRIG:
        serialize(source.quads(), str(target), format=dump.syntax, prefixes=PREFIXES)
    else:
        serialize(_union(made(CANONICAL)), str(target), format=dump.syntax, prefixes=PREFIXES)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lines(quads: Iterator[Quad]) -> Iterator[bytes]:
    while some := list(islice(quads, _LINES_AT_ONCE)):
        written = BytesIO()
        serialize(some, written, format=RdfFormat.N_QUADS)
        yield from written.getvalue().splitlines(keepends=True)


def _sorted(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Sort lines by parts that are put on disk, then merged."""
    with ExitStack() as files:
        parts: list[BinaryIO] = []
        while some := sorted(islice(lines, _LINES_AT_ONCE)):
            part = files.enter_context(TemporaryFile())
            part.writelines(some)
            part.seek(0)
            parts.append(part)
        yield from merge(*parts)


def _union(canonical: Path) -> Iterator[Triple]:
    """Yield the triples of sorted N-Quads once, though several graphs may hold one."""
    last = None
    for read in parse(path=str(canonical), format=RdfFormat.N_QUADS):
        triple = Triple(read.subject, read.predicate, read.object)
        if triple != last:
            yield triple
        last = triple


def _pack(plain: Path, target: Path, packing: Packing) -> None:
    with plain.open("rb") as read, target.open("wb") as written:
        if packing.suffix == "gz":
            # No name and no time in the header: the same release gives the same bytes.
            with gzip.GzipFile("", "wb", _GZIP_LEVEL, written, mtime=0) as packed:
                copyfileobj(read, packed, _BLOCK)
        else:
            zstandard.ZstdCompressor(_ZSTD_LEVEL).copy_stream(
                read, written, size=plain.stat().st_size
            )
