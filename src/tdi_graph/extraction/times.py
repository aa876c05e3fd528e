"""Expressions of time: values at the granularity that the text gives, as HeidelTime keeps them.

A date that the text leaves open (« dernier », « ce jour », a day without a year) is resolved only
against the date that the document bears, and a weekday must agree with the calendar; otherwise
it has no value. ISO 8601, section 4: a month stays a month, a year a year.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from tdi_graph.extraction import bounding, days, deictics
from tdi_graph.extraction.bounding import Bound
from tdi_graph.extraction.deictics import WEEKDAYS
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.tokens import Words

Basis: TypeAlias = Literal["stated", "resolved", "open"]
Sort: TypeAlias = Literal["point", "period", "duration", "clock"]

_MONTH_OF = {name: n for n, names in enumerate(days.MONTHS, 1) for name in names}
_M = "(?:" + "|".join(_MONTH_OF) + ")"
_W = "(?:" + "|".join(WEEKDAYS) + ")"
_D = r"(?:1 ?er|[12]\d|3[01]|0?[1-9])"
_Y = r"(?:19|20)\d\d"
_NEAR = r"(?:dernier|prochain)e?s?"

_DIGITS = re.compile(r"\d\d*")  # led by one, which the search can look for
_DAYS = re.compile(
    rf"(?P<d1>{_D})(?: (?P<m1>{_M}))?(?: (?P<y1>{_Y}))?"
    rf" ?(?P<join>au|et|-|–|a) ?(?:le )?(?:{_W},? )?(?P<d2>{_D}) (?P<m2>{_M}),?"
    rf"(?: (?P<y2>{_Y})| (?P<near>{_NEAR}))?\b"
)
_DAY = re.compile(rf"(?P<d>{_D}) (?P<m>{_M})\b(?:,? (?P<y>{_Y})\b| (?P<near>{_NEAR})\b)?")
_NUMERIC = re.compile(rf"(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>{_Y}|\d\d)\b(?![./\d])")
_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)\b")
_PARTIAL = re.compile(r"\d\d?/\d\d?\b(?!/)(?= ?(?:a|,|-)? ?\d\d? ?h)")
_CLOCK = re.compile(r"\d\d? ?h(?: ?\d\d)?\b(?!a)|\d\d?:\d\d\b|\d\d? heures?(?: \d\d)?\b")
_YEARS = re.compile(rf"(?P<a>{_Y}) ?(?:-|–|/|a|et|au) ?(?P<b>{_Y}|\d\d)\b(?![-/\d]|\.\d)")
_YEAR = re.compile(rf"{_Y}\b")
_SPAN = re.compile(r"\d++(?: premiers| derniers| prochain[es]+)? ?(?:ans?|annees?|mois|jours?"
                   r"|semaines?"
                   r"|minutes?|secondes?|trimestres?|semestres?|siecles?)\b")  # fmt: skip
_MONTH_YEAR = Indexed(rf"\b(?P<m>{_M})(?:-{_M})? (?P<y>{_Y})\b")
_MONTH_NEAR = Indexed(
    rf"\b(?:en|des|depuis|debut|fin|mi-|courant|d'ici(?: a)?(?: fin)?|mois de|le mois de) ?"
    rf"(?P<m>{_M})(?: (?P<near>{_NEAR}))?\b(?! \d)"
    rf"|\b(?P<m2>{_M}) (?P<near2>{_NEAR})\b"
)
_WORD_SPAN = Indexed(
    r"\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt)(?: prochain\w+|"
    r" dernier\w+| premier\w+)? (?:ans?|annees?|mois|jours?|semaines?|heures?|siecles?)\b"
)
_WEEKDAY_BEFORE = re.compile(rf"(?P<w>{_W}),? (?:le )?$")
_CENTURY = 2000
_YEAR_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time at ``start`` to ``end``; ``value`` is ISO 8601, None if it is open.

    ``until`` ends a period. ``bound`` tells whether the text sets a point, a beginning or an end.
    """

    start: int
    end: int
    value: str | None
    basis: Basis
    sort: Sort = "point"
    bound: Bound = "at"
    until: str | None = None

    @property
    def year(self) -> str:
        """The year of the value, or nothing."""
        return (self.value or "")[:4]


def find(words: Words, anchor: str | None) -> list[Time]:
    """Return the expressions of time of a text, in their order, none over another.

    ``anchor`` is the date that the document bears.
    """
    plain, day = words.plain, days.as_day(anchor)
    taken: list[Time] = []
    reached = 0
    # A month alone dates the days around it, but neither « hier » nor « en septembre ».
    exact = day if len(anchor or "") > len("2021-10") else None
    met = (*_from_digits(plain, day), *_from_words(words, exact))
    found = sorted(met, key=_longest_first)
    for time in found:
        if time.start >= reached:
            taken.append(time)
            reached = time.end
    return _completed(plain, taken)


def _completed(plain: str, taken: list[Time]) -> list[Time]:
    """Give a day without a year the one that the text states of the same day elsewhere."""
    stated = {(t.value or "")[_YEAR_LENGTH:]: t.value for t in taken if t.basis == "stated"}
    done = []
    for time in taken:
        day = _DAY.match(plain, time.start) if time.value is None and time.sort == "point" else None
        month = f"-{_MONTH_OF[day['m']]:02}-{_number(day['d']):02}" if day else ""
        value = stated.get(month) if month else None
        done.append(replace(time, value=value, basis="resolved") if value else time)
    return done


def _longest_first(time: Time) -> tuple[int, int]:
    return time.start, -time.end


def _from_digits(plain: str, anchor: date | None) -> Iterator[Time]:
    reached = 0
    for run in _DIGITS.finditer(plain):
        if run.start() < reached:
            continue
        time = _at_digits(plain, run, anchor)
        if time is not None:
            reached = time.end
            yield time


def _at_digits(plain: str, run: re.Match[str], anchor: date | None) -> Time | None:
    for pattern, read in _DIGIT_FORMS.get(run.end() - run.start(), _OF_ANY_LENGTH):
        found = pattern.match(plain, run.start())
        if found:
            time = read(plain, found, anchor)
            if time is not None:
                return time
    return None


def _two_days(plain: str, found: re.Match[str], anchor: date | None) -> Time | None:
    month2 = _MONTH_OF[found["m2"]]
    month1 = _MONTH_OF[found["m1"]] if found["m1"] else month2
    year2 = int(found["y2"]) if found["y2"] else None
    year1 = int(found["y1"]) if found["y1"] else year2
    first, second = _number(found["d1"]), _number(found["d2"])
    basis: Basis = "stated" if year2 else "resolved"
    if year2 is None or year1 is None:
        near = days.resolve(month2, second, found["near"], anchor, None)
        if near is None:
            return _time(plain, found, None, "open", "period")
        year1 = year2 = near.year
    start, end = days.day_of(year1, month1, first), days.day_of(year2, month2, second)
    if start is None or end is None or start > end:
        return None
    return _time(plain, found, start.isoformat(), basis, "period", end.isoformat())


def _one_day(plain: str, found: re.Match[str], anchor: date | None) -> Time | None:
    day, month = _number(found["d"]), _MONTH_OF[found["m"]]
    before = _WEEKDAY_BEFORE.search(plain, max(0, found.start() - 14), found.start())
    weekday = WEEKDAYS.index(before["w"]) if before else None
    if found["y"]:
        stated = days.day_of(int(found["y"]), month, day)
        return _time(plain, found, stated.isoformat(), "stated") if stated else None
    if days.day_of(_CENTURY, month, day) is None:
        return None
    near = days.resolve(month, day, found["near"], anchor, weekday)
    if near is None:
        return _time(plain, found, None, "open")
    return _time(plain, found, near.isoformat(), "resolved")


def _number(text: str) -> int:
    return int(text.replace("er", ""))


def _numeric(plain: str, found: re.Match[str], _anchor: date | None) -> Time | None:
    year = int(found["y"])
    full = year if year >= 100 else _CENTURY + year  # noqa: PLR2004 - two digits or four
    stated = days.day_of(full, int(found["m"]), int(found["d"]))
    return _time(plain, found, stated.isoformat(), "stated") if stated else None


def _clock(plain: str, found: re.Match[str], _anchor: date | None) -> Time:
    return _time(plain, found, None, "open", "clock")


def _span(plain: str, found: re.Match[str], _anchor: date | None) -> Time:
    return _time(plain, found, None, "open", "duration")


def _years(plain: str, found: re.Match[str], _anchor: date | None) -> Time | None:
    first = found["a"]
    second = found["b"] if len(found["b"]) == len(first) else first[:2] + found["b"]
    if second <= first:
        return None
    return _time(plain, found, first, "stated", "period", second)


def _year(plain: str, found: re.Match[str], _anchor: date | None) -> Time | None:
    middle = plain.endswith(" mi-", 0, found.start())
    if _NUMBERED.match(plain, found.end()):
        return None
    if plain[found.start() - 1 : found.start()] in {"-", ".", ",", "/", "°"} and not middle:
        return None
    return _time(plain, found, found[0], "stated")


# « n° 2019/03/41 », « 2021-118 »: a number that begins with its year
_NUMBERED = re.compile(r"/\d|-\d{2,4}\b(?!-)")

_Forms: TypeAlias = tuple[
    tuple[re.Pattern[str], Callable[[str, re.Match[str], date | None], Time | None]], ...
]
_OF_ANY_LENGTH: _Forms = ((_SPAN, _span),)
_OF_DAYS: _Forms = (
    (_NUMERIC, _numeric),
    (_PARTIAL, _clock),
    (_DAYS, _two_days),
    (_DAY, _one_day),
    (_CLOCK, _clock),
    (_SPAN, _span),
)
_OF_YEARS: _Forms = ((_ISO, _numeric), (_SPAN, _span), (_YEARS, _years), (_YEAR, _year))
# By how many digits the expression begins with.
_DIGIT_FORMS: Mapping[int, _Forms] = {1: _OF_DAYS, 2: _OF_DAYS, 4: _OF_YEARS}


def _from_words(words: Words, anchor: date | None) -> Iterator[Time]:
    plain = words.plain
    for found in _MONTH_YEAR.finditer(words):
        value = f"{found['y']}-{_MONTH_OF[found['m']]:02}"
        yield _time(plain, found, value, "stated")
    for found in _MONTH_NEAR.finditer(words):
        yield _near_month(plain, found, anchor)
    for start, end, day in deictics.find(words, anchor):
        basis: Basis = "resolved" if day else "open"
        yield Time(start, end, day, basis, "point", bounding.of(plain, start))
    for found in _WORD_SPAN.finditer(words):
        yield _time(plain, found, None, "open", "duration")


def _near_month(plain: str, found: re.Match[str], anchor: date | None) -> Time:
    month = _MONTH_OF[found["m"] or found["m2"]]
    near = found["near"] or found["near2"]
    # The month is where the expression begins: the words before it only bound it.
    start = found.start("m") if found["m"] else found.start("m2")
    day = days.resolve(month, 1, near, anchor, None)
    value = f"{day:%Y-%m}" if day else None
    return Time(
        start,
        found.end(),
        value,
        "resolved" if value else "open",
        "point",
        bounding.of(plain, start),
    )


def _time(  # noqa: PLR0913, PLR0917 - the fields of a Time, in their order
    plain: str,
    found: re.Match[str],
    value: str | None,
    basis: Basis,
    sort: Sort = "point",
    until: str | None = None,
) -> Time:
    return Time(
        found.start(), found.end(), value, basis, sort, bounding.of(plain, found.start()), until
    )
