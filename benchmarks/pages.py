"""How long pages and their pictures take to make, on our data or on any N-Quads.

    python benchmarks/pages.py [FILE.nq] [--pages 200]

Times are of the processor, without the network. The last column divides each by the time of a fixed
loop in the same run, so that two machines, or a busy one and an idle one, can be compared.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from pyoxigraph import Quad, RdfFormat, parse
from starlette.requests import Request

from tdi_graph import assembly, derivation, questions, resources, views
from tdi_graph.store import EmbeddedStore
from tdi_graph.views.labels import text_of
from tdi_graph.vocabulary import BASE
from tdi_graph.web import charts, figure_pages, ladders, overview_pages, pages, site

_THINGS = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?label { skos:prefLabel dcterms:title } ?thing ?label ?name
  FILTER(STRSTARTS(STR(?thing), "%sid/"))
} ORDER BY ?thing"""
_LOOP = 200_000
_WHOLE = {
    "/": pages.home,
    "/chiffres": figure_pages.every,
    "/promesses": overview_pages.promises,
    "/contradictions": overview_pages.contradictions,
    "/relations": overview_pages.relations,
}


def milliseconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the least time that ``work`` takes of the processor."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def quads(file: Path | None) -> Iterable[Quad]:
    """Read the graph of a file, or our own."""
    if file:
        return parse(path=str(file), format=RdfFormat.N_QUADS)
    held = assembly.assemble(resources.root()).quads
    rules = resources.root() / "ontology" / "rules" / "derive"
    return [*held, *derivation.derive(held, rules)]


def request(path: str, **params: str) -> Request:
    """Make the request that a page answers."""
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    return Request({**scope, "path_params": params})


def entities(held: site.Site, number: int) -> list[tuple[float, int, str]]:
    """Time the pages of a sample of things, each with its compressed size."""
    things = [text_of(thing) for (thing,) in held.backend.select(_THINGS % BASE).rows]
    sample = random.Random(0).sample(things, min(number, len(things)))  # noqa: S311 (not a secret)
    voice = held.voices["fr"]
    found = []
    for iri in sample:
        kind, _, slug = iri.removeprefix(BASE + "id/").partition("/")
        asked = request(f"/doc/{kind}/{slug}", kind=kind, slug=slug)
        body = bytes(pages.thing(held, voice, asked).body)
        size = len(gzip.compress(body))
        found.append((milliseconds(partial(pages.thing, held, voice, asked)), size, iri))
    return sorted(found)


def pictures(held: site.Site, iri: str) -> dict[str, float]:
    """Time the drawing and the writing of one chart and of one ladder."""
    voice = held.voices["fr"]
    view = views.entity(held.backend, voice.names, iri)
    load = '{% import "_drawn.html" as draw with context %}'
    one_panel = held.templates.from_string(load + '{{ draw.small(panel, "c") }}')
    one_ladder = held.templates.from_string(load + '{{ draw.ladder(one, "x") }}')
    shown = held.shown(voice)

    def chart() -> str:
        return one_panel.render(shown, panel=charts.panels(held, voice, view.series[:1])[0])

    def ladder() -> str:
        return one_ladder.render(shown, one=ladders.relations(voice, view.card))

    drawn = {"chart": chart} if view.series else {}
    related = {"ladder": ladder} if view.card.relations else {}
    return {name: milliseconds(work, 9) for name, work in {**drawn, **related}.items()}


def whole(held: site.Site) -> dict[str, float]:
    """Time the pages on the whole graph."""
    voice = held.voices["fr"]
    found = {}
    for path, page in _WHOLE.items():
        found[path] = milliseconds(partial(page, held, voice, request(path)))
    return found


def main() -> None:
    """Measure, and print a JSON object."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("file", nargs="?", type=Path)
    options.add_argument("--pages", type=int, default=200)
    chosen = options.parse_args()
    store = EmbeddedStore(quads(chosen.file), release="0" * 64)
    held = site.make(store, {}, questions.load(resources.root() / "queries"))
    loop = milliseconds(lambda: sum(n * n for n in range(_LOOP)), 9)
    times = entities(held, chosen.pages)
    spent = [spent for spent, _, _ in times]
    largest = max(times, key=lambda one: one[1])
    told: dict[str, float] = {
        "entity p50": median(spent),
        "entity p95": quantiles(spent, n=20)[-1],
        "entity max": spent[-1],
        **pictures(held, largest[2]),
        **whole(held),
    }
    print(
        json.dumps(
            {
                "loop ms": round(loop, 1),
                "largest page": {"gzip bytes": largest[1], "of": largest[2]},
                "ms, and loops": {
                    name: [round(value, 2), round(value / loop, 2)] for name, value in told.items()
                },
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
