"""Search: what was typed leads to what was meant, whatever the typing and whatever the size."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdi_graph import questions, resources, search
from tdi_graph.search import Entry, Index, Name, folding
from tdi_graph.search.spelling import Spelling
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE

CASES = Path(__file__).parent / "cases" / "search" / "names.tsv"
ROWS = [
    line.split("\t")
    for line in CASES.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
OPERATORS = [
    '"',
    "*",
    "a* OR",
    "NEAR(a b, 2)",
    "words:",
    "-a",
    "(",
    "a AND",
    "'; DROP TABLE form; --",
]


@pytest.fixture(scope="module")
def index(store: EmbeddedStore) -> Index:
    return search.make(store, questions.load(resources.root() / "queries").values())


@pytest.mark.parametrize(("typed", "wanted", "why"), ROWS, ids=lambda text: text[:30])
def test_what_was_typed_leads_to_what_was_meant(
    index: Index, typed: str, wanted: str, why: str
) -> None:
    for language in ("fr", "en"):
        first = index.find(typed, language, limit=1)
        assert [hit.iri.removeprefix(BASE + "id/") for hit in first] == [wanted], why


def test_every_name_of_a_thing_finds_it(index: Index, store: EmbeddedStore) -> None:
    named = store.select(
        "SELECT ?thing ?name { ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name }"
    )
    for record in named.records():
        thing, name = record["thing"], record["name"]
        iri, text = getattr(thing, "value", ""), getattr(name, "value", "")
        if search.kind_of(iri):
            found = index.find(text, "fr", limit=50)
            assert iri in [hit.iri for hit in found], text


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("créations d’emplois", "concept"),
        ("183 territoires labellisés", "passage"),
        ("opéré par", "term"),
        ("Quels chiffres deux documents répètent-ils ?", "question"),
        ("Carole Delga", "person"),
        ("renforcer de 150 millions", "statement"),
    ],
)
def test_more_than_things_can_be_found(index: Index, typed: str, kind: str) -> None:
    assert index.find(typed, "fr", limit=1)[0].kind == kind
    assert {hit.kind for hit in index.find(typed, "fr", kinds=[kind])} == {kind}


def test_a_hit_says_what_it_is_and_by_which_name_it_was_found(index: Index) -> None:
    hit = index.find("green fund", "fr", limit=1)[0]
    assert (hit.label.text, hit.matched.text, hit.matched.language) == (
        "Fonds vert",
        "Green Fund",
        "en",
    )
    assert [name.rpartition("#")[2] for name in hit.classes] == ["Fund"]
    assert hit.years
    assert 0 < hit.score <= 100


def test_the_facets_count_what_the_choice_leaves_out(index: Index) -> None:
    everything = index.search("fonds", "fr", limit=1000)
    assert everything.complete
    assert sum(everything.kinds.values()) == everything.total == len(everything.hits)
    for kind, count in everything.kinds.items():
        only = index.search("fonds", "fr", kinds=[kind])
        assert (only.total, only.kinds) == (count, everything.kinds)
    for year, count in everything.years.items():
        in_year = index.search("fonds", "fr", year=year)
        assert (in_year.total, in_year.years) == (count, everything.years)
        assert all(year in hit.years for hit in in_year.hits)


@pytest.mark.parametrize("typed", ["", " ", "''", "?!", "\x00", "\ue000scheme", "\n\t"])
def test_nothing_typed_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed, "fr") in ([], index.find("scheme", "fr"))


@pytest.mark.parametrize("typed", [*OPERATORS, "x" * 10_000, "a " * 5_000, "é\u0301" * 999])
def test_what_means_something_to_the_engine_means_nothing_here(index: Index, typed: str) -> None:
    index.find(typed, "fr")
    assert index.find("anct", "fr", limit=1)[0].iri.endswith("/anct")


@given(st.text(max_size=300), st.sampled_from(["fr", "en", "", "x"]))
def test_any_text_is_answered(index: Index, typed: str, language: str) -> None:
    found = index.search(typed, language, limit=5)
    assert len(found.hits) == min(5, found.total)
    assert sorted(-hit.score for hit in found.hits) == [-hit.score for hit in found.hits]


def test_a_kind_that_is_not_one_finds_nothing(index: Index) -> None:
    assert index.find("anct", "fr", kinds=["unicorn"]) == []
    assert index.find("anct", "fr", kinds=['" OR "a']) == []


def test_many_may_ask_at_once(index: Index) -> None:
    typed = [row[0] for row in ROWS] * 5
    alone = [index.find(text, "fr") for text in typed]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: index.find(text, "fr"), typed)) == alone


def test_an_empty_graph_has_an_index() -> None:
    index = search.make(EmbeddedStore([], release="0" * 64))
    assert index.find("anct", "fr") == []
    assert index.search("anct", "fr").total == 0


def test_more_names_than_are_looked_at_are_told_to_be_more() -> None:
    many = [Entry(f"{BASE}id/place/{n}", "place", (Name(f"lieu {n}"),)) for n in range(2_000)]
    index = Index([*many, Entry(f"{BASE}id/person/x", "person", (Name("lieutenant"),))])
    assert not index.search("lieu", "fr").complete
    assert index.search("lieu 77", "fr", limit=1).hits[0].label.text == "lieu 77"
    assert [hit.kind for hit in index.find("lieu", "fr", kinds=["person"])] == ["person"]


def test_a_mistake_is_seen_wherever_it_is() -> None:
    spelling = Spelling(["ferracci", "anct", "industrie"])
    for typed in ("feracci", "ferraccci", "ferrecci", "ferarcci", "erracci", "gerracci"):
        assert "ferracci" in spelling.near(typed), typed
    assert spelling.near("indsutr")
    assert spelling.near("abc") == []
    assert spelling.near("2030") == []


def test_letters_are_compared_as_they_sound() -> None:
    assert folding.words("Cœur · ŒUVRE — Æsop, Łódź, straße") == folding.words(
        "coeur oeuvre aesop lodz strasse"
    )
