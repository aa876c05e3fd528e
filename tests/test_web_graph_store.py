"""The graph store, read: SPARQL 1.1 Graph Store HTTP Protocol, section by section."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from tdi_graph import resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, graph
from tdi_graph.web import create_app

AT = "/rdf-graph-store"
FORMS = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
WRITES = ("PUT", "POST", "DELETE", "PATCH")
NAMES = ("entities", "links", "document/cp-483")


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    """The whole application, asked as a program asks it."""
    with TestClient(create_app(store, root=resources.root())) as client:
        client.headers["Accept"] = "*/*"
        yield client


def triples(response: Response) -> set[Triple]:
    syntax = RdfFormat.from_media_type(response.headers["content-type"])
    assert syntax
    return {quad.triple for quad in parse(response.content, syntax) if isinstance(quad, Quad)}


def indirect(name: str) -> str:
    return f"{AT}?graph={quote(graph(name).value, safe='')}"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_a_graph_is_named_directly_and_indirectly(
    client: TestClient, store: EmbeddedStore, name: str, form: str
) -> None:
    """Sections 4.1, 4.2 and 5.2."""
    held = set(store.graph(graph(name)))
    headers = {"Accept": form}
    direct = client.get(f"/graph/{name}", headers=headers)
    found = client.get(indirect(name), headers=headers)
    local = client.get(f"{AT}?graph=http://testserver/graph/{name}", headers=headers)
    assert triples(direct) == triples(found) == held
    assert direct.content == found.content == local.content
    assert direct.headers["content-type"] == found.headers["content-type"]
    assert found.headers["content-type"].startswith(form)
    assert "Accept" in found.headers["vary"]


@pytest.mark.parametrize("form", FORMS)
def test_the_default_graph_is_the_union(
    client: TestClient, store: EmbeddedStore, form: str
) -> None:
    names = [iri for (iri,) in store.select("SELECT DISTINCT ?g { GRAPH ?g {} }").rows]
    held = {t for iri in names if isinstance(iri, NamedNode) for t in store.graph(iri)}
    answered = client.get(f"{AT}?default", headers={"Accept": form})
    assert triples(answered) == held
    assert answered.headers["content-type"].startswith(form)
    assert answered.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("address", [indirect("links"), f"{AT}?default", "/graph/links"])
def test_head_tells_what_get_sends(client: TestClient, address: str) -> None:
    """Section 5.7."""
    headers = {"Accept": "text/turtle"}
    got, head = client.get(address, headers=headers), client.head(address, headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == got.headers[name]


@pytest.mark.parametrize("address", [indirect("links"), f"{AT}?default", "/graph/links"])
def test_what_the_client_has_is_not_sent_again(client: TestClient, address: str) -> None:
    tags = {client.get(address, headers={"Accept": form}).headers["etag"] for form in FORMS}
    assert len(tags) == len(FORMS), "each form has its own tag"
    for form in FORMS:
        tag = client.get(address, headers={"Accept": form}).headers["etag"]
        headers = {"Accept": form, "If-None-Match": tag}
        assert client.get(address, headers=headers).status_code == 304


def test_a_graph_that_is_not_there_is_not_found(client: TestClient) -> None:
    for address in (indirect("nothing"), f"{AT}?graph=urn:x", "/graph/nothing"):
        for method in ("GET", "HEAD"):
            headers = {"Accept": "text/turtle"}
            assert client.request(method, address, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?graph=",
        "?graph=entities",
        "?graph=../graph/entities",
        "?graph=a%20b:c",
        "?graph=%",
        "?graph=%FF",
        "?graph=urn:x&graph=urn:y",
        "?graph=urn:x&default",
        "?default&default",
        "?grahp=urn:x",
    ],
)
def test_a_request_that_names_no_one_graph_is_malformed(client: TestClient, query: str) -> None:
    """Section 4.2: the IRI of the graph is absolute."""
    answered = client.get(AT + query)
    assert (answered.status_code, answered.json()["title"]) == (400, "The request is malformed")


@pytest.mark.parametrize("method", WRITES)
@pytest.mark.parametrize(
    "address",
    [AT, f"{AT}?default", f"{AT}?graph={BASE}graph/new", "/graph", "/graph/entities", "/graph/new"],
)
def test_nothing_is_written(client: TestClient, method: str, address: str) -> None:
    headers = {"Content-Type": "text/turtle"}
    sent = client.request(method, address, content="<urn:a> <urn:b> <urn:c> .", headers=headers)
    assert sent.status_code == 405
    assert sent.headers["allow"] == "GET, HEAD, OPTIONS"
    assert sent.headers["content-type"] == "application/problem+json"
    assert "tdi-graph build" in sent.json()["detail"]
    assert method in sent.json()["detail"]


def test_a_page_asks_before_it_reads_from_elsewhere(client: TestClient) -> None:
    for address in (AT, "/graph/entities"):
        answered = client.options(address, headers={"Origin": "https://example.org"})
        assert (answered.status_code, answered.content) == (204, b"")
        assert answered.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert answered.headers["access-control-allow-origin"] == "*"


def test_what_cannot_be_had_is_refused(client: TestClient) -> None:
    for address in (indirect("links"), f"{AT}?default"):
        assert client.get(address, headers={"Accept": "image/png"}).status_code == 406
        preferred = "image/png, application/n-triples;q=0.2, text/turtle;q=0.1"
        answered = client.get(address, headers={"Accept": preferred})
        assert answered.headers["content-type"] == "application/n-triples"
