"""Regular expressions that are tried only near the words without which they match nothing."""

import re
from collections.abc import Iterator, Mapping


class Hinged:
    """A pattern each of whose matches has one of some words in a known place.

    ``hinges`` are those words, in plain form, and how many characters before each of them a match
    may begin. It finds what ``re`` finds: words are looked for faster than patterns, and most
    texts have few of them.

    >>> pattern = Hinged(r",? (?:est )?laureate?s?", {"laureat": 6})
    >>> [found[0] for found in pattern.finditer("le projet, laureat, et qui est laureat")]
    [', laureat', ' est laureat']
    """

    def __init__(self, expression: str, hinges: Mapping[str, int]) -> None:
        """Compile ``expression``, which needs one of ``hinges``."""
        self.pattern = re.compile(expression)
        self._hinges = tuple(hinges.items())

    def finditer(self, text: str, plain: str | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in ``text``, none over another; its hinges stand in ``plain``.

        Give the plain form of a text where the pattern is for the text as it is written.
        """
        reached = 0
        for low, high in sorted(self._stretches(text if plain is None else plain)):
            at = max(low, reached)
            while at <= high:
                found = self.pattern.match(text, at)
                if found:
                    yield found
                reached = at = found.end() if found else at + 1

    def _stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where a match may begin."""
        for word, before in self._hinges:
            at = text.find(word)
            while at >= 0:
                yield max(0, at - before), at
                at = text.find(word, at + 1)
