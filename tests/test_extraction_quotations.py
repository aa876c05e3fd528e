"""Quotations: reported words have a speaker, a quoted name has none."""

import pytest

from extraction_answers import answers, quotations, read
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("quotations.tsv"))
def test_the_quotations_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(quotations(read(text, "2024-05-06"))) == answer


def test_a_quotation_is_cut_into_its_sentences() -> None:
    found = read(
        "Ana Ruiz, maire de Sète, a déclaré : « Le Fonds vert aide nos ports depuis deux ans."
        "\n\nNos équipes en mesurent les effets chaque matin. »"
    )
    assert len(answers(found, "quotation")) == 2
