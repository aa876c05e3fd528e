"""From bytes to text: UTF-8, UTF-16 with its mark, Windows-1252, ISO 8859-15; no other.

A wrong guess would put every position of every passage in doubt, so there is none: what is not
UTF-8 must read as French in one of the two others, or it is not read.
"""

import codecs
import re
from pathlib import Path

from tdi_graph.errors import DocumentError, Place

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_FILES = (
    (b"PK\x03\x04", "a zip archive, as Word and LibreOffice write", "export it as PDF or text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "export it as PDF or text"),
    (b"\x89PNG", "an image", "give its text"),
    (b"\xff\xd8\xff", "an image", "give its text"),
    (b"GIF8", "an image", "give its text"),
    (b"{\\rtf", "an RTF file", "export it as PDF or text"),
    (b"\x1f\x8b", "a compressed file", "decompress it"),
)
_FRENCH_SIGNS = frozenset(
    "éèêëàâäçùûüîïôöœæÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆ«»’‘“”–—…€°²³§·•©®™½¼¾±×\u00a0\u00adºªñÑáíóúß"
)
_FRENCH_ENOUGH = 0.95
_WINDOWS = re.compile(rb"[\x80-\x9f]")
# « € »; « œ » or « Œ » in a word.
_LATIN_9 = re.compile(rb"\xa4|[\xbc\xbd](?=[a-zA-Z])|(?<=[a-zA-Z])[\xbc\xbd]")
_CONTROLS = frozenset({*range(32), 127} - {9, 10, 11, 12, 13, 27})
_CONTROLS_MOST = 0.001
_UTF8 = "utf-8"


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """Return the text of ``data`` and the name of its encoding; raise ``DocumentError``.

    >>> decode("dotée de 5 M€".encode("cp1252"), Path("a.txt"))
    ('dotée de 5 M€', 'cp1252')
    """
    _refuse_known(data, path)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, path), name
    _refuse_binary(data, path)
    try:
        return data.decode(_UTF8), _UTF8
    except UnicodeDecodeError as error:
        return _windows(data, error.start, path)


def _refuse_known(data: bytes, path: Path) -> None:
    for magic, what, do in _KNOWN_FILES:
        if data.startswith(magic):
            raise DocumentError(f"this is {what}, not a text", do=do, place=Place(path))


def _refuse_binary(data: bytes, path: Path) -> None:
    if 0 in data[: len(data) // 2 + 1] or 0 in data:
        what = "the file holds zero bytes: it is binary, or UTF-16 without its mark"
        raise DocumentError(what, do="save it as UTF-8 text", place=Place(path))
    controls = len(data) - len(data.translate(None, bytes(_CONTROLS)))
    if controls > max(2, _CONTROLS_MOST * len(data)):
        what = f"the file holds {controls} control characters: it is not a text"
        raise DocumentError(what, do="give a text, an HTML page or a PDF", place=Place(path))


def western(data: bytes) -> str:
    """Return which encoding of Western Europe, one byte a character, ``data`` are in.

    Windows-1252 has its quotation marks and dashes where ISO 8859-15 has nothing to read, and signs
    that French does not use where that has « € », « œ » and « Œ ».

    >>> western("5 M€ pour l'œuvre".encode("iso8859-15")), western("l’État".encode("cp1252"))
    ('iso8859-15', 'cp1252')
    """
    return "iso8859-15" if _LATIN_9.search(data) and not _WINDOWS.search(data) else "cp1252"


def _strictly(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        what = f"marked as {name.upper()}, but the bytes at {error.start} are not"
        raise DocumentError(what, do="save it as UTF-8 text", place=Place(path)) from None


def _windows(data: bytes, bad: int, path: Path) -> tuple[str, str]:
    """Read ``data`` as a Western encoding if that gives French, and is not damaged UTF-8."""
    name = western(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = ""
    high = [sign for sign in text if sign > "\x7f"]
    french = sum(sign in _FRENCH_SIGNS for sign in high)
    if high and french >= _FRENCH_ENOUGH * len(high):
        return text, name
    what = f"the byte at {bad} is not UTF-8, and the whole reads as no Western encoding"
    raise DocumentError(what, do="save it as UTF-8 text", place=Place(path))
