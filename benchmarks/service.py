"""The SPARQL service beside others, on the same data, in the same run: one table of ratios.

    python benchmarks/service.py            10^6 triples; wrk must be there: apt-get install wrk
    python benchmarks/service.py --quick    10^4 triples, one short round, without wrk if need be

Rounds are interleaved, so that a change of the machine's mood falls upon all. What counts is the
processor time per request, all processes of a service together: on a busy machine it tells more
than the requests per second, which stand beside it. Oxigraph's own server is 1. It takes ten
minutes at most on two cores: when these run short, there are fewer rounds.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import generated
from load import Asking, first_byte, loaded
from processes import Meter, memory
from pyoxigraph import Quad
from rivals import JSON, OURS, PLAIN, RDFLIB, RUST, Service, running
from stampede import LIGHTS, MANY, stampede

from tdi_graph import release, resources
from tdi_graph.vocabulary import expand

TURTLE = "text/turtle"
PREFIXES = (
    "PREFIX schema: <https://schema.org/> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    "PREFIX tdi: <https://w3id.org/tdi-graph/ontology#> "
)
_TRIPLES = "{ <{entity}> schema:value ?value ; schema:observationDate ?date }"
LOOKUP = PREFIXES + f"SELECT ?value ?date {_TRIPLES}"
# The same, and our service does not see that it looks one thing up: a worker answers it.
SMALL = PREFIXES + f"SELECT ?value ?date {{ {_TRIPLES} }}"
ROWS = PREFIXES + "SELECT * { ?s a ?c ; schema:value ?v ; schema:observationDate ?d } LIMIT "
SUM = PREFIXES + (
    "SELECT ?year (SUM(?v) AS ?sum) { ?s a tdi:Figure ; schema:value ?v ; "
    "schema:observationDate ?d BIND(SUBSTR(STR(?d), 1, 4) AS ?year) } GROUP BY ?year"
)
ENOUGH = 8 * 60.0
"""After how many seconds from the beginning no scenario has a second round."""


@dataclass(frozen=True)
class Scenario:
    """A sort of request, what we aim at, and the services that are asked it."""

    name: str
    aim: str
    asking: Asking
    services: tuple[str, ...] = (RUST, OURS, PLAIN, RDFLIB)
    longer: int = 1
    """How many times as long it is measured as others, since a request takes a second."""

    @property
    def is_conditional(self) -> bool:
        """Whether the client holds the answer already."""
        return "If-None-Match" in self.name


def scenarios(figures: list[str]) -> list[Scenario]:
    """Return what is measured."""
    one, fast = figures[:1], (RUST, OURS, PLAIN)
    same = Asking(LOOKUP, JSON, one, fresh=False)
    rows = Asking(f"{ROWS}1000", JSON)
    many = Asking(f"{ROWS}100000", JSON, connections=2, slow=True)
    describe = Asking("DESCRIBE <{entity}>", TURTLE, figures)
    total = Asking(SUM, JSON, connections=2, slow=True)
    return [
        Scenario("look-up, each another", "×4.5, ×0.25", Asking(LOOKUP, JSON, figures)),
        Scenario("small SELECT, isolated, each another", "", Asking(SMALL, JSON, figures)),
        Scenario("look-up, the same again", "×1.2, ×0.8", same),
        Scenario("the same, If-None-Match", "×1", same),
        Scenario("DESCRIBE, each another", "×4.5", describe),
        Scenario("1,000 rows", "×1.15", rows, fast),
        Scenario("100,000 rows", "×1.15", many, fast, longer=2),
        Scenario("sum by year", "×1.1", total, fast, longer=2),
        Scenario("sum by year, the same again", "", replace(total, fresh=False), fast),
    ]


def main() -> None:
    """Measure, and print the table."""
    chosen, start = _arguments(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        quads = list(_quads(chosen))
        size = len(quads)
        found = sorted({str(q.subject)[1:-1] for q in quads if q.object == expand("tdi:Figure")})
        figures = found[:5_000]
        processes = ("--servers", str(chosen.servers), "--workers", str(chosen.workers))
        others = running(quads, Path(folder), processes, rdflib=not chosen.without_rdflib)
        with others as services:
            print(f"{size} triples, {chosen.rounds} rounds of {chosen.seconds:g} s\n")
            names = [service.name for service in services]
            _print("", "aim", *[f"{name}: CPU, req/s" for name in names])
            _print(*["---"] * (len(names) + 2))
            for scenario in scenarios(figures):
                _print(scenario.name, scenario.aim, *_compared(services, scenario, chosen, start))
            many = next(each for each in scenarios(figures) if each.name == "100,000 rows")
            _print("first byte of 100,000 rows", "60 ms", *_first_bytes(services, many.asking))
            _print("memory (PSS), all processes", "×1.5", *_memories(services))
            if not chosen.quick:
                light = [SMALL.replace("{entity}", figure) for figure in figures]
                aim = "0 lost, 250 ms"
                name = f"{LIGHTS} light queries under {MANY} heavy ones"
                _print(name, aim, *_stampedes(services, light))


def _print(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def _compared(
    services: list[Service], scenario: Scenario, chosen: argparse.Namespace, start: float
) -> list[str]:
    """Return a cell for each service: the first has numbers, the others how many times as much."""
    found = _measured(services, scenario, chosen, start)
    cpu, rate = found[RUST]
    cells = [f"{cpu * 1e3:.2f} ms, {rate:.0f}/s"]
    for service in services[1:]:
        one = found.get(service.name)
        cells.append(f"×{one[0] / cpu:.2f}, ×{one[1] / rate:.2f}" if one else "–")
    return cells


def _measured(
    services: list[Service], scenario: Scenario, chosen: argparse.Namespace, start: float
) -> dict[str, tuple[float, float]]:
    """Return the median processor seconds per request and requests per second of each service."""
    found: dict[str, list[tuple[float, float]]] = {}
    seconds = chosen.seconds * (1 if chosen.quick else scenario.longer)
    for turn in range(chosen.rounds):
        if turn and time.monotonic() - start > ENOUGH:
            break
        for service in services:
            if service.name not in scenario.services:
                continue
            result = _round(service, scenario, seconds, (turn + 1) * 10_000_000)
            if result:
                found.setdefault(service.name, []).append(result)
    if RUST not in found:
        sys.exit(f"{RUST} answered nothing ({scenario.name}): measure for longer")
    return {
        name: (statistics.median(r[0] for r in each), statistics.median(r[1] for r in each))
        for name, each in found.items()
    }


def _round(
    service: Service, scenario: Scenario, seconds: float, base: int
) -> tuple[float, float] | None:
    asking = scenario.asking
    if scenario.is_conditional:
        asking = service.conditional(asking)
    first = base + int(time.monotonic() * 1_000) % 1_000_000
    with Meter(service.process.pid) as meter:
        load = loaded(service.port, service.path, asking, seconds, first)
    if load.failed:
        sys.exit(f"{service.name}: {load.failed} requests failed ({scenario.name})")
    if not load.requests:
        return None
    return meter.seconds / load.requests, load.requests / load.seconds


def _first_bytes(services: list[Service], asking: Asking) -> list[str]:
    """Return the median time to the first byte of a body."""
    cells = []
    for service in services:
        if service.name == RDFLIB:
            cells.append("–")
            continue
        paths = [asking.path(service.path, number) for number in range(7)]
        times = [first_byte(service.port, path, JSON) for path in paths]
        cells.append(f"{statistics.median(times) * 1e3:.0f} ms")
    return cells


def _memories(services: list[Service]) -> list[str]:
    """Return what each takes, beside one process that holds the same store and nothing else."""
    taken = {service.name: memory(service.process.pid) for service in services}
    return [
        f"{taken[each.name] >> 20} MiB, ×{taken[each.name] / taken[PLAIN]:.2f}" for each in services
    ]


def _stampedes(services: list[Service], light: list[str]) -> list[str]:
    """Return what became of light queries; those that cannot end a heavy one come last."""
    told = {
        name: str(asyncio.run(stampede(service, light)))
        for name in (OURS, RUST)
        for service in services
        if service.name == name
    }
    return [told.get(service.name, "–") for service in services]


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
    parser.add_argument("--servers", type=int, default=2, help="of tdi-graph")
    parser.add_argument("--workers", type=int, default=4, help="of tdi-graph, of all its servers")
    parser.add_argument("--without-rdflib", action="store_true", help="it takes minutes to load")
    parser.add_argument("--quick", action="store_true", help="10^4 triples, one short round")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.triples, chosen.rounds, chosen.workers = 10_000, 1, 2
        chosen.seconds = min(chosen.seconds, 1)
    return chosen


if __name__ == "__main__":
    main()
