"""No text makes a rule fail: cut, shuffled and re-encoded ones neither."""

import random
import unicodedata
from collections.abc import Callable

import pytest

from extraction_answers import read

_LINES = (
    "Le Fonds vert avance : 40 projets soutenus, pour 12,5 millions d'euros d'aides.",
    "L'animation du Fonds vert serait confiée à un binôme de l'Ademe et de l'ANCT.",
    "Les députés Octave Lemoine et Lucie Peyron ont présenté le 3 mars 2023 leur rapport.",
    "Les dossiers sont à déposer avant le 14 juin 2024 sur la plateforme.",
    "12 juin 2024, minuit : clôture des dépôts",
    "Relancé en 2022, le programme « Ports francs » est piloté par l'Ademe.",
    "Clémence Aubertin, ministre des Mers, s'est rendue jeudi 2 mai à Redon.",
)


def _bare(text: str) -> str:
    marks = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in marks if not unicodedata.combining(sign))


def _marked(text: str) -> str:
    return "\n".join(f"- **{line}**" for line in text.split("\n"))


_FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no accents": _bare,
    "capitals": str.upper,
    "Markdown": _marked,
    "one line": lambda text: text.replace("\n", " "),
}


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("seed", range(4))
def test_no_rule_fails_on_cut_and_shuffled_lines(form: str, seed: int) -> None:
    draw = random.Random(seed)
    lines = [line[: draw.randint(len(line) // 2, len(line))] for line in _LINES]
    draw.shuffle(lines)
    text = _FORMS[form]("\n".join(lines))
    found = read(text)
    assert found.faults == ()
    assert read(text).statements == found.statements


def test_a_role_given_to_nobody_is_none() -> None:
    assert read("Le Fonds vert avance. L'animation serait confiée à un\nAubrac").faults == ()
