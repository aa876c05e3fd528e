"""What the pages show, read from the graph: names, figures in order, relations both ways."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from tdi_graph import questions, resources, views
from tdi_graph.documents import Document
from tdi_graph.errors import UnknownName
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.statements import Quotation
from tdi_graph.views.texts import Span, paragraphs
from tdi_graph.vocabulary import BASE, PREFIXES

TDI = BASE + "id/scheme/territoires-d-industrie"


@pytest.fixture(scope="module")
def fr(store: EmbeddedStore) -> views.Names:
    return views.Names("fr", views.read_labels(store))


@pytest.fixture(scope="module")
def en(store: EmbeddedStore) -> views.Names:
    return views.Names("en", views.read_labels(store))


def made(turtle: str) -> EmbeddedStore:
    """Return a store that holds ``turtle``, written with our prefixes."""
    declared = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return EmbeddedStore(parse(declared + turtle, format=RdfFormat.TURTLE), release="1" * 64)


def test_a_name_is_in_the_language_asked_for_or_marked_as_foreign() -> None:
    store = made('person:a skos:prefLabel "un"@fr , "one"@en . person:b skos:prefLabel "deux"@fr .')
    english = views.Names("en", views.read_labels(store))
    assert english(BASE + "id/person/a").label == views.Label("one", "en")
    assert english(BASE + "id/person/b").label == views.Label("deux", "fr", foreign=True)
    assert english(BASE + "id/person/c").label == views.Label("person:c")


def test_terms_of_other_ontologies_are_named_from_outside() -> None:
    texts = views.read_labels(made(""), {"org:Post": {"fr": "fonction", "en": "post"}})
    assert views.Names("fr", texts)(PREFIXES["org"] + "Post").label.text == "fonction"


def test_the_best_of_several_literals_is_chosen(fr: views.Names) -> None:
    held = [Literal("x", language="en"), Literal("y", language="fr"), Literal("z")]
    assert fr.choose(held) == views.Label("y", "fr")
    assert fr.choose(held[:1]) == views.Label("x", "en", foreign=True)
    assert fr.choose([]) is None
    assert [label.text for label in fr.every(held)] == ["y", "z", "x"]


def test_figures_stand_in_the_order_of_their_dates(store: EmbeddedStore, fr: views.Names) -> None:
    shown = views.entity(store, fr, TDI)
    counted = next(one for one in shown.series if one.indicator.iri.endswith("/territories-count"))
    dates = [statement.date for statement in counted.figures]
    assert dates == sorted(dates)
    values = [s.content.amount.low for s in counted.figures]  # type: ignore[union-attr]
    assert {124, 136, 146, 148, 183} <= set(map(int, values))
    assert shown.figures == sum(len(one.figures) for one in shown.series)


def test_every_statement_is_on_the_page_of_what_it_is_about(
    store: EmbeddedStore, fr: views.Names
) -> None:
    query = "SELECT ?s ?thing WHERE { ?s %s ?thing FILTER(ISIRI(?thing)) }"
    for predicate, kind in [
        ("schema:observationAbout", "series"),
        ("org:member", "tenures"),
        ("tdi:involvedIn", "involvements"),
        ("rdf:object", "links"),
        ("schema:spokenByCharacter", "quotations"),
    ]:
        for statement, thing in store.select(query % predicate).rows[::7]:
            shown = views.entity(store, fr, views.labels.text_of(thing))
            held = (
                [s for one in shown.series for s in one.figures]
                if kind == "series"
                else getattr(shown, kind)
            )
            assert views.labels.text_of(statement) in {s.iri for s in held}


def test_an_office_is_held_under_its_printed_titles(store: EmbeddedStore, fr: views.Names) -> None:
    shown = views.entity(store, fr, BASE + "id/person/agnes-pannier-runacher")
    assert [one.label.text for one in shown.card.classes] == ["membre du Gouvernement"]
    assert len(shown.tenures) == 4
    assert shown.tenures == tuple(sorted(shown.tenures, key=lambda s: s.chronology))


def test_relations_are_grouped_both_ways_and_counted(store: EmbeddedStore, fr: views.Names) -> None:
    card = views.entity(store, fr, TDI).card
    steered = next(g for g in card.relations if g.predicate.label.text == "piloté par")
    assert not steered.inverse
    assert steered.count == len(steered.things) > 1
    body = views.entity(store, fr, steered.things[0].iri).card
    back = next(g for g in body.relations if g.inverse and g.predicate == steered.predicate)
    assert TDI in {n.iri for n in back.things}


def test_a_statement_is_tied_both_ways(store: EmbeddedStore, fr: views.Names) -> None:
    (part, whole), *_ = store.select(
        "SELECT ?part ?whole WHERE { ?part a tdi:Figure ; dcterms:isPartOf ?whole }"
    ).rows
    forth = views.statement(store, fr, views.labels.text_of(part))
    back = views.statement(store, fr, views.labels.text_of(whole))
    assert [r for r in forth.relatives if r.statement and not r.inverse]
    assert forth.statement.iri in {r.statement.iri for r in back.relatives if r.statement}
    assert forth.basis_note is not None
    assert forth.modality_note is not None


def test_the_words_of_a_quotation_are_only_its_first(store: EmbeddedStore, fr: views.Names) -> None:
    quoted = views.members(store, fr, "Quotation").statements
    assert quoted
    for statement in quoted:
        assert isinstance(statement.content, Quotation)
        for quote in statement.quotes:
            assert quote.abridged
            assert len(quote.words.split()) <= 8


def test_a_range_and_a_missing_value_are_read() -> None:
    store = made("""
        st:a a tdi:Statement , tdi:Figure ; tdi:evidence c:passage ;
            schema:observationAbout scheme:x ; schema:minValue 1.5 ; schema:maxValue 2 .
        st:b a tdi:Statement , tdi:Figure ; tdi:evidence c:passage .
        c:passage oa:hasSource doc:d .""")
    names = views.Names("fr", {})
    ranged = views.statement(store, names, BASE + "id/statement/a").statement.content
    assert isinstance(ranged, views.Figure)
    assert ranged.amount is not None
    assert (ranged.amount.low, ranged.amount.high) == (Decimal("1.5"), Decimal(2))
    bare = views.statement(store, names, BASE + "id/statement/b").statement.content
    assert isinstance(bare, views.Figure)
    assert bare.amount is None


def test_a_document_states_in_the_order_of_its_text(store: EmbeddedStore, fr: views.Names) -> None:
    shown = views.document(store, fr, BASE + "id/document/cp-483", None)
    starts = [statement.quotes[0].start for statement in shown.statements]
    assert starts == sorted(starts)
    assert len(shown.captures) == 1
    assert shown.paragraphs == ()


def test_a_text_is_shown_with_its_passages(store: EmbeddedStore, fr: views.Names) -> None:
    source = Document("cp-483", "mot " * 1000, resources.root())
    shown = views.document(store, fr, BASE + "id/document/cp-483", source)
    segments = [segment for paragraph in shown.paragraphs for segment in paragraph]
    assert any(segment.quoted for segment in segments)
    ended = [span for segment in segments for span in segment.ends]
    assert all(shown.resting(span) for span in ended)


@given(
    st.text(alphabet="ab .\n", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6),
)
def test_no_character_of_a_text_is_lost_or_moved(text: str, ranges: list[tuple[int, int]]) -> None:
    spans = [Span(start, end) for start, end in ranges]
    shown = "".join(s.text for paragraph in paragraphs(text, spans) for s in paragraph)
    assert "".join(shown.split()) == "".join(text.split())


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=6))
def test_every_passage_begins_and_ends_once(ranges: list[tuple[int, int]]) -> None:
    text = "x" * 30
    spans = {Span(start, start + length) for start, length in ranges}
    segments = [s for paragraph in paragraphs(text, spans) for s in paragraph]
    assert sorted(span for s in segments for span in s.begins) == sorted(spans)
    assert sorted(span for s in segments for span in s.ends) == sorted(spans)


def test_a_line_broken_by_the_layout_is_closed_and_a_paragraph_kept() -> None:
    shown = paragraphs("plus de \n\n300 élus.\n\nUn titre\n\nLa suite.  \n\nFin", [])
    assert ["".join(s.text for s in p) for p in shown] == [
        "plus de 300 élus.",
        "Un titre",
        "La suite.",
        "Fin",
    ]


def test_home_counts_and_dates_what_there_is(store: EmbeddedStore, en: views.Names) -> None:
    shown = views.home(store, en)
    assert shown.title.language == "en"
    assert shown.latest[0][0].iri == TDI
    assert len(shown.documents) == 5
    counts = {
        views.class_name(one.named.iri): one.count
        for group in shown.classes.values()
        for one in group
    }
    assert counts["Document"] == 5
    assert counts["schema:Person"] == views.members(store, en, "schema:Person").count


@pytest.mark.parametrize("name", ["Unicorn", "no:prefix", "a b", ">", ""])
def test_an_unknown_class_is_said_to_be_unknown(
    store: EmbeddedStore, fr: views.Names, name: str
) -> None:
    with pytest.raises(UnknownName):
        views.members(store, fr, name)


@pytest.mark.parametrize("iri", [BASE + "id/person/nobody", BASE + "id/person/a b", "x"])
def test_an_unknown_thing_is_said_to_be_unknown(
    store: EmbeddedStore, fr: views.Names, iri: str
) -> None:
    with pytest.raises(UnknownName):
        views.entity(store, fr, iri)
    with pytest.raises(UnknownName):
        views.in_graph(store, iri)


def test_a_description_is_sorted_and_holds_statements_and_passages(store: EmbeddedStore) -> None:
    triples = views.describe(store, TDI)
    assert triples == sorted(set(triples), key=str)
    text = "\n".join(map(str, triples))
    assert "/id/statement/" in text
    assert PREFIXES["oa"] + "exact" in text


def test_close_names_are_found_whatever_their_accents(fr: views.Names) -> None:
    assert views.near(fr, "/doc/person/Agnès-Panier")[0].label.text == "Agnès Pannier-Runacher"
    assert views.near(fr, "/doc/x/ANCT")[0].label.text.startswith("Agence nationale")
    assert views.near(fr, "/") == ()
    assert views.near(fr, "/zzzzzzzzzzzzzzzzz") == ()
    assert len(views.near(fr, "/territoire")) <= 5


def test_the_ontology_is_told_term_by_term(store: EmbeddedStore, en: views.Names) -> None:
    shown = views.ontology(store, en)
    assert shown.version == views.ontology_version(store) == "0.1.0"
    figure = next(one for one in shown.classes if one.local == "Figure")
    assert figure.definition is not None
    assert figure.definition.language == "en"
    assert "scope" in {n.iri.rpartition("#")[2] for n in figure.properties}


def test_the_graphs_are_counted(store: EmbeddedStore) -> None:
    counts = views.graphs(store)
    assert counts[BASE + "graph/document/cp-483"] > 100
    assert list(counts) == sorted(counts)


def test_a_question_is_answered_with_names_and_choices(
    store: EmbeddedStore, en: views.Names
) -> None:
    question = questions.load(resources.root() / "queries")["territories-over-time"]
    shown = views.fields(store, en, question, {"indicator": BASE + "id/concept/sites-count"})
    assert [field.value for field in shown] == ["scheme:territoires-d-industrie", "c:sites-count"]
    assert len(shown[0].choices) > 10
    answered = views.answer(store, en, question, {})
    assert answered.columns[0] == ("date", "Date")
    assert any(isinstance(cell, views.Named) for cell in answered.rows[0])
    assert any(cell is None for row in answered.rows for cell in row)
