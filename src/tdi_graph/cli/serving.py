"""The verb serve: the pages, the endpoint, and what running them as a service takes."""

import argparse
import gc
import math
import os
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tdi_graph import isolation, questions
from tdi_graph.assembly import digests
from tdi_graph.changes import load_history
from tdi_graph.cli import isolating
from tdi_graph.cli.authoring import RELEASE
from tdi_graph.cli.listening import listeners, unbound
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.supervising import supervised
from tdi_graph.cli.verb import Verb, say
from tdi_graph.documents import read_folder
from tdi_graph.errors import ReleaseError, TdiError
from tdi_graph.release import Release
from tdi_graph.store import EmbeddedStore

if TYPE_CHECKING:
    from tdi_graph.isolation import Pool
    from tdi_graph.web.metrics import Metrics
    from tdi_graph.web.reloading import Edition, Watch
    from tdi_graph.web.service import Service
    from tdi_graph.web.site import Site

HOST, PORT = "127.0.0.1", 8000
_LOCAL = "127.0.0.1"
_GARBAGE = 20_000
"""How many objects are made before it is looked which of them are garbage."""


def _arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--host", default=HOST, help="the address to listen on (default: %(default)s)"
    )
    verb.add_argument("--port", type=int, default=PORT, help="the port (default: %(default)s)")
    verb.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help="the folder of the source texts, to show each passage in its text",
    )
    isolating.arguments(verb)
    release_argument(verb)
    _life_arguments(verb)
    _watching_arguments(verb)


def _life_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--watch",
        action="store_true",
        help="serve a new release as soon as it is built (SIGHUP does so at any time)",
    )
    verb.add_argument(
        "--drain",
        type=isolating.positive(float),
        metavar="S",
        default=0.0,
        help="go on for S seconds after SIGTERM, not ready, so that nobody is sent here any more",
    )


def _watching_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--metrics-port",
        type=int,
        metavar="PORT",
        help=f"serve numbers for Prometheus on this port of {_LOCAL}, those of each further server "
        "on the next (default: nowhere)",
    )
    verb.add_argument(
        "--log",
        choices=("off", "text", "json"),
        default="off",
        help="how each request is written on standard error (default: %(default)s)",
    )
    verb.add_argument(
        "--log-queries",
        type=isolating.positive(int),
        metavar="N",
        default=0,
        help="log the first N characters of a query that was refused or failed (default: none)",
    )


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A release that was read, and what is served of it; only its server keeps hold of it."""

    watch: "Watch | None"
    store: EmbeddedStore
    site: "Site"


def serve(chosen: argparse.Namespace) -> int:
    """Serve the pages and the SPARQL endpoint until interrupted or told to end."""
    # Imported here: the other verbs need not wait for the web framework.
    from tdi_graph.web import journal  # noqa: PLC0415

    if hasattr(signal, "SIGHUP"):
        # Until there is a service to hear it; it would end the process.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if chosen.servers > 1 and not isolation.available():
        raise TdiError("this platform cannot fork", do="leave out --servers")
    listening = listeners(chosen.host, chosen.port, chosen.servers)
    journal.configure(chosen.log)
    prepared = [_prepared(chosen)]
    for address in sorted(set(chosen.allow_service)):
        say(f"service   {address} may be called by queries")
    port = listening[0].getsockname()[1]
    say(f"pages     http://{chosen.host}:{port}/")
    say(f"endpoint  http://{chosen.host}:{port}/sparql   (stop with Ctrl+C)")
    if chosen.servers == 1:
        return _serve(chosen, listening[0], prepared.pop)
    here = os.getpid()

    def one(place: int, anew: bool) -> int:  # noqa: FBT001 - the supervisor calls it
        read = partial(_prepared, chosen) if anew else prepared.pop
        return _serve(chosen, listening[place], read, place=place, parent=here)

    return supervised(listening, one)


def _serve(
    chosen: argparse.Namespace,
    listener: socket.socket,
    prepared: Callable[[], _Prepared],
    *,
    place: int = 0,
    parent: int | None = None,
) -> int:
    """Be one of the servers, the first by default, while the process ``parent`` lives."""
    from tdi_graph.cli.server import Life, run  # noqa: PLC0415

    service, pool = _service(chosen, prepared())
    life = Life(patience=math.ceil(chosen.timeout) + 1, drain=chosen.drain, parent=parent)
    try:
        with _numbers(chosen, place, service.metrics):
            run(service, listener, life)
    finally:
        if pool:
            pool.end()
    return 0


def _prepared(chosen: argparse.Namespace) -> _Prepared:
    """Read the release and make its pages."""
    from tdi_graph.web.reloading import Watch  # noqa: PLC0415

    watch = Watch(chosen.release or RELEASE) if chosen.watch else None
    # In a thread that ends: what it leaves behind is in memory of its own, so that workers need not
    # look for room between the terms of the store.
    with ThreadPoolExecutor(1) as beside:
        store, slugs, size = beside.submit(lambda: _loaded(served_release(chosen))).result()
    site = _site(chosen, slugs, store)
    # What is there now stays: it need not be looked through for garbage again and again. Queries
    # leave none, and pages a little, of their templates; to look for it at every few requests
    # would cost about 3 % of the processor's time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    # What reading has left behind, no server needs.
    isolation.tidy_memory()
    say(f"release {store.release[:12]}, {size} quads, {len(site.documents)} texts")
    return _Prepared(watch, store, site)


def _service(chosen: argparse.Namespace, prepared: _Prepared) -> "tuple[Service, Pool | None]":
    """Make the service of what was prepared, and the processes that answer queries."""
    from tdi_graph.web.evaluating import Means  # noqa: PLC0415
    from tdi_graph.web.service import Service  # noqa: PLC0415

    # Before there is any thread, to fork is safe, and quick. After the site is made: to read the
    # store is to write to its memory, and what is written after a fork is not shared.
    pool = isolating.pool(chosen, prepared.store)
    means = Means(pool, frozenset(chosen.allow_service), chosen.servers)
    service = Service(
        prepared.site,
        partial(_edition, chosen),
        means,
        watch=prepared.watch,
        longest_query=chosen.log_queries,
    )
    return service, pool


def _edition(chosen: argparse.Namespace) -> "Edition":
    """Read the release that there is now, and make all that is served of it."""
    from tdi_graph.web.reloading import Edition  # noqa: PLC0415

    served = served_release(chosen)
    if not served.quads:
        raise ReleaseError("the release is empty", do="build it anew")
    store, slugs, _ = _loaded(served)
    del served
    return Edition(_site(chosen, slugs, store), isolating.starter(store))


def _loaded(served: Release) -> tuple[EmbeddedStore, dict[str, str], int]:
    """Return the store of a release, its documents by their digests, and how many quads it has."""
    store = EmbeddedStore(served.quads, release=served.digest)
    store.settle()
    return store, digests(served.quads), len(served.quads)


def _site(chosen: argparse.Namespace, slugs: dict[str, str], store: EmbeddedStore) -> "Site":
    from tdi_graph.web.site import make, warm  # noqa: PLC0415

    texts = read_folder(chosen.documents, slugs) if chosen.documents else {}
    asked, history = questions.load(chosen.root / "queries"), load_history(chosen.root)
    return warm(make(store, texts, asked, history))


@contextmanager
def _numbers(chosen: argparse.Namespace, place: int, metrics: "Metrics") -> Iterator[None]:
    """Serve the metrics of a server, if they are wanted; 0 stands for any port that is free."""
    if chosen.metrics_port is None:
        yield
        return
    wanted = chosen.metrics_port and chosen.metrics_port + place
    with ExitStack() as held:
        try:
            port = held.enter_context(metrics.served(_LOCAL, wanted))
        except (OSError, OverflowError) as error:
            raise unbound(error, _LOCAL, wanted, "--metrics-port") from None
        say(f"metrics   http://{_LOCAL}:{port}/metrics")
        yield


VERBS = (
    Verb(
        "serve",
        "Serve the pages and the SPARQL endpoint.",
        "tdi-graph serve --port 8123 --documents ../shared/documents",
        _arguments,
        serve,
    ),
)
