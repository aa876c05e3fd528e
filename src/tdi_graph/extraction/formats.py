"""From the bytes of a text, an HTML page or a PDF to the text whose characters are counted."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tdi_graph.errors import DocumentError, Place
from tdi_graph.extraction import encodings

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

PLAIN, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"
LONGEST_TEXT = 1_000_000
LARGEST_PAGE = 8 * 2**20
_PAGES = 500
_ENOUGH_LETTERS = 40

_SUFFIXES = {
    ".txt": PLAIN,
    ".text": PLAIN,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".pdf": PDF,
}
_PDF_START = 1024
_HTML_START = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_HEAD = 4096
_TAGS, _ATTRIBUTES = 100_000, 2000
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{4000,}")
_QUOTATION_MARK = re.compile(rb"[\"']")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what the file says of it outside the text."""

    text: str
    media_type: str
    encoding: str
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None


def extract_text(data: bytes, path: Path) -> Extracted:
    """Return the text of ``data``, a file named ``path``; raise ``DocumentError`` if there is none.

    What the bytes begin with says what they are; the name is asked only if they do not.
    """
    if not data.strip():
        raise DocumentError("the file is empty", do="give a file with a text", place=Place(path))
    match media_type(data, path):
        case "application/pdf":
            found = _pdf(data, path)
        case "text/html":
            found = _html(data, path)
        case named:
            found = Extracted(*_text(data, named, path))
    if len(found.text) > LONGEST_TEXT:
        what = f"{len(found.text)} characters are too many for one document"
        do = f"give it in parts of at most {LONGEST_TEXT} characters"
        raise DocumentError(what, do=do, place=Place(path))
    if not any(map(str.isalpha, found.text)):
        raise DocumentError("there is no word in it", do="give a text", place=Place(path))
    return found


def _text(data: bytes, named: str, path: Path) -> tuple[str, str, str]:
    text, encoding = encodings.decode(data, path)
    return text, named, encoding


def media_type(data: bytes, path: Path) -> str:
    """Return the media type of ``data`` by how it begins, or else by its name."""
    if b"%PDF-" in data[:_PDF_START]:
        return PDF
    if _HTML_START.match(data[:_PDF_START]):
        return HTML
    named = _SUFFIXES.get(path.suffix.lower(), PLAIN)
    if named == PDF:
        what = "the name says PDF, but the bytes are something else"
        raise DocumentError(what, do="give the PDF itself", place=Place(path))
    return named


def _html(data: bytes, path: Path) -> Extracted:
    """Return the main text of a page as Markdown, with the page's own metadata."""
    _check_page(data, path)
    import trafilatura  # noqa: PLC0415 - takes a second, which only pages need to spend

    page, encoding = _page(data, path)
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    text = trafilatura.extract(
        page,
        output_format="markdown",
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        favor_recall=True,
    )
    if not text:
        do = "give the text of the document itself"
        raise DocumentError("the page has no main text", do=do, place=Place(path))
    dating = {"extensive_search": False, "original_date": True}
    about = trafilatura.extract_metadata(page, date_config=dating)
    return Extracted(text, HTML, encoding, about.title, about.sitename, about.date)


def _check_page(data: bytes, path: Path) -> None:
    """Refuse what would keep the reader of pages for minutes: its time grows with their square."""
    tags, longest = data.count(b"<"), _LONG_TAG.findall(data)
    attributes = max((_attributes(tag) for tag in longest), default=0)
    for number, most, what in (
        (len(data), LARGEST_PAGE, "bytes"),
        (tags, _TAGS, "tags"),
        (attributes, _ATTRIBUTES, "attributes of one element"),
    ):
        if number > most:
            told = f"{number} {what} are too many for a page"
            raise DocumentError(
                told, do=f"give its text, or at most {most} {what}", place=Place(path)
            )


def _attributes(tag: bytes) -> int:
    """Count what stands outside the quotation marks of a tag."""
    return sum(len(part.split()) for part in _QUOTATION_MARK.split(tag)[::2])


def _page(data: bytes, path: Path) -> tuple[str, str]:
    declared = _CHARSET.search(data[:_HEAD])
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = declared[1].decode("ascii").lower() if declared else ""
        if name in {"iso-8859-1", "latin1", "latin-1", "windows-1252", "iso-8859-15"}:
            encoding = encodings.western(data)
            text = data.decode(encoding, "replace")
        else:
            text, encoding = encodings.decode(data, path)
    return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1), encoding


def _pdf(data: bytes, path: Path) -> Extracted:
    import pypdfium2  # noqa: PLC0415 - takes a while, which only PDFs need to spend

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        what = f"the PDF cannot be read: {error}"
        do = "give one that opens without a password"
        raise DocumentError(what, do=do, place=Place(path)) from None
    try:
        number = len(document)
        text = "\n\n".join(_pages(document, path))
    finally:
        document.close()
    if sum(map(str.isalpha, text)) < min(_ENOUGH_LETTERS, _ENOUGH_LETTERS * number):
        what = "the PDF has no text: it is a scan"
        do = "run it through character recognition first"
        raise DocumentError(what, do=do, place=Place(path))
    return Extracted(text, PDF, "utf-8")


def _pages(document: "PdfDocument", path: Path) -> Iterator[str]:
    if len(document) > _PAGES:
        what = f"{len(document)} pages are too many for one document"
        raise DocumentError(what, do=f"give at most {_PAGES} pages", place=Place(path))
    left = LONGEST_TEXT
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        text = words.get_text_bounded()
        words.close()
        page.close()
        yield text
        left -= len(text)
        if left < 0:
            return  # too long already, as whoever asked for it will tell
