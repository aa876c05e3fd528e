"""Numbers, amounts, dates and whole statements in the words of a language.

A date is written at its own precision; a figure keeps its qualifier; an amount of money is
shortened only where nothing is lost.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from tdi_graph.views.cards import Datum
from tdi_graph.views.labels import Named
from tdi_graph.views.statements import (
    Amount,
    Figure,
    Involvement,
    Link,
    Pledge,
    Quotation,
    Statement,
    Tenure,
)
from tdi_graph.web.catalogues import Catalogue

# The words for large sums, and how finely those may be said in them.
_SCALES = {"billions": 1_000_000_000, "millions": 1_000_000}
_PRECISION = 1000
_YEAR, _MONTH, _DAY = 4, 7, 10
_UNITS = {"unit:HA": "area-hectare", "unit:M2": "area-square-meter"}
_DATES = ("xsd:date", "xsd:gYearMonth", "xsd:gYear")
_NUMBERS = ("xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:nonNegativeInteger")


# Babel reads its patterns anew each time, and pages say the same dates and numbers over and over.
@lru_cache(maxsize=8192)
def _decimal(value: Decimal | int, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=8192)
def _date(text: str, locale: Locale, first: str) -> str:
    try:
        match len(text):
            case n if n == _YEAR:
                return str(int(text))
            case n if n == _MONTH:
                moment = dt.date.fromisoformat(f"{text}-01")
                return format_skeleton("yMMMM", moment, locale=locale)
            case n if n == _DAY:
                return _day(dt.date.fromisoformat(text), locale, first)
    except ValueError:
        pass
    return text


def _day(day: dt.date, locale: Locale, first: str) -> str:
    said = format_date(day, format="long", locale=locale)
    return said.replace("1 ", f"{first} ", 1) if day.day == 1 and first else said


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language says things."""

    catalogue: Catalogue

    @property
    def locale(self) -> Locale:
        """The conventions for numbers and dates."""
        return self.catalogue.locale

    def number(self, value: Decimal | int) -> str:
        """Write a number with the separators of the language."""
        return _decimal(value, self.locale)

    def amount(self, amount: Amount | None) -> str:
        """Write a value or a range with its unit and its qualifier."""
        if amount is None:
            return self.catalogue("value.none")
        low, high = (self._quantity(value, amount.unit) for value in (amount.low, amount.high))
        said = low if low == high else self.catalogue("value.range", low=low, high=high)
        if amount.qualifier is None:
            return said
        return self.catalogue("value.qualified", qualifier=amount.qualifier.label.text, value=said)

    def short(self, amount: Amount) -> str:
        """Write a value or a range, with its qualifier, as briefly as a picture needs it."""
        low, high = (self.brief(value, amount.unit) for value in (amount.low, amount.high))
        said = low if low == high else self.catalogue("value.short.range", low=low, high=high)
        if amount.qualifier is None:
            return said
        return self.catalogue("value.qualified", qualifier=amount.qualifier.label.text, value=said)

    def brief(self, value: Decimal, unit: str) -> str:
        """Write a quantity with the shortest name of its unit."""
        if unit == "unit:CCY_EUR":
            for name, scale in _SCALES.items():
                if abs(value) >= scale:
                    number = self.number(round(value / scale, 3))
                    return self.catalogue(f"value.short.{name}", number=number)
        if unit in _UNITS:
            return format_unit(value, _UNITS[unit], length="short", locale=self.locale)
        return self._quantity(value, unit)

    def date(self, text: str) -> str:
        """Write a date of the day, the month or the year; what is none of them stays as it is."""
        # French says « 1er », which CLDR leaves to whoever writes.
        return _date(text, self.locale, str(self.catalogue.texts["date.first"]))

    def period(self, text: str) -> str:
        """Write an interval of ISO 8601, open where it ends in two dots."""
        start, _, end = text.partition("/")
        if not end:
            return self.date(text)
        if end == "..":
            return self.catalogue("date.since", start=self.date(start))
        return self.catalogue("date.interval", start=self.date(start), end=self.date(end))

    def datum(self, datum: Datum, predicate: str = "") -> str:
        """Write a literal by its datatype."""
        if datum.datatype in _DATES:
            return self.date(datum.text)
        if datum.datatype in _NUMBERS:
            return self._numeral(datum.text)
        if datum.datatype == "xsd:boolean":
            return self.catalogue("value.true" if datum.text == "true" else "value.false")
        if predicate == "schema:inLanguage":
            return str(self.locale.languages.get(datum.text, datum.text))
        return datum.text

    def listed(self, things: Iterable[Named]) -> str:
        """Write the names of several things as one enumeration."""
        return format_list([thing.label.text for thing in things], locale=self.locale)

    def summary(self, statement: Statement) -> str:
        """Say in one line what a statement states."""
        match statement.content:
            case Figure() as figure:
                return self._figure(figure)
            case Tenure(member, post):
                return self._said("tenure", member=member.label.text, post=post.label.text)
            case Involvement(actors, role, thing):
                named = {"role": role.label.text, "thing": thing.label.text}
                return self._said("involvement", actors=self.listed(actors), **named)
            case Pledge() as pledge:
                return self._pledge(pledge)
            case Quotation(speaker, about):
                named = {"speaker": speaker.label.text, "about": self.listed(about)}
                return self._said("quotation", **named)
            case Link() as link:
                return self._link(link)

    def _said(self, kind: str, **values: str) -> str:
        return self.catalogue(f"say.{kind}", **values)

    def _figure(self, figure: Figure) -> str:
        counted = figure.amount is not None and figure.amount.unit == "unit:NUM"
        said = self._said(
            "count" if counted else "figure",
            about=figure.about.label.text,
            indicator=figure.indicator.label.text,
            value=self.amount(figure.amount),
        )
        return f"{said} ({self.listed(figure.scopes)})" if figure.scopes else said

    def _pledge(self, pledge: Pledge) -> str:
        wording = pledge.wording.text if pledge.wording else self.listed(pledge.about)
        if not pledge.actors:
            return wording
        return self._said("pledge", actors=self.listed(pledge.actors), wording=wording)

    def _link(self, link: Link) -> str:
        target = link.target.label.text if link.target else self.date(link.date)
        named = {"subject": link.subject.label.text, "predicate": link.predicate.label.text}
        return self._said("link", target=target, **named)

    def _quantity(self, value: Decimal, unit: str) -> str:
        if unit == "unit:CCY_EUR":
            return self._euros(value)
        if unit == "unit:PERCENT":
            # A tenth of a point is as fine as these texts are: « un tiers » is no 33,333 %.
            share = round(value, 1) / 100
            return format_percent(share, locale=self.locale, decimal_quantization=False)
        if unit in _UNITS:
            return format_unit(value, _UNITS[unit], length="long", locale=self.locale)
        return self.number(value)

    def _euros(self, value: Decimal) -> str:
        for name, scale in _SCALES.items():
            if abs(value) >= scale and value % (scale // _PRECISION) == 0:
                count = value / scale
                return self.catalogue(f"value.{name}", count=count, number=self.number(count))
        return self.catalogue("value.euros", number=self.number(value))

    def _numeral(self, text: str) -> str:
        try:
            value = Decimal(text)
        except InvalidOperation:
            return text
        return self.number(value) if value.is_finite() else text
