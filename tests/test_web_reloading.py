"""A new release is served while requests run: none fails, and none is made of two releases."""

import asyncio
import gc
import os
import re
import signal
import weakref
from collections import Counter
from functools import partial
from pathlib import Path

import httpx2
import pytest

from isolation_sample import Server, ask, children, pooled, serving, until, workers
from release_sample import MANY, MARKED, PAGE, marked, publish
from served import PATIENCE
from tdi_graph import questions, resources
from tdi_graph.errors import ReleaseError
from tdi_graph.isolation import Limits, Pool, Zygote, started
from tdi_graph.release import Release, load
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import Current, reloading, site
from tdi_graph.web.observation import RELEASE
from tdi_graph.web.reloading import Edition, Outcome, Reloader, Watch

NAMES = {"select", "stream", PAGE, "/graph/entities.nt"}
SWAPS = ("b", "c", "d", "e", "f")
MARKS = {marked(mark).digest: mark for mark in ("a", *SWAPS)}


def edition(release: Release) -> Edition:
    """Make all that is served of a release."""
    store = EmbeddedStore(release.quads, release=release.digest)
    made = site.make(store, {}, questions.load(resources.root() / "queries"))
    return Edition(site.warm(made), partial(started, store, Limits()))


class Crowd:
    """Clients that ask without a pause, and check that each answer is of one release."""

    def __init__(self, server: Server) -> None:
        """Take the server to ask."""
        self.address = f"http://127.0.0.1:{server.port}"
        self.seen: Counter[tuple[str, str]] = Counter()
        self.done = asyncio.Event()

    async def ask(self, client: httpx2.AsyncClient, name: str, query: str) -> None:
        while not self.done.is_set():
            headers = {"Accept": "text/csv"}
            answer = await client.get("/sparql", params={"query": query}, headers=headers)
            assert answer.status_code == 200, answer.text
            marks = set(answer.text.split()[1:])
            self.count(name, answer, marks)

    async def read(self, client: httpx2.AsyncClient, path: str) -> None:
        while not self.done.is_set():
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            digests = re.findall(r"<code>([0-9a-f]{12})</code>", answer.text)
            assert {digest[:12] for digest in (answer.headers[RELEASE], *digests)} == {*digests}
            self.count(path, answer, set(re.findall(r"<h1[^>]*>\s*(\w)\s*<", answer.text)))

    async def download(self, client: httpx2.AsyncClient, path: str) -> None:
        while not self.done.is_set():
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            self.count(path, answer, set(re.findall(r'"(\w)"', answer.text)))

    def count(self, name: str, answer: httpx2.Response, marks: set[str]) -> None:
        mark = MARKS[answer.headers[RELEASE]]
        assert marks == {mark}, "an answer of two releases"
        self.seen[name, mark] += 1

    def has_seen(self, mark: str) -> bool:
        """Tell whether each sort of answer has come from a release."""
        return sum(seen == mark for _, seen in self.seen) == len(NAMES)

    async def ready(self, client: httpx2.AsyncClient, release: Release) -> None:
        served = ""
        while served != release.digest:
            answer = await client.get("/readyz")
            assert answer.status_code == 200, answer.text
            served = answer.json()["release"]
            await asyncio.sleep(0.02)


async def play(server: Server, folder: Path, marks: str, number: int, *, hang_up: bool) -> Crowd:
    crowd = Crowd(server)
    async with httpx2.AsyncClient(
        base_url=crowd.address, timeout=PATIENCE, trust_env=False
    ) as client:
        async with asyncio.TaskGroup() as clients:
            for task in (
                *(crowd.ask(client, "select", MARKED) for _ in range(3)),
                *(crowd.ask(client, "stream", MANY) for _ in range(2)),
                crowd.read(client, PAGE),
                crowd.download(client, "/graph/entities.nt"),
            ):
                clients.create_task(task)
            for mark in marks:
                release = publish(mark, folder)
                if hang_up:
                    os.kill(server.pid, signal.SIGHUP)
                await crowd.ready(client, release)
                await until(partial(crowd.has_seen, mark))
            crowd.done.set()
        await until(lambda: [len(children(each)) for each in servers(server)] == [1] * number)
    return crowd


def servers(server: Server) -> set[int]:
    """Return the process itself, or those that serve in its place."""
    below = children(server.pid)
    return below if any(map(workers, below)) else {server.pid}


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(
    ("marks", "hang_up"), [("bcd", False), ("b", True)], ids=["watched", "told"]
)
def test_swaps_under_load_fail_no_request(
    tmp_path: Path, marks: str, number: int, *, hang_up: bool
) -> None:
    folder = tmp_path / "release"
    publish("a", folder)
    options = ["--release", str(folder), "--servers", str(number)]
    with serving(tmp_path, *options, *([] if hang_up else ["--watch"])) as server:
        played = play(server, folder, marks, number, hang_up=hang_up)
        crowd = asyncio.run(asyncio.wait_for(played, 2 * PATIENCE))
    assert {name for name, _ in crowd.seen} == NAMES
    assert {mark for _, mark in crowd.seen} == {"a", *marks}


def test_old_releases_are_let_go() -> None:
    async def change() -> None:
        current = Current(edition(marked("a")).site)
        pool = Pool(partial(started, EmbeddedStore([], release=""), Limits()))
        releases = [marked(mark) for mark in SWAPS]
        reloader = Reloader(current, lambda: edition(releases.pop(0)), pool=pool)
        try:
            stores = [weakref.ref(current.site.backend)]
            for mark in SWAPS:
                assert await reloader.reload() is Outcome.CHANGED
                stores.append(weakref.ref(current.site.backend))
                assert await ask(pool, MARKED) == b"o\r\n" + f"{mark}\r\n".encode() * 400
            await until(lambda: pool.generations == 1 and len(children(os.getpid())) == 1)
            gc.collect()
            assert [store() is None for store in stores] == [True] * len(SWAPS) + [False]
        finally:
            await pool.close()

    before = children(os.getpid())
    asyncio.run(asyncio.wait_for(change(), PATIENCE))
    assert children(os.getpid()) == before


def test_what_cannot_be_served_is_refused_and_the_old_release_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tmp_path / "manifest.json"

    def broken() -> Edition:
        raise ZeroDivisionError

    def no_process() -> Zygote:
        raise ReleaseError("no process")

    def no_worker() -> Edition:
        made = edition(marked("b"))
        return Edition(made.site, no_process)

    def deaf() -> Zygote:
        """Start a process that forks no workers, since it is stopped."""
        zygote = started(EmbeddedStore([], release=""), Limits())
        os.kill(zygote.pid, signal.SIGSTOP)
        return zygote

    def never() -> Edition:
        return Edition(edition(marked("b")).site, deaf)

    async def change() -> None:
        async with pooled() as pool:
            old = edition(marked("a")).site
            told: list[Outcome] = []
            current = Current(old)
            for loader in (lambda: edition(load(manifest)), broken, no_worker, never):
                reloader = Reloader(current, loader, pool=pool, told=told.append)
                assert await reloader.reload() is Outcome.REFUSED
                assert current.site is old
            assert told == [Outcome.REFUSED] * 4
            assert await ask(pool, "ASK {}") == b"true"

    monkeypatch.setattr(reloading, "PATIENCE", 3)
    publish("b", tmp_path)
    file = next(tmp_path.glob("*.nq"))
    file.write_bytes(file.read_bytes()[:-200])
    asyncio.run(asyncio.wait_for(change(), PATIENCE))
    assert "the old one goes on" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "no process came to hold it" in caplog.text


def test_the_same_release_is_not_served_anew() -> None:
    async def change() -> None:
        current = Current(edition(marked("a")).site)
        held = current.site
        assert await Reloader(current, lambda: edition(marked("a"))).reload() is Outcome.SAME
        assert current.site is held

    asyncio.run(change())


@pytest.mark.parametrize("name", [".", "manifest.json"])
def test_a_watch_sees_a_release_come_change_and_go(tmp_path: Path, name: str) -> None:
    watch = Watch(tmp_path / name)
    assert not watch.changed()
    publish("a", tmp_path)
    assert watch.changed()
    assert not watch.changed()
    publish("b", tmp_path)
    assert watch.changed()
    (tmp_path / "manifest.json").unlink()
    assert watch.changed()
