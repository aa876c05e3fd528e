"""A document's text cut into paragraphs and segments, so that passages can be shown in it.

Passages overlap: a segment is a stretch over which the same passages lie. Line breaks that a
page layout put inside a sentence are closed, for display only; positions stay the original's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BREAK = re.compile(r"\s*\n[^\S\n]*\n\s*")
_SENTENCE_END = '.!?…:;»”"*)'


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters ``start`` to ``end`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text: whether a passage lies over it, and which begin and end with it."""

    text: str
    quoted: bool
    begins: tuple[Span, ...] = ()
    ends: tuple[Span, ...] = ()


Paragraph = tuple[Segment, ...]


def paragraphs(text: str, passages: Iterable[Span]) -> tuple[Paragraph, ...]:
    r"""Cut ``text`` into paragraphs, and those where a passage begins or ends.

    >>> [[s.text for s in p] for p in paragraphs("un deux trois.\n\nquatre", [Span(3, 7)])]
    [['un ', 'deux', ' trois.'], ['quatre']]
    """
    within = sorted({s for s in passages if 0 <= s.start < s.end <= len(text)})
    return tuple(tuple(_segments(text, block, within)) for block in _blocks(text))


def _blocks(text: str) -> Iterable[Span]:
    start = len(text) - len(text.lstrip())
    for found in _BREAK.finditer(text, start):
        if found.end() < len(text) and _ends_here(text, found):
            yield Span(start, found.start())
            start = found.end()
    if text[start:].strip():
        yield Span(start, len(text.rstrip()))


def _ends_here(text: str, found: re.Match[str]) -> bool:
    # A layout that breaks lines inside sentences leaves a blank before the break.
    broken = found[0].startswith((" ", "\t"))
    return not broken or text[found.start() - 1] in _SENTENCE_END


def _segments(text: str, block: Span, passages: Sequence[Span]) -> Iterable[Segment]:
    over = [p for p in passages if p.start < block.end and p.end > block.start]
    cuts = {block.start, block.end}
    for passage in over:
        cuts |= {max(passage.start, block.start), min(passage.end, block.end)}
    bounds = sorted(cuts)
    for start, end in pairwise(bounds):
        yield Segment(
            text=re.sub(r"\s+", " ", text[start:end]),
            quoted=any(p.start <= start and end <= p.end for p in over),
            begins=tuple(p for p in over if p.start == start),
            ends=tuple(p for p in over if p.end == end),
        )
