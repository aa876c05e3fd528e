"""How well a name answers what was typed, and how much a thing counts.

A score, from 0 to 100, is four parts the match and one part the thing. Matches come in tiers: the
whole name; its beginning; all its words; the beginnings of words; words with typing mistakes; some
of the words. Inside a tier, the more of the name was typed, the better.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tdi_graph.search.entries import KINDS, Entry, Sort

_EXACT, _BEGINS, _WHOLE, _PREFIXES, _MISTYPED = 1.0, 0.82, 0.72, 0.6, 0.3
_STEP = 0.09
_SHARE = {
    Sort.PREFERRED: 1.0,
    Sort.ALTERNATIVE: 0.98,
    Sort.HIDDEN: 0.95,
    Sort.INITIALS: 0.8,
    Sort.NOTE: 0.45,
}
_FOREIGN = 0.97
# Who types a word looks for what bears it before what merely uses it, or defines it.
_NO_THING = 0.85
_MATCH, _THING = 80, 20


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is compared, and the numbers of the entry and of the name it stands for."""

    entry: int
    name: int
    sort: Sort
    language: str
    words: tuple[str, ...]
    text: str
    thing: bool = True


def weight(entry: Entry) -> float:
    """Return how much a thing counts, from 0 to 1: by its kind and how often it is spoken of."""
    spoken = sum((entry.mentions or {}).values())
    return KINDS[entry.kind] * (0.6 + 0.4 * min(1.0, math.log1p(spoken) / math.log1p(50)))


def score(form: Form, asked: Sequence[str], text: str, language: str, weighs: float) -> float:
    """Score a form against the words asked for, ``text`` being all that was typed, folded."""
    quality = _quality(form, asked, text) * _SHARE[form.sort]
    if form.language not in ("", language):
        quality *= _FOREIGN
    if not form.thing:
        quality *= _NO_THING
    return _MATCH * quality + _THING * weighs


def _quality(form: Form, asked: Sequence[str], text: str) -> float:
    if form.text == text:
        return _EXACT
    if "".join(form.words) == text.replace(" ", ""):
        return _EXACT - _STEP
    covered = _STEP * min(1.0, len(text) / max(1, len(form.text)))
    if form.text.startswith(text):
        return _BEGINS + covered
    held = frozenset(form.words)
    if held.issuperset(asked):
        return _WHOLE + covered
    if all(_begins(word, held) for word in asked):
        return _PREFIXES + covered
    return _MISTYPED * _likeness(form, asked, text) + covered


def _begins(word: str, held: Collection[str]) -> bool:
    return any(each.startswith(word) for each in held)


def _likeness(form: Form, asked: Sequence[str], text: str) -> float:
    """Return how alike the words are, each to the nearest, from 0 to 2: mistyped ones reach 2."""
    near = [max((fuzz.ratio(word, each) for each in form.words), default=0) for word in asked]
    whole = fuzz.ratio(text, form.text)
    return (sum(near) / len(near) / 100) ** 2 + whole / 100 * 0.9
