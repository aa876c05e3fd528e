"""Relations: who steers, operates, funds …, what is part of what."""

import pytest

from extraction_answers import answers, read, relations
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("relations.tsv"))
def test_the_relations_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(sorted(relations(read(text.replace("\\n", "\n"))))) == answer


def test_whoever_acts_for_another_says_for_whom() -> None:
    found = read("La mesure « Rivages » est opérée par Bpifrance pour le compte de l'État.")
    assert [answer["tdi:onBehalfOf"] for answer in answers(found, "involvement")] == ["État"]
