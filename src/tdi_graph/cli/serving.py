"""The verb serve: the pages, the endpoint, and what running them as a service takes."""

import argparse
import errno
import gc
import math
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tdi_graph import questions
from tdi_graph.assembly import digests
from tdi_graph.changes import load_history
from tdi_graph.cli import isolating
from tdi_graph.cli.authoring import RELEASE
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb, say
from tdi_graph.documents import read_folder
from tdi_graph.errors import ReleaseError, TdiError
from tdi_graph.release import Release
from tdi_graph.store import EmbeddedStore

if TYPE_CHECKING:
    from tdi_graph.isolation import Pool
    from tdi_graph.web.metrics import Metrics
    from tdi_graph.web.reloading import Edition
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
        help=f"serve numbers for Prometheus on this port of {_LOCAL} (default: nowhere)",
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


def serve(chosen: argparse.Namespace) -> int:
    """Serve the pages and the SPARQL endpoint until interrupted or told to end."""
    # Imported here: the other verbs need not wait for the web framework.
    from tdi_graph.cli.server import run  # noqa: PLC0415
    from tdi_graph.web import journal  # noqa: PLC0415

    if hasattr(signal, "SIGHUP"):
        # Until there is a service to hear it; it would end the process.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    listener = _listener(chosen.host, chosen.port)
    journal.configure(chosen.log)
    service, pool = _service(chosen)
    port = listener.getsockname()[1]
    say(f"pages     http://{chosen.host}:{port}/")
    say(f"endpoint  http://{chosen.host}:{port}/sparql   (stop with Ctrl+C)")
    try:
        with _numbers(chosen, service.metrics):
            run(service, listener, patience=math.ceil(chosen.timeout) + 1, drain=chosen.drain)
    finally:
        if pool:
            pool.end()
    return 0


def _service(chosen: argparse.Namespace) -> "tuple[Service, Pool | None]":
    """Read the release and make the service; only what serves it keeps hold of it."""
    from tdi_graph.web.evaluating import Means  # noqa: PLC0415
    from tdi_graph.web.reloading import Watch  # noqa: PLC0415
    from tdi_graph.web.service import Service  # noqa: PLC0415

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
    # Before there is any thread, to fork is safe, and quick. After the site is made: to read the
    # store is to write to its memory, and what is written after a fork is not shared.
    pool = isolating.pool(chosen, store)
    say(f"release {store.release[:12]}, {size} quads, {len(site.documents)} texts")
    load = partial(_edition, chosen)
    means = Means(pool, frozenset(chosen.allow_service))
    for address in sorted(means.services):
        say(f"service   {address} may be called by queries")
    return Service(site, load, means, watch=watch, longest_query=chosen.log_queries), pool


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
def _numbers(chosen: argparse.Namespace, metrics: "Metrics") -> Iterator[None]:
    """Serve the metrics, if they are wanted."""
    if chosen.metrics_port is None:
        yield
        return
    with ExitStack() as held:
        try:
            port = held.enter_context(metrics.served(_LOCAL, chosen.metrics_port))
        except (OSError, OverflowError) as error:
            raise _unbound(error, _LOCAL, chosen.metrics_port, "--metrics-port") from None
        say(f"metrics   http://{_LOCAL}:{port}/metrics")
        yield


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio lets small packets go at once only from a socket that says it is of TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise _unbound(error, host, port, "--port") from None
    return listener


def _unbound(error: Exception, host: str, port: int, option: str) -> TdiError:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        what = f"port {port} is in use"
    else:
        what = f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}"
    return TdiError(what, do=f"choose another with {option}")


VERBS = (
    Verb(
        "serve",
        "Serve the pages and the SPARQL endpoint.",
        "tdi-graph serve --port 8123 --documents ../shared/documents",
        _arguments,
        serve,
    ),
)
