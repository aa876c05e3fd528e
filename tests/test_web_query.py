"""The query page: the answer beside the query, whatever was asked, by the guarded way alone."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from isolation_sample import ENDLESS, MEMORY_BOMB, NESTED, ROWS, STORE
from tdi_graph import questions, resources
from tdi_graph.isolation import Limits, Pool, started
from tdi_graph.protocol import MAX_BODY
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app
from tdi_graph.web.query_sheet import LONGEST_ADDRESS
from tdi_graph.web.visiting import MOST
from wellformed import Page

FERRACCI = "SELECT ?post WHERE { person:marc-ferracci org:holds ?post }"
LONG_TEXT = "# " + "x" * LONGEST_ADDRESS + "\nASK {}"


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return TestClient(create_app(store, root=resources.root()), follow_redirects=False)


@pytest.fixture(scope="module")
def isolated() -> Iterator[TestClient]:
    """A client of pages over a sample, whose queries a pool answers."""
    pool = Pool(partial(started, STORE, Limits()), timeout=3)
    with TestClient(create_app(STORE, root=resources.root(), pool=pool)) as client:
        yield client


def test_the_form_stands_alone(client: TestClient) -> None:
    for path, language in (("/requete", "fr"), ("/en/query", "en")):
        answer = client.get(path)
        page = Page(answer.text)
        assert (answer.status_code, page.faults, page.language) == (200, [], language)
        assert page.elements("textarea")[0]["name"] == "query"
        assert {"action": path, "method": "post"}.items() <= page.elements("form")[1].items()


def test_a_result_bears_names_and_leads_to_pages(client: TestClient) -> None:
    page = Page(client.get("/requete", params={"query": FERRACCI}).text)
    assert page.faults == []
    assert [link for link in page.links if link.startswith("/doc/post/")]
    assert any("industrie" in word for word in page.words)
    english = Page(client.get("/en/query", params={"query": FERRACCI}).text)
    assert [link for link in english.links if link.startswith("/en/doc/post/")]


def test_a_query_that_is_sent_is_shown_at_its_own_address(client: TestClient) -> None:
    sent = client.post("/requete", data={"query": FERRACCI})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/requete?query=SELECT")
    assert "answer" in Page(client.get(sent.headers["location"]).text).ids


def test_a_query_too_long_for_an_address_is_answered_where_it_is_sent(client: TestClient) -> None:
    answer = client.post("/en/query", data={"query": LONG_TEXT})
    page = Page(answer.text)
    assert (answer.status_code, page.faults) == (200, [])
    assert "answer" in page.ids
    assert not [link for link in page.links if "x" * 100 in link]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", "oui"),
        ("ASK { FILTER(false) }", "non"),
        ("SELECT * { <urn:none> ?p ?o }", "rien n’y répond"),
        ("DESCRIBE scheme:fonds-vert", "Prédicat"),
        ("CONSTRUCT { ?s a _:b } WHERE { ?s a tdi:Fund }", "_:"),
        ('SELECT ("<b>&\\t\\n\\"" AS ?x) {}', "&lt;b&gt;&amp;"),
        ("SELECT (<<( <a:b> <a:b> 1 )>> AS ?x) {}", "&lt;a:b&gt;"),
        ('SELECT ("نص"@ar--rtl AS ?x) ("x"@en AS ?y) {}', 'lang="en"'),
    ],
)
def test_every_form_of_answer_is_shown(client: TestClient, query: str, shown: str) -> None:
    answer = client.get("/requete", params={"query": query})
    assert answer.status_code == 200
    assert Page(answer.text).faults == []
    assert shown in answer.text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT *\n{ ?s foo:a ?o }", 400, "Le préfixe « foo: » n’est déclaré nulle part"),
        ("SELECT * { ?s ?p", 400, "Ligne 1, colonne"),
        ("SELEC", 400, "La requête n’est pas bien écrite"),
        ("ASK { SERVICE <a:b> {} }", 400, "SERVICE, qui appelle un autre point"),
        ("CLEAR ALL", 400, "ni INSERT, ni DELETE"),
        (NESTED[:90_000], 400, "n’est pas acceptée"),
        ("ASK { <" + "x" * 100_000 + ":b> ?p ?o }", 413, "trop longue"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_the_text_is_kept(
    client: TestClient, query: str, status: int, said: str
) -> None:
    answer = client.post("/requete", data={"query": query}, follow_redirects=True)
    page = Page(answer.text)
    assert (answer.status_code, page.faults) == (status, [])
    assert said.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»") in (
        answer.text
    )
    kept = answer.text.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0]
    assert kept.replace("&lt;", "<").replace("&gt;", ">") == query
    assert page.elements("textarea")[0]["aria-invalid"] == "true"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("address", ["?query=%ff", "?query=%zz", "?query=ASK{}&query=ASK{}"])
def test_an_address_that_cannot_be_read_is_said_to_be_one(client: TestClient, address: str) -> None:
    answer = client.get(f"/en/query{address}")
    assert answer.status_code == 400
    assert "The request cannot be understood" in answer.text
    assert Page(answer.text).faults == []


def test_a_body_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post("/requete", content=b"query=" + b"x" * (MAX_BODY + 9))
    assert answer.status_code == 413
    assert Page(answer.text).faults == []


@pytest.mark.parametrize("query", ["</textarea><script>alert(1)</script>", "{{ 7*7 }}", "'\"<b>"])
def test_a_hostile_query_is_only_shown(client: TestClient, query: str) -> None:
    answer = client.get("/requete", params={"query": query})
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text
    assert Page(answer.text).faults == []


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_is_answered_by_a_page(client: TestClient, query: str) -> None:
    sent = {"query": query.encode("utf-8", "replace").decode()}
    answer = client.post("/requete", data=sent, follow_redirects=True)
    assert answer.status_code in (200, 400, 403)
    assert Page(answer.text).faults == []


def test_the_view_is_chosen_by_the_columns_and_fixed_by_the_address(client: TestClient) -> None:
    dated = "SELECT ?d ?s { ?s a tdi:Figure ; schema:observationDate ?d }"
    counted = "SELECT ?i (COUNT(?s) AS ?n) { ?s schema:variableMeasured ?i } GROUP BY ?i"
    linked = "SELECT ?a ?b { ?a org:holds ?b }"
    marks = {counted: 'class="bars"', dated: 'class="timeline"', linked: 'class="network"'}
    for query, mark in marks.items():
        shown = client.get("/requete", params={"query": query}).text
        assert Page(shown).faults == []
        assert [other for other in marks.values() if other in shown] == [mark]
        for parameter, table in (("vue", "tableau"), ("view", "table")):
            asked = {"query": query, parameter: table}
            plain = client.get("/requete", params=asked).text
            assert not [other for other in marks.values() if other in plain]
            assert "<table" in plain
    tabs = Page(client.get("/en/query", params={"query": counted}).text).links
    assert [link for link in tabs if link.endswith("view=table#answer")]


def test_a_view_that_does_not_suit_is_another(client: TestClient) -> None:
    asked = {"query": FERRACCI, "vue": "graphique"}
    assert 'class="bars"' not in client.get("/requete", params=asked).text


def test_a_long_answer_is_cut_and_says_so(isolated: TestClient) -> None:
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        page = Page(isolated.get("/en/query", params={"query": query}).text)
        assert len(page.elements("tr")) == MOST + 1 < ROWS
        assert any("The first 1,000 rows" in word for word in page.words)
        assert any(link.startswith("/sparql?query=") for link in page.links)
    exact = isolated.get("/en/query", params={"query": f"SELECT * {{ ?s ?p ?o }} LIMIT {MOST}"})
    assert "The first" not in exact.text


def test_time_and_memory_are_limited_and_it_is_said(isolated: TestClient) -> None:
    late = isolated.get("/requete", params={"query": ENDLESS})
    assert late.status_code == 504
    assert "Le temps accordé à la requête est écoulé" in late.text
    assert "Une requête est arrêtée après 3 secondes" in late.text.replace("\u00a0", " ")
    heavy = isolated.get("/requete", params={"query": MEMORY_BOMB})
    assert heavy.status_code in (500, 504)
    assert Page(heavy.text).faults == []
    assert isolated.get("/requete", params={"query": "ASK {}"}).status_code == 200


def test_a_visitors_query_never_runs_here(
    isolated: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("evaluated in the process that serves")

    monkeypatch.setattr(EmbeddedStore, "evaluate", forbidden)
    answer = isolated.get("/requete", params={"query": "SELECT * { <urn:7> ?p ?o }"})
    assert "the label of thing 7" in answer.text


def test_the_dataset_of_a_request_is_kept(isolated: TestClient) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": "urn:other"}
    page = Page(isolated.get("/requete", params=asked).text)
    assert any("rien n’y répond" in word for word in page.words)
    assert [held for held in page.elements("input") if held.get("value") == "urn:other"]


def test_the_programs_are_whole_and_name_the_host_that_was_asked(client: TestClient) -> None:
    awkward = "SELECT ?x { VALUES ?x { 'it''s \"$HOME\" `a` \\\\' } }".replace("''", "\\'")
    shown = client.get(
        "/en/query", params={"query": awkward}, headers={"Host": "graph.example:8443"}
    )
    programs = [
        code.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        for code in re.findall(
            r'<pre class="copied"[^>]*><code>(.*?)</code>', shown.text, re.DOTALL
        )
    ]
    curl, python, javascript = programs
    command = shlex.split(curl)
    assert len(command) == 2
    assert command[1].startswith("http://graph.example:8443/sparql?query=SELECT")
    ast.parse(python)
    assert "http://graph.example:8443/sparql?" in javascript
    local = command[1].removeprefix("http://graph.example:8443")
    assert client.get(local).text.splitlines()[0] == "x"


@pytest.mark.parametrize("host", ["evil.example/<script>", "a b", "x'y", "é.fr"])
def test_a_host_that_is_none_is_not_repeated(client: TestClient, host: str) -> None:
    headers = [(b"Host", host.encode())]
    shown = client.get(
        "/requete", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1"}, headers=headers
    )
    assert host not in shown.text
    assert "curl" in shown.text


def test_each_question_opens_in_the_editor_and_in_programs(client: TestClient) -> None:
    for slug in questions.load(resources.root() / "queries"):
        page = Page(client.get(f"/en/questions/{slug}").text)
        opened = [link for link in page.links if link.startswith("/en/query?query=")]
        assert len(opened) == 1
        assert client.get(opened[0]).status_code == 200
        assert any(f"/questions/{slug}.csv" in word for word in page.words)


def test_a_question_takes_a_name_for_a_thing(client: TestClient) -> None:
    named = client.get("/questions/territories-over-time?scheme=territoire d'industrie")
    spelt = client.get("/questions/territories-over-time?scheme=scheme:territoires-d-industrie")
    rows = [Page(each.text).elements("tr") for each in (named, spelt)]
    assert rows[0] == rows[1] != []


def test_a_view_is_no_parameter_of_a_question(client: TestClient) -> None:
    shown = client.get("/questions/territories-over-time?vue=frise")
    assert shown.status_code == 200
    assert 'class="timeline"' in shown.text
    assert "vue" not in "".join(
        link for link in Page(shown.text).links if re.search(r"\.(csv|json|rq)", link)
    )
