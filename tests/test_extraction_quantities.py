"""Numbers: value, unit, qualifier and range, or the reason why a number is no quantity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_cases import rows
from tdi_graph.extraction import quantities, times
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.tokens import Words


def first(text: str) -> Quantity:
    words = Words(text)
    return quantities.find(words, times.find(words, None))[0]


def written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize(
    ("text", "value", "low", "unit", "qualifier", "rejected"), rows("quantities.tsv")
)
def test_a_number_is_read(  # noqa: PLR0913, PLR0917 - the columns of the table
    text: str, value: str, low: str, unit: str, qualifier: str, rejected: str
) -> None:
    found = first(text)
    assert (written(found.value), written(found.low)) == (value, low)
    assert (found.unit, found.qualifier, found.rejected) == (unit, qualifier, rejected)


@given(st.integers(min_value=10_000, max_value=999_999_999))
def test_grouped_thousands_are_one_number(number: int) -> None:
    for separator in (" ", "."):
        assert first(f"{number:,} ateliers".replace(",", separator)).value == number


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    words = Words(text)
    found = quantities.find(words, times.find(words, "2021-10-12"))
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
