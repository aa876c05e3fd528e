"""Workers that are killed, that crash, and that answer all the same: real processes throughout."""

import asyncio
import gc
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from isolation_sample import (
    ALL,
    ENDLESS,
    LIGHT,
    LIGHT_ANSWER,
    LONG,
    MEMORY_BOMB,
    MIB,
    NESTED,
    ROWS,
    ask,
    children,
    open_files,
    pooled,
    until,
    workers,
)
from served import PATIENCE
from sparql_sample import listening
from tdi_graph.errors import QueryError, TdiError
from tdi_graph.isolation import (
    Busy,
    Crashed,
    Expired,
    Failed,
    Job,
    Kind,
    NoForm,
    Pool,
    Sizes,
    TooLarge,
    Unwritable,
    lanes,
)

ONE = Sizes(quick=1, slow=1, waiting=1)


def on_a_pool(
    scenario: Callable[[Pool], Coroutine[Any, Any, None]],
    sizes: Sizes | None = None,
    **limits: int,
) -> None:
    """Play a scenario, and see that neither a process nor an open file is left of it."""

    async def play() -> None:
        async with pooled(sizes, **limits) as pool:
            await scenario(pool)

    gc.collect()
    before = children(os.getpid()), open_files()
    asyncio.run(play())
    assert (children(os.getpid()), open_files()) == before


# Answers


def test_an_answer_is_that_of_the_store() -> None:
    async def scenario(pool: Pool) -> None:
        assert await ask(pool, LIGHT) == LIGHT_ANSWER
        assert (await ask(pool, ALL)).count(b"\r\n") == ROWS + 1
        assert (await ask(pool, f"CONSTRUCT WHERE {ALL[9:]}")).count(b"\n") == ROWS
        assert pool.statistics.answered == 3
        assert (pool.waiting, pool.running, pool.statistics.killed) == (0, 0, 0)

    on_a_pool(scenario)


def test_a_long_answer_comes_in_chunks_and_is_whole() -> None:
    async def scenario(pool: Pool) -> None:
        answer = await ask(pool, LONG + " LIMIT 60000")
        assert answer.count(b"\r\n") == 60_001
        assert len(answer) > 2 * MIB
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario)


def test_an_answer_that_nobody_reads_to_its_end_is_dropped_with_its_worker() -> None:
    async def scenario(pool: Pool) -> None:
        end = asyncio.get_running_loop().time() + PATIENCE
        async with pool.run(Job(LONG, table="text/csv"), end) as answer:
            assert (answer.sort, len(answer.first), answer.complete) == (Kind.TABLE, 1 << 16, False)
        assert pool.statistics.killed == 1
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario, ONE)


@pytest.mark.parametrize(
    ("job", "kind", "words"),
    [
        (Job("SELECT *\n{ ?s", table="text/csv"), QueryError, "syntax error"),
        (Job("ASK { FILTER(<urn:f>(1)) }", table="text/csv"), QueryError, "urn:f"),
        (Job("ASK {}", graph="text/turtle"), NoForm, "table"),
        (Job("DESCRIBE <urn:7>", table="text/csv"), NoForm, "graph"),
        (
            Job("CONSTRUCT { <a:b> <a:b> <<( <a:b> <a:b> 1 )>> } {}", graph="application/ld+json"),
            Unwritable,
            "JSON-LD",
        ),
        (Job(ALL, table="text/csv"), TooLarge, "longer than 50000 bytes"),
    ],
)
def test_a_fault_is_told_and_costs_no_worker(job: Job, kind: type[TdiError], words: str) -> None:
    async def scenario(pool: Pool) -> None:
        with pytest.raises(kind, match=words) as fault:
            async with pool.run(job, asyncio.get_running_loop().time() + PATIENCE):
                """Nothing comes of it."""
        if isinstance(fault.value, QueryError) and "syntax" in words:
            assert fault.value.line == 2
        assert await ask(pool, LIGHT) == LIGHT_ANSWER
        assert pool.statistics.started == 1

    on_a_pool(scenario, ONE, answer=50_000)


# Attacks that come past every other guard


def test_a_stack_overflow_costs_one_request() -> None:
    async def scenario(pool: Pool) -> None:
        for _ in range(3):
            with pytest.raises(Crashed):
                await ask(pool, NESTED)
            assert await ask(pool, LIGHT) == LIGHT_ANSWER
        assert pool.statistics.crashed == 3
        assert pool.statistics.killed == 0

    on_a_pool(scenario, ONE)


def test_a_memory_bomb_is_aborted_by_the_limit() -> None:
    async def scenario(pool: Pool) -> None:
        with pytest.raises(Crashed):
            await ask(pool, MEMORY_BOMB)
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario, memory=64 * MIB)


def test_an_endless_query_ends_with_its_time() -> None:
    async def scenario(pool: Pool) -> None:
        start = asyncio.get_running_loop().time()
        with pytest.raises(Expired):
            await ask(pool, ENDLESS, 0.3)
        assert asyncio.get_running_loop().time() - start >= 0.3
        assert await ask(pool, LIGHT) == LIGHT_ANSWER
        assert (pool.statistics.expired, pool.statistics.killed) == (1, 1)

    on_a_pool(scenario, ONE)


def test_processor_time_ends_even_where_nobody_watches() -> None:
    async def scenario(pool: Pool) -> None:
        job = Job(ENDLESS, table="text/csv", seconds=0)
        with pytest.raises(Crashed):
            async with pool.run(job, asyncio.get_running_loop().time() + PATIENCE):
                """Nothing comes of it."""

    on_a_pool(scenario)


def test_reading_counts_as_time_too() -> None:
    async def scenario(pool: Pool) -> None:
        end = asyncio.get_running_loop().time() + 0.3
        with pytest.raises(Expired):
            async with pool.run(Job(LONG, table="text/csv"), end):
                await asyncio.sleep(PATIENCE)

    on_a_pool(scenario)


def test_no_address_is_called() -> None:
    with listening() as listener:

        async def scenario(pool: Pool) -> None:
            for silent in ("", "SILENT"):
                query = f"SELECT * {{ SERVICE {silent} <{listener.address}> {{ ?s ?p ?o }} }}"
                if silent:
                    await ask(pool, query)
                else:
                    with pytest.raises((QueryError, Failed)):
                        await ask(pool, query)
            await ask(pool, f"ASK FROM <{listener.address}> {{ ?s ?p ?o }}")
            with pytest.raises(QueryError):
                await ask(pool, f"LOAD <{listener.address}>")

        on_a_pool(scenario)
        assert listener.heard == []


def test_a_client_that_leaves_takes_the_worker_along() -> None:
    async def scenario(pool: Pool) -> None:
        asked = asyncio.create_task(ask(pool, ENDLESS))
        await until(lambda: pool.running == 1 and bool(workers(os.getpid())))
        await asyncio.sleep(0.1)
        before = workers(os.getpid())
        asked.cancel()
        await until(lambda: not before <= workers(os.getpid()))
        assert asked.cancelled() or await asyncio.wait([asked])
        assert pool.statistics.killed == 1

    on_a_pool(scenario, ONE)


def test_a_worker_that_has_grown_is_replaced() -> None:
    async def scenario(pool: Pool) -> None:
        sorted_rows = f"SELECT ?f {{ {{ {LONG} LIMIT 200000 }} }} ORDER BY ?f LIMIT 1"
        assert (await ask(pool, sorted_rows)).count(b"\n") == 2
        await until(lambda: pool.statistics.started > 2)
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario)


# Crowds


@pytest.mark.parametrize("sizes", [ONE, Sizes(quick=1, slow=0, waiting=0)])
def test_the_queue_has_an_end(sizes: Sizes) -> None:
    async def scenario(pool: Pool) -> None:
        heavy = [asyncio.create_task(ask(pool, ENDLESS, 0.5)) for _ in range(8)]
        done = await asyncio.gather(*heavy, return_exceptions=True)
        kinds = [type(each) for each in done]
        assert Busy in kinds
        assert set(kinds) <= {Busy, Expired}
        assert all(each.retry_after >= 1 for each in done if isinstance(each, Busy))
        assert pool.statistics.refused == kinds.count(Busy)
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario, sizes)


def test_light_queries_are_answered_among_many_heavy_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a query uses of a processor decides, not how long a busy machine lets it wait for one.
    monkeypatch.setattr(lanes, "_LONGEST_MOMENT", PATIENCE)

    async def scenario(pool: Pool) -> None:
        heavy = [asyncio.create_task(ask(pool, ENDLESS, 2)) for _ in range(50)]
        await asyncio.sleep(0)
        for _ in range(20):
            assert await ask(pool, LIGHT) == LIGHT_ANSWER
        done = await asyncio.gather(*heavy, return_exceptions=True)
        assert {type(each) for each in done} <= {Busy, Expired}
        assert pool.statistics.expired >= 2

    on_a_pool(scenario)


# Ends and beginnings


def test_a_dead_zygote_is_replaced() -> None:
    async def scenario(pool: Pool) -> None:
        assert await ask(pool, LIGHT) == LIGHT_ANSWER
        (zygote,) = children(os.getpid())
        held = workers(os.getpid())
        os.kill(zygote, 9)
        await until(lambda: not any(Path(f"/proc/{each}").exists() for each in held))
        assert await ask(pool, LIGHT) == LIGHT_ANSWER

    on_a_pool(scenario)


def test_a_pool_that_closes_lets_jobs_end() -> None:
    async def scenario(pool: Pool) -> None:
        tasks = [asyncio.create_task(ask(pool, LONG + " LIMIT 60000")) for _ in range(2)]
        await until(lambda: pool.running == 2)
        await pool.close(grace=PATIENCE)
        assert [len(await each) > MIB for each in tasks] == [True, True]
        with pytest.raises(Busy):
            await ask(pool, LIGHT)

    on_a_pool(scenario)


def test_a_pool_that_closes_at_once_ends_what_there_is() -> None:
    async def scenario(pool: Pool) -> None:
        tasks = [asyncio.create_task(ask(pool, ENDLESS)) for _ in range(3)]
        await until(lambda: pool.running == 1)
        await pool.close()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(each) for each in done] == [Busy] * 3

    on_a_pool(scenario, ONE)


def test_a_pool_that_is_never_opened_leaves_nothing() -> None:
    async def scenario(_: Pool) -> None:
        """Ask nothing."""

    on_a_pool(scenario)
