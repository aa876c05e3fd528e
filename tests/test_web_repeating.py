"""The same request again, byte for byte: the same answer, in its turn, of the right release."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlsplit

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Receive, Scope, Send

from isolation_sample import ALL, LIGHT, LIGHT_ANSWER, QUADS, STORE
from served import PATIENCE, serving
from tdi_graph import questions, resources
from tdi_graph.cli.repeated import speaking
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, Means, application, site
from tdi_graph.web.front import Front
from tdi_graph.web.observation import Record
from tdi_graph.web.repeating import LARGEST, Repeat, Repeats

AT = f"/sparql?query={quote(LIGHT)}"
CSV = "Accept: text/csv"
CHANGING = {"date", "x-request-id", "server-timing"}


@dataclass(frozen=True)
class Answer:
    """What came, without what differs each time."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    name: str = ""

    @property
    def same(self) -> tuple[object, ...]:
        return self.status, self.headers, self.body


class Line:
    """A connection to a server, read by another library than the server's."""

    def __init__(self, address: str) -> None:
        """Connect."""
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), PATIENCE)
        self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def receive(self, method: str = "GET") -> Answer:
        """Read the next answer, to a request by ``method``."""
        reader = h11.Connection(h11.CLIENT)
        reader.send(h11.Request(method=method, target="/", headers=[("Host", "a")]))
        reader.send(h11.EndOfMessage())
        status, headers, body = 0, [], b""
        if self._held:
            reader.receive_data(self._held)
        while not isinstance(event := reader.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                reader.receive_data(self.socket.recv(1 << 16))
            elif isinstance(event, h11.Response):
                status = event.status_code
                headers = [(name.decode(), value.decode()) for name, value in event.headers]
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
        self._held = reader.trailing_data[0]
        kept = sorted((name, value) for name, value in headers if name not in CHANGING)
        return Answer(status, tuple(kept), body, dict(headers).get("x-request-id", ""))


class Counted:
    """An application, and how many requests have come to it."""

    def __init__(self, app: Front) -> None:
        """Begin at none."""
        self.app = app
        self.asked = 0
        self.noted: list[Record] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += scope["type"] == "http"
        await self.app(scope, receive, send)


def made(store: EmbeddedStore = STORE) -> site.Site:
    return site.make(store, {}, questions.load(resources.root() / "queries"))


@contextmanager
def repeating(current: Current, idle: int = 5) -> Iterator[tuple[Counted, str]]:
    noted: list[Record] = []
    app = application(current, Means(), observers=[noted.append])
    counted = Counted(app)
    counted.noted = noted
    with serving(counted, http=speaking(app.endpoint.again), idle=idle) as address:
        yield counted, address


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Counted, str]]:
    with repeating(Current(made())) as served:
        yield served


@pytest.fixture
def line(served: tuple[Counted, str]) -> Iterator[Line]:
    with Line(served[1]) as line:
        yield line


@pytest.fixture
def counted(served: tuple[Counted, str]) -> Counted:
    return served[0]


def request(*headers: str, method: str = "GET", at: str = AT, body: str = "") -> bytes:
    return "\r\n".join([f"{method} {at} HTTP/1.1", "Host: here", *headers, "", body]).encode()


def asked(line: Line, data: bytes, times: int = 3) -> list[Answer]:
    answers = []
    for _ in range(times):
        line.send(data)
        answers.append(line.receive(data.split()[0].decode()))
    return answers


def test_what_was_given_from_the_cache_is_given_again_without_the_application(
    counted: Counted, line: Line
) -> None:
    before = counted.asked
    evaluated, cached, again = asked(line, request(CSV, "X-Of: the first"))
    assert counted.asked - before == len((evaluated, cached))
    assert evaluated.same == cached.same == again.same
    assert again.body == LIGHT_ANSWER
    assert len({evaluated.name, cached.name, again.name} - {""}) == len((evaluated, cached, again))


def test_it_is_noted_like_any_other(counted: Counted, line: Line) -> None:
    asked(line, request(CSV, "X-Of: notes"))
    cached, again = counted.noted[-2:]
    assert cached.cached
    for name in ("method", "path", "release", "route", "status", "size", "format", "cached"):
        assert getattr(again, name) == getattr(cached, name), name
    assert (again.outcome, again.query) == ("ok", LIGHT)
    assert again.id != cached.id
    assert 0 <= again.seconds < PATIENCE


def test_a_name_that_the_client_gives_is_told_back(line: Line) -> None:
    answers = asked(line, request(CSV, "X-Request-Id: mine.1"))
    assert {answer.name for answer in answers} == {"mine.1"}


def test_who_holds_the_answer_is_told_so_again(counted: Counted, line: Line) -> None:
    tag = dict(asked(line, request(CSV), 1)[0].headers)["etag"]
    before = counted.asked
    answers = asked(line, request(CSV, f"If-None-Match: {tag}"))
    assert [answer.status for answer in answers] == [304] * 3
    assert [answer.body for answer in answers] == [b""] * 3
    assert len({answer.same for answer in answers}) == 1
    assert counted.asked - before == 1


def test_another_header_is_another_request(line: Line) -> None:
    asked(line, request(CSV))
    other = asked(line, request("Accept: application/sparql-results+json"), 1)[0]
    assert dict(other.headers)["content-type"].startswith("application/sparql-results+json")


@pytest.mark.parametrize(
    "data",
    [
        request(CSV, "Content-Length: 3", method="POST", at="/sparql", body="a=b"),
        request(CSV, at="/sparql?query=no+query"),
        request(CSV, at=f"/sparql?query={quote('SELECT (RAND() AS ?n) {}')}"),
        request(CSV, at="/healthz"),
        request(CSV, at=f"/sparql?query={quote(ALL)}"),
    ],
    ids=["post", "refused", "never the same", "another path", "long"],
)
def test_what_is_not_given_from_the_cache_or_is_long_goes_to_the_application(
    counted: Counted, line: Line, data: bytes
) -> None:
    before = counted.asked
    assert len(asked(line, data, 4)) == counted.asked - before


def test_a_body_that_a_request_announces_is_no_other_request(line: Line) -> None:
    """The bytes of a head alone say nothing, if more of the request is to come."""
    smuggled = request(CSV, at="/healthz")
    head = request(CSV, f"Content-Length: {len(smuggled)}", "X-Of: a body")
    for _ in range(4):
        line.send(head)
        time.sleep(0.01)
        line.send(smuggled)
        assert line.receive().body == LIGHT_ANSWER
    assert asked(line, request(CSV), 1)[0].body == LIGHT_ANSWER


@pytest.mark.parametrize(
    "data",
    [request(CSV, "Connection: close"), request(CSV).replace(b"HTTP/1.1", b"HTTP/1.0")],
    ids=["asked to", "HTTP/1.0"],
)
def test_a_connection_that_is_to_be_closed_is_closed(
    served: tuple[Counted, str], data: bytes
) -> None:
    for _ in range(4):
        with Line(served[1]) as line:
            assert asked(line, data, 1)[0].body == LIGHT_ANSWER
            assert line.socket.recv(1) == b""


SEVERAL = [
    request(CSV),
    request(CSV, "X-Request-Id: named"),
    request(CSV, method="HEAD"),
    request(CSV, 'If-None-Match: "no such tag", *'),
    request("Accept: text/turtle;q=0.1"),
    request("Accept: text/html", at="/no-such-page"),
    request("Content-Type: application/sparql-query", "Content-Length: 6", CSV, body="ASK {}",
            method="POST", at="/sparql"),
    request(CSV, "Content-Length: 4", body="\r\n\r\n"),
    request(CSV, at=f"/sparql?query={quote(ALL)}"),
    b"\r\n" + request(CSV),
]  # fmt: skip


@pytest.fixture(scope="module")
def alone() -> list[Answer]:
    """What each of them is answered on a line of its own, by a server that repeats nothing."""
    answers = []
    with serving(application(Current(made()))) as address:
        for data in SEVERAL:
            with Line(address) as line:
                answers += asked(line, data, 1)
    return answers


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, len(SEVERAL) - 1), min_size=1, max_size=12),
    st.lists(st.integers(1, 400), max_size=12),
)
def test_however_requests_come_each_is_answered_in_its_turn(
    served: tuple[Counted, str], alone: list[Answer], places: list[int], cuts: list[int]
) -> None:
    """Several in one piece, one in several: what is answered at once waits for what is not."""
    data = b"".join(SEVERAL[place] for place in places)
    with Line(served[1]) as line:
        for cut in cuts:
            line.send(data[:cut])
            data = data[cut:]
        line.send(data)
        for place in places:
            method = SEVERAL[place].split()[0].decode()
            assert line.receive(method).same == alone[place].same


def test_another_release_is_answered_from() -> None:
    current = Current(made())
    with repeating(current) as (_, address), Line(address) as line:
        before = asked(line, request(CSV))[-1]
        current.replace(made(EmbeddedStore(QUADS[:3], release="1" * 64)))
        after = asked(line, request(CSV))
    assert before.body == LIGHT_ANSWER
    assert {answer.body for answer in after} == {b"o\r\n"}
    assert {dict(answer.headers)["tdi-release"] for answer in after} == {"1" * 64}


def test_a_connection_is_kept_since_its_last_answer_and_not_for_ever() -> None:
    kept = 1
    with repeating(Current(made()), idle=kept) as (_, address):
        with Line(address) as line:
            asked(line, request(CSV))
        with Line(address) as line:
            asked(line, request(CSV), 1)
            time.sleep(kept * 0.7)
            # On a machine that is starved it may be over by now: then there is nothing to see.
            with suppress(ConnectionError, h11.RemoteProtocolError):
                asked(line, request(CSV), 1)
                last = time.monotonic()
                assert line.socket.recv(1) == b""
                assert time.monotonic() - last >= kept * 0.9


def repeat(size: int) -> Repeat:
    record = Record("name", "GET", "/sparql", "0")
    return Repeat(record, named=False, fields=b"HTTP/1.1 200 OK\r\n", body=b"x" * size)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3_000)), max_size=60))
def test_no_more_is_held_than_is_allowed(kept: list[tuple[int, int]]) -> None:
    repeats = Repeats(budget=20_000)
    for name, size in kept:
        repeats.keep(b"%d" % name, repeat(size))
        assert 0 <= repeats.held <= 20_000
        assert repeats.find(b"%d" % name)
    assert len(repeats) <= len({name for name, _ in kept})


def test_what_is_long_is_not_held() -> None:
    repeats = Repeats()
    repeats.keep(b"long", repeat(LARGEST + 1))
    repeats.keep(b"short", repeat(LARGEST))
    assert not repeats.find(b"long")
    assert repeats.find(b"short")


def test_what_was_used_last_is_held_the_longest() -> None:
    repeats = Repeats(budget=3 * 3_000)
    for name in (b"a", b"b", b"c"):
        repeats.keep(name, repeat(700))
    repeats.find(b"a")
    repeats.keep(b"d", repeat(700))
    assert [bool(repeats.find(name)) for name in (b"a", b"b", b"c", b"d")] == [
        True,
        False,
        True,
        True,
    ]
