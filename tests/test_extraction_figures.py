"""Figures: which indicator, of what, how much and how surely."""

import pytest

from extraction_answers import answers, figures, read
from extraction_cases import rows


@pytest.mark.parametrize(("text", "answer"), rows("figures.tsv"))
def test_the_figures_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(figures(read(text.replace("\\n", "\n")))) == answer


def modalities(text: str) -> list[str]:
    return [answer["tdi:modality"] for answer in answers(read(text), "figure")]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Le Fonds vert a soutenu 40 projets.", "c:observed"),
        ("Le Fonds vert devrait soutenir 40 projets.", "c:expected"),
        ("Le Fonds vert pourrait soutenir 40 projets.", "c:considered"),
        ("Doté de 40 millions d'euros d'ici 2027, le Fonds vert avance.", "c:announced"),
        ("Le Fonds vert a permis 400 créations d'emplois.", "c:expected"),
    ],
)
def test_a_figure_is_as_sure_as_its_clause(text: str, modality: str) -> None:
    assert modalities(text) == [modality]


def test_a_due_date_and_a_period_are_kept() -> None:
    due = answers(read("Doté de 40 millions d'euros d'ici 2027, le Fonds vert avance."), "figure")
    since = answers(read("Depuis mars 2022, le Fonds vert a soutenu 40 projets."), "figure")
    assert due[0]["tdi:due"] == "2027"
    assert since[0]["schema:temporalCoverage"] == "2022-03/.."


def test_each_number_says_what_became_of_it() -> None:
    notes = read("Le Fonds vert a soutenu 40 projets en 24 mois, selon l'article 12.").numbers
    assert [(note.text, note.verdict) for note in notes] == [
        ("40", "figure"),
        ("24", "no figure"),
        ("12", "no figure"),
    ]
    assert [note.reason for note in notes[1:]] == ["duration", "article number"]
