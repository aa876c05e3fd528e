"""Numbers, amounts and dates as French and English write them, at their own precision."""

from decimal import Decimal

import pytest

from tdi_graph.views.cards import Datum
from tdi_graph.views.labels import Label, Named
from tdi_graph.views.statements import Amount
from tdi_graph.web import catalogues
from tdi_graph.web.wording import Wording

FR, EN = Wording(catalogues.read("fr")), Wording(catalogues.read("en"))
NNBSP, NBSP = "\u202f", "\u00a0"


def amount(low: str, unit: str, high: str = "", qualifier: str = "") -> Amount:
    named = Named("c:q", Label(qualifier, "fr")) if qualifier else None
    return Amount(Decimal(low), Decimal(high or low), unit, named)


@pytest.mark.parametrize(
    ("given", "french", "english"),
    [
        (amount("1400000000.0", "unit:CCY_EUR"), "1,4 milliard d’euros", "€1.4 billion"),
        (amount("2000000000", "unit:CCY_EUR"), "2 milliards d’euros", "€2 billion"),
        (amount("1000000", "unit:CCY_EUR"), "1 million d’euros", "€1 million"),
        (amount("39700000.0", "unit:CCY_EUR"), "39,7 millions d’euros", "€39.7 million"),
        (amount("1234567", "unit:CCY_EUR"), "1 234 567 €", "€1,234,567"),
        (amount("1234567000", "unit:CCY_EUR"), "1 234,567 millions d’euros", "€1,234.567 million"),
        (amount("4000.0", "unit:CCY_EUR"), "4 000 €", "€4,000"),
        (amount("-2000000", "unit:CCY_EUR"), "-2 millions d’euros", "€-2 million"),
        (amount("183.0", "unit:NUM"), "183", "183"),
        (amount("27250", "unit:NUM"), "27 250", "27,250"),
        (amount("69.0", "unit:PERCENT"), "69 %", "69%"),
        (amount("33.333", "unit:PERCENT"), "33,3 %", "33.3%"),
        (amount("2900.0", "unit:HA"), "2 900 hectares", "2,900 hectares"),
        (amount("10", "unit:NUM", high="20"), "de 10 à 20", "from 10 to 20"),
    ],
)
def test_an_amount_is_written_as_the_language_does(
    given: Amount, french: str, english: str
) -> None:
    assert FR.amount(given).replace(NNBSP, " ").replace(NBSP, " ") == french
    assert EN.amount(given).replace(NBSP, " ") == english


def test_a_qualifier_stands_before_the_value() -> None:
    said = FR.amount(amount("143000000", "unit:CCY_EUR", qualifier="près de"))
    assert said == f"près de 143{NBSP}millions d’euros"
    assert FR.amount(amount("5000", "unit:NUM", qualifier="plus de")) == f"plus de 5{NNBSP}000"


def test_what_has_no_value_says_so() -> None:
    assert (FR.amount(None), EN.amount(None)) == ("valeur inconnue", "unknown value")


@pytest.mark.parametrize(
    ("given", "french", "english"),
    [
        ("2018", "2018", "2018"),
        ("2018-11", "novembre 2018", "November 2018"),
        ("2018-11-22", "22 novembre 2018", "22 November 2018"),
        ("2019-01-01", "1er janvier 2019", "1 January 2019"),
        ("2019-01-11", "11 janvier 2019", "11 January 2019"),
        ("hier", "hier", "hier"),
        ("2018-13", "2018-13", "2018-13"),
        ("", "", ""),
    ],
)
def test_a_date_keeps_its_precision(given: str, french: str, english: str) -> None:
    assert (FR.date(given), EN.date(given)) == (french, english)


def test_a_period_may_be_open() -> None:
    assert FR.period("2018/2021") == "de 2018 à 2021"
    assert FR.period("2023-11/..") == "depuis novembre 2023"
    assert EN.period("2023-11/..") == "since November 2023"
    assert FR.period("2018") == "2018"


@pytest.mark.parametrize(
    ("given", "predicate", "french"),
    [
        (Datum("2018-11", datatype="xsd:gYearMonth"), "", "novembre 2018"),
        (Datum("1600.0", datatype="xsd:decimal"), "", "1 600"),
        (Datum("INF", datatype="xsd:double"), "", "INF"),
        (Datum("x", datatype="xsd:decimal"), "", "x"),
        (Datum("true", datatype="xsd:boolean"), "", "oui"),
        (Datum("false", datatype="xsd:boolean"), "", "non"),
        (Datum("fr"), "schema:inLanguage", "français"),
        (Datum("2018"), "", "2018"),
    ],
)
def test_a_literal_is_written_by_its_datatype(given: Datum, predicate: str, french: str) -> None:
    assert FR.datum(given, predicate).replace(NNBSP, " ") == french
