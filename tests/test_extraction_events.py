"""Events: what happens, when, and who takes part."""

import pytest

from extraction_answers import answers, events, read
from extraction_cases import rows

ISSUED = "2024-05-06"


@pytest.mark.parametrize(("text", "answer"), rows("events.tsv"))
def test_the_events_of_a_sentence(text: str, answer: str) -> None:
    assert "; ".join(events(read(text.replace("\\n", "\n"), ISSUED))) == answer


def participants(text: str) -> set[str]:
    return {
        answer.get("tdi:agent") or answer["tdi:actingPost"]
        for answer in answers(read(text, ISSUED), "involvement")
    }


def test_those_who_convene_and_those_present_take_part() -> None:
    text = (
        "Clémence Aubertin, ministre des Mers, a réuni ce jour le comité de pilotage du Fonds vert."
        " Étaient présents Ana Ruiz, maire de Sète, et Luc Hamon, président de l'Ademe."
    )
    assert participants(text) == {"Clémence Aubertin", "Ana Ruiz", "Luc Hamon"}


def test_a_representative_takes_part_for_the_one_represented() -> None:
    text = (
        "Carole Delga, présidente de Régions de France, représentée par Ana Ruiz, maire de Sète,"
        " a réuni ce jour le comité de pilotage du Fonds vert."
    )
    assert participants(text) == {"Ana Ruiz"}
    assert answers(read(text, ISSUED), "involvement")[0]["tdi:onBehalfOf"] == "Carole Delga"


@pytest.mark.parametrize(
    "text",
    [
        "Le comité de suivi, présidé par Luc Hamon, maire de Dole, s'est réuni le 3 mars 2023.",
        "Le comité de suivi s'est réuni le 3 mars 2023, sous la présidence de Luc Hamon, maire.",
    ],
)
def test_whoever_chairs_takes_part(text: str) -> None:
    assert participants(text) == {"Luc Hamon"}


@pytest.mark.parametrize(
    "text",
    [
        (
            "Mot de M. Luc Hamon, maire de Dole\n\nComité des ports – Redon, 18 novembre 2022"
            "\n\nMesdames et messieurs, voici le bilan de nos ports et de leurs écoles de voile."
        ),
        (
            "Comité régional des ports\n\nCompte rendu de la réunion du lundi 14 mars 2022\n\n"
            "Présents : M. Luc Hamon, maire de Dole, et les élus des ports."
        ),
        "La charte des ports a été signée le 3 mars 2023 avec Luc Hamon, maire de Dole.",
    ],
)
def test_speakers_those_listed_and_those_signed_with_take_part(text: str) -> None:
    assert participants(text) == {"Luc Hamon"}


def starts(text: str) -> set[tuple[str, str]]:
    dated = (a for a in answers(read(text), "link") if a["rdf:predicate"] == "schema:startDate")
    return {(a["rdf:subject"], a["rdf:object"]) for a in dated}


def test_an_event_keeps_its_exact_date() -> None:
    text = (
        "Lancé en 2018, le programme « Ports francs » avance. "
        "Le programme « Ports francs » a été lancé le 22 novembre 2018."
    )
    assert starts(text) == {("lancement de Ports francs", "2018-11-22")}


def test_an_event_of_the_same_name_at_another_date_is_another() -> None:
    text = (
        "Lancé en 2018, le programme « Ports francs » avance. "
        "Le programme « Ports francs » a été lancé en 2023."
    )
    assert starts(text) == {
        ("lancement de Ports francs", "2018"),
        ("lancement de Ports francs (2023)", "2023"),
    }


def test_what_happens_on_one_day_of_several_has_their_month() -> None:
    text = "Du 22 au 25 novembre 2018, l'Ademe a lancé le programme « Ports francs »."
    assert starts(text) == {("lancement de Ports francs", "2018-11")}


def test_signatories_take_part_in_the_signing() -> None:
    text = (
        "Le 3 mars 2021, l'ANCT a signé la charte des ports. "
        "Étaient également signataires l'Ademe et Bpifrance."
    )
    assert {"Ademe", "Bpifrance"} <= participants(text)
