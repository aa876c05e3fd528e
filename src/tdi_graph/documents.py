"""The source documents' texts: read, checked against their digest, searched for quoted words.

Positions are Unicode code points from 0, as in Web Annotation's TextPositionSelector (W3C
Recommendation, section 4.2.5). The texts are never part of the repository: whoever has them
points at their folder.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from tdi_graph.errors import DocumentError, Place
from tdi_graph.vocabulary import BASE, thing

_LOOKALIKES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "«": '"', "»": '"', "“": '"', "”": '"'})
_WORD = re.compile(r'"|[^\s"]+')


@dataclass(frozen=True, slots=True)
class Document:
    """A source document whose text is at hand; ``sha256`` is that of its file, if known."""

    slug: str
    text: str
    path: Path
    sha256: str = field(default="", compare=False)

    @property
    def iri(self) -> NamedNode:
        """The document's IRI."""
        return thing("document", self.slug)


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """The characters ``start`` to ``end`` of a document; ``exact`` is what stands there.

    An ``abridged`` passage is published with its opening words only: a whole sentence, or longer.
    """

    document: str
    start: int
    end: int
    exact: str
    abridged: bool = False

    @property
    def iri(self) -> NamedNode:
        """The passage's IRI, which bears its range."""
        return NamedNode(f"{BASE}id/passage/{self.document}/{self.start}-{self.end}")

    @property
    def words(self) -> int:
        """How many words the passage has; a sign alone is none."""
        return sum(any(map(str.isalnum, word)) for word in self.exact.split())


def on_one_line(text: str) -> str:
    r"""Return ``text`` on one line, without the signs that a terminal obeys instead of showing.

    >>> on_one_line("le fonds\n  \x1b[31mvert")
    'le fonds [31mvert'
    """
    shown = text if text.isprintable() else "".join(filter(_is_shown, text))
    return " ".join(shown.split())


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace()


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_folder(
    folder: Path,
    digests: dict[str, str],
    text: Callable[[bytes, Path], str] | None = None,
) -> dict[str, Document]:
    """Read the catalogued documents that lie in ``folder``, by slug.

    ``digests`` maps the SHA-256 of a capture to its document's slug: a file is known by its
    content, whatever its name; files that are not catalogued are passed over. ``text`` takes the
    text out of a file's bytes; without it, files are UTF-8.
    """
    if not folder.is_dir():
        raise DocumentError(
            "there is no such folder", do="name the one that holds the texts", place=Place(folder)
        )
    found: dict[str, Document] = {}
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        data = path.read_bytes()
        sha256 = digest(data)
        slug = digests.get(sha256)
        if slug is not None:
            found[slug] = Document(slug, (text or decode)(data, path), path, sha256)
    return found


def decode(data: bytes, path: Path) -> str:
    """Decode UTF-8, keeping every character; raise ``DocumentError`` at the first bad byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"not UTF-8: the byte at {error.start} has no meaning",
            do="convert the file to UTF-8",
            place=Place(path),
        ) from None


def find(document: Document, words: str) -> list[Passage]:
    """Return the passages that read ``words``, in the order of the text.

    White space and the shape of apostrophes and quotation marks may differ; nothing else may.
    """
    parts = _WORD.findall(_plain(words))
    if not parts:
        return []
    pattern = re.compile("".join(_pattern(parts, n) for n in range(len(parts))))
    return [
        Passage(document.slug, m.start(), m.end(), document.text[m.start() : m.end()])
        for m in pattern.finditer(_plain(document.text))
    ]


def _pattern(parts: list[str], number: int) -> str:
    if number == 0:
        return re.escape(parts[0])
    beside_a_quotation_mark = '"' in (parts[number - 1], parts[number])
    return (r"\s*" if beside_a_quotation_mark else r"\s+") + re.escape(parts[number])


def _plain(text: str) -> str:
    # One code point for one, so that positions stay those of the original.
    return text.translate(_LOOKALIKES)


def passage(document: Document, start: int, end: int) -> Passage:
    """Return the passage at ``start`` to ``end``; raise ``DocumentError`` outside the text."""
    if not 0 <= start < end <= len(document.text):
        raise DocumentError(
            f"{start}-{end} lies outside the {len(document.text)} characters of {document.slug}",
            do="ask for a position inside the text",
        )
    return Passage(document.slug, start, end, document.text[start:end])


def folded(text: str) -> str:
    """Return ``text`` for comparison: no accents, no case, single spaces.

    >>> folded("L’Économie  numérique")
    "l'economie numerique"
    """
    bare = unicodedata.normalize("NFKD", _plain(text))
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


# A sentence ends at a stop before a capital, but for an initial's; the next begins there, at a
# colon that opens a quotation, or below a heading (a line broken by layout keeps its last space).
_BORDER = re.compile(
    r"(?P<stop>(?<!\b[A-Z])[.!?…]+(?=[^\w,;]+[A-ZÀ-Þ\d]|\W*$))"
    r"|:(?=\s*[«\"“]\s*[A-ZÀ-Þ])|(?<![ ,;])\n\s*\n|$"
)
_WORDS = re.compile(r"\w(?:.*\w)?", re.DOTALL)


def is_whole_sentence(document: Document, quoted: Passage) -> bool:
    """Tell whether ``quoted`` holds some sentence from its first word to its last.

    Signs around the words do not count: a sentence without its full stop is a whole one.
    """
    text, begin = document.text, 0
    for border in _BORDER.finditer(text):
        words = _WORDS.search(text, begin, border.start())
        if border["stop"] and words and quoted.start <= words.start() and words.end() <= quoted.end:
            return True
        begin = border.end()
    return False
