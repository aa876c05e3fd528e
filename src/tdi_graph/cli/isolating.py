"""What ``serve`` asks about what queries are answered with, and how it starts the processes."""

import argparse
import math
import os
from collections.abc import Callable
from functools import partial

from tdi_graph import federation, isolation
from tdi_graph.cli.verb import say
from tdi_graph.store import EmbeddedStore

_FEWEST, _MOST = 2, 8


def arguments(verb: argparse.ArgumentParser) -> None:
    """Let the verb be told how many processes answer queries, for how long, and whom they call."""
    verb.add_argument(
        "--servers",
        type=positive(int),
        metavar="N",
        default=1,
        help="how many processes read requests and make pages (default: %(default)s)",
    )
    verb.add_argument(
        "--workers",
        type=positive(int),
        metavar="N",
        default=max(_FEWEST, min(os.cpu_count() or _FEWEST, _MOST)),
        help="how many processes answer queries, of all servers together (default: %(default)s)",
    )
    _bounds(verb)


def _bounds(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--timeout",
        type=positive(float),
        metavar="S",
        default=10.0,
        help="how many seconds a query may take (default: %(default)s)",
    )
    verb.add_argument(
        "--allow-service",
        type=_service,
        action="append",
        metavar="IRI",
        default=[],
        help="let SERVICE call exactly this address; may be given several times (default: none)",
    )


def pool(chosen: argparse.Namespace, store: EmbeddedStore) -> isolation.Pool | None:
    """Start the processes of one server, where the platform can."""
    if not isolation.available():
        say("queries are answered without isolation or time limit: this platform cannot fork")
        return None
    start = starter(store)
    share = math.ceil(chosen.workers / chosen.servers)
    sizes = isolation.Sizes(quick=share, slow=share)
    return isolation.Pool(start, sizes, timeout=chosen.timeout)


def starter(store: EmbeddedStore) -> Callable[[], isolation.Zygote]:
    """Return what starts a process that holds the store of a release."""
    return partial(isolation.started, store, isolation.Limits())


def _service(text: str) -> str:
    try:
        return federation.allowable(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def positive(number: Callable[[str], float]) -> Callable[[str], float]:
    """Return what reads an argument as a number greater than 0."""

    def read(text: str) -> float:
        value = number(text)
        if not 0 < value < math.inf:
            raise argparse.ArgumentTypeError(f"{text} is not greater than 0")
        return value

    return read
