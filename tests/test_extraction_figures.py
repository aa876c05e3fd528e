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
        ("La Région Bretagne consacrera 3 millions d'euros au Fonds vert.", "c:announced"),
        ("Les Régions auront engagé 40 millions d'euros dans le Fonds vert.", "c:expected"),
        ("Les ministres ont annoncé un abondement du Fonds vert de 4 M€.", "c:announced"),
        ("Le ministre a annoncé la liste des 40 projets soutenus par le Fonds vert.", "c:observed"),
        ("L'État cofinancera 16 chefs de projet pour le Fonds vert.", "c:announced"),
        (
            "L'État cofinancera 16 chefs de projet du Fonds vert, soit un de plus qu'aujourd'hui.",
            "c:announced",
        ),
        ("Le Fonds vert est doté de 3 milliards d'euros sur six ans.", "c:announced"),
        ("Le Fonds vert était doté de 3 milliards d'euros.", "c:observed"),
        ("Au Fonds vert, une enveloppe de 3 M€ est réservée aux collèges.", "c:announced"),
        ("Le Fonds vert a donné envie : nous lancerons 50 sites clés en main.", "c:announced"),
        ("Le Fonds vert compte 260 logements vacants à rénover.", "c:expected"),
        ("Le Fonds vert permettra de dépolluer 37 hectares.", "c:expected"),
        ("Le Fonds vert a soutenu 120 projets et devrait en aider d'autres.", "c:observed"),
        ("Le Fonds vert a soutenu 120 projets, pour une somme attendue.", "c:observed"),
    ],
)
def test_a_figure_is_as_sure_as_its_clause(text: str, modality: str) -> None:
    assert modalities(text) == [modality]


def test_a_due_date_and_a_period_are_kept() -> None:
    due = answers(read("Doté de 40 millions d'euros d'ici 2027, le Fonds vert avance."), "figure")
    since = answers(read("Depuis mars 2022, le Fonds vert a soutenu 40 projets."), "figure")
    assert due[0]["tdi:due"] == "2027"
    assert since[0]["schema:temporalCoverage"] == "2022-03/.."


def periods(text: str) -> list[tuple[str | None, str]]:
    found = answers(read(text, "2024-03-01"), "figure")
    return [(answer.get("schema:temporalCoverage"), answer["tdi:modality"]) for answer in found]


@pytest.mark.parametrize(
    ("text", "period", "modality"),
    [
        ("Entre 2018 et 2022, le Fonds vert a soutenu 40 projets.", "2018/2022", "c:observed"),
        ("Au 1er mars 2024, le Fonds vert a soutenu 40 projets.", "2024-03-01", "c:observed"),
        (
            "Depuis l'ouverture du Fonds vert, en mai 2020, 40 projets ont été soutenus.",
            "2020-05/..",
            "c:observed",
        ),
        (
            "Entre mars 2020 et mai 2022, le Fonds vert a soutenu 40 projets.",
            "2020-03/2022-05",
            "c:observed",
        ),
        ("Au Fonds vert, 40 projets ont été retenus au 30 juin 2023.", "2023-06-30", "c:observed"),
        ("Le Fonds vert a soutenu en 2023 40 projets.", "2023", "c:observed"),
        ("Le Fonds vert a soutenu 40 projets (2022).", "2022", "c:observed"),
        ("Le Fonds vert : exercice 2023\n\n40 projets ont été soutenus.", "2023", "c:observed"),
        ("Le Fonds vert a soutenu 40 projets du maire du 3 mars 2023.", None, "c:observed"),
        ("Le Fonds vert : bilan 2020-2023\n\n40 projets ont été soutenus.", None, "c:observed"),
        ("L'enveloppe du Fonds vert pour 2024 s'élève à 9 M€.", "2024", "c:announced"),
        ("L'enveloppe du Fonds vert pour 2022 s'élève à 9 M€.", "2022", "c:observed"),
        (
            "Le Fonds vert est doté de 9 M€ sur la période 2024-2026.",
            "2024/2026",
            "c:announced",
        ),
        ("Lancé en 2022, le Fonds vert a soutenu 40 projets.", None, "c:observed"),
        ("Une enveloppe supplémentaire de 9 M€ renforce le Fonds vert.", None, "c:announced"),
        ("Le Fonds vert avait été abondé de 9 M€ supplémentaires.", None, "c:observed"),
        ("La création d'un programme « Halles », doté de 9 M€, suit.", None, "c:announced"),
        ("Présenté le 3 mai 2023, le Fonds vert a soutenu 40 projets.", None, "c:observed"),
    ],
)
def test_a_period_is_found_where_the_sentence_gives_it(
    text: str, period: str | None, modality: str
) -> None:
    assert periods(text) == [(period, modality)]


def test_the_year_of_one_sentence_is_that_of_the_next_which_tells_of_no_other() -> None:
    text = "Le Fonds vert a reçu 90 dossiers en 2023. Il a soutenu 40 projets, pour 9 M€ d'aides."
    assert [period for period, _ in periods(text)] == ["2023", "2023", "2023"]
    other = "Le Fonds vert a reçu 90 dossiers en 2023. À ce jour, il a soutenu 40 projets."
    assert [period for period, _ in periods(other)] == ["2023", None]
    apart = "Le Fonds vert a reçu 90 dossiers en 2023.\n\nIl a soutenu 40 projets."
    assert [period for period, _ in periods(apart)] == ["2023", None]


def test_a_document_on_one_region_limits_its_figures_to_it() -> None:
    text = (
        "Le Fonds vert en Bretagne : premiers résultats\n\nPetit rappel du calendrier.\n\n"
        "52 chefs de projet ont été recrutés par le Fonds vert. "
        "Au niveau national, 900 projets du Fonds vert ont été soutenus."
    )
    scopes = [answer.get("tdi:scope") for answer in answers(read(text), "figure")]
    assert scopes == ["Bretagne", None]


def test_each_number_says_what_became_of_it() -> None:
    notes = read("Le Fonds vert a soutenu 40 projets en 24 mois, selon l'article 12.").numbers
    assert [(note.text, note.verdict) for note in notes] == [
        ("40", "figure"),
        ("24", "no figure"),
        ("12", "no figure"),
    ]
    assert [note.reason for note in notes[1:]] == ["duration", "article number"]


def test_a_scheme_named_once_beside_others_is_not_what_other_paragraphs_count() -> None:
    passing = (
        "Le maire a signé un contrat avec le préfet.\n\nLa cour était pleine.\n\n"
        "Il y avait du monde.\n\nLe vin était bon.\n\n"
        "Le programme Villages d'avenir et le Fonds vert y sont rattachés.\n\n"
        "Concrètement, 52 actions ont été arrêtées."
    )
    own = "Villages d'avenir avance.\n\nConcrètement, 52 actions ont été arrêtées."
    assert figures(read(passing)) == []
    assert figures(read(own)) == ["actions-count 52 @Villages d'avenir"]


def test_a_heading_ends_what_the_section_before_was_about() -> None:
    text = (
        "Le Fonds vert en Bretagne : bilan\n\nLe Fonds vert soutient la rénovation.\n\n"
        "FONDS FRICHES\n\nLe fonds friches est prolongé.\n\n"
        "ÉCOLES ET CRÈCHES\n\nAu total, 40 projets ont été soutenus."
    )
    assert [line.partition(" /")[0] for line in figures(read(text))] == [
        "projects-supported 40 @Fonds vert"
    ]


def test_a_fifth_is_written_without_an_exponent() -> None:
    found = answers(read("Un cinquième des projets du Fonds vert concernent les écoles."), "figure")
    assert found[0]["schema:value"] == "20.0"


def test_the_lead_of_a_list_dates_what_it_lists() -> None:
    text = "Le Fonds vert avance.\n\n{}\n\n- 40 projets soutenus ;\n\n- 12 M€ de subventions."
    for lead, coverage in (
        ("Bilan au 30 juin 2022 :", "2022-06-30"),
        ("Les chiffres de l'année 2022 :", "2022"),
        ("En 2022 :", "2022"),
        ("Lancé par la ministre en mars 2022, le fonds compte :", None),
        ("Entre le bilan de 2021 et celui de 2022 :", None),
    ):
        assert [period for period, _ in periods(text.format(lead))] == [coverage] * 2


def test_whoever_is_announced_to_have_won_has_been_chosen() -> None:
    assert modalities("La ministre a annoncé 12 villes lauréates du Fonds vert.") == ["c:observed"]
    assert modalities("La ministre a annoncé 12 villes de plus dans le Fonds vert.") == [
        "c:announced"
    ]
