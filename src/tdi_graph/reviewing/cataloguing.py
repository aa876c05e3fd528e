"""A new document's entry in ``data/documents.ttl``: found by reading it, or given.

Every document bears a date, for its statements do: its own, or an estimated one with its reason.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph import serialisation
from tdi_graph.documents import digest, folded
from tdi_graph.errors import DataError, DocumentError, Place
from tdi_graph.extraction.reading import Given, read_file
from tdi_graph.extraction.view import Reading
from tdi_graph.reviewing.correcting import dated
from tdi_graph.reviewing.desk import Desk, Entry
from tdi_graph.saving import save
from tdi_graph.statements import TYPE
from tdi_graph.vocabulary import compact, expand, thing

CATALOGUE = Path("data") / "documents.ttl"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Told:
    """What the reviewer says of a document; an ``estimated`` date has its reason."""

    given: Given
    estimated: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A document's entry, and what is to be written of it if it is new."""

    entry: Entry
    quads: tuple[Quad, ...] = ()
    notes: tuple[str, ...] = ()


def catalogued(held: Desk, path: Path, told: Told) -> Catalogued:
    """Return the entry of the document at ``path``, made of what it says and what is told."""
    try:
        data = path.read_bytes()
    except OSError as error:
        what = f"the file cannot be opened: {error.strerror or error}"
        raise DocumentError(what, do="name a file that can be read", place=Place(path)) from None
    slug = held.slugs.get(digest(data))
    if slug is not None:
        ignored = told != Told(Given())
        note = f"it is catalogued as {slug}: what was given of it is left aside"
        return Catalogued(held.entries[slug], notes=(note,) if ignored else ())
    reading = read_file(path, told.given)
    entry = _entry(held, reading, told, path)
    _refuse_twin(held, reading, Place(path))
    publisher, notes = _publisher(held, reading)
    quads = (*_document(entry, reading, told, publisher), *_capture(entry, reading, len(data)))
    return Catalogued(entry, quads, (*reading.warnings, *notes))


def _entry(held: Desk, reading: Reading, told: Told, path: Path) -> Entry:
    slug, place = reading.slug, Place(path)
    if not _SLUG.fullmatch(slug):
        what = f"{slug} is no slug"
        raise DataError(what, do="give one with --slug: small letters, digits, hyphens")
    if slug in held.entries:
        what = f"{slug} is catalogued with another text"
        raise DataError(what, do="give this document another name with --slug", place=place)
    if not reading.title:
        raise DataError("no title was found in the text", do="give one with --title", place=place)
    if told.estimated:
        if not _DATE.fullmatch(told.estimated):
            what = f"« {told.estimated} » is not a date"
            raise DataError(what, do="write 2021, 2021-10 or 2021-10-12", place=place)
        if not told.reason:
            what = "an estimated date has its reason"
            raise DataError(what, do="give it with --because, in French", place=place)
        return Entry(slug, told.estimated, estimated=True)
    if reading.issued is None:
        raise DataError(
            "no date was found in the text, and each statement bears one",
            do="give --issued 2021-10-12, or --estimated 2021 --because 'the reason, in French'",
            place=place,
        )
    return Entry(slug, reading.issued.value, estimated=False)


def _publisher(held: Desk, reading: Reading) -> tuple[NamedNode | None, tuple[str, ...]]:
    if not reading.publisher:
        return None, ()
    named = reading.publisher
    known = held.authority.named("body", named)
    given = next((e for e in held.authority.entities if compact(e.iri.value) == named), known)
    if given is not None:
        return given.iri, ()
    told = f"the publisher « {named} » is no known body, and is left out of the catalogue"
    do = "describe it in data/entities/organisations.ttl first, or name it with --publisher"
    return None, (f"{told} → {do}",)


def _refuse_twin(held: Desk, reading: Reading, place: Place) -> None:
    """Refuse a title that another document bears: it is the same, or no reader tells them apart."""
    documents = thing("document", "").value
    for quad in held.authored.quads:
        subject, label = quad.subject, quad.object
        if (
            quad.predicate == expand("skos:prefLabel")
            and isinstance(subject, NamedNode)
            and isinstance(label, Literal)
            and subject.value.startswith(documents)
            and folded(label.value) == folded(reading.title or "")
        ):
            what = f"{compact(subject.value)} bears this title already"
            do = "leave it, if it is the same document; else give this one another with --title"
            raise DataError(what, do=do, place=place)


def _document(
    entry: Entry, reading: Reading, told: Told, publisher: NamedNode | None
) -> list[Quad]:
    iri = thing("document", entry.slug)
    date = "tdi:estimatedDate" if entry.estimated else "schema:datePublished"
    values: list[tuple[str, NamedNode | Literal]] = [
        ("skos:prefLabel", Literal(reading.title or "", language="fr")),
        (date, dated(entry.issued)),
        ("schema:encoding", thing("capture", entry.slug)),
        ("schema:inLanguage", Literal(reading.language)),
    ]
    if entry.estimated and told.reason:
        values.append(("skos:note", Literal(told.reason, language="fr")))
    if publisher is not None:
        values.append(("schema:publisher", publisher))
    kind = Quad(iri, TYPE, expand("tdi:Document"))
    return [kind, *(Quad(iri, expand(curie), value) for curie, value in values)]


def _capture(entry: Entry, reading: Reading, size: int) -> list[Quad]:
    iri = thing("capture", entry.slug)
    label = f"texte capturé : {reading.title}"
    values: list[tuple[str, NamedNode | Literal]] = [
        ("skos:prefLabel", Literal(label, language="fr")),
        ("schema:contentSize", Literal(f"{size} B")),
        ("schema:encodingFormat", Literal(reading.media_type)),
        ("schema:inLanguage", Literal(reading.language)),
        ("schema:sha256", Literal(reading.data_sha256)),
    ]
    if reading.url:
        values.append(("schema:url", NamedNode(reading.url)))
    kind = Quad(iri, TYPE, expand("tdi:Capture"))
    return [kind, *(Quad(iri, expand(curie), value) for curie, value in values)]


def enter(root: Path, quads: tuple[Quad, ...], file: Path = CATALOGUE) -> None:
    """Add ``quads`` to a Turtle file of the data, which stays canonical."""
    if not quads:
        return
    path = root / file
    if not path.exists():
        save(path, serialisation.write(quads))
        return
    source = serialisation.read(path)
    text = serialisation.write([*source.quads, *quads], serialisation.own_prefixes(source.text))
    save(path, text)
