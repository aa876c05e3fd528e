"""The same request again, byte for byte: the same answer, in its turn, of the right release."""

import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isolation_sample import ALL, LIGHT, LIGHT_ANSWER, QUADS
from lines import CSV, Answer, Counted, Line, asked, made, repeating, request
from served import PATIENCE, serving
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, application
from tdi_graph.web.observation import Record
from tdi_graph.web.repeating import LARGEST, Repeat, Repeats


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
