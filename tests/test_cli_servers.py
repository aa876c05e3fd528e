"""Several servers on one port: all answer, they end together, and one that dies is replaced."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx2
import pytest

from isolation_sample import LIGHT, LIGHT_ANSWER, LONG, Server, children, serving, until, workers
from served import PATIENCE

TWO = ("--servers", "2")


async def up(server: Server, number: int = 2) -> set[int]:
    """Wait until as many servers have their processes, and return the servers."""
    await until(lambda: len(children(server.pid)) == number)
    await until(lambda: all(len(workers(each)) for each in children(server.pid)))
    return children(server.pid)


async def gone(pids: set[int]) -> None:
    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def connects(port: int) -> bool:
    with socket.socket() as line:
        return not line.connect_ex(("127.0.0.1", port))


async def ask_often(server: Server, times: int = 40) -> None:
    answers = await asyncio.gather(*(server.fetch(LIGHT) for _ in range(times)))
    assert answers == [(200, LIGHT_ANSWER)] * times


def counted(ports: tuple[int, int]) -> list[int]:
    """Return how many requests each server counts."""
    numbers = []
    with httpx2.Client(timeout=PATIENCE, trust_env=False) as client:
        for port in ports:
            text = client.get(f"http://127.0.0.1:{port}/metrics").text
            lines = [line for line in text.splitlines() if line.startswith("tdi_graph_requests_t")]
            numbers.append(int(sum(float(line.split()[-1]) for line in lines)))
    return numbers


def two_free_ports() -> tuple[int, int]:
    """Return two ports in a row that nobody has."""
    for port in range(23_000, 24_000, 2):
        with socket.socket() as one, socket.socket() as next_one:
            if one.connect_ex(("127.0.0.1", port)) and next_one.connect_ex(("127.0.0.1", port + 1)):
                return port, port + 1
    raise AssertionError("no ports are free")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shares connections out")
def test_each_answers_a_part_and_has_its_own_numbers(tmp_path: Path) -> None:
    ports = two_free_ports()

    async def shared(server: Server) -> list[int]:
        await up(server)
        await ask_often(server)
        # An answer is counted when it is over, which its reader may know first.
        await until(lambda: sum(counted(ports)) == 40)
        return counted(ports)

    with serving(tmp_path, *TWO, "--metrics-port", str(ports[0])) as server:
        assert min(asyncio.run(shared(server))) > 0


def test_the_workers_are_those_of_all_servers_together(tmp_path: Path) -> None:
    async def counted(server: Server) -> None:
        servers = await up(server)
        await until(lambda: [len(workers(each)) for each in servers] == [2, 2])

    with serving(tmp_path, *TWO, "--workers", "3") as server:
        asyncio.run(counted(server))


def test_one_that_is_killed_is_replaced_and_the_others_go_on(tmp_path: Path) -> None:
    async def killed(server: Server) -> None:
        for number in (signal.SIGKILL, signal.SIGTERM):
            first, other = await up(server)
            below = {first, *children(first), *workers(first)}
            os.kill(first, number)
            # What it has begun ends with it, or is ended by it.
            await gone(below)
            await ask_often(server)
            assert other in await up(server)
            await ask_often(server)

    with serving(tmp_path, *TWO) as server:
        asyncio.run(killed(server))


def test_told_to_end_they_finish_what_runs_and_let_nobody_in(tmp_path: Path) -> None:
    async def ended(server: Server) -> int:
        servers = await up(server)
        address = f"http://127.0.0.1:{server.port}/sparql"
        asked = {"query": LONG + " LIMIT 300000", "format": "csv"}
        async with (
            httpx2.AsyncClient(timeout=PATIENCE, trust_env=False) as client,
            client.stream("GET", address, params=asked) as answer,
        ):
            chunks = answer.aiter_bytes()
            lines = (await anext(chunks)).count(b"\n")
            server.process.send_signal(signal.SIGTERM)
            await until(lambda: not connects(server.port))
            async for chunk in chunks:
                lines += chunk.count(b"\n")
        await until(lambda: server.process.poll() is not None)
        await gone(servers)
        return lines

    with serving(tmp_path, *TWO, "--timeout", "600") as server:
        assert asyncio.run(ended(server)) == 300_001
        assert server.process.returncode == 0


def test_interrupted_they_end_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, *TWO) as server:
        servers = asyncio.run(up(server))
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(PATIENCE) == 130
        asyncio.run(gone(servers))


def test_they_end_when_who_watches_over_them_is_no_more(tmp_path: Path) -> None:
    with serving(tmp_path, *TWO) as server:
        servers = asyncio.run(up(server))
        below = servers.union(*map(children, servers), *map(workers, servers))
        server.process.kill()
        asyncio.run(gone(below))
        assert not connects(server.port)
