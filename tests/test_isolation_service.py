"""The endpoint with a pool behind it: the same answers, in time, and never a part of one."""

import asyncio
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from isolation_sample import (
    ENDLESS,
    LIGHT,
    LIGHT_ANSWER,
    LONG,
    MEMORY_BOMB,
    MIB,
    NESTED,
    STORE,
    Server,
    serving,
    until,
    workers,
)
from sparql_sample import ASK, CONSTRUCT, FORM, PROBLEM, QUERY, SELECT
from tdi_graph import isolation
from tdi_graph.cli import isolating, main, parser
from tdi_graph.isolation import Limits, Pool, Sizes, started
from tdi_graph.web.evaluating import Inline
from tdi_graph.web.sparql import PATH, Endpoint, route
from tdi_graph.web.streaming import lifespan

TRIPLE_TERM = "CONSTRUCT { <a:b> <a:b> <<( <a:b> <a:b> 1 )>> } {}"


def new_pool(timeout: float = 10, sizes: Sizes | None = None) -> Pool:
    return Pool(partial(started, STORE, Limits()), sizes, timeout=timeout)


def client_of(pool: Pool | None) -> TestClient:
    application = FastAPI(lifespan=lifespan(pool) if pool else None)
    application.router.routes.append(route(pool or Inline(lambda: STORE), "0" * 64))
    return TestClient(application)


@pytest.fixture(scope="module")
def clients() -> Iterator[tuple[TestClient, TestClient]]:
    """A client of an endpoint with a pool, and one of an endpoint without."""
    with ExitStack() as opened:
        isolated = opened.enter_context(client_of(new_pool()))
        yield isolated, opened.enter_context(client_of(None))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
@pytest.mark.parametrize(
    ("query", "more"),
    [
        (ASK, {}),
        (LIGHT, {"format": "csv"}),
        (SELECT, {"format": "xml"}),
        (LIGHT, {"format": "turtle"}),
        (CONSTRUCT + " LIMIT 9", {}),
        (CONSTRUCT + " LIMIT 9", {"format": "json-ld"}),
        (CONSTRUCT, {"format": "png"}),
        ("DESCRIBE <urn:7>", {"default-graph-uri": "urn:g"}),
        ("DESCRIBE <urn:7>", {"named-graph-uri": "urn:g", "default-graph-uri": "urn:h"}),
        (TRIPLE_TERM, {}),
        (TRIPLE_TERM, {"format": "json-ld"}),
        ("SELECT *\n{ ?s", {}),
        ("SELECT * { FILTER(<urn:f>(1)) }", {}),
        ("ASK { SERVICE <a:b> {} }", {}),
        ("CLEAR ALL", {}),
        (ASK, {"update": "CLEAR ALL"}),
        (ASK, {"timeout": "soon"}),
        (ASK, {"timeout": "0"}),
        (ASK, {"timeout": "1e9"}),
        (ASK + " " * 5_000, {"timeout": "0.5"}),
    ],
)
def test_the_answer_is_the_same_with_a_pool(
    clients: tuple[TestClient, TestClient], method: str, query: str, more: dict[str, str]
) -> None:
    answers = [client.request(method, PATH, params={"query": query, **more}) for client in clients]
    isolated, own = answers
    assert isolated.content == own.content
    assert (isolated.status_code, isolated.headers) == (own.status_code, own.headers)
    if more.get("timeout", "1") in {"soon", "0", "1e9"} and method in {"GET", "HEAD"}:
        assert isolated.status_code == 400


@pytest.mark.parametrize("kind", [FORM, QUERY, "text/plain", "application/sparql-update"])
@pytest.mark.parametrize("accept", [None, "text/csv", "image/png", "text/turtle;q=0.5"])
def test_a_post_is_answered_the_same(
    clients: tuple[TestClient, TestClient], kind: str, accept: str | None
) -> None:
    content = f"query={LIGHT}" if kind == FORM else LIGHT
    headers = {"Content-Type": kind} | ({"Accept": accept} if accept else {})
    isolated, own = [each.post(PATH, content=content, headers=headers) for each in clients]
    assert isolated.content == own.content
    assert (isolated.status_code, isolated.headers) == (own.status_code, own.headers)


def test_a_long_answer_is_streamed_whole(clients: tuple[TestClient, TestClient]) -> None:
    query = {"query": LONG + " LIMIT 20000", "format": "csv"}
    isolated, own = [client.get(PATH, params=query) for client in clients]
    assert isolated.content == own.content
    assert "Content-Length" not in isolated.headers
    assert isolated.headers["Content-Type"] == own.headers["Content-Type"]


def test_time_is_what_the_client_allows_and_no_more_than_ours() -> None:
    for ours, theirs in ((60, "0.2"), (0.2, "1000")):
        with client_of(new_pool(ours)) as client:
            warm = (client.get(PATH, params={"query": LIGHT}).status_code for _ in range(50))
            assert HTTPStatus.OK in warm
            start = time.monotonic()
            response = client.get(PATH, params={"query": ENDLESS, "timeout": theirs})
            # The shorter of the two, and not the longer one.
            assert 0.2 <= time.monotonic() - start < max(ours, float(theirs))
            assert (response.status_code, response.headers["Content-Type"]) == (504, PROBLEM)
            assert "too long" in response.json()["detail"]


# The application itself, message by message


@dataclass
class Client:
    """A client that sends some messages, and then stays silent or leaves."""

    messages: list[dict[str, Any]]
    leaves_after: float = 60
    version: str = "1.1"
    sent: list[dict[str, Any]] = field(default_factory=list)

    async def ask(self, pool: Pool) -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": PATH,
            "query_string": b"",
            "http_version": self.version,
            "headers": [
                (b"content-type", QUERY.encode()),
                (b"accept", b"text/csv, application/json;q=0.1"),
            ],
        }
        await Endpoint(pool, STORE.release)(scope, self.receive, self.send)

    async def receive(self) -> dict[str, Any]:
        if self.messages:
            return self.messages.pop(0)
        await asyncio.sleep(self.leaves_after)
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:  # noqa: ANN401
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def whole(self) -> bool:
        return not self.sent[-1].get("more_body", False)


def asking(query: str, **more: Any) -> Client:  # noqa: ANN401
    return Client([{"type": "http.request", "body": query.encode()}], **more)


def play(pool: Pool, *clients: Client) -> None:
    async def together() -> None:
        pool.open()
        await until(lambda: pool.statistics.started > 0)
        try:
            await asyncio.gather(*(client.ask(pool) for client in clients))
        finally:
            await pool.close()

    asyncio.run(together())


def test_a_crash_is_a_problem() -> None:
    bomb, light = asking(MEMORY_BOMB), asking(LIGHT)
    pool = Pool(partial(started, STORE, Limits(memory=64 * MIB)))
    play(pool, bomb, light)
    assert (bomb.status, json.loads(bomb.body)["title"]) == (500, "The evaluation failed")
    assert (light.status, light.body) == (200, LIGHT_ANSWER)


def test_too_many_are_told_to_come_again() -> None:
    pool = new_pool(0.5, Sizes(quick=1, slow=1, waiting=2))
    clients = [asking(ENDLESS) for _ in range(12)]
    play(pool, *clients)
    assert {client.status for client in clients} == {503, 504}
    busy = next(client for client in clients if client.status == 503)
    headers = dict(busy.sent[0]["headers"])
    assert int(headers[b"retry-after"]) >= 1
    assert headers[b"content-type"] == PROBLEM.encode()


def test_what_breaks_off_is_not_ended() -> None:
    client = asking(LONG)
    play(new_pool(2), client)
    assert client.status == 200
    assert not client.whole


def test_an_old_client_gets_all_or_nothing() -> None:
    """Who knows no chunks would take the end of the connection for the end of the answer."""
    part, whole = asking(LONG, version="1.0"), asking(f"{LONG} LIMIT 9999", version="1.0")
    play(new_pool(0.5), part)
    play(new_pool(60), whole)
    assert part.status == 504
    assert whole.whole
    assert dict(whole.sent[0]["headers"])[b"content-length"] == str(len(whole.body)).encode()
    assert whole.body.count(b"\n") == 10_000


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    slow = Client([{"type": "http.request", "body": b"ASK", "more_body": True}])
    play(new_pool(0.2), slow)
    assert slow.status == 408


def test_a_client_that_leaves_gets_nothing() -> None:
    leaving = asking(ENDLESS, leaves_after=0.5)
    early = Client([{"type": "http.disconnect"}])
    pool = new_pool()
    play(pool, leaving, early)
    assert leaving.sent == early.sent == []
    assert pool.statistics.killed == 1


# A server in its own process


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that allows a query more time than any test waits for."""
    options = ("--timeout", "600", "--workers", "2")
    with serving(tmp_path_factory.mktemp("release"), *options) as server:
        yield server


def test_a_part_is_never_taken_for_the_whole(server: Server) -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        server.get(LONG, timeout="2")
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)


def test_a_client_that_is_gone_stops_the_work(server: Server) -> None:
    """Long before its time is over."""
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)
    idle = _times(workers(server.pid))

    def busy() -> list[int]:
        now = _times(workers(server.pid))
        return [pid for pid, used in now.items() if used > idle.get(pid, 0) + 5]

    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(server.request(ENDLESS))
        asyncio.run(until(lambda: bool(busy())))
        worker, *_ = busy()
    asyncio.run(until(lambda: not Path(f"/proc/{worker}").exists()))


def _times(processes: set[int]) -> dict[int, int]:
    """Return the processor time of each process, in hundredths of a second."""
    found = {}
    for pid in processes:
        with suppress(OSError):
            stat = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
            found[pid] = (int(stat[11]) + int(stat[12])) * 100 // os.sysconf("SC_CLK_TCK")
    return found


def test_a_server_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.get(LIGHT) == (200, LIGHT_ANSWER)
        held = workers(server.pid)
        assert held
        os.kill(server.pid, 9)
        asyncio.run(until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in held)))


def test_workers_have_one_line_and_nothing_else(server: Server) -> None:
    assert server.get(LIGHT) == (200, LIGHT_ANSWER)
    for pid in workers(server.pid):
        limits = Path(f"/proc/{pid}/limits").read_text("ascii")
        assert re.search(r"Max open files +4 +4 ", limits)
        assert re.search(r"Max core file size +0 +0 ", limits)
        if os.getuid() == 0:
            assert {file.name for file in Path(f"/proc/{pid}/fd").iterdir()} == set("0123")


def test_nothing_of_a_deep_query_reaches_the_engine(server: Server) -> None:
    assert server.get(NESTED)[0] == 400


# The command line


@pytest.mark.parametrize(
    "option", [("--workers", "0"), ("--workers", "x"), ("--timeout", "-1"), ("--timeout", "inf")]
)
def test_a_number_is_a_number(option: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", *option])
    assert ended.value.code == 2
    assert option[0] in capsys.readouterr().err


def test_without_fork_queries_are_answered_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(isolation, "available", lambda: False)
    chosen = parser().parse_args(["serve"])
    assert isolating.pool(chosen, STORE) is None
    assert capsys.readouterr().err.count("\n") == 1
