"""Quotation marks across paragraphs: which paragraphs are somebody's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"[«»\"]")
_WORD = re.compile(r"[^\s«»\"]+")
_REACH = 6
_DEEPEST = 3
_A_SPEECH = 25
_A_SENTENCE = 9
_MOSTLY = 0.4


@dataclass(frozen=True, slots=True)
class Quoted:
    """How many words of a paragraph are quoted, in all and at a stretch.

    ``open`` are the marks that stay open at its end, ``pending`` the words behind them.
    """

    words: int
    longest: int
    open: tuple[str, ...] = ()
    pending: int = 0


def quoted(text: str, carried: tuple[str, ...] = ()) -> Quoted:
    """Count the quoted words of a paragraph at whose start the marks ``carried`` are open.

    >>> quoted("Il dit : « Un plan « utile » pour tous »")
    Quoted(words=5, longest=5, open=(), pending=0)
    >>> quoted("Il dit : « Un plan utile")
    Quoted(words=0, longest=0, open=('«',), pending=3)
    """
    stack, begun = list(carried), 0
    words = longest = 0
    for found in _MARKS.finditer(text):
        outside = not stack
        if carried and not text[: found.start()].strip() and found[0] != "»":
            continue  # A mark repeated at the head of each paragraph of one quotation.
        _turn(stack, found[0], text, found.start())
        if outside and stack:
            begun = found.end()
        elif not outside and not stack:
            stretch = _words(text[begun : found.start()])
            words, longest = words + stretch, max(longest, stretch)
    pending = _words(text[begun:]) if stack else 0
    return Quoted(words, longest, tuple(stack), pending)


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _turn(stack: list[str], mark: str, text: str, at: int) -> None:
    """Open or close what ``mark`` opens or closes."""
    if mark == "«":
        if len(stack) < _DEEPEST:
            stack.append(mark)
    elif mark == "»":
        _close(stack, "«")
    elif '"' in stack and not _looks_opening(text, at):
        _close(stack, '"')
    elif _looks_opening(text, at) and len(stack) < _DEEPEST:
        stack.append(mark)


def _close(stack: list[str], mark: str) -> None:
    if mark in stack:
        del stack[len(stack) - 1 - stack[::-1].index(mark) :]


def _looks_opening(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    return before in " ('«-–" and bool(after) and after not in " .,;:!?)»"


def speeches(texts: Sequence[str]) -> list[bool]:
    """Tell of each paragraph whether it is mostly, or at length, somebody's words.

    Marks left open reach into the next paragraphs only if one of these closes them.
    """
    found = [False] * len(texts)
    at = 0
    while at < len(texts):
        here = quoted(texts[at])
        found[at] = found[at] or _is_speech(here, texts[at])
        end = _closing(texts, at, here.open)
        if end > at and here.pending:
            found[at : end + 1] = [True] * (end + 1 - at)
        at = max(end, at + 1)
    return found


def _closing(texts: Sequence[str], at: int, carried: tuple[str, ...]) -> int:
    """Return the paragraph in which what paragraph ``at`` leaves open is closed, else ``at``."""
    opened = carried
    for following in range(at + 1, min(at + 1 + _REACH, len(texts))):
        if not opened:
            break
        text = texts[following]
        inside = quoted(text, opened[:1])
        if not inside.open or inside.open[0] != opened[0]:
            return following
        if inside.open != opened[:1] and opened[0] in text:
            return at
    return at


def _is_speech(here: Quoted, text: str) -> bool:
    share = here.words / max(1, len(text.split()))
    return here.longest >= _A_SPEECH or (here.longest >= _A_SENTENCE and share >= _MOSTLY)
