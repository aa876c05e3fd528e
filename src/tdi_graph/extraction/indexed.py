"""Regular expressions that are tried only at the words that one of their matches begins with."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from tdi_graph.extraction.literals import LONGEST, prefixes
from tdi_graph.extraction.tokens import Openings, Words


class Indexed:
    r"""A pattern whose matches begin where a word does, with letters that are known.

    It finds what ``re`` finds in the plain form of a text, by an index of the text's words: few
    words of a text may begin a match, and the others cost nothing.

    >>> [found[0] for found in Indexed(r"\bpilot(?:e|es) \w+").finditer(Words("Elle pilote tout"))]
    ['pilote tout']
    """

    def __init__(self, expression: str) -> None:
        """Compile ``expression``; raise ``ValueError`` if it may begin anywhere, or with anything.

        It must say itself that a word begins: with a word's border, or a space behind it.
        """
        found = prefixes(expression)
        known = all(prefix[:1].isalnum() for prefix in found)
        if not known or not expression.startswith((r"\b", "(?<= )")):
            raise ValueError(f"no word is known to begin {expression!r}")
        self.pattern = re.compile(expression)
        self._openings = _openings(found)

    def finditer(
        self, words: Words, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield the matches from ``start`` to ``end`` of a text, none over another."""
        limit = len(words.plain) if end is None else end
        for place in self._between(words, start, limit):
            if place >= start and (found := self.pattern.match(words.plain, place, limit)):
                yield found
                start = found.end()

    def search(self, words: Words, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match from ``start`` to ``end``, None if there is none."""
        limit = len(words.plain) if end is None else end
        for place in self._between(words, start, limit):
            if found := self.pattern.match(words.plain, place, limit):
                return found
        return None

    def _between(self, words: Words, start: int, end: int) -> list[int]:
        """Return where a match may begin; for the whole text that is found out once."""
        places = words.beginnings.get(self)
        if places is None:
            places = words.beginnings[self] = words.opening(self._openings)
        low = bisect_left(places, start)
        return places[low : bisect_left(places, end, low)]


def _openings(found: frozenset[str]) -> Openings:
    """Return the tokens that ``found`` may begin: a sign that is no letter ends a word."""
    ended = {match[1] for prefix in found if (match := _ENDED.match(prefix))}
    letters = {prefix for prefix in found if not _ENDED.match(prefix)}
    threes = frozenset(prefix for prefix in letters if len(prefix) == LONGEST)
    initials = frozenset(prefix[0] for prefix in letters - threes)
    return Openings(frozenset(ended | {word + "'" for word in ended}), threes, initials)


# The word that a prefix holds whole; an apostrophe may belong to it.
_ENDED = re.compile(r"(\w+)\W")
