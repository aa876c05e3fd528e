"""Words of a view: their places and the plain form in which they are compared.

Plain form: lower case, no accents, one character for one, so that a place in the plain text is a
place in the view. A stem is a plain word without the mark of the plural.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

_ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ’"
_BARE = "aaaaaaceeeeiiiinooooouuuuyy'"
_ELIDED = r"(?:[ldsnjmtc]|qu|jusqu|lorsqu|puisqu)'"
# Of the plain form; the group lets a text be cut into its tokens and what stands between.
_TOKEN = re.compile(rf"(aujourd'hui|{_ELIDED}|[^\W\d_]+|\d+|\S)")
_SHORTEST_PLURAL = 4


def plain(text: str) -> str:
    """Return ``text`` in lower case and without accents, one character for one.

    >>> plain("L'Économie à 69%")
    "l'economie a 69%"
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(map(_one, text))
    # One search for each letter costs less than a look at each character.
    for accented, bare in zip(_ACCENTED, _BARE, strict=True):
        lower = lower.replace(accented, bare)
    return lower


def _one(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return a plain ``word`` without its plural ending, ligatures undone.

    >>> stem("territoires"), stem("cœur"), stem("bus")
    ('territoire', 'coeur', 'bus')
    """
    spelt = word.replace("œ", "oe").replace("æ", "ae")
    if len(spelt) >= _SHORTEST_PLURAL and spelt[-1] in "sx":
        return spelt[:-1]
    return spelt


class Token(NamedTuple):
    """A word or a sign at ``start`` to ``end`` of a view, with its plain form."""

    start: int
    end: int
    form: str


class Openings(NamedTuple):
    """What tokens may be: ``words``, or what begins with these three letters, or with one."""

    words: frozenset[str]
    threes: frozenset[str]
    initials: frozenset[str]


class Words:
    """The tokens of a text, found by their place."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` into tokens."""
        self.text = text
        self.plain = plain(text)
        pieces = _TOKEN.split(self.plain)
        places = list(accumulate(map(len, pieces)))
        self._starts = places[:-1:2]
        self.forms = pieces[1::2]
        self.tokens = list(map(Token, self._starts, places[1::2], self.forms))
        self.beginnings: dict[object, list[int]] = {}

    def at(self, position: int) -> int:
        """Return the index of the first token that starts at ``position`` or after."""
        return bisect_left(self._starts, position)

    def before(self, position: int) -> int:
        """Return the index of the last token that starts before ``position``, or -1."""
        return bisect_left(self._starts, position) - 1

    def between(self, start: int, end: int) -> list[Token]:
        """Return the tokens that start from ``start`` to before ``end``."""
        return self.tokens[bisect_left(self._starts, start) : bisect_right(self._starts, end - 1)]

    def has(self, index: int) -> bool:
        """Tell whether the token is the verb « a », which without its accent « à » is too."""
        return self.text[self.tokens[index].start : self.tokens[index].end] in {"a", "A"}

    def among(self, forms: AbstractSet[str]) -> list[int]:
        """Return the indices of the tokens whose form is one of ``forms``, in their order."""
        return self._among(self._forms, forms)

    def stemmed(self, stems: AbstractSet[str]) -> list[int]:
        """Return the indices of the tokens whose stem is one of ``stems``, in their order."""
        return self._among(self._stems, stems)

    def has_any(self, forms: frozenset[str], start: int, end: int) -> bool:
        """Tell whether a token of one of ``forms`` starts from ``start`` to before ``end``."""
        places = self.beginnings.get(forms)
        if places is None:
            met = map(self._forms.__getitem__, self._forms.keys() & forms)
            places = self.beginnings[forms] = sorted(chain.from_iterable(met))
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def opening(self, openings: Openings) -> list[int]:
        """Return where the tokens start that one of ``openings`` begins, in their order."""
        met = [self._forms[word] for word in openings.words & self._forms.keys()]
        met += [self._threes[letters] for letters in openings.threes & self._threes.keys()]
        if openings.initials:
            met += [self._initials[first] for first in openings.initials & self._initials.keys()]
        return sorted({*chain.from_iterable(met)})

    def _among(self, places: Mapping[str, list[int]], words: AbstractSet[str]) -> list[int]:
        met = places.keys() & words
        return [
            self.at(start) for start in sorted(chain.from_iterable(map(places.__getitem__, met)))
        ]

    @cached_property
    def _forms(self) -> Mapping[str, list[int]]:
        """Where each form starts."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for start, form in zip(self._starts, self.forms, strict=True):
            found[form].append(start)
        return found

    @cached_property
    def _threes(self) -> Mapping[str, list[int]]:
        """Where what begins with three letters starts."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for form, starts in self._forms.items():
            found[form[:3]] += starts
        return found

    @cached_property
    def _initials(self) -> Mapping[str, list[int]]:
        """Where what begins with a letter starts."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for letters, starts in self._threes.items():
            found[letters[0]] += starts
        return found

    @cached_property
    def _stems(self) -> Mapping[str, list[int]]:
        """Where each stem starts; articles and prepositions are left out."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for form, starts in self._forms.items():
            if form not in EMPTY:
                found[stem(form)] += starts
        return found

    @cached_property
    def capitals(self) -> list[bool]:
        """Tell of each token whether the text writes it with a capital."""
        return [self.text[token.start].isupper() for token in self.tokens]


@lru_cache(maxsize=1 << 14)
def content(text: str) -> tuple[str, ...]:
    """Return the stems of the words of ``text`` that carry meaning.

    >>> content("l'Agence nationale de la cohésion des territoires")
    ('agence', 'nationale', 'cohesion', 'territoire')
    """
    forms = _TOKEN.findall(plain(text))
    return tuple(stem(form) for form in forms if form not in EMPTY and form[-1].isalnum())


EMPTY = frozenset({
    "le", "la", "les", "l'", "de", "du", "des", "d'", "un", "une", "au", "aux", "en", "et", "a",
    "à", "-", "–", "‑", "«", "»", '"',
})  # fmt: skip
