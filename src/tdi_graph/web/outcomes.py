"""What became of a request to the endpoint, for whoever counts, times or writes a log."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

_HASHED = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: times are in seconds, ``text`` is the query, if one was read.

    ``status`` is 0 if the client left before it was told one; ``size`` counts the bytes of the
    body as sent; ``format`` is a media type; ``whole`` is false for an answer that broke off.
    """

    status: int
    seconds: float
    waited: float = 0.0
    evaluated: float = 0.0
    size: int = 0
    format: str = ""
    text: str = ""
    cached: bool = False
    whole: bool = True

    @property
    def query(self) -> str:
        """What the query goes by; whoever does not ask for it saves the time."""
        return hashed(self.text) if self.text else ""


def hashed(query: str) -> str:
    """Return what a query goes by: the beginning of its SHA-256, 16 hexadecimal digits."""
    return hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:_HASHED]


class Observer(Protocol):
    """Is told of each request once, when all is over; it must be quick and raise nothing."""

    def observe(self, outcome: Outcome) -> None:
        """Take notice of a request."""
        ...
