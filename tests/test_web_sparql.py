"""The endpoint ``/sparql`` over HTTP, in an application of its own."""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, cast

import anyio
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from sparql_sample import ASK, BACKEND, FORM, PROBLEM, QUERY, SELECT, UPDATE, listening
from tdi_graph.protocol import MAX_BODY, Request, answer
from tdi_graph.store import Backend, Dataset, Results
from tdi_graph.web.evaluating import Inline
from tdi_graph.web.sparql import PATH, Endpoint, route

Message = MutableMapping[str, Any]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of the endpoint."""
    application = FastAPI()
    application.router.routes.append(route(Inline(lambda: BACKEND), "0" * 64))
    with TestClient(application) as client:
        yield client


def test_the_three_operations_answer_the_same(client: TestClient) -> None:
    got = client.get(PATH, params={"query": SELECT})
    by_form = client.post(PATH, data={"query": SELECT})
    alone = client.post(PATH, content=SELECT, headers={"Content-Type": QUERY})
    assert got.status_code == 200
    assert got.headers["Content-Type"] == "application/sparql-results+json"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Vary"] == "Accept, Accept-Encoding"
    assert "petit" in got.text
    assert got.content == by_form.content == alone.content
    assert got.headers["ETag"]
    assert "ETag" not in by_form.headers
    assert by_form.headers == alone.headers


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_http_changes_nothing(query: str) -> None:
    application = FastAPI()
    application.router.routes.append(route(Inline(lambda: BACKEND), "0" * 64))
    client = TestClient(application)
    expected = answer(Request("POST", b"", QUERY, query.encode()), BACKEND)
    for response in (
        client.get(PATH, params={"query": query}),
        client.post(PATH, data={"query": query}),
        client.post(PATH, content=query, headers={"Content-Type": QUERY}),
    ):
        assert (response.status_code, response.content) == (expected.status, expected.body)


def test_a_query_is_decoded_once(client: TestClient) -> None:
    query = 'SELECT (STRLEN("a%20b") AS ?n) {}'
    got = client.get(PATH, params={"query": query, "format": "csv"})
    by_form = client.post(PATH, data={"query": query, "format": "csv"})
    assert got.text == by_form.text == "n\r\n5\r\n"


def test_the_graphs_of_the_url_hold_for_a_query_sent_alone(client: TestClient) -> None:
    parameters = {"default-graph-uri": ["urn:none", "urn:other"]}
    headers = {"Content-Type": QUERY, "Accept": "text/csv"}
    response = client.post(PATH, params=parameters, content=ASK, headers=headers)
    assert (response.status_code, response.text) == (200, "false")


def test_the_lines_of_an_accept_header_are_one_list(client: TestClient) -> None:
    lines = [("Accept", "application/sparql-results+xml;q=0.5"), ("Accept", "text/csv")]
    response = client.get(PATH, params={"query": SELECT}, headers=lines)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_head_tells_the_length_and_sends_nothing(client: TestClient) -> None:
    got = client.get(PATH, params={"query": SELECT})
    head = client.head(PATH, params={"query": SELECT})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers
    assert head.headers["Content-Length"] == str(len(got.content))


def test_a_preflight_is_answered(client: TestClient) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    response = client.options(PATH, headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_refused_by_the_protocol(client: TestClient, method: str) -> None:
    response = client.request(method, PATH, params={"query": ASK})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"
    assert response.headers["Content-Type"] == PROBLEM


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"query=%", 400),
        (QUERY, b"SELEKT", 400),
        (QUERY, b"\xe9", 400),
        ("application/sparql-update", UPDATE.encode(), 403),
        ("text/plain", ASK.encode(), 415),
        (FORM, b"x=" + b"x" * MAX_BODY, 413),
    ],
)
def test_a_refusal_is_a_problem(client: TestClient, kind: str, content: bytes, status: int) -> None:
    response = client.post(PATH, content=content, headers={"Content-Type": kind})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["Content-Type"] == PROBLEM
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_no_other_endpoint_is_called(client: TestClient) -> None:
    with listening() as listener:
        query = f"SELECT * {{ SERVICE SILENT <{listener.address}> {{ ?s ?p ?o }} }}"
        assert client.post(PATH, data={"query": query}).status_code == 400
        assert not listener.heard


# What a client cannot show: the application itself, message by message.


@dataclass
class Exchange:
    """A request to the application, chunk by chunk, and what was sent back."""

    chunks: Iterator[Message]
    sent: list[Message] = field(default_factory=list)
    taken: int = 0

    async def run(self, backend: Backend, query_string: bytes = b"") -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": PATH,
            "query_string": query_string,
            "headers": [(b"content-type", QUERY.encode())],
        }
        await Endpoint(Inline(lambda: backend), "0" * 64)(scope, self.receive, self.send)

    async def receive(self) -> Message:
        self.taken += 1
        return next(self.chunks)

    async def send(self, message: Message) -> None:
        self.sent.append(message)


def whole(body: bytes) -> Iterator[Message]:
    yield {"type": "http.request", "body": body, "more_body": False}


def test_an_endless_body_is_not_read_to_its_end() -> None:
    def endless() -> Iterator[Message]:
        while True:
            yield {"type": "http.request", "body": b" " * 2**16, "more_body": True}

    exchange = Exchange(endless())
    anyio.run(exchange.run, BACKEND)
    assert exchange.sent[0]["status"] == 413
    assert exchange.taken == MAX_BODY // 2**16 + 1


def test_a_client_that_leaves_gets_nothing() -> None:
    def leaving() -> Iterator[Message]:
        yield {"type": "http.request", "body": b"ASK", "more_body": True}
        yield {"type": "http.disconnect"}

    exchange = Exchange(leaving())
    anyio.run(exchange.run, BACKEND)
    assert exchange.sent == []


@dataclass
class Slow:
    """A store whose evaluation lasts until the gate opens."""

    gate: Event
    release: str = "0" * 64

    def evaluate(self, query: str, dataset: Dataset) -> Results:
        assert self.gate.wait(10), "the event loop was blocked"
        return BACKEND.evaluate(query, dataset)


def test_a_long_evaluation_keeps_nobody_waiting() -> None:
    gate = Event()
    slow, quick = Exchange(whole(ASK.encode())), Exchange(whole(ASK.encode()))

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(slow.run, cast("Backend", Slow(gate)))
            await anyio.sleep(0.01)
            await quick.run(BACKEND)
            assert not slow.sent
            gate.set()

    anyio.run(both)
    assert quick.sent[0]["status"] == slow.sent[0]["status"] == 200
