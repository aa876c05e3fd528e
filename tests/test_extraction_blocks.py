"""What kind of block each paragraph is; what is cut off as another document's."""

import itertools
import re

import pytest

from extraction_cases import sections
from tdi_graph.extraction import chrome
from tdi_graph.extraction.layout import view
from tdi_graph.extraction.paragraphs import paragraphs


def block_cases() -> list[object]:
    found: list[object] = []
    for title, body in sections("blocks.txt"):
        lines = [line.split(" | ", 1) for line in body.strip().split("\n")]
        found.append(
            pytest.param([kind for kind, _ in lines], [text for _, text in lines], id=title)
        )
    return found


@pytest.mark.parametrize(("kinds", "texts"), block_cases())
def test_paragraphs_are_of_the_kinds(kinds: list[str], texts: list[str]) -> None:
    blocks = view("\n\n".join(texts)).blocks
    assert list(zip([block.kind for block in blocks], texts, strict=True)) == list(
        zip(kinds, texts, strict=True)
    )
    assert all(block.reason for block in blocks)


ISSUED = "2021-10-12"
DOCUMENT = [
    "Le fonds rural aide 120 communes",
    *(
        f"Le fonds rural a retenu {number} communes de la vallée lors de sa réunion {number}, et "
        "les maires ont salué un effort qui profite à toutes les écoles et à toutes les mairies."
        for number in (12, 15, 18, 21)
    ),
]
TEASER = (
    "Le {} attend ses premiers visiteurs dans la rue principale, où les badauds se pressent déjà "
    "devant les vitrines malgré la pluie et le vent de la semaine."
)
HEADLINES = list(
    itertools.chain.from_iterable(
        (f"Un {what} ouvre ses portes", TEASER.format(what))
        for what in ("cinéma", "musée", "théâtre", "marché")
    )
)
LATE = [
    "Le club de football a présenté mercredi 11 février 2026 son nouvel entraîneur à la presse.",
    "Le concert du 13 février 2026 affiche complet, a annoncé la salle à ses abonnés fidèles.",
]
WIDGETS = ["Offre d’emploi", "Newsletter", "Sondage"]
END = ["(Communiqué)"]
REST = "Les écoles de la vallée rouvriront en septembre après les travaux payés par la commune."


def cut(*parts: list[str], issued: str | None = ISSUED) -> str:
    """Return why the end of a document made of ``parts`` is cut, '' if it is not."""
    texts = itertools.chain(DOCUMENT, *parts)
    found = chrome.tail(paragraphs("\n\n".join(texts)), issued)
    return found.reason if found else ""


@pytest.mark.parametrize(
    "parts",
    [[HEADLINES], [LATE], [WIDGETS], [END, [REST]], [LATE[:1], [REST]]],
    ids=["headlines", "late dates", "widgets", "end mark", "one late date"],
)
def test_one_sign_alone_cuts_nothing(parts: list[list[str]]) -> None:
    assert not cut(*parts)


@pytest.mark.parametrize(
    ("parts", "signs"),
    [
        ([END, HEADLINES], 4),
        ([END, LATE], 2),
        ([LATE, HEADLINES], 3),
        ([END, WIDGETS], 2),
        ([["À lire aussi"], HEADLINES, WIDGETS], 5),
        ([END, LATE, HEADLINES, WIDGETS], 5),
    ],
    ids=["end, headlines", "end, late", "late, headlines", "end, frame", "frame, topic", "all"],
)
def test_two_signs_that_agree_cut(parts: list[list[str]], signs: int) -> None:
    assert len(cut(*parts).split("; ")) == signs


def test_a_list_of_regions_is_no_run_of_headlines_to_cut() -> None:
    regions = itertools.chain.from_iterable(
        (
            name,
            f"Douze dossiers y sont aidés depuis deux ans, pour {number} millions d’euros versés.",
        )
        for number, name in enumerate(("Bretagne", "Corse", "Normandie", "Occitanie"), 2)
    )
    assert not cut(list(regions))


def test_deadlines_are_no_late_dates() -> None:
    deadlines = (
        "Les dossiers sont à déposer avant le 30 juin 2022, et les travaux à finir d’ici le 31 "
        "décembre 2024, sauf en montagne où ils dureront jusqu’au 31 décembre 2026."
    )
    assert not cut([deadlines, *HEADLINES])


def test_an_end_mark_at_the_beginning_is_a_label() -> None:
    text = "\n\n".join(["Le fonds rural aide 120 communes", *END, *DOCUMENT[1:], *HEADLINES])
    assert chrome.tail(paragraphs(text), ISSUED) is None


def test_without_a_date_of_publication_no_date_is_late() -> None:
    assert not cut(LATE, HEADLINES, issued=None)
    assert cut(LATE, HEADLINES, issued="2021")
    assert not cut(LATE, HEADLINES, issued="2026-01")


def test_what_is_cut_gives_no_sentence() -> None:
    text = "\n\n".join([*DOCUMENT, *END, *HEADLINES, *LATE])
    seen = view(text, ISSUED)
    shown = " ".join(seen.words(sentence.start, sentence.end) for sentence in seen.sentences)
    assert "communes" in shown
    assert not re.search(r"cinéma|football|Communiqué", shown)
