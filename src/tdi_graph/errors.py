"""The errors a user can cause: each says what is wrong, where, and what to do.

The core raises these and knows no HTTP status and no exit code; ``cli`` and ``web`` map the
types in one table each.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file that somebody can open; ``line`` counts from 1, 0 when unknown."""

    file: Path
    line: int = 0

    def __str__(self) -> str:
        """Write the place as editors and compilers do."""
        return f"{self.file}:{self.line}" if self.line else str(self.file)


class TdiError(Exception):
    """What every error of this package is."""

    def __init__(self, what: str, *, do: str = "", place: Place | None = None) -> None:
        """Take ``what`` is wrong, what to ``do`` about it and the ``place`` to look at."""
        super().__init__(what)
        self.what = what
        self.do = do
        self.place = place

    def __str__(self) -> str:
        """Write place, fault and remedy on one line."""
        text = f"{self.place}: {self.what}" if self.place else self.what
        return f"{text} → {self.do}" if self.do else text


class DataError(TdiError):
    """A file of ``ontology/``, ``data/`` or ``queries/`` is not as it must be."""


class DocumentError(TdiError):
    """A source document cannot be read, or does not hold the words asked for."""


class ReleaseError(TdiError):
    """A release is missing, half written or not ours."""


class UnknownName(TdiError):
    """No entity, document, question or file bears the name asked for."""


class NotAcceptable(TdiError):
    """None of the media types asked for can be produced."""


class QueryError(TdiError):
    """A query cannot be parsed or evaluated; ``line`` and ``column`` count from 1, 0 if unknown."""

    def __init__(self, what: str, *, do: str = "", line: int = 0, column: int = 0) -> None:
        """Take the fault, its remedy and its position in the query's text."""
        super().__init__(what, do=do)
        self.line = line
        self.column = column
