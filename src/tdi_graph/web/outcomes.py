"""What became of a request to the endpoint, for whoever counts, times or writes a log."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outcome:
    """One request: times are in seconds, ``query`` is what was asked, if it was read.

    ``status`` is 0 if the client left before it was told one; ``size`` counts the bytes of the
    body as sent; ``format`` is a media type; ``whole`` is false for an answer that broke off.
    """

    status: int
    seconds: float
    waited: float = 0.0
    evaluated: float = 0.0
    size: int = 0
    format: str = ""
    query: str = ""
    cached: bool = False
    whole: bool = True


class Observer(Protocol):
    """Is told of each request once, when all is over; it must be quick and raise nothing."""

    def observe(self, outcome: Outcome) -> None:
        """Take notice of a request."""
        ...
