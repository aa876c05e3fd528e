"""Reconciliation: a text finds the thing that it names; what may be wrong is not matched."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad

from reconciliation_cases import DECOYS, NAMES
from tdi_graph import reconciliation, search
from tdi_graph.reconciliation import BadQuery, Reconciler, TooMuch, answers, queries
from tdi_graph.reconciliation.candidates import GAP, SURE
from tdi_graph.reconciliation.identifiers import plain
from tdi_graph.reconciliation.likeness import form, likeness
from tdi_graph.reconciliation.queries import BATCH, Json
from tdi_graph.store import EmbeddedStore
from tdi_graph.views import Names, read_labels
from tdi_graph.vocabulary import BASE, expand

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@pytest.fixture(scope="module")
def held(store: EmbeddedStore) -> Reconciler:
    return reconciliation.make(store)


def asked(held: Reconciler, text: str = "", **more: Json) -> dict[str, tuple[float, bool]]:
    """Return the score of each candidate, and whether it is matched."""
    query = queries.query({"query": text, **more})
    found = held.candidates(query, "fr")
    return {one.entry.iri.removeprefix(BASE + "id/"): (one.score, one.match) for one in found}


def match(held: Reconciler, text: str = "", **more: Json) -> str | None:
    """Return what is matched, if anything is."""
    return next((name for name, (_, sure) in asked(held, text, **more).items() if sure), None)


def without_accents(text: str) -> str:
    plain_signs = text.replace("œ", "oe").replace("’", "'").replace("–", "-")
    return unicodedata.normalize("NFD", plain_signs).encode("ascii", "ignore").decode()


@pytest.mark.parametrize(("text", "thing"), NAMES.items(), ids=NAMES)
def test_what_a_table_holds_is_recognised(held: Reconciler, text: str, thing: str) -> None:
    assert next(iter(asked(held, text))) == thing
    assert match(held, text) in (thing, None)


def test_nearly_all_of_it_needs_nobody(held: Reconciler) -> None:
    assert sum(match(held, text) == thing for text, thing in NAMES.items()) >= 28


@pytest.mark.parametrize(("text", "why"), DECOYS.items(), ids=DECOYS)
def test_what_may_be_something_else_is_left_to_people(
    held: Reconciler, text: str, why: str
) -> None:
    assert match(held, text) is None, why


def test_every_name_is_recognised_without_its_accents_and_its_case(held: Reconciler) -> None:
    """A name that two things bear is matched to neither; any other to whom it belongs."""
    borne: dict[tuple[str, ...], set[str]] = {}
    for entry in held.entries.values():
        for name in entry.names:
            borne.setdefault(form(name.text).words, set()).add(entry.iri)
    for entry in held.entries.values():
        for name in entry.names:
            bare = without_accents(name.text)
            found = asked(held, bare.upper().replace("-", " "))
            best = next(iter(found))
            assert found[best][0] >= SURE, name
            assert BASE + "id/" + best in borne[form(name.text).words], name
            if found[best][1]:
                assert len(borne[form(name.text).words]) == 1, name


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("130026032", "organisation/anct"),
        ("130 026 032", "organisation/anct"),
        ("siren:130026032", "organisation/anct"),
        ("q12130", "place/bretagne"),
        ("http://www.wikidata.org/entity/Q12130", "place/bretagne"),
        ("cog-region:53", "place/bretagne"),
        ("ti-4404", "territory/epinal"),
        ("JORFTEXT000030985460", "law/notre"),
        ("scheme/fonds-vert", "scheme/fonds-vert"),
        (BASE + "id/scheme/fonds-vert", "scheme/fonds-vert"),
    ],
)
def test_an_identifier_as_text_scores_a_hundred(held: Reconciler, text: str, thing: str) -> None:
    assert asked(held, text)[thing] == (100, True)


def test_an_identifier_as_property_decides(held: Reconciler) -> None:
    ademe: Json = [{"pid": "siren", "v": "385 290 309"}]
    assert asked(held, "nothing like it", properties=ademe)["organisation/ademe"] == (100, True)
    assert asked(held, properties=ademe) == {"organisation/ademe": (100, True)}
    by_iri: Json = [{"pid": "c:wikidata", "v": {"id": "http://www.wikidata.org/entity/Q12130"}}]
    assert match(held, properties=by_iri) == "place/bretagne"


def test_an_identifier_that_speaks_against_the_name_is_left_to_people(held: Reconciler) -> None:
    """ANCT with Ademe's number; Bpifrance with the number of one of its companies."""
    found = asked(held, "ANCT", properties=[{"pid": "siren", "v": "385290309"}])
    assert found == {"organisation/ademe": (100, False), "organisation/anct": (71.4, False)}
    company: Json = [{"pid": "siren", "v": "320252489"}]
    assert asked(held, "Bpifrance", properties=company) == {"organisation/bpifrance": (71.4, False)}
    two: Json = [{"pid": "siren", "v": ["385290309", "130026032"]}]
    assert match(held, properties=two) is None


@pytest.mark.parametrize(
    ("types", "thing"),
    [
        ("Territory", "territory/epinal"),
        (BASE + "ontology#Territory", "territory/epinal"),
        ("tdi:Territory", "territory/epinal"),
        (["Fund", "Territory"], "territory/epinal"),
        ([{"id": "Territory", "name": "territoire"}], "territory/epinal"),
        ("schema:Place", None),
        ("schema:AdministrativeArea", None),
    ],
)
def test_a_territory_is_matched_only_where_one_is_asked_for(
    held: Reconciler, types: Json, thing: str | None
) -> None:
    assert match(held, "Epinal", type=types) == thing


def test_a_type_keeps_others_out_with_those_it_is_a_sort_of(held: Reconciler) -> None:
    assert asked(held, "Bretagne", type="schema:AdministrativeArea")
    assert not asked(held, "Bretagne", type="schema:Person")
    assert match(held, "Ademe", type="org:Organization") == "organisation/ademe"
    both: Json = ["Agency", "schema:Person"]
    assert asked(held, "Ademe", type=both)
    assert not asked(held, "Ademe", type=both, type_strict="all")


def test_other_properties_add_and_what_is_not_known_says_nothing(held: Reconciler) -> None:
    text = "membre du gouvernement industrie"
    plain_score, _ = asked(held, text)["post/industrie"]

    def given_too(pid: str, value: Json) -> float:
        return asked(held, text, properties=[{"pid": pid, "v": value}])["post/industrie"][0]

    assert given_too("org:postIn", "Gouvernement") > plain_score
    by_id: Json = {"id": "organisation/gouvernement", "name": "?"}
    assert given_too("org:postIn", by_id) > plain_score
    assert given_too("org:postIn", "AdCF") < plain_score
    assert given_too("schema:areaServed", "Bretagne") == plain_score


def test_a_year_fits_its_days(held: Reconciler) -> None:
    title = "Territoires d'industrie"
    dates = {}
    for year in ("2018", "2021"):
        given_date: Json = [{"pid": "schema:datePublished", "v": year}]
        found = asked(held, title, type="Document", properties=given_date)
        dates[year] = {name: score for name, (score, _) in found.items()}
    shared = dates["2018"].keys() | dates["2021"].keys()
    assert any(dates["2018"].get(name) != dates["2021"].get(name) for name in shared)


def test_things_are_found_by_a_property_alone_and_not_matched(held: Reconciler) -> None:
    government: Json = [{"pid": "org:postIn", "v": {"id": "organisation/gouvernement"}}]
    found = asked(held, properties=government)
    assert "post/premier-ministre" in found
    assert not any(sure for _, sure in found.values())


def test_the_rivals_that_a_limit_hides_still_count(held: Reconciler) -> None:
    both = asked(held, "ministère de l'Économie")
    assert len(both) == 2
    assert asked(held, "ministère de l'Économie", limit=1) == dict([next(iter(both.items()))])


def test_near_equal_names_of_two_things_are_left_to_people() -> None:
    labels = {"a": "Communauté du Val de Loire", "b": "Communauté des Vals de Loire", "c": "Ville"}
    quads = [
        Quad(expand(f"orga:{name}"), expand(predicate), value)
        for name, label in labels.items()
        for predicate, value in (
            ("rdf:type", expand("tdi:LocalBody")),
            ("skos:prefLabel", Literal(label, language="fr")),
        )
    ]
    held = reconciliation.make(EmbeddedStore(quads, release="0" * 64))
    found = asked(held, "communauté du val de Loire")
    assert next(iter(found)) == "organisation/a"
    assert set(found) == {"organisation/a", "organisation/b"}
    assert not any(sure for _, sure in found.values())
    assert match(held, "ville") == "organisation/c"


def test_features_tell_what_the_score_is_made_of(held: Reconciler, store: EmbeddedStore) -> None:
    query: Json = {
        "query": "membre du Gouvernement chargé de l'industrie",
        "type": "org:Post",
        "properties": [{"pid": "org:postIn", "v": "Gouvernement"}],
    }
    names = Names("fr", read_labels(store))
    told = json.loads(json.dumps(answers.result(held, names, queries.query(query))))
    features = {one["id"]: one["value"] for one in told["result"][0]["features"]}
    assert features == {"name": 100, "type": True, "identifier": False, "property:org:postIn": 100}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"query": "x", "type": "Nothing"}, "no type is called Nothing"),
        ({"query": "x", "properties": [{"pid": "nothing", "v": 1}]}, "no property is called"),
        ({"query": "x", "type_strict": "no"}, "type_strict"),
        ({"query": "x", "limit": "many"}, "no count"),
        ({"query": "x", "limit": -1}, "no count"),
        ({"query": "x", "properties": {"pid": "siren"}}, "no JSON array"),
        ({"query": "x", "properties": [{"v": "1"}]}, "no text"),
        ({"query": "x", "properties": [{"pid": "siren", "v": [["1"]]}]}, "is a list"),
        ({"query": 1}, "no text"),
        ({"query": " "}, "asks for nothing"),
        ({}, "asks for nothing"),
        ([], "no JSON object"),
        (None, "no JSON object"),
    ],
)
def test_what_is_not_formed_so_is_told(held: Reconciler, query: Json, told: str) -> None:
    with pytest.raises(BadQuery, match=told):
        held.candidates(queries.query(query), "fr")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '"\\ud800"', "NaN", "1" * 5000])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(BadQuery, match="not JSON"):
        queries.decode(text)


def test_a_batch_is_bounded() -> None:
    assert len(queries.batch({f"q{n}": {"query": "a"} for n in range(BATCH)})) == BATCH
    with pytest.raises(TooMuch, match=f"more than the {BATCH}"):
        queries.batch({f"q{n}": {"query": "a"} for n in range(BATCH + 1)})
    with pytest.raises(TooMuch, match="too many properties"):
        queries.query({"query": "a", "properties": [{"pid": "siren", "v": "1"}] * 1000})
    with pytest.raises(TooMuch, match="too many values"):
        queries.query({"query": "a", "properties": [{"pid": "siren", "v": ["1"] * 1000}]})
    with pytest.raises(TooMuch, match="ids"):
        queries.extension({"ids": [str(n) for n in range(2000)], "properties": []})


@given(TEXT)
def test_any_text_is_a_query(held: Reconciler, text: str) -> None:
    if not text.strip():
        return
    scores = [one.score for one in held.candidates(queries.query({"query": text}), "en")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert len(scores) <= 10


FIELDS = st.sampled_from(["query", "type", "limit", "properties", "pid", "v", "id", "name"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(FIELDS, inner),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_answered_or_refused(held: Reconciler, value: Json) -> None:
    try:
        held.candidates(queries.query(value), "fr")
    except BadQuery as refusal:
        assert str(refusal)  # noqa: PT017 -- both ways are right


@given(TEXT, TEXT)
def test_likeness_is_a_measure(one: str, other: str) -> None:
    there, back = likeness(form(one), form(other)), likeness(form(other), form(one))
    assert 0 <= there <= 100
    assert abs(there - back) < 15
    assert likeness(form(one), form(one)) == (100 if form(one).words else 0)


def test_an_index_that_is_there_already_is_used(held: Reconciler, store: EmbeddedStore) -> None:
    shared = reconciliation.make(store, search.make(store))
    for text in NAMES:
        assert asked(shared, text).keys() & asked(held, text).keys(), text
        assert match(shared, text) == match(held, text)


def test_a_graph_without_things_answers_nothing() -> None:
    empty = reconciliation.make(EmbeddedStore([], release="0" * 64))
    assert asked(empty, "Fonds vert") == {}


def test_the_threshold_and_the_gap_are_those_documented() -> None:
    assert (SURE, GAP) == (90, 10)
    assert plain("Q 12 130") == "q12130"
