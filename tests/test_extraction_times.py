"""Expressions of time: resolved only against a date, at the precision that the text gives."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_cases import rows
from tdi_graph.extraction import anchors, times
from tdi_graph.extraction.tokens import Words


@pytest.mark.parametrize(
    ("text", "anchor", "value", "until", "basis", "bound"),
    [row for row in rows("times.tsv") if row.values[1] is not None],
)
def test_a_time_is_read(  # noqa: PLR0913, PLR0917 - the columns of the table
    text: str, anchor: str, value: str, until: str, basis: str, bound: str
) -> None:
    found = [t for t in times.find(Words(text), anchor or None) if t.sort in {"point", "period"}]
    if not value:
        assert found == []
        return
    time = found[0]
    assert (str(time.value), time.until or "") == (value, until)
    assert (time.basis, time.bound) == (basis, bound)


def test_a_text_without_a_date_may_call_a_day_its_own() -> None:
    assert anchors.told(Words("Ce lundi 17 mai 2021, la halle ouvre.")) == "2021-05-17"
    assert anchors.told(Words("Le 17 mai 2021, la halle ouvre.")) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_full_date_needs_no_anchor(day: date) -> None:
    found = times.find(Words(f"le {day:%d/%m/%Y}"), None)
    assert [(t.value, t.basis) for t in found] == [(day.isoformat(), "stated")]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    found = times.find(Words(text), None)
    assert all(t.basis != "resolved" for t in found)
    assert all(0 <= t.start < t.end <= len(text) for t in found)


def test_a_day_takes_the_year_that_the_text_states_of_it_elsewhere() -> None:
    found = times.find(
        Words("Le 4 juin, on signe. Le 4 juin 2019, on a signé, puis le 5 juin."), None
    )
    assert [(time.value, time.basis) for time in found] == [
        ("2019-06-04", "resolved"),
        ("2019-06-04", "stated"),
        (None, "open"),
    ]
