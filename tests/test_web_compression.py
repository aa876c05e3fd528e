"""Pages and files in the coding that the client prefers; what each entity tag then names."""

import gzip
from collections.abc import Iterator

import pytest
import zstandard
from fastapi.testclient import TestClient

from tdi_graph import resources
from tdi_graph.protocol.problems import KINDS
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app

PATHS = ["/", "/static/style.css", "/ontology.ttl", "/graph", "/nowhere"]


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    """A client of the whole application, which asks for no coding by itself."""
    with TestClient(create_app(store, root=resources.root()), follow_redirects=False) as client:
        client.headers["Accept-Encoding"] = "identity"
        yield client


def raw(client: TestClient, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream(method, path, headers=names) as response:
        return response.status_code, b"".join(response.iter_raw())


@pytest.mark.parametrize("path", PATHS)
def test_a_coding_changes_no_byte(client: TestClient, path: str) -> None:
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    for coding in ("gzip", "zstd"):
        status, sent = raw(client, path, Accept_Encoding=coding)
        decoded = (
            gzip.decompress(sent)
            if coding == "gzip"
            else zstandard.ZstdDecompressor().decompressobj().decompress(sent)
        )
        assert (status, decoded) == (plain.status_code, plain.content)
        assert len(sent) < len(plain.content)


@pytest.mark.parametrize("path", PATHS)
def test_whoever_keeps_an_answer_knows_what_it_depends_on(client: TestClient, path: str) -> None:
    for coding in ("identity", "gzip"):
        response = client.get(path, headers={"Accept-Encoding": coding})
        assert "Accept-Encoding" in response.headers["Vary"]
        length = response.headers.get("Content-Length")
        assert length == str(len(raw(client, path, Accept_Encoding=coding)[1]))


@pytest.mark.parametrize("path", ["/", "/static/style.css", "/ontology.ttl"])
def test_an_encoded_answer_has_a_weak_tag_which_is_known_again(
    client: TestClient, path: str
) -> None:
    encoded = client.get(path, headers={"Accept-Encoding": "zstd"})
    tag = encoded.headers["ETag"]
    assert tag.startswith("W/")
    for coding in ("zstd", "identity"):
        again = client.get(path, headers={"Accept-Encoding": coding, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_head_is_as_get(client: TestClient) -> None:
    for path in PATHS[:3]:
        headers = {"Accept-Encoding": "gzip"}
        got, head = client.get(path, headers=headers), client.head(path, headers=headers)
        assert head.content == b""
        for name in ("Content-Encoding", "ETag", "Vary", "Content-Type"):
            assert head.headers.get(name) == got.headers.get(name), name


def test_what_is_short_or_has_no_body_is_left_alone(client: TestClient) -> None:
    for path in ("/id/person/nobody", "/id/person/carole-delga"):
        headers = {"Accept-Encoding": "gzip", "Accept": "text/turtle"}
        response = client.get(path, headers=headers, follow_redirects=False)
        assert response.status_code in {303, 404}
        assert "Content-Encoding" not in response.headers


def test_the_endpoint_answers_past_the_pages(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "ASK {}"})
    assert response.json()["boolean"] is True
    for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"):
        assert name in response.headers


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_type_of_a_problem_leads_to_its_explanation(client: TestClient, kind: object) -> None:
    iri = str(getattr(kind, "iri", ""))
    for prefix in ("/", "/en/"):
        page = client.get(prefix + iri.removeprefix(BASE), headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert str(int(getattr(kind, "status", 0))) in page.text


def test_every_problem_of_the_pages_is_explained_too(client: TestClient) -> None:
    problem = client.get("/nowhere", headers={"Accept": "application/json"}).json()
    assert client.get("/" + problem["type"].removeprefix(BASE)).status_code == 200
    assert client.get("/problem/none").status_code == 404
    assert client.get("/problem").text.count("<dt") == len(KINDS)
