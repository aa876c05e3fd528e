"""Words of a view: their places and the plain form in which they are compared.

Plain form: lower case, no accents, one character for one, so that a place in the plain text is a
place in the view. A stem is a plain word without the mark of the plural.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import NamedTuple

_FROM = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ’"
_TO = "aaaaaaceeeeiiiinooooouuuuyy'"
_PLAIN = str.maketrans(_FROM + _FROM.upper(), _TO + _TO)
_ELIDED = r"(?:[ldsnjmtc]|qu|jusqu|lorsqu|puisqu)'"
_TOKEN = re.compile(rf"aujourd'hui|{_ELIDED}|[^\W\d_]+|\d+|\S", re.IGNORECASE)
_SHORTEST_PLURAL = 4


def plain(text: str) -> str:
    """Return ``text`` in lower case and without accents, one character for one.

    >>> plain("L'Économie à 69%")
    "l'economie a 69%"
    """
    bare = text.translate(_PLAIN)
    lower = bare.lower()
    return lower if len(lower) == len(bare) else "".join(map(_one, bare))


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


class Words:
    """The tokens of a text, found by their place."""

    def __init__(self, text: str) -> None:
        """Cut ``text`` into tokens."""
        self.text = text
        self.plain = plain(text)
        form = self.plain
        places = [found.span() for found in _TOKEN.finditer(text)]
        self.tokens = [Token(start, end, form[start:end]) for start, end in places]
        self._starts = [start for start, _ in places]

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

    @cached_property
    def stems(self) -> list[str]:
        """The tokens' plain forms without plural marks; empty for articles and prepositions."""
        return ["" if token.form in EMPTY else stem(token.form) for token in self.tokens]

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
    forms = (m[0] for m in _TOKEN.finditer(plain(text)))
    return tuple(stem(form) for form in forms if form not in EMPTY and form[-1].isalnum())


EMPTY = frozenset({
    "le", "la", "les", "l'", "de", "du", "des", "d'", "un", "une", "au", "aux", "en", "et", "a",
    "à", "-", "–", "‑", "«", "»", '"',
})  # fmt: skip
