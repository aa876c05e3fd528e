"""The view of a text: its paragraphs in the order of reading, typed, cut into sentences."""

from collections.abc import Sequence

from tdi_graph.extraction.blocks import Typed, blocks
from tdi_graph.extraction.paragraphs import Paragraph, paragraphs
from tdi_graph.extraction.sentences import sentences
from tdi_graph.extraction.view import Block, Sentence, View

_ASIDE = frozenset({"contact", "chrome"})
_TEXT = frozenset({"body", "quotation", "list-item"})
_REACH = 8
_A_PART = 40


def view(text: str, issued: str | None = None) -> View:
    r"""Return the view of ``text``; the date of publication helps to know what is not its own.

    >>> seen = view("Le plan est doté de 5,\n3 M€. Il aide 1\u202f600 projets.")
    >>> [seen.text[s.start : s.end] for s in seen.sentences]
    ['Le plan est doté de 5,3 M€.', 'Il aide 1 600 projets.']
    """
    return composed(blocks(paragraphs(text), issued))


def composed(typed: list[Typed]) -> View:
    """Return the view that the typed paragraphs make, one block after the other."""
    writer = _Writer()
    for pieces in _whole(typed):
        writer.block(pieces)
    return writer.view()


def _whole(typed: Sequence[Typed]) -> list[list[Typed]]:
    """Return the blocks in the order of reading, the two halves of a cut paragraph together.

    A page's foot that stands in mid-sentence is read after the paragraph it interrupts.
    """
    found: list[list[Typed]] = []
    taken: set[int] = set()
    for at, here in enumerate(typed):
        if at in taken:
            continue
        found.append([here])
        rest = _rest(typed, at)
        if rest:
            taken.add(rest)
            found[-1].append(typed[rest])
    return found


def _rest(typed: Sequence[Typed], at: int) -> int:
    """Return the place of the second half of the paragraph at ``at``, 0 if it is whole."""
    here = typed[at]
    if here.kind not in _TEXT or not _is_unfinished(here.paragraph.text):
        return 0
    for following in range(at + 1, min(at + _REACH, len(typed))):
        there = typed[following]
        if there.kind in _ASIDE:
            continue
        opens_low = there.paragraph.text[0].islower() and not there.paragraph.mark
        return following if following > at + 1 and there.kind in _TEXT and opens_low else 0
    return 0


def _is_unfinished(text: str) -> bool:
    return len(text) >= _A_PART and (text[-1].isalnum() or text[-1] in ",'-")


class _Writer:
    """Writes blocks one below the other and keeps count of the characters."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._offsets: list[int] = []
        self._wide: list[tuple[int, int]] = []
        self._blocks: list[Block] = []
        self._sentences: list[Sentence] = []
        self._joints: list[int] = []
        self._end = 0

    def block(self, pieces: list[Typed]) -> None:
        """Write a block: one paragraph, or the two halves of one that was cut in two."""
        if self._blocks:
            self._put("\n", pieces[0].paragraph)
        start = len(self._offsets)
        for number, piece in enumerate(pieces):
            if number:
                self._joints.append(len(self._offsets))
                self._put(" ", piece.paragraph)
            self._paragraph(piece.paragraph)
        kind = "quotation" if any(p.kind == "quotation" for p in pieces) else pieces[0].kind
        self._blocks.append(Block(kind, start, len(self._offsets), pieces[0].reason))
        if kind not in _ASIDE:
            text = " ".join(piece.paragraph.text for piece in pieces)
            at = len(self._blocks) - 1
            self._sentences += [Sentence(start + s, start + e, at) for s, e in sentences(text)]

    def _paragraph(self, paragraph: Paragraph) -> None:
        start = len(self._offsets)
        self._parts.append(paragraph.text)
        self._offsets += paragraph.offsets
        self._wide += [(start + at, end) for at, end in paragraph.wide]
        ends = dict(paragraph.wide)
        self._end = ends.get(len(paragraph.text) - 1, paragraph.offsets[-1] + 1)

    def _put(self, sign: str, following: Paragraph) -> None:
        """Write what parts two paragraphs; where they are out of order, nothing lies between."""
        self._parts.append(sign)
        self._offsets.append(self._end - (following.offsets[0] < self._end))

    def view(self) -> View:
        """Return the view of what was written."""
        return View(
            text="".join(self._parts),
            offsets=(*self._offsets, self._end),
            blocks=tuple(self._blocks),
            sentences=tuple(self._sentences),
            wide=tuple(self._wide),
            joints=tuple(self._joints),
        )
