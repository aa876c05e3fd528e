"""What two releases say differently, on small graphs of our own."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from tdi_graph.assembly import Authored
from tdi_graph.changes import Added, Change, Changed, Difference, Removed, compare, editions
from tdi_graph.vocabulary import PREFIXES

PREFIXED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
ESSAI = """
g:concepts {
  c:sites a tdi:Indicator ; tdi:unit unit:NUM ; skos:prefLabel "sites"@en , "sites"@fr .
  c:aid a tdi:Indicator ; tdi:unit unit:CCY_EUR ; skos:prefLabel "public aid"@en .
  c:nearly a skos:Concept ; skos:prefLabel "nearly"@en .
  c:observed a skos:Concept ; skos:prefLabel "observed"@en .
}
g:ontology { tdi:Fund a owl:Class ; rdfs:label "fund"@en . }
g:entities {
  scheme:x a tdi:Fund ; skos:prefLabel "Fonds X"@fr .
  scheme:y a tdi:Fund ; skos:prefLabel "Fonds Y"@fr , "Fund Y"@en .
  doc:essai a tdi:Document ; skos:prefLabel "Essai"@fr , "Test"@en .
}
g:links { scheme:y skos:exactMatch <http://example.org/y> . }
g:derived { scheme:x schema:name "Fonds X" . st:essai-figure-1 schema:unitCode unit:NUM . }
gdoc:essai {
  st:essai-figure-1 a tdi:Figure ; schema:observationAbout scheme:x ;
    schema:variableMeasured c:sites ; schema:value 12.0 ; tdi:modality c:observed ;
    schema:observationDate "2021-03"^^xsd:gYearMonth ; tdi:evidence <urn:passage/10-18> .
  st:essai-figure-2 a tdi:Figure ; schema:observationAbout scheme:y ;
    schema:variableMeasured c:aid ; schema:value 143000000.0 ;
    schema:measurementQualifier c:nearly ; tdi:modality c:expected ;
    schema:observationDate "2021"^^xsd:gYear ; dcterms:isPartOf st:essai-figure-1 ;
    tdi:evidence <urn:passage/30-45> .
  st:essai-link-1 a tdi:Link ; rdf:subject scheme:x ; rdf:predicate dcterms:isPartOf ;
    rdf:object scheme:y ; tdi:modality c:observed ; tdi:evidence <urn:passage/30-45> .
  <urn:passage/10-18> a tdi:Passage ; oa:hasSource doc:essai ; oa:start 10 ; oa:end 18 ;
    oa:exact "12 sites" .
  <urn:passage/30-45> a tdi:Passage ; oa:hasSource doc:essai ; oa:start 30 ; oa:end 45 ;
    tdi:opening "143 millions" .
}"""
FIGURE = "https://w3id.org/tdi-graph/id/statement/essai-figure-1"


def quads(text: str = ESSAI) -> list[Quad]:
    return list(parse(PREFIXED + text, format=RdfFormat.TRIG))


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What follows from writing ``new`` for ``old`` in our graph."""
    assert old in ESSAI
    return compare(quads(), quads(ESSAI.replace(old, new, 1))).listed


def difference(old: str, new: str) -> Difference:
    """The one property in which one fact differs."""
    (change,) = changes(old, new)
    assert isinstance(change, Changed)
    (found,) = change.differences
    return found


def without(text: str, subject: str) -> list[Quad]:
    return [q for q in quads(text) if not str(q.subject).endswith(f"/{subject}>")]


@pytest.mark.parametrize(
    ("subject", "kind", "document", "words"),
    [
        ("essai-figure-1", "figure", "essai", "Fonds X: 12 sites (2021-03)"),
        (
            "essai-figure-2",
            "figure",
            "essai",
            "Fund Y: public aid, nearly 143 million euros (2021, c:expected)",
        ),
        ("essai-link-1", "link", "essai", "Fonds X – is part of: Fund Y"),
    ],
)
def test_a_statement_is_added_and_removed_in_words(
    subject: str, kind: str, document: str, words: str
) -> None:
    less = without(ESSAI, subject)
    (added,) = compare(less, quads()).listed
    (removed,) = compare(quads(), less).listed
    assert isinstance(added, Added)
    assert isinstance(removed, Removed)
    assert added.fact == removed.fact
    assert (added.fact.kind, added.fact.document, added.fact.words) == (kind, document, words)


def test_a_corrected_value_is_a_change_and_bears_its_unit() -> None:
    (change,) = changes("schema:value 143000000.0", "schema:value 1400000000.0")
    assert isinstance(change, Changed)
    assert change.before.words == "Fund Y: public aid, nearly 143 million euros (2021, c:expected)"
    assert change.fact.words == "Fund Y: public aid, nearly 1.4 billion euros (2021, c:expected)"
    (found,) = change.differences
    assert (found.property, found.label) == ("schema:value", "value")
    assert (found.before, found.after) == (("143 million euros",), ("1.4 billion euros",))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "schema:measurementQualifier c:nearly ;",
            "",
            ("schema:measurementQualifier", ("nearly",), ()),
        ),
        (
            '"2021"^^xsd:gYear',
            '"2022"^^xsd:gYear',
            ("schema:observationDate", ("2021",), ("2022",)),
        ),
        (
            "tdi:evidence <urn:passage/10-18>",
            "tdi:evidence <urn:passage/10-18> , <urn:passage/30-45>",
            ("tdi:evidence", (), ("« 143 millions … » (30-45)",)),
        ),
        (
            "c:observed ;\n    schema",
            "c:nearly ;\n    schema",
            ("tdi:modality", ("observed",), ("nearly",)),
        ),
        (
            "dcterms:isPartOf st:essai-figure-1 ;",
            "",
            ("dcterms:isPartOf", ("“Fonds X: 12 sites (2021-03)”",), ()),
        ),
        (
            '"12 sites"',
            '"douze\\n\\nsites"',
            ("tdi:evidence", ("« 12 sites » (10-18)",), ("« douze sites » (10-18)",)),
        ),
    ],
    ids=["qualifier", "date", "more evidence", "modality", "breakdown", "words quoted"],
)
def test_a_change_tells_the_property_from_what_to_what(
    old: str, new: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    found = difference(old, new)
    assert (found.property, found.before, found.after) == expected


def test_a_range_is_told_as_one() -> None:
    (change,) = changes("schema:value 12.0", "schema:minValue 10 ; schema:maxValue 15.5")
    assert change.fact.words == "Fonds X: 10 to 15.5 sites (2021-03)"


def test_the_same_words_in_another_form_are_told_apart() -> None:
    found = difference('"2021"^^xsd:gYear', '"2021"')
    assert found.before != found.after


def test_a_renamed_entity_changes_nothing_that_is_said_of_it() -> None:
    (change,) = changes('"Fonds X"@fr', '"Fonds Z"@fr')
    assert isinstance(change, Changed)
    assert (change.verb, change.fact.kind) == ("renamed", "entity")
    assert (change.before.words, change.fact.words) == ("Fonds X (fund)", "Fonds Z (fund)")
    (found,) = change.differences
    assert (found.label, found.language) == ("name", "fr")
    assert (found.before, found.after) == (("“Fonds X”",), ("“Fonds Z”",))


def test_terms_entities_and_documents_are_told_by_kind() -> None:
    less = [q for q in quads() if not str(q.subject).endswith(("/aid>", "/x>", "#Fund>"))]
    found = {(c.fact.kind, c.verb) for c in compare(less, quads()).listed}
    assert found == {("indicator", "added"), ("entity", "added"), ("ontology term", "added")}


def test_a_document_heads_what_it_says() -> None:
    apart = [q for q in quads() if "essai" not in str(q.graph_name) and "doc" not in str(q.subject)]
    listed = compare(apart, quads())
    assert [c.fact.kind for c in listed.listed] == ["document", "figure", "figure", "link"]
    assert listed.titles == {"essai": "Test"}
    assert listed.summary() == "1 document added; 2 figures added; 1 link added"


def test_a_link_to_another_graph_is_removed_and_added() -> None:
    found = changes("<http://example.org/y>", "<http://example.org/z>")
    assert [(c.verb, c.fact.words) for c in found] == [
        ("removed", "Fund Y – exact match: http://example.org/y"),
        ("added", "Fund Y – exact match: http://example.org/z"),
    ]
    assert compare(quads(), quads(ESSAI.replace("org/y>", "org/z>"))).summary() == (
        "1 cross-reference added, 1 removed"
    )


def test_what_is_derived_is_no_fact() -> None:
    kept = [q for q in quads() if "derived" not in str(q.graph_name)]
    assert compare(quads(), kept).listed == ()
    assert compare(quads(), kept).summary() == "no fact differs"


def test_another_vocabulary_and_untidy_values_are_borne() -> None:
    found = difference("a tdi:Fund ; skos", "a tdi:Fund ; <urn:colour> 'red' ; skos")
    assert (found.label, found.after) == ("urn:colour", ("“red”",))
    assert difference("schema:value 12.0", "schema:value 'NaN', 12.0").after == ("NaN",)
    assert difference("schema:value 12.0", "schema:value 'a few', 12.0").after == ("a few",)
    (change,) = compare([], quads('scheme:x a tdi:Fund ; skos:prefLabel "X"@br .')).listed
    assert change.fact.words == "X (tdi:Fund)"


def test_a_graph_without_documents_is_compared_too() -> None:
    assert [c.fact.words for c in compare([], quads("scheme:x a tdi:Fund .")).listed] == [
        "scheme:x (tdi:Fund)"
    ]


def test_a_release_does_not_differ_from_itself(authored: Authored) -> None:
    assert compare(authored.quads, reversed(authored.quads)).listed == ()


def test_the_whole_graph_has_words(authored: Authored) -> None:
    """Every statement is told by names, without IRIs, and bears its document."""
    kinds = ("figure", "tenure", "involvement", "link", "pledge", "quotation")
    told = [c.fact for c in compare([], authored.quads).listed if c.fact.kind in kinds]
    assert len(told) >= 257
    assert [f for f in told if not f.document or "://" in f.words] == []
    assert [f for f in told if f.words.startswith((":", " ", "(")) or ": (" in f.words] == []
    assert len({f.words for f in told}) > 200


def swapped(change: Change) -> Change:
    match change:
        case Added(fact):
            return Removed(fact)
        case Removed(fact):
            return Added(fact)
        case Changed(before, after, differences):
            turned = tuple(
                Difference(d.property, d.language, d.label, d.after, d.before) for d in differences
            )
            return Changed(after, before, turned)


SOME = st.lists(st.sampled_from(quads()), unique=True)


@given(SOME, SOME)
def test_the_other_way_round_added_is_removed(
    before: Sequence[Quad], after: Sequence[Quad]
) -> None:
    there, back = compare(before, after).listed, compare(after, before).listed
    assert {plain(swapped(c)) for c in there} == {plain(c) for c in back}


@given(SOME)
def test_nothing_differs_from_itself(held: Sequence[Quad]) -> None:
    assert compare(held, [*held, *held]).listed == ()


def plain(change: Change) -> Change:
    """Without the names of properties, which are the second release's."""
    if not isinstance(change, Changed):
        return change
    bare = (Difference(d.property, d.language, "", d.before, d.after) for d in change.differences)
    return Changed(change.before, change.fact, tuple(bare))


def test_things_that_come_later_are_told_with_those_that_are_known() -> None:
    every = quads()
    new = [quad for quad in every if "essai-figure" in str(quad.subject)]
    known = [quad for quad in every if quad not in new]
    assert new
    assert editions.read(known).with_new(new) == editions.read(every)


def test_a_name_is_on_one_line_and_no_terminal_obeys_it() -> None:
    named = quads('g:entities { scheme:x skos:prefLabel "le fonds\\n \\u001b[31mvert"@fr . }')
    called = editions.read(named).names.values()
    assert list(called) == ["le fonds [31mvert"]
