"""What is asked wrongly is answered in words: a page for people, a problem for machines."""

from difflib import get_close_matches
from typing import Any

import pytest
from starlette.testclient import TestClient

from tdi_graph import resources, views
from tdi_graph.errors import DataError, NotAcceptable, QueryError, TdiError, UnknownName
from tdi_graph.questions import ParameterError
from tdi_graph.store import EmbeddedStore
from tdi_graph.views import suggestions
from tdi_graph.web import create_app, faults
from wellformed import Page

UNKNOWN = [
    "/doc/person/nobody",
    "/doc/nothing/at-all",
    "/doc/statement/none",
    "/doc/passage/cp-483/1-2",
    "/doc/document/none",
    "/classes/Unicorn",
    "/classes/no:prefix",
    "/questions/unknown",
    "/questions/territories-over-time.exe",
    "/graph/none",
    "/ontology/9",
    "/nowhere",
    "/doc/person/%3Cscript%3E",
    "/doc/person/a%20b%7D%20%7B",
]


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(store, root=resources.root()), follow_redirects=False)


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_unknown_has_a_page_in_its_language(client: TestClient, path: str) -> None:
    for prefix, language in (("", "fr"), ("/en", "en")):
        answer = client.get(prefix + path, headers={"Accept": "text/html"})
        page = Page(answer.text)
        assert answer.status_code == 404
        assert (page.faults, page.language) == ([], language)
        assert "etag" not in answer.headers


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_unknown_is_a_problem_for_machines(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/ld+json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == 404
    assert answer.json().keys() == {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [
        ("/doc/person/mark-feraci", "/doc/person/marc-ferracci"),
        ("/doc/person/Agnes%20Pannier", "/doc/person/agnes-pannier-runacher"),
        ("/id/scheme/territoire-industrie", "/doc/scheme/territoires-d-industrie"),
        ("/doc/organisation/ANCT-", "/doc/organisation/anct"),
        ("/en/doc/scheme/green-fund", "/en/doc/scheme/fonds-vert"),
        ("/bpi-france", "/doc/organisation/bpifrance"),
    ],
)
def test_close_names_are_suggested(client: TestClient, asked: str, suggested: str) -> None:
    answer = client.get(asked, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert suggested in Page(answer.text).links


def test_of_a_long_unknown_name_the_beginning_is_compared(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing takes longer the longer the names are."""
    compared: list[int] = []

    def matches(wanted: str, known: dict[str, str], **more: Any) -> list[str]:  # noqa: ANN401
        compared.extend(map(len, (wanted, *known)))
        return get_close_matches(wanted, known, **more)

    monkeypatch.setattr(suggestions, "get_close_matches", matches)
    answer = client.get("/doc/person/" + "é" * 3000, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert 0 < max(compared) <= 60


def test_a_method_that_is_not_allowed_says_which_are(client: TestClient) -> None:
    answer = client.post("/doc/person/marc-ferracci", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert not Page(answer.text).faults


def test_an_error_of_ours_says_so_and_is_safe(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("private detail")

    monkeypatch.setattr(views, "home", fail)
    app = create_app(store, root=resources.root())
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert "private detail" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not Page(answer.text).faults


def test_every_sort_of_error_has_a_status() -> None:
    cases: dict[TdiError, int] = {
        UnknownName("?"): 404,
        NotAcceptable("?"): 406,
        QueryError("?"): 400,
        ParameterError("?", parameter="p", do=""): 422,
        DataError("?"): 500,
    }
    for error, code in cases.items():
        assert faults.status(error) == code
