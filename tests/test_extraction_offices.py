"""Offices: who holds which title, as printed."""

import pytest

from extraction_answers import answers, offices, read, relations
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("offices.tsv"))
def test_the_offices_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(offices(read(text.replace("\\n", "\n")))) == answer


def test_a_minister_s_title_names_the_ministry() -> None:
    found = read("Clémence Aubertin, ministre des Mers et des Ports, a visité le chantier.")
    assert "postIn: ministre des Mers et des Ports > ministère des Mers et des Ports" in relations(
        found
    )


def test_portfolios_name_no_ministry() -> None:
    found = read("Marc Ferracci, ministre chargé de l'Industrie et de l'Énergie, est venu.")
    assert relations(found) == []
    assert [answer["tdi:post"] for answer in answers(found, "tenure")] == [
        "membre du Gouvernement chargé de l'industrie"
    ]
