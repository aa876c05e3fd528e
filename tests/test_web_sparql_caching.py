"""Answers given again, and in other codings: the same bytes, of the same release, never a part."""

import asyncio
import gzip
import zlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from isolation_sample import ALL, LIGHT, LIGHT_ANSWER, LONG, STORE, until
from tdi_graph.isolation import Limits, Pool, Sizes, started
from tdi_graph.web.cache import Cache
from tdi_graph.web.encoding import encoder
from tdi_graph.web.evaluating import Inline
from tdi_graph.web.outcomes import Outcome
from tdi_graph.web.sparql import PATH, Endpoint
from tdi_graph.web.streaming import Again

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a = <urn:7>) }"


@dataclass
class Reply:
    """What was sent back."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def sent(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def whole(self) -> bool:
        return not self.messages[-1].get("more_body", False)

    @property
    def body(self) -> bytes:
        coding = self.headers.get("content-encoding")
        if coding == "gzip":
            return gzip.decompress(self.sent)
        if coding == "zstd":
            return zstandard.ZstdDecompressor().decompressobj().decompress(self.sent)
        return self.sent


@dataclass
class Service:
    """An endpoint with a pool, and what its observer was told."""

    endpoint: Endpoint
    pool: Pool
    outcomes: list[Outcome]

    @property
    def evaluated(self) -> int:
        """How many jobs the workers have answered."""
        return self.pool.statistics.answered

    async def ask(
        self, query: str, headers: dict[str, str] | None = None, method: str = "GET", **more: str
    ) -> Reply:
        reply = Reply()
        given = {"accept": "text/csv", **(headers or {})}
        body = b""
        query_string = urlencode({"query": query, **more}).encode()
        if method in {"POST", "QUERY"}:
            given["content-type"] = "application/sparql-query"
            body, query_string = query.encode(), b""
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": PATH,
            "query_string": query_string,
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        }
        heard = [{"type": "http.request", "body": body}]

        async def receive() -> dict[str, Any]:
            if heard:
                return heard.pop()
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:  # noqa: ANN401
            reply.messages.append(message)

        await self.endpoint(scope, receive, send)
        return reply


Scenario = Callable[[Service], Coroutine[Any, Any, None]]


@pytest.fixture
def play() -> Callable[..., None]:
    """Play a scenario against a service of its own."""

    def played(scenario: Scenario, cache: Cache[Again] | None = None, timeout: float = 60) -> None:
        async def opened() -> None:
            start = partial(started, STORE, Limits())
            pool = Pool(start, Sizes(quick=2, slow=2), timeout=timeout)
            outcomes: list[Outcome] = []

            class Observer:
                def observe(self, outcome: Outcome) -> None:
                    outcomes.append(outcome)

            endpoint = Endpoint(pool, STORE.release, observer=Observer(), cache=cache)
            pool.open()
            await until(lambda: pool.statistics.started > 0)
            try:
                await scenario(Service(endpoint, pool, outcomes))
            finally:
                await pool.close()

        asyncio.run(opened())

    return played


def test_the_same_query_is_evaluated_once(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        first = await service.ask(LIGHT)
        for method in ("GET", "GET", "HEAD", "QUERY", "POST"):
            again = await service.ask(LIGHT, method=method)
            assert again.body == (b"" if method == "HEAD" else LIGHT_ANSWER)
            expected = {**first.headers}
            if method == "POST":
                del expected["etag"]
                expected["cache-control"] = "no-store"
            assert again.headers == expected
        assert service.evaluated == 1
        assert [each.cached for each in service.outcomes] == [False, *[True] * 5]

    play(scenario)


def test_a_condition_touches_no_worker(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        tag = (await service.ask(LIGHT)).headers["etag"]
        service.endpoint.cache.clear()
        for method in ("GET", "HEAD", "QUERY", "GET"):
            reply = await service.ask(LIGHT, {"if-none-match": tag}, method)
            assert (reply.status, reply.sent, reply.headers["etag"]) == (304, b"", tag)
        assert service.evaluated == 1
        await service.ask(LIGHT)
        kept = await service.ask(LIGHT, {"if-none-match": f"W/{tag}"})
        assert (kept.status, service.evaluated) == (304, 2)

    play(scenario)


def test_what_differs_is_not_confused(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        asked: list[tuple[dict[str, str], dict[str, str]]] = [
            ({}, {}),
            ({"accept": "application/json"}, {}),
            ({}, {"format": "xml"}),
            ({}, {"default-graph-uri": "urn:none"}),
            ({}, {"named-graph-uri": "urn:g"}),
            ({"accept-encoding": "gzip, identity;q=0"}, {}),
            ({"accept-encoding": "zstd, identity;q=0"}, {}),
        ]
        alone = [await service.ask(LIGHT, headers, **more) for headers, more in asked]
        assert service.evaluated == len(asked)
        assert len({reply.headers["etag"] for reply in alone}) == len(asked)
        for (headers, more), before in zip(asked, alone, strict=True):
            again = await service.ask(LIGHT, headers, **more)
            assert (again.headers, again.sent) == (before.headers, before.sent)
        assert service.evaluated == len(asked)

    play(scenario)


def test_a_language_is_no_part_of_an_answer(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        for language in ("fr", "en"):
            assert (await service.ask(LIGHT, {"accept-language": language})).body == LIGHT_ANSWER
            page = await service.ask(LIGHT, {"accept-language": language, "accept": "text/html"})
            assert (page.status, page.sent) == (303, b"")
            home = "/requete" if language == "fr" else "/en/query"
            assert page.headers["location"].startswith(f"{home}?query=SELECT")
            assert "Accept-Language" in page.headers["vary"]
        assert service.evaluated == 1

    play(scenario)


def test_a_browser_with_too_long_a_query_gets_a_table(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        reply = await service.ask(LIGHT + " " * 9_000, {"accept": "text/html"})
        assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert b"the label of thing 7" in reply.body
        posted = await service.ask(LIGHT, {"accept": "text/html"}, "POST")
        assert posted.body.count(b"<tr>") == 2

    play(scenario)


def test_another_release_has_other_answers(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        before = await service.ask(LIGHT)
        service.endpoint.renew("1" * 64)
        held = {"if-none-match": before.headers["etag"]}
        after = await service.ask(LIGHT, held)
        assert (after.status, service.evaluated) == (200, 2)
        assert after.headers["etag"] != before.headers["etag"]

    play(scenario)


def test_an_answer_from_before_a_change_names_no_release(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        slow = asyncio.create_task(service.ask(SLOW))
        await until(lambda: service.pool.running > 0)
        service.endpoint.renew("1" * 64)
        await slow
        again = await service.ask(SLOW)
        assert (again.status, service.evaluated) == (200, 2)

    play(scenario)


def test_those_who_ask_the_same_at_once_share_one_evaluation(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        replies = await asyncio.gather(*(service.ask(SLOW) for _ in range(20)))
        assert len({reply.sent for reply in replies}) == 1
        assert {reply.status for reply in replies} == {200}
        assert service.evaluated == 1

    play(scenario)


def test_errors_are_not_kept(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        wrong: list[tuple[str, dict[str, str], int]] = [
            ("SELEKT", {}, 400),
            (LIGHT, {"format": "png"}, 406),
            (LONG + " ORDER BY ?c ?f", {"timeout": "0.2"}, 504),
        ]
        for query, more, status in wrong:
            for _ in range(2):
                assert (await service.ask(query, None, **more)).status in {status, 503}
        assert len(service.endpoint.cache) == 0
        assert (await service.ask(LIGHT, format="csv")).status == 200

    play(scenario)


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_what_breaks_off_is_neither_ended_nor_kept(play: Callable[..., None], coding: str) -> None:
    async def scenario(service: Service) -> None:
        reply = await service.ask(LONG, {"accept-encoding": coding}, timeout="2")
        assert (reply.status, reply.whole) == (200, False)
        assert len(service.endpoint.cache) == 0
        assert not service.outcomes[-1].whole
        if coding == "gzip":
            assert not zlib.decompressobj(31).decompress(reply.sent).startswith(b"\0")
            with pytest.raises(EOFError):
                gzip.decompress(reply.sent)

    play(scenario)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_coding_changes_no_byte(play: Callable[..., None], coding: str) -> None:
    async def scenario(service: Service) -> None:
        for query in (ALL, f"{LONG} LIMIT 50000", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
            plain = await service.ask(query, {"accept": "text/csv, text/turtle"})
            wanted = {"accept": "text/csv, text/turtle", "accept-encoding": coding}
            small = await service.ask(query, wanted)
            assert small.headers["content-encoding"] == coding
            assert small.body == plain.body
            assert len(small.sent) < len(plain.sent) / 2
            assert small.headers["etag"] != plain.headers["etag"]
            again = await service.ask(query, wanted)
            assert again.sent == small.sent
        short = await service.ask(LIGHT, {"accept-encoding": coding})
        assert "content-encoding" not in short.headers

    play(scenario)


def test_an_answer_longer_than_a_chunk_is_kept_and_one_longer_than_allowed_is_not(
    play: Callable[..., None],
) -> None:
    async def scenario(service: Service) -> None:
        for query, evaluations in ((ALL, 1), (f"{LONG} LIMIT 9000", 3)):
            first, again = [await service.ask(query) for _ in range(2)]
            assert first.sent == again.sent
            assert ("content-length" in again.headers) is (evaluations == 1)
            assert service.evaluated == evaluations

    play(scenario, Cache[Again](largest=200_000))


def test_the_observer_is_told_once_of_each(play: Callable[..., None]) -> None:
    async def scenario(service: Service) -> None:
        await service.ask(LIGHT)
        await service.ask("SELEKT")
        await service.ask(LIGHT, method="PUT")
        light, wrong, put = service.outcomes
        assert (light.status, light.size, light.format) == (200, len(LIGHT_ANSWER), "text/csv")
        assert light.seconds >= light.waited + light.evaluated > 0
        assert light.query == LIGHT
        assert (wrong.status, put.status) == (400, 405)
        assert wrong.query
        assert not put.query

    play(scenario)


# The cache by itself


@dataclass(frozen=True)
class Answer:
    tag: str
    body: bytes

    def headers(self, method: str) -> tuple[tuple[bytes, bytes], ...]:
        return ((b"by", method.encode()),)

    def unchanged(self) -> tuple[tuple[bytes, bytes], ...]:
        return ()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40_000), st.booleans()), max_size=60))
def test_a_cache_keeps_within_its_budget(steps: list[tuple[int, int, bool]]) -> None:
    cache = Cache[Answer](budget=100_000, largest=30_000)
    sizes: dict[str, int] = {}
    for number, size, asks in steps:
        way = (b"query=%d" % number, None, None)
        if asks:
            found = cache.asked(way)
            assert not found or (found.tag, len(found.answer.body)) == (
                str(number),
                sizes[str(number)],
            )
            continue
        cache.keep(Answer(str(number), bytes(size)), way)
        if (kept := cache.tagged(str(number))) is not None:
            sizes[str(number)] = len(kept.answer.body)
            assert cache.asked(way) is kept
        assert cache.held <= 100_000
    cache.clear()
    assert (len(cache), cache.held) == (0, 0)


def test_what_was_not_used_for_the_longest_time_goes_first() -> None:
    cache = Cache[Answer](budget=30_000, largest=10_000)
    for number in (1, 2):
        cache.keep(Answer(str(number), bytes(9_000)), (b"%d" % number, None, None))
    assert cache.asked((b"1", None, None))
    cache.keep(Answer("3", bytes(9_000)))
    assert cache.asked((b"1", None, None))
    assert not cache.asked((b"2", None, None))
    assert cache.tagged("3")


def test_another_release_finds_the_cache_empty_and_as_wide_as_before() -> None:
    old = Cache[Again](budget=30_000, largest=10_000)
    endpoint = Endpoint(Inline(lambda: STORE), "a", cache=old)
    endpoint.renew("b")
    assert endpoint.cache is not old
    cache = Cache[Answer](budget=30_000, largest=10_000)
    cache.keep(Answer("1", bytes(9_000)))
    cache = cache.emptied()
    for number in range(9):
        cache.keep(Answer(str(number), bytes(9_000)))
    cache.keep(Answer("long", bytes(10_001)))
    assert (endpoint.cache.largest, cache.largest) == (10_000, 10_000)
    assert len(cache) == 2
    assert not cache.tagged("long")


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=8), st.sampled_from(["gzip", "zstd"]))
def test_what_has_come_can_be_decoded_at_once(chunks: list[bytes], name: str) -> None:
    by, again = encoder(name), encoder(name)
    read: Any = zlib.decompressobj(31)
    if name == "zstd":
        read = zstandard.ZstdDecompressor().decompressobj()
    for place, chunk in enumerate(chunks):
        last = place == len(chunks) - 1
        encoded = by.encode(chunk, last=last)
        assert encoded == again.encode(chunk, last=last)
        assert read.decompress(encoded) == chunk
    assert read.eof
