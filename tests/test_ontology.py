"""The ontology holds to what its field asks of one, checked offline, and each check can fail.

After FOOPS! (github.com/oeg-upm/fair_ontologies), OOPS! (its pitfalls P02 to P41), ROBOT's report
(robot.obolibrary.org/report) and LOV's recommendations: in cases/ontology-checks.txt, each a SELECT
that must find nothing, and an update after which it finds something. Consistency is that of OWL 2
RL (OWL 2 Profiles, W3C Recommendation, section 4.3).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import owlrl  # type: ignore[import-untyped]
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from tdi_graph.assembly import Authored, files
from tdi_graph.derivation import derive
from tdi_graph.serialisation import Source, read
from tdi_graph.vocabulary import ONTOLOGY, PREFIXES, compact, expand

ROOT = Path(__file__).parents[1]
MOST_CLASSES, MOST_PROPERTIES = 28, 35


@dataclass(frozen=True)
class Check:
    """What nobody may find, whose demand it is, and an update after which it is found."""

    demand: str
    select: str
    spoil: str


def read_checks(path: Path) -> Iterable[Check]:
    for block in path.read_text("utf-8").strip().split("\n\n"):
        demand, _, rest = block.partition("\n")
        select, _, spoil = rest.partition("\nfails after\n")
        yield Check(demand, select, spoil)


METADATA = [
    Check(
        f"FOOPS! OM1 to OM3, ROBOT missing_ontology_*: the ontology has {name}",
        f"SELECT ?x {{ ?x a owl:Ontology FILTER NOT EXISTS {{ ?x {name} ?v }} }}",
        f"DELETE {{ ?x {name} ?v }} WHERE {{ ?x a owl:Ontology ; {name} ?v }}",
    )
    for name in (
        *("dcterms:title", "dcterms:description", "dcterms:abstract", "dcterms:license"),
        *("dcterms:creator", "dcterms:publisher", "dcterms:created", "dcterms:issued"),
        *("dcterms:modified", "dcterms:source", "dcterms:bibliographicCitation"),
        *("vann:preferredNamespaceUri", "vann:preferredNamespacePrefix", "owl:versionIRI"),
        *("owl:versionInfo", "schema:creativeWorkStatus"),
    )
]
CHECKS = [*METADATA, *read_checks(ROOT / "tests/cases/ontology-checks.txt")]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return [read(ROOT / "ontology" / name) for name in ("tdi.ttl", "concepts.ttl")]


def found(store: Store, select: str) -> list[str]:
    rows = store.query(select, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return sorted({compact(name(row["x"])) for row in rows})


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.demand)
def test_the_ontology_is_as_its_field_asks(check: Check, sources: list[Source]) -> None:
    store = Store()
    store.extend(quad for source in sources for quad in source.quads)
    assert found(store, check.select) == []
    store.update(check.spoil, prefixes=PREFIXES)
    assert found(store, check.select) != []


def own(sources: Iterable[Source], *sorts: str) -> set[NamedNode]:
    kinds = {expand(sort) for sort in sorts}
    return {
        q.subject
        for source in sources
        for q in source.quads
        if q.object in kinds and isinstance(q.subject, NamedNode)
    }


def test_the_ontology_stays_small(sources: list[Source]) -> None:
    assert len(own(sources, "owl:Class")) <= MOST_CLASSES
    assert len(own(sources, "owl:ObjectProperty", "owl:DatatypeProperty")) <= MOST_PROPERTIES


def test_the_ontology_is_canonical_and_without_blank_nodes(sources: list[Source]) -> None:
    for source in sources:
        assert source.canonical() == source.text
        assert not re.search(r"_:|\[\s|\[\]", re.sub(r'"[^"]*"', "", source.text))


# ---- Terms ----

TERM = re.compile(r"\btdi:([A-Za-z]\w*)")


def defined(sources: list[Source]) -> set[str]:
    terms = own(sources, "owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty")
    return {term.value.removeprefix(ONTOLOGY) for term in terms}


def test_each_term_that_is_named_is_defined(sources: list[Source]) -> None:
    written = [
        *(ROOT / "ontology").rglob("*.rq"),
        ROOT / "ontology/shapes.ttl",
        ROOT / "ontology/alignments.ttl",
        *(ROOT / "queries").rglob("*.rq"),
        *(ROOT / "src").rglob("*.py"),
    ]
    named = {(term, p.name) for p in written for term in TERM.findall(p.read_text("utf-8"))}
    assert [where for where in sorted(named) if where[0] not in defined(sources)] == []


def test_each_term_that_is_defined_is_used(sources: list[Source], authored: Authored) -> None:
    facts = [q for q in authored.quads if q.graph_name != expand("g:ontology")]
    facts += derive(authored.quads, ROOT / "ontology/rules/derive")
    used = {name(term) for q in facts for term in (q.predicate, q.object)}
    assert sorted(term for term in defined(sources) if ONTOLOGY + term not in used) == []


# ---- Consistency ----


def name(term: object) -> str:
    return str(getattr(term, "value", term))


def contradictions(quads: Iterable[Quad]) -> list[str]:
    """Return what OWL 2 RL finds contradictory in ``quads``, literals left aside."""
    data = rdflib.Graph()
    for quad in quads:
        terms = (quad.subject, quad.predicate, quad.object)
        if not isinstance(quad.object, Literal):
            subject, predicate, value = (rdflib.URIRef(name(term)) for term in terms)
            data.add((subject, predicate, value))
    reasoner = owlrl.OWLRL_Semantics(data, axioms=False, daxioms=False)
    reasoner.closure()
    return sorted(reasoner.error_messages)


def test_the_facts_are_consistent(authored: Authored) -> None:
    derived = derive(authored.quads, ROOT / "ontology/rules/derive")
    assert contradictions([*authored.quads, *derived]) == []


@pytest.mark.parametrize(
    "facts",
    [
        "st:a a tdi:Figure , tdi:Tenure .",
        "orga:anct a tdi:Agency , tdi:LocalBody .",
        "orga:anct a tdi:Agency ; tdi:steeredBy orga:dge .",
        "doc:cp-483 a tdi:Document ; tdi:evidence c:a .",
        "st:a tdi:evidence doc:cp-483 . doc:cp-483 a tdi:Document .",
        "scheme:a a tdi:Fund . person:b tdi:represents scheme:a .",
        "person:a a tdi:Minister ; tdi:signedBy orga:b .",
    ],
)
def test_a_contradiction_is_found(facts: str, sources: list[Source]) -> None:
    quads = [quad for source in sources for quad in source.quads]
    assert contradictions([*quads, *turtle(facts)]) != []


def turtle(text: str) -> list[Quad]:
    prefixes = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
    quads = parse(prefixes + text, format=RdfFormat.TURTLE)
    return [quad for quad in quads if isinstance(quad, Quad)]


# ---- Alignments ----

ALIGNING = {
    expand(name)
    for name in (
        "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:seeAlso",
        "owl:equivalentClass", "owl:equivalentProperty",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def alignments() -> Source:
    return read(ROOT / "ontology/alignments.ttl")


def test_alignments_are_canonical(alignments: Source) -> None:
    assert alignments.canonical() == alignments.text


def test_alignments_lead_from_our_terms_to_those_of_others(
    alignments: Source, sources: list[Source]
) -> None:
    """SKOS mapping relations would make concepts of classes (SKOS Reference, S19 and S20)."""
    for quad in alignments.quads:
        assert isinstance(quad.object, NamedNode)
        assert name(quad.subject).removeprefix(ONTOLOGY) in defined(sources)
        assert not quad.object.value.startswith(ONTOLOGY)
        assert quad.predicate in ALIGNING


def test_alignments_join_classes_to_classes(alignments: Source, sources: list[Source]) -> None:
    classes = own(sources, "owl:Class")
    of_classes = {expand("rdfs:subClassOf"), expand("owl:equivalentClass")}
    for quad in alignments.quads:
        if quad.predicate != expand("rdfs:seeAlso"):
            assert (quad.subject in classes) == (quad.predicate in of_classes)


def test_nothing_reads_the_alignments(alignments: Source, authored: Authored) -> None:
    assert alignments.path not in files(ROOT)
    assert not set(alignments.quads) & {
        Quad(q.subject, q.predicate, q.object) for q in authored.quads
    }


def test_alignments_contradict_nothing(alignments: Source, sources: list[Source]) -> None:
    """With the alignments, each class can still have a member."""
    members = [
        Quad(NamedNode(f"{term.value}-member"), expand("rdf:type"), term)
        for term in own(sources, "owl:Class")
    ]
    quads = [quad for source in (alignments, *sources) for quad in source.quads]
    assert contradictions([*quads, *members]) == []
