"""What a review works with: the data, what the extractor may know of them, and the documents.

Extraction is given the entities and the catalogue, never the statements or the decisions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph import assembly
from tdi_graph.assembly import Authored
from tdi_graph.documents import Document, digest
from tdi_graph.errors import DocumentError, Place, UnknownName
from tdi_graph.extraction import Authority, Candidate, Proposal, extract
from tdi_graph.extraction.exporting import entities
from tdi_graph.extraction.reading import Given, read_file
from tdi_graph.extraction.view import Reading
from tdi_graph.reviewing import applying
from tdi_graph.reviewing.applying import Found
from tdi_graph.statements import Property
from tdi_graph.vocabulary import DATASET, expand, thing

_BASIS, _ESTIMATED = expand("tdi:dateBasis"), expand("c:estimated")
# What rests on the document's own date, which an undated document does not bear.
_RESTING = frozenset({expand("c:publication"), expand("c:resolved")})


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the catalogue has it: its date, and whether that is only estimated."""

    slug: str
    issued: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """A document that was read, and what the rules found in it."""

    document: Document
    reading: Reading
    candidates: tuple[Found, ...]
    proposals: tuple[Proposal, ...]
    faults: tuple[str, ...] = ()
    """Which rules failed on it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The data of a root, read once; ``slugs`` of the documents by the digest of their files."""

    root: Path
    authored: Authored
    authority: Authority
    entries: Mapping[str, Entry]
    slugs: Mapping[str, str]

    @property
    def edition(self) -> int:
        """The number of the edition in the making, which new statements first appear in."""
        version = expand("owl:versionInfo")
        quads = self.authored.quads
        found = [q.object for q in quads if q.subject == DATASET and q.predicate == version]
        numbers = [str(getattr(value, "value", "")) for value in found]
        return next((int(number) for number in numbers if number.isdecimal()), 1)

    def examine(self, path: Path, entry: Entry) -> Examined:
        """Read the document at ``path`` and extract its candidates, dated as ``entry`` says."""
        reading = read_file(path, Given(slug=entry.slug, issued=entry.issued))
        extraction = extract(reading, self.authority)
        candidates = [_dated(c, estimated=entry.estimated) for c in extraction.statements]
        document = Document(entry.slug, reading.text, path)
        found = applying.found(candidates, entry.slug)
        return Examined(document, reading, found, extraction.proposals, extraction.faults)


def open_desk(root: Path) -> Desk:
    """Read the data below ``root``."""
    return of(assembly.assemble(root))


def of(authored: Authored) -> Desk:
    """Return the desk on which data lie that are already read."""
    slugs = assembly.digests(authored.quads)
    entries = {entry.slug: entry for entry in _entries(authored.quads)}
    return Desk(authored.root, authored, Authority(entities(authored)), entries, slugs)


def _entries(quads: Iterable[Quad]) -> Iterable[Entry]:
    published, estimated = expand("schema:datePublished"), expand("tdi:estimatedDate")
    documents = thing("document", "").value
    for quad in quads:
        if quad.predicate in (published, estimated) and isinstance(quad.object, Literal):
            slug = str(getattr(quad.subject, "value", "")).removeprefix(documents)
            yield Entry(slug, quad.object.value, quad.predicate == estimated)


def _dated(candidate: Candidate, *, estimated: bool) -> Candidate:
    if not estimated:
        return candidate
    said = candidate.statement
    told = tuple(_resting(held) for held in said.properties)
    return replace(candidate, statement=replace(said, properties=told))


def _resting(held: Property) -> Property:
    predicate, value = held
    rests = predicate == _BASIS and isinstance(value, NamedNode) and value in _RESTING
    return (predicate, _ESTIMATED) if rests else held


def texts(desk: Desk, folder: Path) -> dict[str, Path]:
    """Return the files of ``folder`` that hold catalogued documents, by slug."""
    if not folder.is_dir():
        raise DocumentError(
            "there is no such folder", do="name the one that holds the texts", place=Place(folder)
        )
    held = sorted(path for path in folder.iterdir() if path.is_file())
    found = {desk.slugs.get(digest(path.read_bytes())): path for path in held}
    return {slug: path for slug, path in found.items() if slug is not None}


def located(desk: Desk, name: str, folder: Path | None) -> Path:
    """Return the file that ``name`` tells: a path, or a catalogued document of ``folder``."""
    if Path(name).is_file():
        return Path(name)
    if name not in desk.entries:
        known = ", ".join(sorted(desk.entries))
        told = f"{name} is neither a file nor a catalogued document"
        raise UnknownName(told, do=f"name a file, or one of {known} with --documents DIR")
    if folder is None:
        told = f"the text of {name} is not at hand"
        raise DocumentError(told, do="name the folder that holds it with --documents DIR")
    path = texts(desk, folder).get(name)
    if path is None:
        told = f"no file here has the SHA-256 that is catalogued for {name}"
        raise DocumentError(told, do="add the text that was captured", place=Place(folder))
    return path
