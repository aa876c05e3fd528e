"""Words that a mistyped one may stand for, among those of an index."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST, _LONGEST = 4, 40
_TWO_MISTAKES_FROM = 6
_MOST = 8
# A first letter is seldom wrong: it is looked into only where the words are few.
_FEW = 20_000


class Spelling:
    """The words of an index, by their first letter."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; the shortest, the longest and numbers are not corrected."""
        held = sorted(
            word for word in words if _SHORTEST <= len(word) <= _LONGEST and not word.isdecimal()
        )
        self._words = held
        self._initials: dict[str, list[str]] = defaultdict(list)
        for word in held:
            self._initials[word[0]].append(word)

    def near(self, word: str) -> list[str]:
        """Return the words, or their beginnings, that differ from ``word`` by a mistake or two.

        A mistake is a letter too few, too many, wrong, or changed with its neighbour.
        """
        allowed = mistakes(word)
        if not allowed:
            return []
        letters = dict.fromkeys(word[:2])
        likely = chain.from_iterable(self._initials.get(letter, ()) for letter in letters)
        found = _closest(word, likely, allowed)
        if found or len(self._words) > _FEW:
            return found
        return _closest(word, self._words, allowed)


def mistakes(word: str) -> int:
    """Return how many mistakes a word may hold: one from four letters on, two from six.

    >>> mistakes("ane"), mistakes("anct"), mistakes("feraci")
    (0, 1, 2)
    """
    return (_SHORTEST <= len(word) <= _LONGEST) + (_TWO_MISTAKES_FROM <= len(word) <= _LONGEST)


def _closest(word: str, words: Iterable[str], allowed: int) -> list[str]:
    # Longer words are compared by their beginning, since ``word`` may not be finished.
    shortest, longest = len(word) - allowed, len(word) + 1
    stems = {each[:longest] for each in words if len(each) >= shortest}
    close = process.extract(word, stems, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
    return [stem for stem, _, _ in close]
