"""The day against which a document's relative dates are resolved."""

import re

from tdi_graph.extraction.deictics import WEEKDAYS
from tdi_graph.extraction.times import find

_TODAY = re.compile(rf"\bce (?:{'|'.join(WEEKDAYS)}) (?P<day>\d{{1,2}}(?: ?er)? \w+ \d{{4}})\b")


def told(plain: str) -> str | None:
    """Return the day that a text calls its own: « ce lundi 17 mai 2021 ».

    >>> told("ce lundi 17 mai 2021, la halle ouvre"), told("le 17 mai 2021")
    ('2021-05-17', None)
    """
    found = _TODAY.search(plain)
    days = find(found["day"], None) if found else []
    return days[0].value if days else None


def dated(issued: str | None, plain: str) -> str | None:
    """Return the date of a document: the day that it calls its own, if that is more precise."""
    day = told(plain)
    return day if day and (issued is None or day.startswith(issued)) else issued
