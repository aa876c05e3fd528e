"""Days that only their document dates: « ce jour », « lundi dernier », « le mois prochain »."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.tokens import Words

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_W = "(?:" + "|".join(WEEKDAYS) + ")"
_NEAR = r"(?:dernier|prochain)e?s?"


_DEICTIC = Indexed(
    rf"\b(?=[acdhljmsv])(?:ce jour|ce matin|ce midi|ce soir|cet apres-midi|aujourd'hui|hier|demain"
    rf"|ce (?P<w>{_W})|(?P<w2>{_W}) (?P<near>{_NEAR})"
    r"|cette annee|l'an dernier|l'annee derniere|l'an(?:nee)? prochaine?|le mois dernier"
    r"|le mois prochain|ce mois-ci|cette semaine)\b(?! \d)"
)
# « a annoncé lundi la création … »: a day that the text leaves open.
_BARE = Indexed(
    rf"\b(?=[ljmvsd]){_W}\b"
    rf"(?!,? (?:le )?\d|,? {_NEAR}|-| \w+di\b| et \w+di\b| au \w+di\b)"
)
# « le lundi », « chaque lundi »: no day of its own.
_HABIT = re.compile(r"\b(?:ce|les?|du|au|un|tous|chaque) $")


_DECEMBER = 12


def _deictic(found: re.Match[str], anchor: date | None) -> str | None:
    if anchor is None:
        return None
    words = found[0]
    if found["w"] or found["w2"]:
        return _weekday(WEEKDAYS.index(found["w"] or found["w2"]), found["near"], anchor)
    if words in _SHIFTED_DAYS:
        return (anchor + timedelta(days=_SHIFTED_DAYS[words])).isoformat()
    if words in _SHIFTED_MONTHS:
        months = anchor.year * _DECEMBER + anchor.month - 1 + _SHIFTED_MONTHS[words]
        return f"{months // _DECEMBER:04}-{months % _DECEMBER + 1:02}"
    if "semaine" in words:
        return None
    return str(anchor.year + (-1 if "derni" in words else 1 if "proch" in words else 0))


_SHIFTED_DAYS = {
    "ce matin": 0,
    "ce midi": 0,
    "ce soir": 0,
    "cet apres-midi": 0,
    "ce jour": 0,
    "aujourd'hui": 0,
    "hier": -1,
    "demain": 1,
}


_SHIFTED_MONTHS = {"ce mois-ci": 0, "le mois dernier": -1, "le mois prochain": 1}


def _weekday(weekday: int, near: str | None, anchor: date) -> str | None:
    """Return the last or next such day; « ce lundi » is the nearest, within three days."""
    if near and near.startswith("prochain"):
        ahead = (weekday - anchor.weekday() - 1) % 7 + 1
        return (anchor + timedelta(days=ahead)).isoformat()
    back = (anchor.weekday() - weekday) % 7
    if near:
        back = back or 7
    elif back > 3:  # noqa: PLR2004 - the nearer half of the week
        back -= 7
    return (anchor - timedelta(days=back)).isoformat()


def find(words: Words, anchor: date | None) -> Iterator[tuple[int, int, str | None]]:
    """Yield each such expression, ``start`` to ``end``, with its value if the document has a date.

    >>> list(find(Words("ce lundi et hier"), date(2021, 10, 12)))
    [(0, 8, '2021-10-11'), (12, 16, '2021-10-11')]
    """
    plain = words.plain
    for found in _DEICTIC.finditer(words):
        yield found.start(), found.end(), _deictic(found, anchor)
    for found in _BARE.finditer(words):
        if _HABIT.search(plain, max(0, found.start() - len("chaque  ")), found.start()):
            continue
        yield found.start(), found.end(), _told(plain, found, anchor)


def _told(plain: str, found: re.Match[str], anchor: date | None) -> str | None:
    """Return the day that « lundi » is in the news: the last, or the next of what is to come."""
    if anchor is None:
        return None
    weekday = WEEKDAYS.index(found[0])
    if _TO_COME.search(plain, max(0, found.start() - _BESIDE), found.start()):
        return _weekday(weekday, "prochain", anchor)
    if _NOW.search(plain, max(0, found.start() - _BESIDE), found.start()):
        return (anchor + timedelta(days=(weekday - anchor.weekday()) % 7)).isoformat()
    return (anchor - timedelta(days=(anchor.weekday() - weekday) % 7)).isoformat()


# « … inaugure mardi un atelier »: the present tense of what is to come.
_NOW = re.compile(r"\b(?:inaugure|lance|presente|signe|ouvre|accueille|organise)(?:nt)? $")
_BESIDE = 40
_TO_COME = re.compile(r"\b\w{2,}(?:era|eront|ira|iront|dra|dront|aura|auront)\b[^.;:]*$")
