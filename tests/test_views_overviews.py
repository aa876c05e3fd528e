"""What the pages on the whole graph show, and how much of it at the most."""

import sys
from decimal import Decimal

import pytest
from pyoxigraph import RdfFormat, parse

from tdi_graph import questions, resources, views
from tdi_graph.errors import UnknownName
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.descriptions import MOST
from tdi_graph.vocabulary import BASE, PREFIXES

TDI = BASE + "id/scheme/territoires-d-industrie"
FIGURE = """
st:d-figure-%(n)d a tdi:Statement , tdi:Figure ; tdi:evidence <%(base)sid/passage/d/%(n)d-%(n)d> ;
    schema:observationAbout scheme:s%(of)d ; schema:variableMeasured c:i ; schema:value %(n)d.0 ;
    schema:observationDate "2020" ; tdi:modality c:observed .
<%(base)sid/passage/d/%(n)d-%(n)d> a tdi:Passage ; oa:hasSource doc:d ; oa:exact "%(n)d" .
"""


@pytest.fixture(scope="module")
def fr(store: EmbeddedStore) -> views.Names:
    return views.Names("fr", views.read_labels(store))


def figures(number: int, things: int) -> EmbeddedStore:
    """A store of figures of one indicator, dealt to so many things."""
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    told = (FIGURE % {"n": n, "base": BASE, "of": n % things} for n in range(number))
    schemes = (f'scheme:s{n} skos:prefLabel "s{n}"@fr .\n' for n in range(things))
    turtle = declared + "".join(told) + "".join(schemes)
    return EmbeddedStore(parse(turtle, format=RdfFormat.TURTLE), release="1" * 64)


def names(store: EmbeddedStore) -> views.Names:
    return views.Names("fr", views.read_labels(store))


def test_what_two_documents_say_alike_stands_once_with_both(
    store: EmbeddedStore, fr: views.Names
) -> None:
    shown = views.entity(store, fr, TDI)
    said = [one for one in shown.attested if len({s.document for s in one.statements}) > 1]
    assert said
    contents = [(one.content, one.modality.iri) for one in shown.attested]
    assert len(set(contents)) == len(contents)
    held = sum(len(one.statements) for one in shown.attested)
    links = [s for s in shown.links if getattr(s.content, "target", None)]
    assert held == len(shown.involvements) + len(links)


def test_a_thing_is_dated_by_its_events_and_its_phases(
    store: EmbeddedStore, fr: views.Names
) -> None:
    moments = dict(views.entity(store, fr, TDI).moments)
    assert list(moments) == sorted(moments)
    assert {"2018-11-22", "2019", "2023", "2027"} <= set(moments)
    person = views.entity(store, fr, BASE + "id/person/marc-ferracci")
    assert [date for date, _ in person.moments] == ["2025"]


def test_each_kind_of_contradiction_is_found_with_its_figures(
    store: EmbeddedStore, fr: views.Names
) -> None:
    saved = questions.load(resources.root() / "queries")
    found = views.contradictions(store, fr, saved)
    values = {
        kind: [[int(s.content.amount.low) for s in one.figures] for one in held]  # type: ignore[union-attr]
        for kind, held in found.items()
    }
    assert [148, 148, 146] in values["fall"]
    assert [124, 136] in values["revision"]
    assert sorted(values["shares"][0]) == [8, 13, 19, 36]
    assert found["shares"][0].missing == Decimal(24)
    assert {one.differs for one in found["disagreement"]} == {"modality", "words"}


def test_a_question_that_is_not_there_finds_no_contradiction(
    store: EmbeddedStore, fr: views.Names
) -> None:
    assert views.contradictions(store, fr, {}) == {}


def test_too_many_figures_are_not_compared(
    store: EmbeddedStore, fr: views.Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = questions.load(resources.root() / "queries")
    monkeypatch.setattr(sys.modules["tdi_graph.views.contradictions"], "MOST", 10)
    assert not views.comparable(store)
    assert views.contradictions(store, fr, saved) == {}


def test_a_promise_stands_once_with_its_words_and_what_answers_it(
    store: EmbeddedStore, fr: views.Names
) -> None:
    found = views.promises(store, fr)
    told = {str(p.pledge.first.content.wording.text): p for p in found.pledges}  # type: ignore[union-attr]
    twice = told["compléter l’effort financier de l’État pour renforcer l’effet de levier"]
    assert len(twice.pledge.statements) == 2
    prolonged = told["prolonger le programme jusqu’en 2026"]
    assert [outcome.named.iri for outcome in prolonged.outcomes] == [BASE + "id/scheme/temps-2"]
    assert found.answered == sum(bool(p.outcomes) for p in found.pledges) >= 2


def test_a_figure_that_was_foreseen_stands_beside_what_was_observed(
    store: EmbeddedStore, fr: views.Names
) -> None:
    foreseen = views.promises(store, fr).figures
    assert all(not one.figure.observed for one in foreseen)
    assert all(later.observed for one in foreseen for later in one.later)
    first = foreseen[0]
    observed = [int(s.content.amount.low) for s in first.later]  # type: ignore[union-attr]
    assert observed == [136, 148, 148, 146, 183]


def test_schemes_stand_below_what_they_are_part_of(store: EmbeddedStore, fr: views.Names) -> None:
    held = views.overview(store, fr)
    order = [scheme.named.iri for scheme in held]
    depth = {scheme.named.iri: scheme.depth for scheme in held}
    assert len(set(order)) == len(order)
    rows = store.select(
        "SELECT ?part ?whole WHERE { ?part a tdi:Scheme ; dcterms:isPartOf ?whole . "
        "?whole a tdi:Scheme }"
    ).rows
    for part, whole in rows:
        below, above = views.labels.text_of(part), views.labels.text_of(whole)
        assert order.index(above) < order.index(below)
        assert depth[below] == depth[above] + 1


def test_schemes_in_a_circle_are_all_there_once() -> None:
    turtle = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + (
        "scheme:a a tdi:Scheme ; dcterms:isPartOf scheme:b . "
        "scheme:b a tdi:Scheme ; dcterms:isPartOf scheme:a ; tdi:steeredBy orga:x ."
    )
    store = EmbeddedStore(parse(turtle, format=RdfFormat.TURTLE), release="1" * 64)
    held = views.overview(store, names(store))
    assert sorted(scheme.depth for scheme in held) == [0, 1]
    assert [list(scheme.roles) for scheme in held if scheme.roles] == [["steering"]]


def test_a_page_holds_so_many_statements_and_says_that_there_are_more() -> None:
    store = figures(MOST + 1, 1)
    shown = views.entity(store, names(store), BASE + "id/scheme/s0")
    assert (shown.partial, shown.figures) == (True, MOST)
    store = figures(MOST, 1)
    shown = views.entity(store, names(store), BASE + "id/scheme/s0")
    assert (shown.partial, shown.figures) == (False, MOST)


def test_an_indicator_of_many_things_shows_the_first_and_counts_the_others() -> None:
    store = figures(60, 30)
    found = views.indicator(store, names(store), BASE + "id/concept/i")
    assert (len(found.series), found.omitted) == (24, 6)
    everything = views.figures(store, names(store), BASE + "id/concept/i")
    assert sum(len(series.figures) for series in everything) == 60
    one = views.indicator(store, names(store), BASE + "id/concept/i", BASE + "id/scheme/s7")
    assert [series.about.label.text for series in one.series] == ["s7"]


def test_an_indicator_without_figures_is_unknown(store: EmbeddedStore, fr: views.Names) -> None:
    with pytest.raises(UnknownName, match="indicator"):
        views.indicator(store, fr, BASE + "id/concept/partners-count")


@pytest.mark.parametrize("slug", ["scheme/territoires-d-industrie", "person/marc-ferracci"])
def test_the_query_behind_a_page_gives_its_statements(
    store: EmbeddedStore, fr: views.Names, slug: str
) -> None:
    iri = BASE + f"id/{slug}"
    table = store.select(views.asking.about(iri))
    place = table.variables.index("statement")
    asked = {views.labels.text_of(row[place]) for row in table.rows}
    shown = views.entity(store, fr, iri)
    told = {s.iri for one in shown.attested for s in one.statements}
    told |= {figure.iri for series in shown.series for figure in series.figures}
    assert told <= asked
    assert views.labels.text_of(table.rows[0][place]) in asked


def test_the_queries_behind_documents_and_indicators_give_what_they_show(
    store: EmbeddedStore, fr: views.Names
) -> None:
    iri = BASE + "id/document/cp-483"
    rows = store.select(views.asking.said_by(iri)).rows
    told = views.document(store, fr, iri, None).statements
    assert {views.labels.text_of(row[-1]) for row in rows} == {s.iri for s in told}
    measured = BASE + "id/concept/territories-count"
    rows = store.select(views.asking.measured(measured)).rows
    shown = views.indicator(store, fr, measured).figures
    assert {views.labels.text_of(row[-1]) for row in rows} == {s.iri for s in shown}
