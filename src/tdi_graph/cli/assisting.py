"""The verb by which an assistant that runs here is given the tools, over its standard streams."""

import argparse
import asyncio

from tdi_graph import questions
from tdi_graph.cli import isolating
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb
from tdi_graph.store import EmbeddedStore


def _mcp_arguments(verb: argparse.ArgumentParser) -> None:
    isolating.arguments(verb)
    release_argument(verb)


def mcp(chosen: argparse.Namespace) -> int:
    """Serve the tools on standard input and output until the other side is done."""
    # Imported here: the other verbs need not wait for the protocol's package.
    from tdi_graph import assistants  # noqa: PLC0415
    from tdi_graph.assistants import knowledge  # noqa: PLC0415
    from tdi_graph.web.evaluating import Inline  # noqa: PLC0415

    served = served_release(chosen)
    store = EmbeddedStore(served.quads, release=served.digest)
    known = knowledge.make(store, questions.load(chosen.root / "queries"))
    store.settle()
    pool = isolating.pool(chosen, store)
    asking = assistants.Guarded(pool or Inline(lambda: store))
    server = assistants.make(lambda: known, asking)
    try:
        asyncio.run(server.run_stdio_async())
    finally:
        if pool:
            pool.end()
    return 0


VERBS = (
    Verb(
        "mcp",
        "Give an assistant the graph as tools, over standard input and output.",
        "tdi-graph mcp",
        _mcp_arguments,
        mcp,
    ),
)
