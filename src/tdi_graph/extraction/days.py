"""Days of the calendar: the one that a document bears, and the one that a text means near it."""

from datetime import date

MONTHS = (
    ("janvier", "january"), ("fevrier", "février"), ("mars",), ("avril",), ("mai",), ("juin",),
    ("juillet",), ("aout", "août"), ("septembre",), ("octobre",), ("novembre",),
    ("decembre", "décembre"),
)  # fmt: skip
"""The names of each month: in plain letters first."""

MONTH = "|".join(names[0] for names in MONTHS)
"""A month's name in a plain text, as alternatives of an expression."""

_HALF_YEAR = 183
_PARTS_OF_A_DAY, _MID_MONTH = 3, 15


def as_day(anchor: str | None) -> date | None:
    """Return the day of a document; of one that bears a month only, its middle."""
    parts = [int(part) for part in (anchor or "").split("-") if part.isdigit()]
    if len(parts) == _PARTS_OF_A_DAY - 1:
        parts.append(_MID_MONTH)
    if len(parts) != _PARTS_OF_A_DAY:
        return None
    return day_of(*parts)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a day, None if no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def resolve(
    month: int, day: int, near: str | None, anchor: date | None, weekday: int | None
) -> date | None:
    """Return the day that is meant: last, next or nearest, and on the weekday that is named."""
    if anchor is None:
        return None
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [d for d in (day_of(y, month, day) for y in years) if d is not None]
    if near and near.startswith("dernier"):
        days = [d for d in days if d <= anchor][-1:]
    elif near:
        days = [d for d in days if d >= anchor][:1]
    else:
        days = [d for d in days if abs((d - anchor).days) <= _HALF_YEAR]
    agreed = [d for d in days if weekday is None or d.weekday() == weekday]
    return min(agreed, key=lambda d: abs((d - anchor).days), default=None)
