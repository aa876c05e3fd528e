"""What a document says of itself: title, publisher, date of publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_cases import arrows
from tdi_graph.errors import DocumentError
from tdi_graph.extraction import metadata
from tdi_graph.extraction.reading import Given, read_text
from tdi_graph.extraction.view import Issued

HEAD = "Paris, le 12 mars 2021\n\nLe fonds aide 120 communes\n\nLa ministre a fait hier le bilan."


@pytest.mark.parametrize(("text", "expected"), arrows("heads.txt"))
def test_a_head_says(text: str, expected: str) -> None:
    reading = read_text(text)
    issued = reading.issued.value if reading.issued else None
    said = (reading.title, reading.publisher, issued)
    assert " | ".join(value or "-" for value in said) == expected


def test_what_is_found_says_where() -> None:
    reading = read_text(HEAD)
    assert reading.issued == Issued("2021-03-12", "in the text")
    assert reading.provenance == (("title", "in the text"),)


def test_what_is_given_stands_above_what_is_found() -> None:
    given_ = Given(
        slug="cp-12", title="Le bilan", publisher="ANCT", issued="2021-03", url="https://a.example"
    )
    reading = read_text(HEAD, given_)
    assert (reading.slug, reading.title, reading.publisher) == ("cp-12", "Le bilan", "ANCT")
    assert reading.issued == Issued("2021-03", "given")
    assert reading.url == "https://a.example"
    assert dict(reading.provenance) == {"title": "given", "publisher": "given"}
    assert not reading.warnings


def test_a_given_date_that_the_document_contradicts_is_told() -> None:
    reading = read_text(HEAD, Given(issued="2022-01-01"))
    assert reading.issued == Issued("2022-01-01", "given")
    assert "the document says 2021-03-12, but 2022-01-01 was given" in reading.warnings


def test_a_weekday_that_the_calendar_contradicts_is_told() -> None:
    reading = read_text(HEAD.replace("le 12", "lundi 12"))
    assert reading.issued == Issued("2021-03-12", "in the text")
    assert any("not a lundi" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "date", ["12/03/2021", "2021-3-12", "2021-02-30", "2021-13", "2021-00", "hier", ""]
)
def test_a_given_date_must_be_one(date: str) -> None:
    with pytest.raises(DocumentError, match="2021-10-12"):
        read_text(HEAD, Given(issued=date))


@pytest.mark.parametrize("date", ["2021", "2021-10", "2021-10-12"])
def test_a_given_date_keeps_its_precision(date: str) -> None:
    assert read_text("Un texte du préfet.", Given(issued=date)).issued == Issued(date, "given")


def test_a_title_has_the_signs_of_the_original() -> None:
    reading = read_text("L’État\u00a0: « oui » aux villages\n\nLe préfet a dit oui à la demande.")
    assert reading.title == "L’État : « oui » aux villages"


@given(st.dates())
def test_dates_are_read_in_all_their_shapes(day: object) -> None:
    iso = str(day)
    year, month, number = iso.split("-")
    if not 1900 <= int(year) < 2100:
        return
    names = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    shapes = (
        iso,
        f"{number}/{month}/{year}",
        f"{number}.{month}.{year}",
        f"{int(number)} {names.split()[int(month) - 1]} {year}",
    )
    for shape in shapes:
        assert [dating.value for _, dating in metadata.dates(f"le {shape}.")] == [iso]


@given(st.text(max_size=200))
def test_any_text_has_dates_or_none(text: str) -> None:
    for at, dating in metadata.dates(text):
        assert 0 <= at < len(text)
        assert dating.value[:2] in {"19", "20"}
