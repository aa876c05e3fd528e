"""The day against which a document's relative dates are resolved."""

from tdi_graph.extraction.deictics import WEEKDAYS
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.times import find
from tdi_graph.extraction.tokens import Words

_TODAY = Indexed(rf"\bce (?:{'|'.join(WEEKDAYS)}) (?P<day>\d{{1,2}}(?: ?er)? \w+ \d{{4}})\b")


def told(words: Words) -> str | None:
    """Return the day that a text calls its own: « ce lundi 17 mai 2021 ».

    >>> told(Words("ce lundi 17 mai 2021, la halle ouvre")), told(Words("le 17 mai 2021"))
    ('2021-05-17', None)
    """
    found = _TODAY.search(words)
    days = find(Words(found["day"]), None) if found else []
    return days[0].value if days else None


def dated(issued: str | None, words: Words) -> str | None:
    """Return the date of a document: the day that it calls its own, if that is more precise."""
    day = told(words)
    return day if day and (issued is None or day.startswith(issued)) else issued
