"""Patterns in the order in which they are asked, with one look that tells when none fits."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key")


class Cascade(Generic[Key]):
    """Patterns, each with what it shows.

    Most places fit none of them, and all are asked at once whether one does.

    >>> signs = Cascade([("sum", re.compile(" ?€")), ("share", re.compile(" ?%"))])
    >>> [key for key, found in signs.match("12 %", 2)], list(signs.match("12 ans", 2))
    (['share'], [])
    """

    def __init__(self, rows: Iterable[tuple[Key, re.Pattern[str]]]) -> None:
        """Take the patterns, the one that is asked first first."""
        self._rows = tuple(rows)
        self._any = re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in self._rows))

    def match(self, text: str, at: int) -> Iterator[tuple[Key, re.Match[str]]]:
        """Yield what the patterns that fit at ``at`` show, in their order."""
        if self._any.match(text, at):
            for key, pattern in self._rows:
                if found := pattern.match(text, at):
                    yield key, found

    def search(self, text: str) -> Iterator[tuple[Key, re.Match[str]]]:
        """Yield what the patterns that fit somewhere in ``text`` show, in their order."""
        if self._any.search(text):
            for key, pattern in self._rows:
                if found := pattern.search(text):
                    yield key, found
