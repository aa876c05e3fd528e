"""A new release comes in while requests run, and none of them fails."""

import asyncio
import gc
import os
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, serialize

from isolation_sample import GRAPH, LABEL, STORE, ask, children, open_files, pooled, until
from served import PATIENCE
from tdi_graph.errors import ReleaseError
from tdi_graph.isolation import Busy, Limits, Pool, Zygote, forked, spawned, started
from tdi_graph.isolation.limits import LINE
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import DATASET

WHICH = f"SELECT ?o {{ <{DATASET.value}> <{LABEL.value}> ?o }}"


def edition(name: str) -> list[Quad]:
    return [Quad(DATASET, LABEL, Literal(name), GRAPH)]


def answer(name: str) -> bytes:
    return f"o\r\n{name}\r\n".encode()


UNUSUAL = """
import asyncio, os, sys
from pathlib import Path
from isolation_sample import ask
from tdi_graph.isolation import Limits, Pool, spawned

_, file, query, *free = sys.argv
for number in map(int, free):
    os.close(os.dup2(2, number))
zygote = spawned(Path(file), Limits())

async def play():
    pool = Pool(lambda: zygote)
    try:
        return await ask(pool, query)
    finally:
        await pool.close()

os.write(1, asyncio.run(asyncio.wait_for(play(), 60)))
"""


@pytest.mark.parametrize("free", [[LINE], [0, LINE], [0]])
def test_a_zygote_comes_up_whatever_descriptors_are_free(tmp_path: Path, free: list[int]) -> None:
    file = tmp_path / "release"
    with file.open("wb") as target:
        serialize(edition("one"), target, RdfFormat.N_QUADS)
    done = subprocess.run(
        [sys.executable, "-c", UNUSUAL, str(file), WHICH, *map(str, free)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.stdout == answer("one"), done.stderr.decode()


def test_a_swap_under_load_fails_no_request(tmp_path: Path) -> None:
    seen: Counter[bytes] = Counter()
    latest = b"o\r\n"

    async def load(pool: Pool, done: asyncio.Event) -> None:
        while not done.is_set():
            current = latest
            got = await ask(pool, WHICH)
            assert got == current or current != latest, "an old release after the new one"
            seen[got] += 1

    def answered() -> bool:
        return seen[latest] > 0

    async def play() -> None:
        nonlocal latest
        async with pooled() as pool:
            done = asyncio.Event()
            loads = [asyncio.create_task(load(pool, done)) for _ in range(8)]
            for name in ("first", "second", "third"):
                file = tmp_path / name
                with file.open("wb") as target:
                    serialize(edition(name), target, RdfFormat.N_QUADS)
                await until(answered)
                await pool.swap(partial(spawned, file, Limits()))
                latest = answer(name)
            await until(answered)
            done.set()
            await asyncio.gather(*loads)
            assert await ask(pool, WHICH) == answer("third")
            await until(lambda: len(children(os.getpid())) == 1)

    gc.collect()
    before = children(os.getpid()), open_files()
    asyncio.run(asyncio.wait_for(play(), PATIENCE))
    assert (children(os.getpid()), open_files()) == before
    assert set(seen) == {b"o\r\n", answer("first"), answer("second"), answer("third")}


def test_an_old_worker_ends_its_work_before_its_zygote_ends(tmp_path: Path) -> None:
    file = tmp_path / "new.nq"
    with file.open("wb") as target:
        serialize(edition("new"), target, RdfFormat.N_QUADS)

    async def play() -> None:
        async with pooled() as pool:
            (old,) = children(os.getpid())
            rows = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
            running = asyncio.create_task(ask(pool, rows))
            await until(lambda: pool.running == 1)
            await pool.swap(partial(spawned, file, Limits()))
            assert await ask(pool, WHICH) == answer("new")
            assert (await running).count(b"\n") == 200_001
            await until(lambda: old not in children(os.getpid()))

    asyncio.run(asyncio.wait_for(play(), PATIENCE))


def test_a_release_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "broken.nq"
    file.write_text("this is no release", "ascii")

    async def play() -> None:
        async with pooled() as pool:
            for _ in range(2):
                with pytest.raises(ReleaseError):
                    await pool.swap(partial(spawned, file, Limits()))
            assert await ask(pool, WHICH) == b"o\r\n"
            await until(lambda: len(children(os.getpid())) == 1)

    asyncio.run(asyncio.wait_for(play(), PATIENCE))


@pytest.mark.parametrize("threads", [False, True])
def test_a_zygote_is_forked_only_off_a_single_thread(*, threads: bool) -> None:
    """Beside other threads, it is a process of its own, and answers the same."""

    def start() -> Zygote:
        return started(store, Limits())

    quads = edition("held")
    store = EmbeddedStore(quads, release="0" * 64)

    async def play() -> None:
        made = (await asyncio.to_thread(Pool, start)) if threads else Pool(start)
        try:
            assert await ask(made, WHICH) == answer("held")
        finally:
            await made.close()

    asyncio.run(play())


def test_a_swap_after_the_end_leaves_no_process() -> None:
    async def play() -> None:
        async with pooled() as pool:
            assert await ask(pool, "ASK {}") == b"true"
            await pool.close()
            await pool.swap(partial(forked, STORE, Limits()))
            with pytest.raises(Busy):
                await ask(pool, "ASK {}")

    before = children(os.getpid())
    asyncio.run(play())
    assert children(os.getpid()) == before
