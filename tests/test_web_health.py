"""Whether the service is up and whether it can answer, in its process and from outside."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from isolation_sample import ENDLESS, LONG, STORE, children, serving, until, workers
from release_sample import publish
from served import PATIENCE
from tdi_graph.isolation import Limits, Pool, Sizes, started
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, Means, application, health, site
from tdi_graph.web.health import Health


def client_of(pool: Pool | None, store: EmbeddedStore = STORE) -> tuple[TestClient, Health]:
    current = Current(site.make(store, {}, {}))
    watched = Health(current, pool)
    return TestClient(application(current, Means(pool), health=watched)), watched


def asking(address: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=address, timeout=PATIENCE, trust_env=False)


def new_pool() -> Pool:
    return Pool(partial(started, STORE, Limits()), Sizes(quick=1, slow=1), timeout=5)


@pytest.mark.parametrize("isolated", [True, False])
def test_it_is_ready_until_it_is_to_end(*, isolated: bool) -> None:
    client, watched = client_of(new_pool() if isolated else None)
    with client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["release"]) == (200, STORE.release)
        assert answer.headers["cache-control"] == "no-store"
        watched.draining = True
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["reason"]) == (503, "draining")
        assert client.get("/healthz").json() == {"status": "alive"}


def test_an_empty_graph_is_not_ready() -> None:
    client, _ = client_of(None, EmbeddedStore([], release="3" * 64))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "the graph is empty")


def test_without_a_worker_it_is_not_ready_and_says_so_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The processes are stopped, so that none answers, dies or is replaced."""
    client, _ = client_of(new_pool())
    with client:
        assert client.get("/readyz").status_code == 200
        zygotes = children(os.getpid())
        for process in zygotes:
            os.kill(process, signal.SIGSTOP)
        for process in workers(os.getpid()):
            os.kill(process, signal.SIGSTOP)
        monkeypatch.setattr(health, "PATIENCE", 0.2)
        answer = client.get("/readyz")
        monkeypatch.undo()
        assert answer.status_code == 503
        assert answer.json()["reason"]
        assert client.get("/healthz").status_code == 200
        for process in zygotes:
            os.kill(process, signal.SIGCONT)
        asyncio.run(until(lambda: client.get("/readyz").status_code == 200))


def test_a_crowd_of_heavy_queries_does_not_make_it_unready(tmp_path: Path) -> None:
    async def crowd(port: int) -> list[int]:
        address = f"http://127.0.0.1:{port}"
        async with httpx2.AsyncClient(
            base_url=address, timeout=PATIENCE, trust_env=False
        ) as client:
            heavy = [
                asyncio.create_task(client.get("/sparql", params={"query": ENDLESS}))
                for _ in range(20)
            ]
            await asyncio.sleep(0.3)
            statuses = [(await client.get("/readyz")).status_code for _ in range(20)]
            await asyncio.gather(*heavy)
            return statuses

    with serving(tmp_path, "--timeout", "3") as server:
        assert set(asyncio.run(crowd(server.port))) == {200}


# The end


async def ended(port: int, process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Tell the server to end while it answers; return the bytes that came and why it is unready."""
    address = f"http://127.0.0.1:{port}"
    async with asking(address) as client:
        asked = {"query": LONG + " LIMIT 300000", "format": "csv"}
        async with client.stream("GET", "/sparql", params=asked) as answer:
            chunks = answer.aiter_bytes()
            lines = (await anext(chunks)).count(b"\n")
            process.send_signal(signal.SIGTERM)
            reason = ""

            async def unready() -> None:
                nonlocal reason
                while not reason:
                    reason = (await client.get("/readyz")).json().get("reason", "")

            await asyncio.wait_for(unready(), PATIENCE)
            async for chunk in chunks:
                lines += chunk.count(b"\n")
    await until(lambda: process.poll() is not None)
    return lines, reason


def test_told_to_end_it_finishes_what_runs_and_exits_with_0(tmp_path: Path) -> None:
    with serving(tmp_path, "--drain", "1", "--timeout", "600") as server:
        lines, reason = asyncio.run(ended(server.port, server.process))
        assert lines == 300_001
        assert reason == "draining"
        assert server.process.returncode == 0


def test_interrupted_it_ends_at_once(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.get("ASK {}")[0] == 200
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(20) == 130


# The numbers


@pytest.fixture
def numbered(tmp_path: Path) -> Iterator[str]:
    """The first lines that a server with metrics says, which tell where they are."""
    publish("a", tmp_path)
    command = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(tmp_path)]
    with subprocess.Popen(
        [*command, "--port", "0", "--metrics-port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr
            yield "".join(process.stderr.readline() for _ in range(4))
        finally:
            process.terminate()
            process.wait(20)


def test_the_numbers_have_a_port_of_their_own(numbered: str) -> None:
    pages, _, metrics = [line.split()[1] for line in numbered.splitlines()[1:]]
    with httpx2.Client(transport=httpx2.HTTPTransport(retries=6), timeout=PATIENCE) as client:
        assert "tdi_graph_release_info{" in client.get(metrics).text
        assert client.get(f"{pages}metrics").status_code == 404


@pytest.mark.parametrize("servers", ["1", "2"])
@pytest.mark.parametrize("option", ["--port", "--metrics-port"])
def test_a_port_that_is_taken_is_told_in_one_line(
    tmp_path: Path, option: str, servers: str
) -> None:
    publish("a", tmp_path)
    command = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(tmp_path)]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*command, "--servers", servers, "--port", "0", option, str(port)],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("tdi-graph:")]
    # The second server tells, too, of the port after this one, should it be taken.
    assert f"tdi-graph: port {port} is in use → choose another with {option}" in told
    assert len(told) <= int(servers)
    assert "Traceback" not in done.stderr
