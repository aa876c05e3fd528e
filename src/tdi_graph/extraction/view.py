"""The values that reading hands to the rules: a document, its normalised view and its blocks.

Stand-off: positions in the original are Unicode code points from 0, as in Web Annotation's
TextPositionSelector (W3C Recommendation, section 4.2.5). The view is what the rules read; each of
its characters knows the one of the original it stands for.
"""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal[
    "title", "dateline", "body", "list-item", "quotation", "about", "contact", "chrome"
]
Provenance: TypeAlias = Literal["in the text", "given", "metadata"]

# How the two warnings begin that leave nothing to extract.
NOT_FRENCH = "not in French"
OFF_TOPIC = "about something else"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the view, ``start`` to ``end``, with the reason of its kind."""

    kind: BlockKind
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the view and the index of the block it stands in."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class View:
    r"""A text as the rules read it, and the way back.

    Apostrophes are straight, ``“ ” "`` are one mark and ``« »`` another pair, every space is
    U+0020, words cut at a line's end are whole, marks of layout are gone, ``\n`` parts the blocks.
    A paragraph that a page's foot cuts in two is made whole before that foot: ``offsets`` may go
    back at a block's start. ``sentences`` has none of contact and chrome.
    ``offsets`` has one entry more than the text has characters. ``wide`` lists the few characters
    that stand for several of the original (a letter and its accent), with where those end;
    ``joints`` the spaces at which a paragraph that was cut in two is whole again.
    """

    text: str
    offsets: tuple[int, ...]
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    wide: tuple[tuple[int, int], ...] = ()
    joints: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original that ``start`` to ``end`` stands for.

        >>> View("1 600 projets", (*range(2), *range(4, 15), 15)).original(0, 5)
        (0, 7)
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"{start}-{end} lies outside the view's {len(self.text)} characters")
        if start == end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self._after(end - 1)

    def pieces(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the ranges of the original, more than one where other blocks stand between.

        >>> view = View("un, deux", (0, 1, 2, 3, 20, 21, 22, 23, 24), joints=(3,))
        >>> view.pieces(0, 8), view.pieces(4, 8)
        (((0, 3), (20, 24)), ((20, 24),))
        """
        inside = (joint for joint in self.joints if start < joint < end - 1)
        bounds = [start, *(edge for joint in inside for edge in (joint, joint + 1)), end]
        return tuple(
            self.original(first, last)
            for first, last in zip(bounds[::2], bounds[1::2], strict=True)
        )

    def _after(self, position: int) -> int:
        at = bisect_left(self.wide, (position, 0))
        if at < len(self.wide) and self.wide[at][0] == position:
            return self.wide[at][1]
        return self.offsets[position] + 1

    def words(self, start: int, end: int) -> str:
        """Return the view's characters ``start`` to ``end``."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Issued:
    """When a document was published: ISO 8601 at its own precision, and how that is known."""

    value: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: its text, whose code points all positions count, and its view.

    ``text`` is what was decoded (plain text) or extracted (HTML, PDF) from the bytes whose digest
    is ``data_sha256``. ``language`` is a code of ISO 639-1, or "und". ``provenance`` says how
    title and publisher are known.
    """

    slug: str
    path: str
    data_sha256: str
    media_type: str
    text: str
    view: View
    title: str | None
    publisher: str | None
    issued: Issued | None
    language: str
    warnings: tuple[str, ...]
    url: str | None = None
    encoding: str = "utf-8"
    provenance: tuple[tuple[str, Provenance], ...] = ()

    @property
    def empty_because(self) -> str | None:
        """Return why nothing is to be extracted from the document, None if rules should run."""
        ours = (w for w in self.warnings if w.startswith((NOT_FRENCH, OFF_TOPIC)))
        return next(ours, None)
