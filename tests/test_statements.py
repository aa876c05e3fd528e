"""A statement keeps its name when its value is corrected, and loses it when its place changes."""

from dataclasses import replace

from pyoxigraph import Literal

from tdi_graph.assembly import Authored
from tdi_graph.documents import Passage
from tdi_graph.statements import EVIDENCE, TYPE, Kind, Statement, opening
from tdi_graph.vocabulary import expand

WORDS = Passage("essai", 10, 24, "148 territoires")
FIGURE = Statement(
    Kind.FIGURE,
    "essai",
    (WORDS,),
    (
        (expand("schema:observationAbout"), expand("scheme:x")),
        (expand("schema:variableMeasured"), expand("c:territories-count")),
        (expand("schema:value"), Literal("148.0", datatype=expand("xsd:decimal"))),
    ),
)


def changed(predicate: str, value: Literal) -> Statement:
    kept = tuple(p for p in FIGURE.properties if p[0] != expand(predicate))
    return replace(FIGURE, properties=(*kept, (expand(predicate), value)))


def test_a_corrected_value_keeps_the_name() -> None:
    assert changed("schema:value", Literal(146)).iri == FIGURE.iri


def test_more_evidence_further_on_keeps_the_name() -> None:
    later = Passage("essai", 90, 95, "autre")
    assert replace(FIGURE, evidence=(later, WORDS)).iri == FIGURE.iri


def test_another_place_or_subject_changes_the_name() -> None:
    moved = replace(FIGURE, evidence=(replace(WORDS, start=11),))
    other = replace(
        FIGURE,
        properties=(
            (expand("schema:observationAbout"), expand("scheme:y")),
            *FIGURE.properties[1:],
        ),
    )
    assert len({FIGURE.iri, moved.iri, other.iri}) == 3


def test_the_name_tells_document_and_kind() -> None:
    assert "/id/statement/essai-figure-" in FIGURE.iri.value


def test_a_long_passage_is_published_by_its_opening_words() -> None:
    quoted = replace(WORDS, abridged=True, exact="un deux trois quatre cinq six sept huit neuf dix")
    texts = {q.predicate: q.object for q in replace(FIGURE, evidence=(quoted,)).quads()}
    assert texts[expand("tdi:opening")] == Literal("un deux trois quatre cinq six sept huit")
    assert expand("oa:exact") not in texts


def test_opening_words_never_make_the_whole() -> None:
    assert opening("C’est la preuve même") == "C’est la"


def test_the_graph_holds_what_a_complete_reading_gives(authored: Authored) -> None:
    """The five documents: how many statements of each kind, each with evidence of its own."""
    kinds = {str(kind.iri): kind for kind in Kind}
    found = {
        q.subject: kinds[str(q.object)]
        for q in authored.quads
        if q.predicate == TYPE and str(q.object) in kinds
    }
    evident = {q.subject for q in authored.quads if q.predicate == EVIDENCE}
    counts = {kind: sum(k is kind for k in found.values()) for kind in Kind}
    assert set(found) == evident
    assert len(found) >= 150
    assert counts[Kind.FIGURE] >= 52
    assert counts[Kind.TENURE] >= 18
    assert counts[Kind.INVOLVEMENT] + counts[Kind.LINK] >= 40
    assert counts[Kind.PLEDGE] >= 8
    assert counts[Kind.QUOTATION] >= 8
