"""Pledges: who promises, expects or considers what, by when."""

import pytest

from extraction_answers import pledges, read
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("pledges.tsv"))
def test_the_pledges_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(pledges(read(text, "2024-05-06"))) == answer
