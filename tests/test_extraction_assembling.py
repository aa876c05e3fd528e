"""Statements: repetitions, parts, evidence, and the same answer whatever happens."""

import hashlib
import os
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extraction_answers import assembled, read
from extraction_cases import rows
from tdi_graph.statements import Kind

RELEASE = """Clémence Aubertin, ministre des Mers et des Ports, et Luc Hamon, président de l’Ademe,
ont réuni ce lundi 6 mai 2024 le comité de pilotage du Fonds vert. Doté de 2 milliards d’euros d’ici
2027, le Fonds vert, piloté par l’ANCT et opéré par les préfets de région, a soutenu 1 250 projets,
dont près de 300 en Bretagne, pour 4,5 milliards d’euros d’investissements.

« Le Fonds vert aide nos communes à changer d’air », a déclaré Clémence Aubertin. Elle s’engage à
prolonger le Fonds vert jusqu’en 2030."""
WORDS = RELEASE.replace("\n", " ").split(" ")
MOST_WORDS = 20


@pytest.mark.parametrize(("text", "answer"), rows("assembling.tsv"))
def test_the_figures_of_a_text_are_told_apart(text: str, answer: str) -> None:
    assert "; ".join(assembled(read(text))) == answer


def test_each_kind_of_statement_comes_out() -> None:
    kinds = {candidate.statement.kind for candidate in read(RELEASE).statements}
    assert kinds == set(Kind)


def test_each_statement_names_its_rule_and_has_a_name_of_its_own() -> None:
    found = read(RELEASE).statements
    assert all("." in candidate.rule for candidate in found)
    names = [candidate.statement.iri for candidate in found]
    assert len(names) == len(set(names))


def test_evidence_is_short_and_quotations_are_abridged() -> None:
    for candidate in read(RELEASE).statements:
        quoted = candidate.statement.kind is Kind.QUOTATION
        for passage in candidate.statement.evidence:
            assert passage.abridged is quoted
            assert quoted or passage.words <= MOST_WORDS


def test_a_text_without_a_date_dates_nothing() -> None:
    text = "Le Fonds vert est piloté par l'Ademe."
    (candidate,) = read(text).statements
    assert not any("Date" in predicate.value for predicate, _ in candidate.statement.properties)
    (candidate,) = read(text, "2024-05").statements
    assert any("2024-05" in value.value for _, value in candidate.statement.properties)


def cuts_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalpha() and text[place].isalpha()


@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(WORDS)).map(" ".join)))
@example(RELEASE)
@example(RELEASE * 3)
@example("Le programme Petites villes de demain réunit 186 territoires labellisés en 2023.")
@settings(max_examples=120, deadline=None)
def test_any_text_gives_statements_that_quote_it(text: str) -> None:
    found = read(text, "2024-05-06")
    assert not found.faults
    for candidate in found.statements:
        for passage in candidate.statement.evidence:
            assert 0 <= passage.start < passage.end <= len(text)
            assert passage.exact == text[passage.start : passage.end]
            assert passage.abridged or not cuts_a_word(text, passage.start)
            assert passage.abridged or not cuts_a_word(text, passage.end)
    for note in found.numbers:
        assert note.text == text[note.start : note.end]


def digest_under(seed: str) -> str:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from extraction_answers import read\n"
        "from test_extraction_assembling import RELEASE, listed\n"
        "print(listed(read(RELEASE, '2024-05-06')))\n"
    )
    here = os.path.dirname(__file__)  # noqa: PTH120 - as text, for a command
    done = subprocess.run(
        [sys.executable, "-c", code, here],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def listed(found: object) -> str:
    lines = [str(q) for c in found.statements for q in c.statement.quads()]  # type: ignore[attr-defined]
    lines += [str(q) for p in found.proposals for q in p.quads()]  # type: ignore[attr-defined]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_order_of_hashes_changes_nothing() -> None:
    assert len({digest_under(seed) for seed in ("0", "1", "4242")}) == 1
