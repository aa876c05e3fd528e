"""Scales: from days and values to places on a drawing, with ticks at round numbers.

A date that tells only its month or its year is the whole of it: a period, not a day chosen in it.
"""

import calendar
import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_YEAR, _MONTH, _DAY = 4, 7, 10

Period = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale: ``low`` stands at ``start`` and ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where ``value`` stands."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)


def period(text: str) -> Period | None:
    """Return the days that a date covers, as ordinals, the end left out; None if it is no date.

    >>> start, end = period("2019-03")
    >>> end - start
    31.0
    >>> period("mars 2019")
    """
    try:
        match len(text):
            case n if n == _YEAR:
                return _year(int(text))
            case n if n == _MONTH:
                return _month(dt.date.fromisoformat(f"{text}-01"))
            case n if n == _DAY:
                day = dt.date.fromisoformat(text).toordinal()
                return float(day), day + 1.0
    except ValueError:
        pass
    return None


def _year(year: int) -> Period:
    start = float(dt.date(year, 1, 1).toordinal())
    return start, start + 365 + calendar.isleap(year)


def _month(first: dt.date) -> Period:
    start = float(first.toordinal())
    return start, start + calendar.monthrange(first.year, first.month)[1]


def whole_years(periods: list[Period], least: int = 3) -> tuple[int, int]:
    """Return the first year and the one after the last that hold ``periods``, ``least`` at least.

    >>> whole_years([period("2025"), period("2024-12-31")])
    (2023, 2026)
    """
    first = dt.date.fromordinal(int(min(start for start, _ in periods))).year
    last = dt.date.fromordinal(int(max(end for _, end in periods)) - 1).year + 1
    return max(1, min(first, last - least)), last


def new_year(year: int) -> float:
    """Return the ordinal of the first of January; the year after 9999 begins too."""
    if year <= dt.MAXYEAR:
        return float(dt.date(year, 1, 1).toordinal())
    return float(dt.date.max.toordinal() + 1)


def round_ticks(low: Decimal, high: Decimal, most: int) -> tuple[Decimal, ...]:
    """Return round values, evenly spaced, from one not above ``low`` to one not below ``high``.

    There are at most ``most`` + 2 of them.

    >>> [str(tick) for tick in round_ticks(Decimal(0), Decimal(183), 4)]
    ['0', '50', '100', '150', '200']
    """
    if high <= low:
        high = low + 1
    step = _step((high - low) / most)
    places = range(math.floor(low / step), math.ceil(high / step) + 1)
    return tuple(_plain(place * step) for place in places)


def _step(least: Decimal) -> Decimal:
    magnitude = Decimal(1).scaleb(least.adjusted())
    return next(step * magnitude for step in _STEPS if step * magnitude >= least)


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
