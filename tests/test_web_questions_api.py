"""The saved questions as an interface: forms, values, problems, pages, and their description."""

import csv
import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.openapi.models import OpenAPI
from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from served import PATIENCE
from tdi_graph import questions, resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, application, create_app, current, site
from wellformed import Page

TERRITORIES = "/questions/territories-over-time"
QUESTIONS = questions.load(resources.root() / "queries")
RESULTS = "application/sparql-results+json"
PROBLEM = "application/problem+json"

DRAWING = """#+ title: {fr: Liens, en: Links}
#+ description: {fr: Des liens., en: Links.}
#+ group: integrator
#+ parameters:
#+   scheme: {type: iri, label: {fr: dispositif, en: scheme}, values: tdi:Scheme}
#+ columns:
#+   subject: {fr: Sujet, en: Subject}
#+   predicate: {fr: Relation, en: Relation}
#+   object: {fr: Objet, en: Object}
PREFIX scheme: <https://w3id.org/tdi-graph/id/scheme/>
CONSTRUCT { ?scheme ?p ?o } WHERE {
  VALUES ?scheme { scheme:fonds-vert }
  ?scheme ?p ?o
}
"""


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(create_app(store, root=resources.root()), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The description, in English."""
    held: dict[str, Any] = client.get("/en/openapi.json").json()
    return held


def conform(schema: object, *values: object) -> None:
    """Check a schema, and values against it."""
    kind = pytest.importorskip("jsonschema", reason="NOT RUN: jsonschema comes with mcp")
    kind.Draft202012Validator.check_schema(schema)
    for value in values:
        kind.Draft202012Validator(schema).validate(value)


def rows(answer: httpx2.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.text)))[1:]


# Forms


@pytest.mark.parametrize(
    ("accept", "suffix", "media_type"),
    [
        (RESULTS, "json", RESULTS),
        ("application/json", "json", RESULTS),
        ("application/sparql-results+xml", "xml", "application/sparql-results+xml"),
        ("text/csv", "csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "tsv", "text/tab-separated-values; charset=utf-8"),
        ("text/html;q=0.1, text/csv;q=0.2", "csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_form_is_chosen_by_accept_or_by_suffix(
    client: TestClient, accept: str, suffix: str, media_type: str
) -> None:
    chosen = client.get(TERRITORIES, headers={"Accept": accept})
    named = client.get(f"{TERRITORIES}.{suffix}", headers={"Accept": "text/html"})
    assert chosen.status_code == named.status_code == 200
    assert chosen.headers["content-type"] == named.headers["content-type"] == media_type
    assert chosen.content == named.content
    assert "Accept" in chosen.headers["vary"]
    assert chosen.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("accept", ["text/html,application/xml;q=0.9,*/*;q=0.8", "*/*", ""])
def test_a_browser_gets_the_page(client: TestClient, accept: str) -> None:
    answer = client.get(TERRITORIES, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("text/html")


def test_what_no_form_can_satisfy_is_refused(client: TestClient) -> None:
    assert client.get(TERRITORIES, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(TERRITORIES, headers={"Accept": "text/turtle"}).status_code == 406
    assert client.get(f"{TERRITORIES}.ttl").status_code == 404


def test_an_answer_that_the_client_has_is_not_sent_again(client: TestClient) -> None:
    for suffix in ("json", "csv", "rq"):
        address = f"{TERRITORIES}.{suffix}"
        tag = client.get(address).headers["etag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(address, params={"scheme": "no"}, headers={"If-None-Match": tag})
        assert other.status_code == 422


def test_a_question_that_a_graph_answers_is_answered_in_rdf(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "01-links.rq").write_text(DRAWING, "utf-8")
    client = TestClient(create_app(store, root=tmp_path))
    wanted = set(store.construct(DRAWING))
    for suffix, form in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES)):
        answer = client.get(f"/questions/links.{suffix}")
        assert {quad.triple for quad in parse(answer.content, format=form)} == wanted
    by_accept = client.get("/questions/links", headers={"Accept": "application/rdf+xml"})
    assert {q.triple for q in parse(by_accept.content, format=RdfFormat.RDF_XML)} == wanted
    assert client.get("/questions/links.csv").status_code == 404
    assert client.get("/questions/links.ttl?limit=1").status_code == 422
    page = client.get("/en/questions/links", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert page.text.count("<tr>") == len(wanted) + 1
    described = client.get("/openapi.json").json()["paths"]["/questions/links"]["get"]
    assert "text/turtle" in described["responses"]["200"]["content"]
    assert [each["name"] for each in described["parameters"]] == ["scheme"]


# Values


@pytest.mark.parametrize(
    ("asked", "parameter", "told", "more"),
    [
        ({"schem": "x"}, "schem", "no parameter", {"suggestion": "scheme"}),
        ({"indicator": "c:x y"}, "indicator", "does not suit", {"given": "c:x y"}),
        (
            {"indicator": "c:territory-count"},
            "indicator",
            "none of the values",
            {"suggestion": "c:territories-count"},
        ),
        ({"scheme": "orga:bpifrance"}, "scheme", "none of the values", {}),
        ({"limit": "0"}, "limit", "whole number from 1", {"given": "0"}),
        ({"offset": "-1"}, "offset", "whole number from 0", {}),
        ({"limit": "1\nOFFSET 2"}, "limit", "whole number", {}),
    ],
)
def test_a_wrong_value_is_a_problem_that_names_it(
    client: TestClient, asked: dict[str, str], parameter: str, told: str, more: dict[str, str]
) -> None:
    by_suffix = client.get(f"{TERRITORIES}.csv", params=asked, headers={"Accept": "text/html"})
    by_accept = client.get(TERRITORIES, params=asked, headers={"Accept": RESULTS})
    for answer in (by_suffix, by_accept):
        assert answer.status_code == 422
        assert answer.headers["content-type"] == PROBLEM
        problem = answer.json()
        assert problem["status"] == 422
        assert problem["parameter"] == parameter
        assert told in problem["detail"]
        assert problem["given"] == next(iter(asked.values())) or problem["given"] == parameter
        assert {**problem, **more} == problem


def test_what_is_allowed_is_told(client: TestClient, store: EmbeddedStore) -> None:
    problem = client.get(f"{TERRITORIES}.json?scheme=c:none").json()
    known = questions.choices(store, QUESTIONS.values())
    (scheme, _) = QUESTIONS["territories-over-time"].parameters
    assert problem["allowed"] == list(questions.allowed_values(scheme, known))
    assert "scheme:fonds-vert" in problem["allowed"]
    problem = client.get("/questions/promises.json?language=de").json()
    assert problem["allowed"] == ["fr", "en"]


def test_a_parameter_is_given_once(client: TestClient) -> None:
    answer = client.get(f"{TERRITORIES}.json?limit=1&limit=2")
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "limit"


@pytest.mark.parametrize(
    ("prefix", "asked", "told"),
    [
        ("", "schem=x", "Cette question n’a pas de paramètre «\u00a0schem\u00a0»."),
        ("", "schem=x", "Peut-être vouliez-vous dire «\u00a0scheme\u00a0»."),
        ("/en", "scheme=c:none", "“c:none” is none of the values of “scheme”."),
        ("/en", "limit=many", "“many” does not have the form that “limit” asks for."),
        ("", "limit=1&limit=2", "«\u00a0limit\u00a0» est donné plusieurs fois."),
    ],
)
def test_a_page_says_the_same_in_its_language(
    client: TestClient, prefix: str, asked: str, told: str
) -> None:
    answer = client.get(f"{prefix}{TERRITORIES}?{asked}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert told in answer.text


def test_an_iri_may_be_whole(client: TestClient) -> None:
    short = client.get(f"{TERRITORIES}.csv", params={"indicator": "c:project-managers"})
    whole = "https://w3id.org/tdi-graph/id/concept/project-managers"
    assert client.get(f"{TERRITORIES}.csv", params={"indicator": whole}).text == short.text
    assert rows(short)


def test_the_defaults_of_all_questions_are_allowed(store: EmbeddedStore) -> None:
    known = questions.choices(store, QUESTIONS.values())
    for question in QUESTIONS.values():
        values = {each.name: questions.called(each.default) for each in question.parameters}
        bound = questions.bind(question, values, known)
        assert store.select(bound) == store.select(question.sparql)


# Parts of an answer


@pytest.mark.parametrize("slug", list(QUESTIONS))
def test_the_parts_of_an_answer_are_the_whole(client: TestClient, slug: str) -> None:
    whole = rows(client.get(f"/questions/{slug}.csv"))
    size = max(1, len(whole) // 3)
    parts = []
    for offset in range(0, len(whole) + 1, size):
        asked = {"limit": str(size), "offset": str(offset)}
        parts += rows(client.get(f"/questions/{slug}.csv", params=asked))
    assert parts == whole


def test_a_page_may_show_a_part(client: TestClient) -> None:
    whole = rows(client.get(f"{TERRITORIES}.csv"))
    page = Page(client.get(f"{TERRITORIES}?limit=2&offset=1").text)
    assert len(page.elements("tr")) == 3
    assert {whole[1][1], whole[2][1]} & set(page.words)
    assert page.faults == []


# The description


def test_the_description_is_valid_openapi(document: dict[str, Any]) -> None:
    OpenAPI.model_validate(document)
    assert document["openapi"] == "3.1.0"
    operations = [path["get"] for path in document["paths"].values()]
    names = [each["operationId"] for each in operations]
    assert sorted(names) == sorted(set(names)) == sorted(QUESTIONS)
    references = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))
    assert references
    for reference in set(references):
        _followed(document, reference)
    for schema in document["components"]["schemas"].values():
        conform(schema)
    for operation in operations:
        assert {each["name"] for each in document["tags"]} >= set(operation["tags"])
        for parameter in _parameters(document, operation):
            assert parameter["in"] == "query"
            assert parameter["description"]
            conform(parameter["schema"])
            if "example" in parameter:
                conform(parameter["schema"], parameter["example"])


def _followed(document: dict[str, Any], reference: str) -> dict[str, Any]:
    held = document
    for part in reference.split("/"):
        held = held[part]
    return held


def _parameters(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _followed(document, each["$ref"].removeprefix("#/")) if "$ref" in each else each
        for each in operation["parameters"]
    ]


def test_each_operation_answers_as_it_is_described(
    client: TestClient, document: dict[str, Any]
) -> None:
    schemas = {f"#/components/schemas/{k}": v for k, v in document["components"]["schemas"].items()}
    results = {**schemas["#/components/schemas/Results"], "components": document["components"]}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        examples = {
            each["name"]: each["example"]
            for each in _parameters(document, operation)
            if "example" in each
        }
        for media_type in operation["responses"]["200"]["content"]:
            answer = client.get(path, params=examples, headers={"Accept": media_type})
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].partition(";")[0] == media_type
            for header in operation["responses"]["200"]["headers"]:
                assert header in answer.headers
        held = client.get(path, params=examples, headers={"Accept": RESULTS})
        conform(results, held.json())
        columns = [column["name"] for column in operation["x-columns"]]
        assert held.json()["head"]["vars"] == columns


def test_each_listed_value_is_accepted_and_no_other(
    client: TestClient, document: dict[str, Any]
) -> None:
    problem = document["components"]["schemas"]["Problem"]
    for path, methods in document["paths"].items():
        for parameter in _parameters(document, methods["get"]):
            for value in parameter["schema"].get("enum", [])[::7]:
                asked = {parameter["name"]: value}
                answer = client.get(path, params=asked, headers={"Accept": RESULTS})
                assert answer.status_code == 200, (path, asked)
            refused = client.get(path, params={parameter["name"]: "?"}, headers={"Accept": RESULTS})
            assert refused.status_code == 422, (path, parameter)
            conform(problem, refused.json())


def test_the_description_follows_the_release_and_the_language(client: TestClient) -> None:
    french, english = client.get("/openapi.json"), client.get("/en/openapi.json")
    assert french.json()["info"]["title"] == "Questions enregistrées"
    assert english.json()["info"]["title"] == "Saved questions"
    promises = french.json()["paths"]["/questions/promises"]["get"]
    assert promises["parameters"][0]["schema"] == {
        "type": "string",
        "default": "fr",
        "enum": ["fr", "en"],
    }
    tag = {"If-None-Match": french.headers["etag"]}
    assert client.get("/openapi.json", headers=tag).status_code == 304
    empty = create_app(EmbeddedStore([], release="3" * 64), root=resources.root())
    scheme = TestClient(empty).get("/openapi.json").json()["paths"][TERRITORIES]["get"]
    assert "enum" not in scheme["parameters"][0]["schema"]


# Time


def test_what_takes_too_long_is_not_waited_for(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "PATIENCE", 0.05)
    held = Current(site.make(store, {}, {}))

    answered = threading.Event()

    def slow(_: site.Site, __: site.Voice, ___: Request) -> Response:
        answered.wait(PATIENCE)
        raise ValueError("nobody waits for this")

    app = application(held)
    app.router.routes.insert(0, Route("/slow", held.page("fr", slow)))
    with TestClient(app) as client:
        answer = client.get("/slow", headers={"Accept": "application/json"})
        assert answer.status_code == 504
        assert answer.json()["title"] == "Gateway Timeout"
        page = client.get("/slow", headers={"Accept": "text/html"})
        assert "Délai dépassé" in page.text
        answered.set()


def test_the_results_are_read_by_another_reader(client: TestClient, store: EmbeddedStore) -> None:
    for suffix in ("json", "xml", "tsv"):
        answer = client.get(f"{TERRITORIES}.{suffix}")
        media_type = answer.headers["content-type"].partition(";")[0]
        form = QueryResultsFormat.from_media_type(media_type)
        assert form
        held = parse_query_results(answer.content, format=form)
        assert isinstance(held, QuerySolutions)
        table = store.select(QUESTIONS["territories-over-time"].sparql)
        assert [tuple(row) for row in held] == [*table.rows]
