"""A document read: from its bytes to the values that the rules take."""

import hashlib
import itertools
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode

from tdi_graph.documents import digest, folded
from tdi_graph.errors import DocumentError, Place
from tdi_graph.extraction import imprints, metadata, topic
from tdi_graph.extraction.blocks import Typed, blocks
from tdi_graph.extraction.formats import PLAIN, Extracted, extract_text
from tdi_graph.extraction.language import FRENCH, NAMES, UNKNOWN, language
from tdi_graph.extraction.layout import composed
from tdi_graph.extraction.metadata import Dating
from tdi_graph.extraction.paragraphs import Paragraph, paragraphs
from tdi_graph.extraction.view import NOT_FRENCH, OFF_TOPIC, Issued, Provenance, Reading

LARGEST_FILE = 32 * 2**20
_FROM_INPUT = Path("standard-input")
_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?")
_LONGEST_SLUG = 60
_TWICE_ENOUGH = 3
_SHARED = 2
_LEAD = 4
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_TEXT = frozenset({"body", "quotation", "list-item"})
_TWICE_ENCODED = re.compile(r"Ã[\u0080-\u00bf©¨ª«§®´»¹¢Ã]|â€[™œ\u009d¦“”]|Â[\u00a0«»°]")


@dataclass(frozen=True, slots=True)
class Given:
    """What the reader of a document was told of it, which stands above what it says itself."""

    slug: str | None = None
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    url: str | None = None


_NOTHING = Given()


def read_file(path: Path, given: Given = _NOTHING) -> Reading:
    """Read the file at ``path``; raise ``DocumentError`` if that gives no text."""
    try:
        with path.open("rb") as stream:
            data = _bounded(stream, path)
    except OSError as error:
        what = f"the file cannot be opened: {error.strerror or error}"
        raise DocumentError(what, do="name a file that can be read", place=Place(path)) from None
    return read(data, path, given)


def text_of(data: bytes, path: Path) -> str:
    """Return the text of a file's bytes, whose characters all positions count."""
    return extract_text(data, path).text


def read_input(stream: BinaryIO | None = None, given: Given = _NOTHING) -> Reading:
    """Read one document from ``stream``, by default the standard input."""
    return read(_bounded(stream or sys.stdin.buffer, _FROM_INPUT), _FROM_INPUT, given)


def _bounded(stream: BinaryIO, path: Path) -> bytes:
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        what = f"the file has more than {LARGEST_FILE // 2**20} MiB"
        raise DocumentError(what, do="give the document alone, or its text", place=Place(path))
    return data


def read(data: bytes, path: Path = _FROM_INPUT, given: Given = _NOTHING) -> Reading:
    r"""Read the bytes of a document named ``path``; raise ``DocumentError`` if they give no text.

    >>> read("Paris, le 12 mars 2021\n\nLe plan aide 12 communes.".encode()).issued
    Issued(value='2021-03-12', provenance='in the text')
    """
    return _reading(extract_text(data, path), digest(data), path, given)


def read_text(text: str, given: Given = _NOTHING) -> Reading:
    """Read a text that is already at hand."""
    data = text.encode("utf-8", "surrogatepass")
    found = Extracted(text, PLAIN, "utf-8")
    return _reading(found, hashlib.sha256(data).hexdigest(), _FROM_INPUT, given)


def _reading(found: Extracted, sha256: str, path: Path, given: Given) -> Reading:
    _check_address(given.url, path)
    pieces = paragraphs(found.text)
    said = metadata.issued(pieces) or imprints.issued(pieces)
    spoken = None if said else metadata.spoken(pieces)
    issued = _issued(given, said, found, path) or _placed(spoken)
    typed = blocks(pieces, issued.value if issued else None)
    sources = {
        "title": _sourced(given.title, _title(typed, found.text), found.title),
        "publisher": _sourced(given.publisher, _publisher(pieces, found.text), found.publisher),
    }
    tongue = language(found.text)
    return Reading(
        slug=given.slug or slug(path),
        path=str(path),
        data_sha256=sha256,
        media_type=found.media_type,
        text=found.text,
        view=composed(typed),
        title=_value(sources["title"]),
        publisher=_value(sources["publisher"]),
        issued=issued,
        language=tongue,
        warnings=(*_about_text(tongue, typed, found), *_about_date(said, spoken, issued)),
        url=given.url,
        encoding=found.encoding,
        provenance=tuple((name, source[1]) for name, source in sources.items() if source),
    )


def _check_address(url: str | None, path: Path) -> None:
    if url is None:
        return
    try:
        whole = NamedNode(url).value.startswith(("https://", "http://"))
    except ValueError:
        whole = False
    if not whole:
        do = "write it whole, as https://… or http://…"
        raise DocumentError(f"« {url} » is no address", do=do, place=Place(path))


def slug(path: Path) -> str:
    """Return a name for the document at ``path``: its file's, in plain letters.

    >>> slug(Path("textes/Communiqué n°12 (été).pdf"))
    'communique-n-12-ete'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", folded(path.stem)).strip("-")
    return plain[:_LONGEST_SLUG].rstrip("-") or "document"


def _sourced(
    given: str | None, said: str | None, meta: str | None
) -> tuple[str, Provenance] | None:
    sources: tuple[tuple[str | None, Provenance], ...] = (
        (given, "given"),
        (said, "in the text"),
        (meta, "metadata"),
    )
    return next(((value, source) for value, source in sources if value), None)


def _value(source: tuple[str, Provenance] | None) -> str | None:
    return source[0] if source else None


def _publisher(pieces: list[Paragraph], text: str) -> str | None:
    named = metadata.publisher(pieces)
    return _original(text, *named) if named else None


def _title(typed: list[Typed], text: str) -> str | None:
    """Return the title.

    It is the first heading of the head, by its marks or by what it shares with the text below,
    else the longest: a site's or a section's name may stand above it.
    """
    above = list(itertools.takewhile(lambda piece: piece.kind not in _TEXT, typed))
    titles = [piece.paragraph for piece in above if piece.kind == "title"]
    marked = [paragraph for paragraph in titles if paragraph.mark == "heading"]
    below = " ".join(piece.paragraph.text for piece in typed[len(above) : len(above) + _LEAD])
    words = _content(below)
    near = [p for p in titles if len(_content(p.text) & words) >= _SHARED]
    longest = sorted(titles, key=lambda p: len(_content(p.text)), reverse=True)
    found = next(iter([*marked, *near, *longest]), None)
    return _original(text, found, 0, len(found.text)) if found else None


def _original(text: str, paragraph: Paragraph, start: int, end: int) -> str:
    """Return words of a paragraph with the signs of the original, on one line."""
    signs = "".join(text[at] for at in paragraph.offsets[start:end])
    return " ".join(signs.split())


def _content(text: str) -> set[str]:
    return {word.rstrip("s") for word in _CONTENT.findall(text.casefold())}


def _issued(given: Given, said: Dating | None, found: Extracted, path: Path) -> Issued | None:
    if given.issued is not None and not _is_date(given.issued):
        what = f"« {given.issued} » is not a date"
        raise DocumentError(what, do="write 2021, 2021-10 or 2021-10-12", place=Place(path))
    meta = found.issued if found.issued and _is_date(found.issued) else None
    source = _sourced(given.issued, said.value if said else None, meta)
    return Issued(*source) if source else None


def _placed(spoken: Dating | None) -> Issued | None:
    return Issued(spoken.value, "in the text") if spoken else None


def _is_date(value: str) -> bool:
    if not _ISO_DATE.fullmatch(value):
        return False
    return len(value) <= len("2021-10") or any(metadata.dates(value))


def _about_text(tongue: str, typed: list[Typed], found: Extracted) -> list[str]:
    warnings = []
    own = " ".join(piece.paragraph.text for piece in typed if piece.kind != "chrome")
    if tongue not in {FRENCH, UNKNOWN}:
        name = NAMES[tongue]
        warnings.append(f"{NOT_FRENCH}: the text reads as {name}, and the rules are for French")
    elif not topic.is_ours(own):
        warnings.append(f"{OFF_TOPIC}: the text names no programme and no public body")
    if found.encoding != "utf-8":
        warnings.append(f"the file is not UTF-8: it was read as {found.encoding}")
    if len(_TWICE_ENCODED.findall(found.text)) >= _TWICE_ENOUGH:
        warnings.append("the text seems to have been encoded twice: « Ã© » stands for « é »")
    return warnings


def _about_date(said: Dating | None, spoken: Dating | None, issued: Issued | None) -> list[str]:
    warnings = []
    if spoken and issued == _placed(spoken):
        day = "the day that the text calls « ce »"
        warnings.append(f"no date of publication: {day} is of {spoken.value}")
    if said and said.contradicted:
        warnings.append(f"{said.value} is not a {said.contradicted}, as the document says")
    if said and issued and not _agree(said.value, issued.value):
        warnings.append(f"the document says {said.value}, but {issued.value} was given")
    return warnings


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
