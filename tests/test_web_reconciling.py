"""The reconciliation service over HTTP, as OpenRefine and the specification speak to it."""

import json
import re
from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad
from starlette.testclient import TestClient

from reconciliation_cases import (
    NAMES,
    extension_faults,
    manifest_faults,
    result_faults,
    suggestion_faults,
)
from tdi_graph import questions, resources
from tdi_graph.reconciliation.queries import BATCH
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE, expand
from tdi_graph.web import Current, application, reconciling, site
from tdi_graph.web.reconciling import MAX_BODY, PATH
from wellformed import Page

PLACES = ["", "/properties", "/suggest/entity", "/suggest/type", "/suggest/property"]


def served(store: EmbeddedStore) -> TestClient:
    made = site.make(store, {}, questions.load(resources.root() / "queries"))
    return TestClient(application(Current(made)), base_url="http://service.test")


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> TestClient:
    return served(store)


def queried(client: TestClient, **query: object) -> dict[str, Any]:
    """Send one query as OpenRefine does; return its answer."""
    answer = client.post(PATH, data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()["q0"]
    assert list(result_faults(told)) == []
    return told


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_manifest_is_one_of_both_versions(client: TestClient, prefix: str) -> None:
    answer = client.get(prefix + PATH)
    told = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert list(manifest_faults(told)) == []
    assert told["identifierSpace"] == BASE + "id/"
    assert told["batchSize"] == BATCH
    assert {one["id"] for one in told["defaultTypes"]} >= {"schema:Person", "org:Organization"}
    urls = re.findall(r"http://[^\"]+", answer.text)
    assert all(url.startswith("http://service.test") for url in urls if "w3id" not in url)


def test_every_address_of_the_manifest_answers(client: TestClient) -> None:
    """Also where a client encodes the id as the specification says (section 2.1)."""
    told = client.get(PATH).json()
    encoded = quote("scheme/fonds-vert", safe="")
    for template in (told["view"]["url"], told["preview"]["url"]):
        for name in (encoded, "scheme/fonds-vert"):
            shown = client.get(template.replace("{{id}}", name), headers={"Accept": "text/html"})
            assert (shown.status_code, "Fonds vert" in shown.text) == (200, True)
    ids = {"entity": encoded, "type": "Fund", "property": "siren"}
    for what, one in told["suggest"].items():
        found = client.get(one["service_url"] + one["service_path"], params={"prefix": "f"})
        assert list(suggestion_faults(found.json())) == []
        flyout = one["service_url"] + one["flyout_service_path"].replace("${id}", ids[what])
        assert set(client.get(flyout).json()) == {"id", "html"}
    proposing = told["extend"]["propose_properties"]
    proposed = client.get(proposing["service_url"] + proposing["service_path"] + "?type=Fund")
    assert proposed.json()["type"] == "Fund"
    assert client.get(told["logo"]).status_code == 200
    assert client.get(told["documentation"]).status_code == 200


def test_a_batch_comes_as_openrefine_sends_it(client: TestClient) -> None:
    """A form with the field queries, an object with the keys q0, q1 and so on; no limit."""
    batch = {f"q{n}": {"query": text} for n, text in enumerate(NAMES)}
    headers = {
        "User-Agent": "OpenRefine/3.6.2",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    }
    body = "queries=" + quote(json.dumps(batch))
    answer = client.post(PATH, content=body, headers=headers)
    told = answer.json()
    assert list(told) == list(batch)
    assert [fault for one in told.values() for fault in result_faults(one)] == []
    best = [one["result"][0]["id"] for one in told.values()]
    assert best == list(NAMES.values())
    assert client.get(PATH, params={"queries": json.dumps(batch)}).json() == told


def test_a_single_query_of_the_first_version(client: TestClient) -> None:
    by_text = client.get(PATH, params={"query": "fonds vert", "type": "Fund", "limit": "1"}).json()
    by_object = client.get(
        PATH, params={"query": json.dumps({"query": "fonds vert", "type": "Fund", "limit": 1})}
    ).json()
    assert by_text == by_object
    assert list(result_faults(by_text)) == []
    assert [one["id"] for one in by_text["result"]] == ["scheme/fonds-vert"]


def test_names_are_in_the_language_of_the_address(client: TestClient) -> None:
    body = {"queries": '{"q":{"query":"Fonds vert"}}'}
    names = [
        client.post(prefix + PATH, data=body).json()["q"]["result"][0]["name"]
        for prefix in ("", "/en")
    ]
    assert names == ["Fonds vert", "Green Fund"]


def test_values_of_properties_are_fetched(client: TestClient) -> None:
    ids = ["place/bretagne", "scheme/temps-2", "document/cp-483", "nothing"]
    properties = ["cog-region", "wikidata", "dcterms:isPartOf", "schema:datePublished"]
    wanted = {"ids": ids, "properties": [{"id": name} for name in properties]}
    told = client.post(PATH, data={"extend": json.dumps(wanted)}).json()
    assert list(extension_faults(told, ids, properties)) == []
    assert told["rows"]["place/bretagne"]["cog-region"] == [{"str": "53"}]
    assert told["rows"]["place/bretagne"]["wikidata"] == [{"str": "Q12130"}]
    whole = {"id": "scheme/territoires-d-industrie", "name": "Territoires d’industrie"}
    assert told["rows"]["scheme/temps-2"]["dcterms:isPartOf"] == [whole]
    assert list(told["rows"]["document/cp-483"]["schema:datePublished"][0]) == ["date"]
    assert set(map(str, told["rows"]["nothing"].values())) == {"[]"}
    assert client.get(PATH, params={"extend": json.dumps(wanted)}).json() == told


def test_a_setting_limits_the_values(client: TestClient) -> None:
    def count(**settings: object) -> int:
        wanted = {
            "ids": ["organisation/adcf"],
            "properties": [{"id": "skos:altLabel", "settings": settings}],
        }
        told = client.post(PATH, data={"extend": json.dumps(wanted)}).json()
        return len(told["rows"]["organisation/adcf"]["skos:altLabel"])

    assert count() > 1
    assert count(limit=1) == count(limit="1") == 1


def test_suggestions_follow_the_prefix(client: TestClient) -> None:
    def suggested(what: str, **asked: str) -> list[str]:
        told = client.get(f"{PATH}/suggest/{what}", params=asked).json()
        assert list(suggestion_faults(told)) == []
        return [one["id"] for one in told["result"]]

    assert suggested("entity", prefix="fonds v")[0] == "scheme/fonds-vert"
    assert suggested("entity", prefix="scheme/fonds-vert")[0] == "scheme/fonds-vert"
    assert all(
        i.startswith("person/") for i in suggested("entity", prefix="m", type="schema:Person")
    )
    first, later = suggested("entity", prefix="a"), suggested("entity", prefix="a", cursor="3")
    assert first[3:] == later[: len(first) - 3]
    assert suggested("type", prefix="fonds") == suggested("type", prefix="Fund") == ["Fund"]
    assert suggested("property", prefix="SIREN") == ["siren"]
    assert suggested("property", prefix="numéro") == suggested("property", prefix="NUMERO") != []
    assert len(suggested("property", prefix="")) == 20


def test_a_type_proposes_what_its_members_bear(client: TestClient) -> None:
    told = client.get(f"{PATH}/properties", params={"type": "schema:AdministrativeArea"}).json()
    assert [one["id"] for one in told["properties"]][:2] == ["cog-region", "wikidata"]
    few = client.get(f"{PATH}/properties", params={"type": "Agency", "limit": "1"}).json()
    assert [one["id"] for one in few["properties"]] == ["siren"]
    assert client.get(f"{PATH}/properties").json()["properties"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"query": "x", "type": "Nothing"}, "no type is called Nothing"),
        ({"query": "x", "properties": [{"pid": "no", "v": "1"}]}, "no property is called no"),
        ({"query": 7}, "the text of query q0 is no text"),
    ],
)
def test_a_bad_query_is_refused_in_json(client: TestClient, query: object, told: str) -> None:
    answer = client.post(PATH, data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 400
    assert answer.json()["status"] == "error"
    assert told in answer.json()["message"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 400),
        ({"extend": "7"}, 400),
        ({"extend": '{"ids": ["a"], "properties": [{"id": "nothing"}]}'}, 400),
        ({"else": "x"}, 400),
        ({f"field{n}": "x" for n in range(50)}, 400),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(BATCH + 1)})}, 413),
        ({"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(100_000)})}, 413),
    ],
)
def test_a_bad_form_is_refused(client: TestClient, form: dict[str, str], status: int) -> None:
    answer = client.post(PATH, data=form)
    assert answer.status_code == status
    assert answer.json()["status"] == "error"
    if status == 413:
        assert str(BATCH) in answer.json()["message"]


def test_what_is_no_form_is_refused(client: TestClient) -> None:
    assert client.post(PATH, json={"queries": {}}).status_code == 415
    broken = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(PATH, content=b"queries=%ff", headers=broken).status_code == 400
    assert client.post(PATH, content=b"queries=\xe9", headers=broken).status_code == 400
    assert client.get(f"{PATH}/suggest/entity?cursor=many").status_code == 400
    assert client.put(PATH).status_code == 405


@pytest.mark.parametrize("place", PLACES)
def test_any_origin_may_ask(client: TestClient, place: str) -> None:
    headers = {"Origin": "https://other.test", "Access-Control-Request-Method": "POST"}
    preflight = client.options(PATH + place, headers=headers)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for answer in (preflight, client.get(PATH + place, headers=headers)):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("callback", ["jQuery1_2", "a.b.$c"])
def test_a_callback_gets_the_same_as_a_script(client: TestClient, callback: str) -> None:
    answer = client.get(PATH, params={"query": "œuvre\u2028</script>", "callback": callback})
    assert answer.headers["Content-Type"].startswith("application/javascript")
    script = re.fullmatch(rf"/\*\*/{re.escape(callback)}\((.*)\);", answer.text)
    assert script
    plain = client.get(PATH, params={"query": "œuvre\u2028</script>"})
    assert json.loads(script[1]) == plain.json()
    assert answer.text.isascii()


@pytest.mark.parametrize(
    "callback",
    ["alert(1)//", "a b", "1a", "a..b", ".a", "a[0]", "é", "x" * 200, "a\n", "a;b", "<script>"],
)
def test_a_callback_is_a_name(client: TestClient, callback: str) -> None:
    answer = client.get(PATH, params={"callback": callback})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/json"


@given(st.text(max_size=40))
def test_any_callback_is_a_name_or_refused(callback: str) -> None:
    assert reconciling._is_name(callback) == bool(  # noqa: SLF001 -- the one gate there is
        re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*", callback)
    )


def test_a_preview_may_be_framed_and_other_pages_not(client: TestClient) -> None:
    shown = client.get(f"{PATH}/preview", params={"id": "scheme/fonds-vert"})
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    page = client.get("/doc/scheme/fonds-vert", headers={"Accept": "text/html"})
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert client.get(f"{PATH}/preview", params={"id": "nothing"}).status_code == 404


HOSTILE = "\"><script>alert('x')</script>{{ 7 * 7 }}"


def test_whatever_the_graph_says_stays_text() -> None:
    thing = expand("scheme:s")
    client = served(
        EmbeddedStore(
            [
                Quad(thing, expand("rdf:type"), expand("tdi:Programme")),
                Quad(thing, expand("skos:prefLabel"), Literal(HOSTILE, language="fr")),
                Quad(thing, expand("skos:definition"), Literal(HOSTILE, language="fr")),
            ],
            release="0" * 64,
        )
    )
    shown = client.get(f"{PATH}/preview", params={"id": "scheme/s"}).text
    faults = [fault for fault in Page(shown).faults if "skip link" not in fault]
    assert faults == []
    html = client.get(f"{PATH}/flyout/entity", params={"id": "scheme/s"}).json()["html"]
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert queried(client, query=HOSTILE)["result"][0]["name"] == HOSTILE


def test_an_unknown_flyout_is_not_found(client: TestClient) -> None:
    assert client.get(f"{PATH}/flyout/entity", params={"id": "nothing"}).status_code == 404
    assert client.get(f"{PATH}/flyout/type", params={"id": "nothing"}).status_code == 400


Message = MutableMapping[str, Any]


def test_an_endless_body_is_not_read_to_its_end(store: EmbeddedStore) -> None:
    made = site.make(store, {}, {})
    app = application(Current(made))
    sent: list[Message] = []
    taken = 0

    def endless() -> Iterator[Message]:
        while True:
            yield {"type": "http.request", "body": b"q" * 2**16, "more_body": True}

    chunks = endless()

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return next(chunks)

    async def send(message: Message) -> None:
        sent.append(message)

    form = (b"content-type", b"application/x-www-form-urlencoded")
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "headers": [form, (b"host", b"service.test")],
    }
    anyio.run(app, scope, receive, send)
    assert sent[0]["status"] == 413
    assert taken <= MAX_BODY // 2**16 + 2
