"""Each IRI of the graph is an address: where it leads, and what is said of it there."""

import json
import re
from collections.abc import Iterator
from itertools import groupby, islice

import pytest
import rdflib
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from tdi_graph import resources
from tdi_graph.assembly import Authored
from tdi_graph.derivation import derive
from tdi_graph.description import contexts
from tdi_graph.importing import read_territories, territory_quads
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, KINDS, PREFIXES, compact, graph
from tdi_graph.web import create_app

ROOT = resources.root()
SYNTAX = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
LINK = re.compile(r'<([^>]*)>; rel="([^"]+)"(?:; type="([^"]+)")?(?:; hreflang="([^"]+)")?')
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Of each kind, so many are followed in every form; all are followed in one.
SOME = 3

# rdflib warns of a class of its own that its reader of JSON-LD uses.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def quads(authored: Authored) -> list[Quad]:
    """Our release, with the territories of an imported file."""
    file = ROOT / "tests" / "cases" / "importing" / "territories.geojson"
    imported = territory_quads(read_territories(file), authored.quads, digest="ab" * 32)
    held = [*authored.quads, *imported]
    return [*held, *derive(held, ROOT / "ontology" / "rules" / "derive")]


@pytest.fixture(scope="module")
def client(quads: list[Quad]) -> Iterator[TestClient]:
    application = create_app(EmbeddedStore(quads, release="0" * 64), root=ROOT)
    with TestClient(application, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def iris(quads: list[Quad]) -> list[str]:
    """Every IRI below our base in the release: of things, terms, graphs, and datatypes."""
    terms = {
        term
        for quad in quads
        for term in (*quad, getattr(quad.object, "datatype", None))
        if isinstance(term, NamedNode)
    }
    return sorted(term.value for term in terms if term.value.startswith(BASE))


def kind(iri: str) -> str:
    """Return the sort of an IRI: its path without what names one thing."""
    local = iri.removeprefix(BASE)
    if "#" in local:
        return "ontology#"
    parts = local.split("/")
    return "/".join(parts[: 2 if len(parts) > 2 or parts[0] == "id" else 1])


def some(iris: list[str]) -> list[str]:
    """Return a few IRIs of each kind: the first ones, in the order of their names."""
    return [iri for _, same in groupby(sorted(iris, key=kind), kind) for iri in islice(same, SOME)]


def followed(client: TestClient, iri: str, accept: str) -> Response:
    """Ask for an IRI as it is, but at this server; a fragment is not sent."""
    address = "/" + iri.removeprefix(BASE).partition("#")[0]
    return client.get(address, headers={"Accept": accept}, follow_redirects=True)


def links(answered: Response) -> set[tuple[str, str, str]]:
    return {found[:3] for found in LINK.findall(answered.headers.get("link", ""))}


def test_there_are_iris_of_every_kind(iris: list[str]) -> None:
    things = {f"id/{each}" for each in KINDS}
    graphs = {"graph", "graph/document", "graph/import"}
    assert {kind(iri) for iri in iris} == things | graphs | {"ontology#", "ontology", "dataset"}
    assert len(iris) > 800


def test_each_iri_leads_to_what_is_said_of_it(client: TestClient, iris: list[str]) -> None:
    ontology = followed(client, f"{BASE}ontology", "application/n-triples").text
    silent = []
    for iri in iris:
        if "#" in iri:
            text = ontology
        else:
            answered = followed(client, iri, "application/n-triples")
            assert answered.status_code == 200, iri
            text = answered.text
        # A graph's triples are what its IRI names; it is described elsewhere.
        if f"\n<{iri}> " not in f"\n{text}" and not iri.startswith(f"{BASE}graph/"):
            silent.append(iri)
    # The version is told by what it is a version of.
    assert silent == [f"{BASE}ontology/0.1.0"]
    assert f"<{PREFIXES['owl']}versionIRI> <{silent[0]}> ." in ontology


def test_a_graph_leads_to_its_triples_and_to_its_description(
    client: TestClient, iris: list[str], quads: list[Quad]
) -> None:
    void = client.get("/.well-known/void", headers={"Accept": "application/n-triples"}).text
    for iri in (each for each in iris if each.startswith(f"{BASE}graph/")):
        answered = followed(client, iri, "application/n-triples")
        held = {quad.triple for quad in quads if quad.graph_name == NamedNode(iri)}
        assert set(parse(answered.content, RdfFormat.N_TRIPLES)) == {
            Quad(t.subject, t.predicate, t.object) for t in held
        }
        assert ("/.well-known/void", "describedby", "") in links(answered)
        assert f"<{iri}> <{PREFIXES['rdf']}type>" in void


def test_each_kind_has_every_form_and_they_agree(client: TestClient, iris: list[str]) -> None:
    for iri in some(iris):
        found = {}
        for accept, syntax in SYNTAX.items():
            answered = followed(client, iri, accept)
            assert answered.status_code == 200, (iri, accept)
            assert answered.headers["content-type"].partition(";")[0] == accept
            found[accept] = set(rdflib.Graph().parse(data=answered.content, format=syntax))
        assert len({frozenset(triples) for triples in found.values()}) == 1, iri
        assert found["text/turtle"], iri
        page = followed(client, iri, "text/html")
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        if "#" in iri:
            assert f'id="{iri.partition("#")[2]}"' in page.text


# Links on the way and at its end (RFC 8288).


def test_a_thing_is_described_by_its_page_and_its_forms(
    client: TestClient, iris: list[str]
) -> None:
    for iri in (each for each in some(iris) if "/id/" in each or each.endswith("/dataset")):
        answered = client.get(f"/{iri.removeprefix(BASE)}", headers={"Accept": "text/turtle"})
        assert answered.status_code == 303
        found = links(answered)
        assert {relation for _, relation, _ in found} == {"describedby"}
        assert {kind for _, _, kind in found} == {"text/html", *SYNTAX}
        for address, _, media_type in found:
            described = client.get(address)
            assert described.headers["content-type"].partition(";")[0] == media_type
            assert (iri, "describes", "") in links(described)


def test_a_description_tells_its_other_forms_its_licence_and_its_address(
    client: TestClient, iris: list[str]
) -> None:
    for iri in some(iris):
        named: set[tuple[str, str]] = set()
        for accept in (*SYNTAX, "text/html"):
            answered = followed(client, iri, accept)
            found = links(answered)
            assert (LICENCE, "license", "") in found, iri
            others = {kind for _, relation, kind in found if relation == "alternate" and kind}
            assert others == {"text/html", *SYNTAX} - {accept}, (iri, accept)
            (canonical,) = (href for href, relation, _ in found if relation == "canonical")
            again = client.get(canonical, headers={"Accept": accept})
            assert again.status_code == 200
            assert accept == "text/html" or again.content == answered.content
            named |= {(href, kind) for href, relation, kind in found if relation == "alternate"}
        for href, media_type in named:
            if media_type:
                kind = client.get(href, headers={"Accept": media_type}).headers["content-type"]
                assert kind.partition(";")[0] == media_type


def test_a_page_is_canonical_in_its_language_whatever_was_asked(client: TestClient) -> None:
    for address, canonical in (
        ("/doc/scheme/fonds-vert?x=1", "/doc/scheme/fonds-vert"),
        ("/en/doc/scheme/fonds-vert", "/en/doc/scheme/fonds-vert"),
        ("/ontology/0.1.0", "/ontology"),
        ("/en/", "/en/"),
    ):
        assert (canonical, "canonical", "") in links(client.get(address))


def test_a_term_of_the_ontology_is_found_by_its_name(client: TestClient) -> None:
    for address, found in (
        ("/ontology/Figure", "/ontology#Figure"),
        ("/en/ontology/evidence", "/en/ontology#evidence"),
    ):
        answered = client.get(address)
        assert (answered.status_code, answered.headers["location"]) == (303, found)
    for address in ("/ontology/Nothing", "/ontology/a%20b%3C", "/ontology/%23"):
        assert client.get(address).status_code == 404


# JSON-LD with short names.


@pytest.fixture(scope="module")
def context(quads: list[Quad]) -> contexts.Context:
    name = graph("ontology")
    return contexts.read([quad.triple for quad in quads if quad.graph_name == name])


def test_the_context_names_every_class_and_property(
    quads: list[Quad], context: contexts.Context
) -> None:
    used = {compact(quad.predicate.value) for quad in quads} - {"rdf:type"}
    # Those whose name is a prefix, or is that of another, are written with their prefix.
    assert used - {*context.properties} == {
        "dcterms:publisher",
        "dcterms:type",
        "tdi:post",
        "tdi:unit",
    }
    classes = {
        compact(quad.object.value)
        for quad in quads
        if compact(quad.predicate.value) == "rdf:type" and isinstance(quad.object, NamedNode)
    }
    assert {each for each in classes - {*context.classes} if each.startswith("tdi:")} == set()


def test_the_whole_release_keeps_its_triples(quads: list[Quad], context: contexts.Context) -> None:
    triples = {quad.triple for quad in quads}
    written = context.written(sorted(triples, key=str))
    assert {
        quad.triple for quad in parse(written, RdfFormat.JSON_LD) if isinstance(quad, Quad)
    } == (triples)


def test_a_description_reads_as_json(client: TestClient) -> None:
    document = json.loads(client.get("/doc/person/marc-ferracci.jsonld").content)
    (person,) = (node for node in document["@graph"] if node["id"] == "person:marc-ferracci")
    assert person["prefLabel"] == {"en": "Marc Ferracci", "fr": "Marc Ferracci"}
    assert set(person["type"]) == {"Minister", "Person"}
    assert person["holds"] == "post:industrie"


def test_the_context_is_published_and_is_that_of_the_descriptions(client: TestClient) -> None:
    answered = client.get("/context.jsonld")
    assert answered.headers["content-type"] == "application/ld+json"
    assert answered.headers["access-control-allow-origin"] == "*"
    tag = {"If-None-Match": answered.headers["etag"]}
    assert client.get("/context.jsonld", headers=tag).status_code == 304
    whole = answered.json()["@context"]
    twin = client.get("/doc/scheme/fonds-vert.jsonld")
    document = json.loads(twin.content)
    assert document["@context"].items() <= whole.items()
    # Read with the whole context, the document says the same.
    swapped = json.dumps(document | {"@context": whole})
    assert set(rdflib.Graph().parse(data=swapped, format="json-ld")) == set(
        rdflib.Graph().parse(data=twin.content, format="json-ld")
    )


def test_values_that_are_of_another_kind_than_their_property_are_kept(
    context: contexts.Context,
) -> None:
    def node(curie: str) -> NamedNode:
        prefix, _, local = curie.partition(":")
        return NamedNode(PREFIXES[prefix] + local)

    subject = node("scheme:x")
    values: list[NamedNode | Literal] = [
        node("scheme:y"),
        Literal("plain"),
        Literal("texte", language="fr"),
        Literal("deux", language="fr"),
        Literal("2.50", datatype=node("xsd:decimal")),
        Literal("2020", datatype=node("xsd:gYear")),
        Literal("n° 1", datatype=node("c:siren")),
        Literal('</script>"\\\u2028'),
    ]
    properties = [
        "skos:prefLabel",
        "schema:value",
        "tdi:agent",
        "schema:name",
        "tdi:due",
        "tdi:post",
    ]
    triples = {Triple(subject, node(name), value) for name in properties for value in values}
    triples |= {Triple(subject, node("rdf:type"), value) for value in values[:2]}
    written = context.written(sorted(triples, key=str))
    assert {q.triple for q in parse(written, RdfFormat.JSON_LD) if isinstance(q, Quad)} == triples
    read = rdflib.Graph().parse(data=written, format="json-ld")
    assert len(read) == len(triples)
