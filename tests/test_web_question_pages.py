"""A question's page: its form, its answer, its downloads, and what it says to a bad value."""

import csv
import io

import pytest
from starlette.testclient import TestClient

from tdi_graph import questions, resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app
from wellformed import Page

TERRITORIES = "/questions/territories-over-time"


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(store, root=resources.root()), follow_redirects=False)


def test_every_question_shows_its_rows_with_headings(
    client: TestClient, store: EmbeddedStore
) -> None:
    for slug, question in questions.load(resources.root() / "queries").items():
        table = store.select(question.sparql)
        for prefix, language in (("", "fr"), ("/en", "en")):
            page = Page(client.get(f"{prefix}/questions/{slug}").text)
            headings = [question.columns[name][language] for name in table.variables]
            assert len(page.elements("tr")) == (len(table.rows) + 1 if table.rows else 0)
            assert not table.rows or set(headings) <= set(page.words)


def test_a_parameter_changes_the_answer(client: TestClient) -> None:
    asked = {"indicator": "c:project-managers"}
    page = client.get(TERRITORIES, params=asked)
    assert "162" in page.text
    assert '<option value="c:project-managers" selected>' in page.text
    assert f"{TERRITORIES}.csv?indicator=c%3Aproject-managers" in page.text
    rows = list(csv.reader(io.StringIO(client.get(f"{TERRITORIES}.csv", params=asked).text)))
    assert "162" in {row[1].removesuffix(".0") for row in rows}


def test_an_empty_field_keeps_the_original_value(client: TestClient) -> None:
    assert "183" in client.get(TERRITORIES, params={"scheme": ""}).text


@pytest.mark.parametrize("asked", [{"nothing": "x"}, {"scheme": "a b"}, {"scheme": '"><b>'}])
def test_a_value_that_does_not_suit_is_said_on_the_page(
    client: TestClient, asked: dict[str, str]
) -> None:
    answer = client.get(TERRITORIES, params=asked)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert page.faults == []
    assert "fault" in page.ids
    assert "answer" not in page.ids
    assert "<b>" not in answer.text


def test_a_bad_value_makes_a_download_a_problem(client: TestClient) -> None:
    answer = client.get(f"{TERRITORIES}.json", params={"nothing": "x"})
    assert answer.status_code == 422


def test_the_downloads_are_what_they_say(client: TestClient) -> None:
    table = client.get(f"{TERRITORIES}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    held = client.get(f"{TERRITORIES}.json")
    assert held.headers["content-type"] == "application/sparql-results+json"
    rows = held.json()["results"]["bindings"]
    assert len(rows) == len(table.text.splitlines()) - 1
    query = client.get(f"{TERRITORIES}.rq")
    assert query.headers["content-type"] == "application/sparql-query"
    assert query.text == questions.load(resources.root() / "queries")[
        "territories-over-time"
    ].path.read_text("utf-8")


def test_a_question_that_is_not_there_suggests_its_like(client: TestClient) -> None:
    page = client.get("/en/questions/disagreement", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert 'href="/en/questions/disagreements">Which figures disagree?</a>' in page.text
    assert "/questions/territories-over-time" in client.get("/questions/zzzz").text
