"""An IRI leads to its page or to its RDF, and the RDF forms say the same triples."""

import pytest
import rdflib
from starlette.testclient import TestClient

from tdi_graph import resources, views
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SYNTAX = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
DESCRIBED = [
    "/doc/scheme/fonds-d-acceleration",
    "/doc/person/marc-ferracci",
    "/doc/document/cp-483",
    "/doc/passage/cp-483/521-548",
    "/doc/concept/territories-count",
    "/doc/capture/cp-483",
    "/ontology",
    "/ontology/0.1.0",
    "/graph/entities",
    "/graph/document/ag3-breve",
    "/graph/derived",
    "/dataset",
]


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(store, root=resources.root()), follow_redirects=False)


@pytest.mark.parametrize(
    ("accept", "language", "found"),
    [
        (BROWSER, "fr-FR,fr;q=0.9,en;q=0.8", "/doc/person/marc-ferracci"),
        (BROWSER, "en-GB,en;q=0.9,fr;q=0.8", "/en/doc/person/marc-ferracci"),
        (BROWSER, "en", "/en/doc/person/marc-ferracci"),
        (BROWSER, "de", "/doc/person/marc-ferracci"),
        (BROWSER, "*", "/doc/person/marc-ferracci"),
        (BROWSER, "fr;q=0, *", "/en/doc/person/marc-ferracci"),
        (BROWSER, ";;;", "/doc/person/marc-ferracci"),
        ("text/turtle", "en", "/doc/person/marc-ferracci.ttl"),
        ("application/ld+json, text/html;q=0.1", "en", "/doc/person/marc-ferracci.jsonld"),
        ("application/rdf+xml", "fr", "/doc/person/marc-ferracci.rdf"),
        ("application/n-triples", "fr", "/doc/person/marc-ferracci.nt"),
        ("application/json", "fr", "/doc/person/marc-ferracci.jsonld"),
        ("*/*", "fr", "/doc/person/marc-ferracci"),
    ],
)
def test_a_thing_leads_to_what_the_client_prefers(
    client: TestClient, accept: str, language: str, found: str
) -> None:
    headers = {"Accept": accept, "Accept-Language": language}
    answer = client.get("/id/person/marc-ferracci", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, found)
    assert answer.headers["vary"] == "Accept, Accept-Language"
    assert client.get(found).status_code == 200


def test_every_thing_leads_somewhere(client: TestClient, store: EmbeddedStore) -> None:
    query = "SELECT DISTINCT ?t WHERE { ?t tdi:evidence|skos:prefLabel|oa:hasSource ?o }"
    for (term,) in store.select(query).rows:
        iri = views.labels.text_of(term)
        if iri.startswith(BASE + "id/"):
            assert client.get(f"/{iri.removeprefix(BASE)}").status_code == 303


def test_the_dataset_leads_home_or_to_its_description(client: TestClient) -> None:
    for accept, language, found in [
        (BROWSER, "fr", "/"),
        (BROWSER, "en", "/en/"),
        ("text/turtle", "en", "/dataset.ttl"),
    ]:
        headers = {"Accept": accept, "Accept-Language": language}
        assert client.get("/dataset", headers=headers).headers["location"] == found


def test_an_unknown_thing_is_not_redirected(client: TestClient) -> None:
    for path in ("/id/person/nobody", "/id/nothing/at-all", "/id/person/a b<>", "/dataset.xyz"):
        assert client.get(path).status_code == 404


def test_an_unknown_format_cannot_be_had(client: TestClient) -> None:
    for path in ("/id/person/marc-ferracci", "/ontology", "/graph/entities"):
        answer = client.get(path, headers={"Accept": "image/png"})
        assert answer.status_code == 406
        assert answer.headers["content-type"] == "application/problem+json"


# rdflib warns of a class of its own that its reader of JSON-LD uses.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("path", DESCRIBED)
def test_the_forms_agree_triple_for_triple(client: TestClient, path: str) -> None:
    graphs = {}
    for suffix, syntax in SYNTAX.items():
        answer = client.get(f"{path}.{suffix}")
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        graphs[suffix] = set(rdflib.Graph().parse(data=answer.content, format=syntax))
    assert len(graphs["nt"]) > 3
    assert all(graph == graphs["nt"] for graph in graphs.values())


@pytest.mark.parametrize("path", DESCRIBED)
def test_a_description_is_sorted_and_has_no_blank_node(client: TestClient, path: str) -> None:
    lines = client.get(f"{path}.nt").text.splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if line.startswith("_:") or " _:" in line]


@pytest.mark.parametrize("path", ["/ontology", "/graph/concepts", "/graph/document/cp-483"])
def test_an_address_that_is_an_iri_answers_rdf_itself(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.text == client.get(f"{path}.ttl").text
    assert client.get(path, headers={"Accept": BROWSER}).headers["content-type"] == (
        "text/html; charset=utf-8"
    )


def test_a_description_holds_the_statements_about_a_thing_and_their_words(
    client: TestClient,
) -> None:
    text = client.get("/doc/scheme/rebond-industriel.ttl").text
    assert "tdi:Figure" in text
    assert "oa:exact" in text


def test_another_version_of_the_ontology_is_not_here(client: TestClient) -> None:
    assert client.get("/ontology/9.9.9").status_code == 404
    assert client.get("/ontology/9.9.9.ttl").status_code == 404
    assert client.get("/ontology.xyz").status_code == 404
