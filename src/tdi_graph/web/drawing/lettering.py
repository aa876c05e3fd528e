"""Words on a drawing: how wide they are, and how they break over lines. Nothing is cut off."""

import re
from dataclasses import dataclass

WIDTH = 0.56
"""The mean width of a letter, in ems, of the widest of the fonts that the stylesheet names."""


# Lines break at blanks, but not at those that hold a number and its unit together.
_BLANK = re.compile(r"[ \t\r\n\f\v]+")


def width(text: str, size: float) -> float:
    """Estimate the width of a text set at ``size``."""
    return len(text) * size * WIDTH


def wrapped(text: str, room: int) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``room`` letters; longer words are broken, not cut.

    >>> wrapped("Agence nationale de la cohésion des territoires", 18)
    ('Agence nationale', 'de la cohésion des', 'territoires')
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, room):
        longer = f"{line} {word}" if line else word
        if len(longer) > room:
            lines.append(line)
            longer = word
        line = longer
    return (*lines, line)


def _pieces(text: str, room: int) -> list[str]:
    return [
        word[start : start + room]
        for word in _BLANK.split(text)
        for start in range(0, len(word), room)
    ]


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Extent") -> bool:
        """Tell whether two rectangles share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, other: "Extent") -> bool:
        """Tell whether this rectangle lies in the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom
