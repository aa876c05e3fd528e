"""The whole release as files: which forms there are, and how each is written.

Six syntaxes, each plain and compressed. N-Quads and TriG keep the graphs; the others hold the
default graph, which is the union of all graphs. The lines of the N-Quads are sorted, so that the
SHA-256 of that file is the digest of the release.

No form is held in memory as a whole: lines are sorted by parts on disk, and the other forms are
read from that file.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator
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
from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from tdi_graph.vocabulary import PREFIXES

_STEM = "tdi-graph"
_LINES_AT_ONCE = 50_000
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


def write(dump: Dump, quads: Iterable[Quad], target: Path, made: Callable[[Dump], Path]) -> None:
    """Write a dump to ``target``: of ``quads``, or from what ``made`` gives, other dumps' files."""
    if dump.packing:
        _pack(made(dump.plain), target, dump.packing)
    elif dump == CANONICAL:
        with target.open("wb") as file:
            file.writelines(_sorted(_lines(quads)))
    else:
        content = _by_graph if dump.graphs else _union
        serialize(content(made(CANONICAL)), str(target), format=dump.syntax, prefixes=PREFIXES)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    rest = iter(quads)
    while some := list(islice(rest, _LINES_AT_ONCE)):
        written = BytesIO()
        serialize(some, written, format=RdfFormat.N_QUADS)
        yield from written.getvalue().splitlines(keepends=True)


def _sorted(lines: Iterator[bytes], key: Callable[[bytes], bytes] = bytes) -> Iterator[bytes]:
    """Sort lines, each once, by parts that are put on disk, then merged."""
    with ExitStack() as files:
        parts: list[BinaryIO] = []
        while some := sorted(islice(lines, _LINES_AT_ONCE), key=key):
            part = files.enter_context(TemporaryFile())
            part.writelines(some)
            part.seek(0)
            parts.append(part)
        last = None
        for line in merge(*parts, key=key):
            if line != last:
                yield line
            last = line


def _by_graph(canonical: Path) -> Iterator[Quad]:
    """Yield the quads graph by graph, so that a file opens each graph once."""
    with canonical.open("rb") as read, TemporaryFile() as grouped:
        grouped.writelines(_sorted(read, _graph))
        grouped.seek(0)
        for quad in parse(grouped, RdfFormat.N_QUADS):
            if isinstance(quad, Quad):
                yield quad


def _graph(line: bytes) -> bytes:
    """Return what to sort a line by so that those of a graph stand together."""
    return line.rstrip(b" .\n").rpartition(b" ")[2] + b" " + line


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
