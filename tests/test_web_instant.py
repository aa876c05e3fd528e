"""What is looked up is answered as soon as it is read, and as it would be answered otherwise."""

import asyncio
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from starlette.types import ASGIApp, Message, Scope

from isolation_sample import LIGHT, LIGHT_ANSWER, LOOKUP, QUADS
from lines import CSV, Answer, Counted, Line, asked, made, repeating, request
from served import serving
from tdi_graph.cli.heads import LONGEST_HEAD
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, application

FRESH = count()
"""Numbers for comments, so that a query was never asked before."""

MUCH = [
    Quad(
        NamedNode("urn:much"), NamedNode("urn:label"), Literal(f"label {n} of much", language="en")
    )
    for n in range(900)
]
STORE = EmbeddedStore([*QUADS, *MUCH], release="3" * 64)
JSON = "Accept: application/sparql-results+json"
LONG = "SELECT ?o { <urn:much> <urn:label> ?o }"
DESCRIBE = "DESCRIBE <urn:7>"
QUERY = "Content-Type: application/sparql-query"


def at(query: str, more: str = "") -> str:
    return f"/sparql?query={quote(f'{query} # {next(FRESH)}')}{more}"


Both: TypeAlias = Callable[["Case"], tuple[int, Answer, Answer]]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Counted, str]]:
    with repeating(Current(made(STORE))) as served:
        yield served


@pytest.fixture
def line(served: tuple[Counted, str]) -> Iterator[Line]:
    with Line(served[1]) as line:
        yield line


@pytest.fixture
def counted(served: tuple[Counted, str]) -> Counted:
    return served[0]


@pytest.fixture(scope="module")
def plain() -> Iterator[str]:
    """A server that answers nothing at once."""
    with serving(application(Current(made(STORE)))) as address:
        yield address


class Case(NamedTuple):
    """A query by GET."""

    query: str
    headers: tuple[str, ...] = ()
    more: str = ""
    status: int = 200


@pytest.fixture
def both(counted: Counted, line: Line, plain: str) -> Both:
    """What counts the times the application was asked, and has it asked the same elsewhere."""

    def get(case: Case) -> tuple[int, Answer, Answer]:
        data = request(*case.headers, at=at(case.query, case.more))
        before = counted.asked
        (found,) = asked(line, data, 1)
        times = counted.asked - before
        with Line(plain) as other:
            (expected,) = asked(other, data, 1)
        return times, found, expected

    return get


@pytest.mark.parametrize(
    "case",
    [
        Case(LOOKUP, (CSV,)),
        Case(LOOKUP),
        Case(LOOKUP, ("Accept: application/sparql-results+xml, text/csv;q=0.5",)),
        Case(LOOKUP, (JSON, "Accept-Encoding: gzip, zstd")),
        Case(LOOKUP, (JSON, "Accept-Encoding: gzip, identity;q=0")),
        Case(LOOKUP, (JSON, "X-Request-Id: mine", "Cookie: a=b")),
        Case(LOOKUP, (), "&format=tsv"),
        Case(LOOKUP, (JSON,), "&timeout=2.5&unknown=1"),
        Case(LONG, (JSON,)),
        Case(f"{LONG} LIMIT 20", (JSON, "Accept-Encoding: zstd")),
        Case(DESCRIBE, ("Accept: text/turtle",)),
        Case(DESCRIBE, ("Accept: application/ld+json",)),
        Case("DESCRIBE <urn:nothing>"),
    ],
)
def test_a_look_up_is_answered_without_the_application(both: Both, case: Case) -> None:
    times, found, expected = both(case)
    assert (times, found.status) == (0, 200)
    assert found.same == expected.same


@pytest.mark.parametrize(
    "case",
    [
        Case(LIGHT, (CSV,)),
        Case("SELECT ?o { <urn:7> no:such ?o }", (CSV,), status=400),
        Case("SELECT (?o AS ?o) { <urn:7> <urn:label> ?o }", (CSV,), status=400),
        Case(LOOKUP, ("Accept: image/png",), status=406),
        Case(LOOKUP, ("Accept: text/turtle",), status=406),
        Case(LOOKUP, ("Accept: text/html",), status=303),
        Case(LOOKUP, (CSV, "Accept-Encoding: identity;q=0"), status=406),
        Case(LOOKUP, (CSV,), "&default-graph-uri=urn:graph"),
        Case(LOOKUP, (CSV,), "&query=ASK+{}", 400),
        Case(LOOKUP, (CSV,), "&timeout=never", 400),
        Case(LOOKUP, (CSV, "If-None-Match: *"), status=304),
        Case(LOOKUP, (CSV,), "&a=" + "b" * 5_000),
        Case(LONG, (JSON, "Accept-Encoding: gzip")),
    ],
)
def test_anything_else_goes_to_the_application(both: Both, case: Case) -> None:
    times, found, expected = both(case)
    assert (times, found.status) == (1, case.status)
    assert found.same == expected.same


def test_it_is_kept_for_who_asks_again(counted: Counted, line: Line) -> None:
    before = counted.asked
    answers = asked(line, request(CSV, at=at(LOOKUP)), 4)
    assert len({answer.same for answer in answers}) == 1
    assert answers[0].body == LIGHT_ANSWER
    # The second is found in the cache, and all others by their bytes.
    assert counted.asked == before + 1
    assert [record.cached for record in counted.noted[-4:]] == [False, True, True, True]
    assert len({answer.name for answer in answers}) == len(answers)


def test_what_another_way_of_asking_was_answered_is_given_again(
    counted: Counted, line: Line
) -> None:
    query = f"{LOOKUP} # {next(FRESH)}"
    length = f"Content-Length: {len(query)}"
    asked(line, request(CSV, QUERY, length, method="POST", at="/sparql", body=query), 1)
    before = counted.asked
    asked(line, request(CSV, at=f"/sparql?query={quote(query)}"), 3)
    # The first is found by its tag, so that the others are known by their bytes.
    assert [record.cached for record in counted.noted[-4:]] == [False, True, True, True]
    assert counted.asked == before + 1


def test_it_is_noted_as_it_would_be_otherwise(counted: Counted, line: Line) -> None:
    asked(line, request(CSV, "X-Request-Id: one", at=at(LOOKUP)), 1)
    asked(line, request(CSV, "X-Request-Id: two", at=at(LIGHT)), 1)
    one, two = counted.noted[-2:]
    for name in ("method", "path", "release", "route", "status", "size", "format", "cached"):
        assert getattr(one, name) == getattr(two, name), name
    assert (one.id, one.outcome, one.ended) == ("one", "ok", True)
    assert one.query.startswith(LOOKUP)
    assert one.waited is not None
    assert one.evaluated is not None
    assert 0 <= one.waited + one.evaluated <= one.seconds


def variants() -> list[bytes]:
    """Return requests of many sorts, none of which was made before."""
    return [
        request(CSV, at=at(LOOKUP)),
        request(CSV, at=at(LIGHT)),
        request(JSON, at=at(LONG)),
        request("Accept: text/turtle", at=at(DESCRIBE)),
        request(CSV, at=at(LOOKUP), method="HEAD"),
        request(CSV, "Content-Length: 4", at=at(LOOKUP), body="\r\n\r\n"),
        request(CSV, "Content-Type: application/sparql-query", "Content-Length: 36", at="/sparql",
                method="POST", body="SELECT ?o { <urn:7> <urn:label> ?o }"),
        b"\r\n" + request(CSV, at=at(LOOKUP)),
    ]  # fmt: skip


ALONE = [LIGHT_ANSWER, LIGHT_ANSWER, None, None, b"", LIGHT_ANSWER, LIGHT_ANSWER, LIGHT_ANSWER]


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, len(ALONE) - 1), min_size=1, max_size=12),
    st.lists(st.integers(1, 400), max_size=12),
)
def test_however_requests_come_each_is_answered_in_its_turn(
    served: tuple[Counted, str], places: list[int], cuts: list[int]
) -> None:
    pieces = [variants()[place] for place in places]
    data = b"".join(pieces)
    with Line(served[1]) as line:
        for cut in cuts:
            line.send(data[:cut])
            data = data[cut:]
        line.send(data)
        for place, piece in zip(places, pieces, strict=True):
            answer = line.receive(piece.split()[0].decode())
            assert answer.status == 200
            assert ALONE[place] is None or answer.body == ALONE[place]
            assert ALONE[place] is not None or b"label" in answer.body


def test_a_connection_goes_on_after_a_body_that_nobody_reads(line: Line) -> None:
    """So much of a body makes the server pause until it is read, or answered."""
    much = "x" * 100_000
    for _ in range(3):
        line.send(request(CSV, f"Content-Length: {len(much)}", at=at(LOOKUP), body=much))
        assert line.receive().body == LIGHT_ANSWER


def test_many_requests_in_one_piece_are_no_long_head(line: Line) -> None:
    many = [request(CSV, at=at(LOOKUP)) for _ in range(600)]
    data = b"".join(many)
    assert len(data) > LONGEST_HEAD
    line.send(data[:-50])
    time.sleep(0.1)
    line.send(data[-50:])
    assert {line.receive().body for _ in many} == {LIGHT_ANSWER}


@pytest.mark.parametrize(
    "last", [b"GET\r\n\r\n", b"\x00" * 40, b"GET / HTTP/1.1\r\nbad header\r\n\r\n"]
)
def test_what_comes_with_nonsense_behind_it_is_no_look_up(
    served: tuple[Counted, str], last: bytes
) -> None:
    with Line(served[1]) as line:
        line.send(request(CSV, at=at(LOOKUP)) + last)
        statuses = [line.receive().status]
        assert statuses[0] in {200, 400}


@pytest.mark.parametrize(
    "data",
    [("Connection: close", "1.1"), ("X-Of: old", "1.0")],
    ids=["asked to", "HTTP/1.0"],
)
def test_a_connection_that_is_to_be_closed_is_closed(
    served: tuple[Counted, str], data: tuple[str, str]
) -> None:
    header, version = data
    asking = request(CSV, header, at=at(LOOKUP)).replace(b"HTTP/1.1", b"HTTP/" + version.encode())
    with Line(served[1]) as line:
        assert asked(line, asking, 1)[0].body == LIGHT_ANSWER
        assert line.socket.recv(1) == b""


def test_another_release_is_answered_from() -> None:
    current = Current(made(STORE))
    with repeating(current) as (_, address), Line(address) as line:
        before = asked(line, request(CSV, at=at(LOOKUP)), 1)[0]
        current.replace(made(EmbeddedStore(QUADS[:3], release="1" * 64)))
        after = asked(line, request(CSV, at=at(LOOKUP)), 1)[0]
    assert (before.body, after.body) == (LIGHT_ANSWER, b"o\r\n")
    assert dict(after.headers)["tdi-release"] == "1" * 64


def test_what_was_prepared_for_another_release_is_prepared_anew() -> None:
    """Between the look at a request and its task, a release may come: its answers are others."""
    current = Current(made(STORE))
    app = application(current)
    scope = as_scope(LIGHT)
    assert app.at_once(scope) is None
    current.replace(made(EmbeddedStore(QUADS[:3], release="1" * 64)))
    late = asyncio.run(sent(app, scope))
    fresh = asyncio.run(sent(application(current), as_scope(LIGHT)))
    assert late[b"etag"] == fresh[b"etag"]
    assert late[b"tdi-release"] == b"1" * 64


class Broken(EmbeddedStore):
    """Counts nothing."""

    def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        """Fail."""
        raise RuntimeError(subject, predicate)


def test_what_fails_is_told_to_the_client_and_noted() -> None:
    broken = made(Broken(QUADS, release="4" * 64))
    with repeating(Current(broken)) as (counted, address), Line(address) as line:
        (failed,) = asked(line, request(CSV, at=at(LOOKUP)), 1)
    assert (failed.status, b"RuntimeError" in failed.body) == (500, False)
    assert [record.status for record in counted.noted] == [500]


class Panic(BaseException):
    """What is no Exception, as what Oxigraph raises when it panics."""


class Panicking(EmbeddedStore):
    """Has no objects, and does not know why."""

    def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        """Panic."""
        raise Panic(subject, predicate)


def test_a_panic_is_told_to_the_client() -> None:
    panicking = made(Panicking(QUADS, release="4" * 64))
    with repeating(Current(panicking)) as (_, address), Line(address) as line:
        assert asked(line, request(CSV, at=at(LOOKUP)), 1)[0].status == 500


def as_scope(query: str) -> Scope:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": "/sparql",
        "raw_path": b"/sparql",
        "query_string": f"query={quote(query)}".encode(),
        "headers": [(b"accept", b"text/csv")],
    }


async def sent(app: ASGIApp, scope: Scope) -> dict[bytes, bytes]:
    messages: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        messages.append(message)
        await asyncio.sleep(0)

    await app(scope, receive, send)
    return dict(messages[0]["headers"])
