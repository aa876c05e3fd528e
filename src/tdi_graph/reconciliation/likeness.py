"""How alike two names are, from 0 to 100, as a careful reader of French names would say.

Case, accents, hyphens, apostrophes, ligatures and articles do not count; the order of the words
hardly does. A mistake in a long word is forgiven, in a short one less, in a name of a single word
not silently: « Guyana » is no misspelt « Guyane ». Numbers are never forgiven.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from tdi_graph.search.folding import words

EXACT = 100.0
_SAME_WORDS, _SAME_LETTERS = 99.0, 97.0
_MOST_UNLIKE = 96.0
_OTHER_NUMBERS = 80.0

_LONGEST, _MOST_WORDS = 300, 40
_REMEMBERED = 1 << 14
_SOUNDS_ALIKE, _PLURAL = 0.95, 0.88
_ONE_MISTAKE_FROM, _TWO_MISTAKES_FROM = 7, 11
_LEAST_RATIO = 0.7
_LIGHTEST = 2

_FRENCH = "a au aux d de des du en et l la le les par pour"
_ENGLISH = "and at by for in of on the to"
_UNHEARD = frozenset(f"{_FRENCH} {_ENGLISH}".split())
_ORDINAL = re.compile(r"(\d+)(?:er|re|ere|e|eme|nd|nde|rd|st|th)")
_WRITTEN = {
    "clef": "cle",
    "clefs": "cles",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "min": "ministere",
    "st": "saint",
    "ste": "sainte",
}
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is compared: all its words, those that distinguish it, and its numbers."""

    every: tuple[str, ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def form(text: str) -> Form:
    """Return the form of a name; what follows its 300th character is not read.

    >>> form("L’Œuvre du 2ème temps").words
    ('oeuvre', '2', 'temps')
    """
    return form_of(tuple(map(_standard, words(text[:_LONGEST])[:_MOST_WORDS])))


def form_of(every: tuple[str, ...]) -> Form:
    """Return the form of a name whose words are these."""
    held = tuple(word for word in every if word not in _UNHEARD) or every
    return Form(every, held, tuple(sorted(word for word in held if not word.isalpha())))


def likeness(one: Form, other: Form) -> float:
    """Return how alike two names are, from 0 to 100.

    >>> likeness(form("Pannier Runacher Agnes"), form("Agnès Pannier-Runacher"))
    97.0
    >>> likeness(form("France 2050"), form("France 2030")) <= 80
    True
    """
    if not one.words or not other.words:
        return 0.0
    if one.every == other.every:
        return EXACT
    if one.words == other.words:
        return _SAME_WORDS
    if sorted(one.words) == sorted(other.words) or "".join(one.every) == "".join(other.every):
        return _SAME_LETTERS
    found = min(_MOST_UNLIKE, _shared(one, other))
    return found if one.numbers == other.numbers else min(found, _OTHER_NUMBERS)


def _shared(one: Form, other: Form) -> float:
    """Return the share of both names' letters that stand in words of both (Dice's coefficient)."""
    unpaired = list(other.words)
    mistyped = []
    shared = 0.0
    for word in one.words:
        if word in unpaired:
            unpaired.remove(word)
            shared += 2 * max(_LIGHTEST, len(word))
        else:
            mistyped.append(word)
    lone = len(one.words) == 1 or len(other.words) == 1
    for word in mistyped if unpaired else ():
        like, nearest = max((_like(word, each, lone=lone), each) for each in unpaired)
        if like:
            unpaired.remove(nearest)
            shared += like * _weight((word, nearest))
        if not unpaired:
            break
    return 100 * shared / (_weight(one.words) + _weight(other.words))


def _weight(held: Iterable[str]) -> float:
    return sum(max(_LIGHTEST, len(word)) for word in held)


@lru_cache(maxsize=_REMEMBERED)
def _like(one: str, other: str, *, lone: bool) -> float:
    """Return how alike two words are, from 0 to 1."""
    if not one.isalpha() or not other.isalpha():
        return 0.0
    bare, other_bare = _sound(one), _sound(other)
    if bare == other_bare:
        return _SOUNDS_ALIKE
    if bare.rstrip("sx") == other_bare.rstrip("sx"):
        return _PLURAL
    longest = max(len(one), len(other))
    mistakes = OSA.distance(one, other)
    ratio = 1 - mistakes / longest
    if mistakes <= (longest >= _ONE_MISTAKE_FROM) + (longest >= _TWO_MISTAKES_FROM):
        return ratio if lone else (1 + ratio) / 2
    return ratio**2 if ratio >= _LEAST_RATIO else 0.0


@lru_cache(maxsize=_REMEMBERED)
def _sound(word: str) -> str:
    """Return a word without what is often misspelt because it is not heard."""
    return _DOUBLED.sub(r"\1", word.replace("ph", "f").replace("y", "i").replace("th", "t"))


def _standard(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    return ordinal[1] if ordinal else _WRITTEN.get(word, word)
