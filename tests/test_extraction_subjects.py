"""Subjects: what a number is said of, across clauses and sentences."""

import pytest

from extraction_answers import figures, read
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("subjects.tsv"))
def test_a_number_finds_its_subject(text: str, answer: str) -> None:
    assert "; ".join(figures(read(text.replace("\\n", "\n")))) == answer
