"""The SPARQL service beside others, on the same data, in the same run: a table of ratios.

    python benchmarks/service.py            10^6 triples; wrk must be there: apt-get install wrk
    python benchmarks/service.py --quick    10^4 triples, one short round, without wrk if need be

Rounds are interleaved, so that a change of the machine's mood falls upon all. What counts is the
processor time per request, all processes of a service together: on a busy machine it tells more
than the requests per second, which stand beside it. Oxigraph's own server is 1.
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import generated
from load import Asking, first_byte, loaded
from processes import Meter, memory
from pyoxigraph import Quad, RdfFormat, Store, serialize

from tdi_graph import release, resources
from tdi_graph.vocabulary import expand

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
OURS, RUST, PLAIN, RDFLIB = "tdi-graph", "oxigraph", "FastAPI + pyoxigraph", "rdflib-endpoint"
PREFIXES = (
    "PREFIX schema: <https://schema.org/> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    "PREFIX tdi: <https://w3id.org/tdi-graph/ontology#> "
)
SMALL = PREFIXES + (
    "SELECT ?value ?date { <{entity}> schema:value ?value ; schema:observationDate ?date }"
)
ROWS = PREFIXES + "SELECT * { ?s a ?c ; schema:value ?v ; schema:observationDate ?d } LIMIT "
SUM = PREFIXES + (
    "SELECT ?year (SUM(?v) AS ?sum) { ?s a tdi:Figure ; schema:value ?v ; "
    "schema:observationDate ?d BIND(SUBSTR(STR(?d), 1, 4) AS ?year) } GROUP BY ?year"
)
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STAMPEDE, LIGHTS = 200, 200
LIGHT_PAUSE = 0.02


@dataclass(frozen=True)
class Scenario:
    """A sort of request, and the services that are asked it."""

    name: str
    asking: Asking
    services: tuple[str, ...] = (RUST, OURS, PLAIN, RDFLIB)
    longer: int = 1
    """How many times as long it is measured as others, since a request takes a second."""


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    path: str

    def conditional(self, asking: Asking) -> Asking:
        """Return the same request on the condition that its answer has changed."""
        url = f"http://127.0.0.1:{self.port}{asking.path(self.path, 0)}"
        with urlopen(Request(url, headers={"Accept": asking.accept})) as answer:
            tag = answer.headers.get("ETag")
        headers = {"If-None-Match": tag} if tag else {}
        return replace(asking, headers=headers)


def scenarios(figures: list[str]) -> list[Scenario]:
    """Return what is measured."""
    one, fast = figures[:1], (RUST, OURS, PLAIN)
    return [
        Scenario("small SELECT, the same again", Asking(SMALL, JSON, one, fresh=False)),
        Scenario("the same, If-None-Match", Asking(SMALL, JSON, one, fresh=False)),
        Scenario("small SELECT, each another", Asking(SMALL, JSON, figures)),
        Scenario("DESCRIBE, each another", Asking("DESCRIBE <{entity}>", TURTLE, figures)),
        Scenario("1,000 rows", Asking(f"{ROWS}1000", JSON), fast),
        Scenario("100,000 rows", Asking(f"{ROWS}100000", JSON, connections=2), fast, longer=4),
        Scenario("sum by year", Asking(SUM, JSON, connections=2), fast, longer=4),
        Scenario("sum by year, the same again", Asking(SUM, JSON, fresh=False), fast),
    ]


def main() -> None:
    """Measure, and print the tables."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        quads = list(_quads(chosen))
        figures = sorted({str(q.subject)[1:-1] for q in quads if q.object == expand("tdi:Figure")})[
            :5_000
        ]
        print(f"{len(quads)} triples, {chosen.rounds} rounds of {chosen.seconds:g} s\n")
        with ExitStack() as stack:
            running = [
                stack.enter_context(started) for started in _services(quads, Path(folder), chosen)
            ]
            del quads
            _compare(running, scenarios(figures), chosen)
            _first_bytes(running, figures)
            _memories(running)
            if not chosen.quick:
                _stampede(running, figures)


def _compare(running: list[Service], asked: list[Scenario], chosen: argparse.Namespace) -> None:
    names = [service.name for service in running]
    heads = [f"{name}: CPU, req/s" for name in names if name != RUST]
    print("| |" + "|".join([f"{RUST}: CPU per request, req/s", *heads]) + "|")
    print("|---" * (len(names) + 1) + "|")
    for scenario in asked:
        found = _measured(running, scenario, chosen)
        cpu, rate = found[RUST]
        cells = [f"{cpu * 1e3:.2f} ms, {rate:.0f}/s"]
        for name in names[1:]:
            one = found.get(name)
            cells.append(f"×{one[0] / cpu:.2f}, ×{one[1] / rate:.2f}" if one else "–")
        print(f"| {scenario.name} | " + " | ".join(cells) + " |", flush=True)


def _measured(
    running: list[Service], scenario: Scenario, chosen: argparse.Namespace
) -> dict[str, tuple[float, float]]:
    """Return the median processor seconds per request and requests per second of each service."""
    found: dict[str, list[tuple[float, float]]] = {}
    seconds = chosen.seconds * (1 if chosen.quick else scenario.longer)
    for turn in range(chosen.rounds):
        for service in running:
            if service.name not in scenario.services:
                continue
            asking = scenario.asking
            if "If-None-Match" in scenario.name:
                asking = service.conditional(asking)
            first = (turn + 1) * 10_000_000 + int(time.monotonic() * 1_000) % 1_000_000
            with Meter(service.process.pid) as meter:
                load = loaded(service.port, service.path, asking, seconds, first)
            if load.failed:
                sys.exit(f"{service.name}: {load.failed} requests failed ({scenario.name})")
            if load.requests:
                result = (meter.seconds / load.requests, load.requests / load.seconds)
                found.setdefault(service.name, []).append(result)
    return {
        name: (statistics.median(r[0] for r in each), statistics.median(r[1] for r in each))
        for name, each in found.items()
    }


def _first_bytes(running: list[Service], figures: list[str]) -> None:
    print("\n| first byte of 100,000 rows, median | ms |\n|---|---|")
    asking = scenarios(figures)[5].asking
    for service in running:
        if service.name != RDFLIB:
            times = [
                first_byte(service.port, asking.path(service.path, number), JSON)
                for number in range(7)
            ]
            print(f"| {service.name} | {statistics.median(times) * 1e3:.0f} |", flush=True)


def _memories(running: list[Service]) -> None:
    print("\n| memory (PSS), all processes | MiB |\n|---|---|")
    for service in running:
        print(f"| {service.name} | {memory(service.process.pid) >> 20} |", flush=True)


def _stampede(running: list[Service], figures: list[str]) -> None:
    print(f"\n| {LIGHTS} light queries under {STAMPEDE} heavy ones | lost | median, p99 in ms |")
    print("|---|---|---|")
    for service in running:
        if service.name in {OURS, RUST}:
            lost, times = asyncio.run(_under(service, figures))
            last = statistics.quantiles(times, n=100)[98] if len(times) > 1 else float("nan")
            middle = statistics.median(times) if times else float("nan")
            print(f"| {service.name} | {lost} | {middle * 1e3:.0f}, {last * 1e3:.0f} |", flush=True)


async def _under(service: Service, figures: list[str]) -> tuple[int, list[float]]:
    heavy = [
        asyncio.create_task(_ask(service, f"{HEAVY} #{number}", 60)) for number in range(STAMPEDE)
    ]
    await asyncio.sleep(1)
    lost, times = 0, []
    for number in range(LIGHTS):
        start = time.perf_counter()
        query = SMALL.replace("{entity}", figures[number % len(figures)]) + f" #{start}"
        status = await _ask(service, query, 5)
        lost += status != 200  # noqa: PLR2004
        if status:
            times.append(time.perf_counter() - start)
        await asyncio.sleep(LIGHT_PAUSE)
    for task in heavy:
        task.cancel()
    await asyncio.gather(*heavy, return_exceptions=True)
    return lost, times


async def _ask(service: Service, query: str, seconds: float) -> int:
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
            try:
                path = f"{service.path}?query={quote(query, safe='')}"
                head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {JSON}\r\n\r\n"
                writer.write(head.encode())
                return int((await reader.readuntil(b"\r\n\r\n")).split()[1])
            finally:
                writer.close()
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return 0


def _services(
    quads: list[Quad], folder: Path, chosen: argparse.Namespace
) -> Iterator[AbstractContextManager[Service]]:
    """Write the data for each service; every triple also stands in the default graph."""
    merged = [Quad(q.subject, q.predicate, q.object) for q in quads]
    store = Store(str(folder / "store"))
    store.bulk_extend(quads)
    store.bulk_extend(merged)
    store.optimize()
    del store
    release_file, both, triples = (folder / name for name in ("r.nq", "both.nq", "t.nt"))
    serialize(quads, str(release_file), RdfFormat.N_QUADS)
    serialize([*quads, *merged], str(both), RdfFormat.N_QUADS)
    serialize((quad.triple for quad in quads), str(triples), RdfFormat.N_TRIPLES)
    scripts = Path(sys.executable).parent
    here = f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    ports = [_free_port() for _ in range(4)]
    where = ["--port", str(ports[1])]
    location = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{ports[0]}"]
    yield _start(
        RUST, [str(scripts / "oxigraph"), "serve-read-only", *location], ports[0], "/query"
    )
    ours = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(release_file), *where]
    yield _start(OURS, [*ours, "--workers", str(chosen.workers)], ports[1], "/sparql")
    plain = [sys.executable, "-m", "uvicorn", "plain_service:app", "--log-level", "warning"]
    environment = {"GRAPH": str(both), "PYTHONPATH": here}
    yield _start(PLAIN, [*plain, "--port", str(ports[2])], ports[2], "/sparql", environment)
    if not chosen.without_rdflib:
        command = [str(scripts / "rdflib-endpoint"), "serve", "--host", "127.0.0.1"]
        command += ["--port", str(ports[3]), str(triples)]
        yield _start(RDFLIB, command, ports[3], "/")


@contextmanager
def _start(
    name: str, command: list[str], port: int, path: str, more: dict[str, str] | None = None
) -> Iterator[Service]:
    environment = {**os.environ, **(more or {})}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        _wait(process, port)
        yield Service(name, process, port, path)
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as line:
            if not line.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise SystemExit(f"no service came up on port {port}: {process.args!r}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _quads(chosen: argparse.Namespace) -> Iterable[Quad]:
    if chosen.data == "own":
        compiled = release.compile_release(resources.root(), shacl=False, progress=lambda _: None)
        return compiled.release.quads
    return generated.quads(chosen.triples)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", choices=["generated", "own"], default="generated")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--without-rdflib", action="store_true", help="it takes minutes to load")
    parser.add_argument("--quick", action="store_true", help="10^4 triples, one short round")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.triples, chosen.rounds, chosen.workers = 10_000, 1, 2
        chosen.seconds = min(chosen.seconds, 1)
    return chosen


if __name__ == "__main__":
    main()
