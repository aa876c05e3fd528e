"""The search page and its suggestions, in both languages, for whatever is typed."""

import gzip
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tdi_graph import resources
from tdi_graph.search import KINDS
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app
from wellformed import Page

PLACES = {"fr": "/recherche", "en": "/en/search"}
HOSTILE = [
    "",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }} {0} %s",
    '" OR NEAR(*',
    "\x00\x1b[31m\u202e",
    "é" * 10_000,
    "a\r\nX-Evil: 1",
]


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(store, root=resources.root()), follow_redirects=False)


@pytest.mark.parametrize("language", PLACES)
def test_what_is_found_is_shown_with_its_kind_and_its_other_name(
    client: TestClient, language: str
) -> None:
    answer = client.get(PLACES[language], params={"q": "anct"})
    page = Page(answer.text)
    prefix = "" if language == "fr" else "/en"
    assert (answer.status_code, page.faults, page.language) == (200, [], language)
    first = next(link for link in page.links if link.startswith(f"{prefix}/doc/"))
    assert first == f"{prefix}/doc/organisation/anct"
    assert {"fr": "Organisation", "en": "Organisation"}[language] in answer.text
    assert [held for held in page.elements("p") if held.get("role") == "status"]


def test_the_page_works_without_a_word_and_without_a_result(client: TestClient) -> None:
    for path in PLACES.values():
        for typed in ("", "zzzzqqqq"):
            answer = client.get(path, params={"q": typed})
            assert (answer.status_code, Page(answer.text).faults) == (200, [])
    assert "Rien ne porte ce nom" in client.get("/recherche?q=zzzzqqqq").text


def test_a_choice_narrows_and_is_taken_back(client: TestClient) -> None:
    whole = Page(client.get("/recherche?q=fonds").text)
    chosen = [link for link in whole.links if "kind=scheme" in link]
    assert len(chosen) == 1
    narrowed = Page(client.get(chosen[0]).text)
    shown = [link for link in narrowed.links if link.startswith("/doc/")]
    assert shown
    assert all(link.startswith("/doc/scheme/") for link in shown)
    assert "/recherche?q=fonds" in narrowed.links


def test_every_choice_holds_as_many_as_it_says(client: TestClient) -> None:
    page = client.get("/recherche?q=industrie").text
    for link in Page(page).links:
        asked = parse_qs(urlsplit(link).query)
        if link.startswith("/recherche") and {"kind", "year"} & asked.keys():
            told = page.split(f'href="{link.replace("&", "&amp;")}"')[1].split("<small>(")[1]
            count = told.split(")")[0]
            found = client.get(link).text
            assert f"{count} résultat" in found, link


def test_the_other_language_asks_the_same(client: TestClient) -> None:
    page = Page(client.get("/recherche?q=fonds&kind=scheme").text)
    assert "/en/search?q=fonds&kind=scheme" in page.links


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_whatever_is_typed_is_only_looked_for(client: TestClient, typed: str) -> None:
    for path in ("/recherche", "/en/search", "/recherche/suggestions"):
        answer = client.get(path, params={"q": typed})
        assert answer.status_code == 200
        assert "x-evil" not in answer.headers
        assert "<script>alert" not in answer.text
        if "suggestions" not in path:
            assert Page(answer.text).faults == []


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=9), st.text(max_size=9))
def test_any_parameters_are_answered(client: TestClient, q: str, kind: str, year: str) -> None:
    query = urlencode({"q": q, "kind": kind, "year": year}, errors="replace")
    assert client.get(f"/recherche?{query}").status_code == 200
    assert client.get(f"/recherche?q=fonds&{query}").status_code == 200


def test_a_kind_or_a_year_that_is_none_is_passed_by(client: TestClient) -> None:
    whole = client.get("/recherche?q=fonds").text.count("<li>")
    for more in ("kind=unicorn", "year=x", "year=20211", "year=²⁰²¹"):
        assert client.get(f"/recherche?q=fonds&{more}").text.count("<li>") == whole


def test_suggestions_say_what_they_are_and_where_they_lead(client: TestClient) -> None:
    answer = client.get("/en/search/suggestions?q=feraci")
    assert answer.headers["content-type"].startswith("application/json")
    held = answer.json()
    first = held["items"][0]
    assert first["name"] == "Marc Ferracci"
    assert first["href"] == "/en/doc/person/marc-ferracci"
    assert first["value"] == "person:marc-ferracci"
    assert held["said"].endswith("suggestions")
    only = client.get("/recherche/suggestions?q=fonds&kind=scheme").json()["items"]
    assert {item["value"].partition(":")[0] for item in only} == {"scheme"}


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    for path in ("/recherche/suggestions?q=a", "/completion.json", "/recherche?q=a"):
        tag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_every_kind_has_a_name_in_both_languages(client: TestClient) -> None:
    for kind in KINDS:
        for path in PLACES.values():
            assert client.get(path, params={"q": "de", "kind": kind}).status_code == 200


def test_the_completion_is_small_and_knows_terms_and_things(client: TestClient) -> None:
    for path, name in (("/completion.json", "fonds"), ("/en/completion.json", "fund")):
        answer = client.get(path)
        held = answer.json()
        assert ["tdi:Fund", name, "class"] in held["items"]
        assert held["prefixes"]["schema"] == "https://schema.org/"
        kinds = {kind for _, _, kind in held["items"]}
        assert {"property", "class", "person", "scheme"} <= kinds
        assert len(gzip.compress(answer.content)) <= 20_000
