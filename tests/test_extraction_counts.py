"""Figures whose noun or unit stands elsewhere, in labels, lists, brackets and sums."""

import pytest

from extraction_answers import figures, read
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("counts.tsv"))
def test_the_figures_of_a_text(text: str, answer: str) -> None:
    assert "; ".join(figures(read(text.replace("\\n", "\n")))) == answer


def test_a_part_of_a_bare_number_has_the_unit_of_the_whole() -> None:
    text = "Le Fonds vert a versé 80 millions d'euros d'aides, dont 35 aux écoles."
    notes = {note.text: note.verdict for note in read(text).numbers}
    assert notes == {"80 millions d'euros": "figure", "35": "figure"}
