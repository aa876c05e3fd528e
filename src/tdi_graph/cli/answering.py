"""The verbs of those who use the graph: serve, query, export."""

import argparse
import errno
import math
import socket
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from pyoxigraph import (
    Literal,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
)

from tdi_graph import questions
from tdi_graph.assembly import digests
from tdi_graph.cli import isolating
from tdi_graph.cli.exporting import graph, no_format
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb, say
from tdi_graph.documents import Document, read_folder
from tdi_graph.errors import Place, QueryError, TdiError, UnknownName
from tdi_graph.protocol import admission
from tdi_graph.protocol.problems import Refusal
from tdi_graph.release import Release
from tdi_graph.store import Dataset, EmbeddedStore, Results, Term
from tdi_graph.vocabulary import compact

HOST, PORT = "127.0.0.1", 8000
_TABLE = "table"
_WIDEST = 60


def _serve_arguments(verb: argparse.ArgumentParser) -> None:
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


def serve(chosen: argparse.Namespace) -> int:
    """Serve the pages and the SPARQL endpoint until interrupted."""
    # Imported here: the other verbs need not wait for the web framework.
    import uvicorn  # noqa: PLC0415

    from tdi_graph.web import create_app  # noqa: PLC0415

    listener = _listener(chosen.host, chosen.port)
    served = served_release(chosen)
    store = EmbeddedStore(served.quads, release=served.digest)
    texts = _texts(chosen, served)
    pool = isolating.pool(chosen, store, served)
    app = create_app(store, root=chosen.root, documents=texts, pool=pool)
    port = listener.getsockname()[1]
    say(f"release {served.digest[:12]}, {len(served.quads)} quads, {len(texts)} texts")
    say(f"pages     http://{chosen.host}:{port}/")
    say(f"endpoint  http://{chosen.host}:{port}/sparql   (stop with Ctrl+C)")
    patience = math.ceil(chosen.timeout) + 1
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=patience,
    )
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        if pool:
            pool.end()
    return 0


def _texts(chosen: argparse.Namespace, served: Release) -> Mapping[str, Document]:
    if chosen.documents is None:
        return {}
    return read_folder(chosen.documents, digests(served.quads))


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise TdiError(_why_not(error, host, port), do="choose another with --port") from None
    return listener


def _why_not(error: Exception, host: str, port: int) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return f"port {port} is in use"
    return f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}"


def _query_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("query", help="a saved question's name, a file, or - for standard input")
    verb.add_argument(
        "--param",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a value for a parameter of a saved question; may be repeated",
    )
    verb.add_argument(
        "--format",
        default=_TABLE,
        help="table, json, xml, csv, tsv; ttl, nt, rdf, jsonld, trig, nq (default: %(default)s)",
    )
    release_argument(verb)


def query(chosen: argparse.Namespace) -> int:
    """Answer a query or a saved question on standard output."""
    text = _query_text(chosen)
    _admit(text)
    served = served_release(chosen)
    store = EmbeddedStore(served.quads, release=served.digest)
    try:
        data = _serialised(store.evaluate(text, Dataset()), chosen.format)
    except QueryError as error:
        place = None if chosen.query == "-" else Place(Path(chosen.query), error.line)
        where = f" (line {error.line}, column {error.column})" if error.line else ""
        raise TdiError(error.what + where, do=error.do, place=place) from None
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def _admit(text: str) -> None:
    """Refuse here what the endpoint refuses: calls to other services, and what would crash."""
    try:
        admission.check(text)
    except Refusal as refusal:
        raise TdiError(refusal.problem.detail) from None


def _query_text(chosen: argparse.Namespace) -> str:
    values = _values(chosen.param)
    if chosen.query == "-":
        return sys.stdin.read()
    saved = questions.load(chosen.root / "queries")
    if chosen.query in saved:
        return questions.bind(saved[chosen.query], values)
    path = Path(chosen.query)
    if not path.is_file():
        names = ", ".join(saved)
        raise UnknownName(
            f"no file and no saved question is called {path}", do=f"name one: {names}"
        )
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise TdiError("this is no text in UTF-8", place=Place(path)) from None


def _values(parameters: Sequence[str]) -> dict[str, str]:
    pairs = [parameter.partition("=") for parameter in parameters]
    for name, equals, _ in pairs:
        if not equals:
            raise TdiError(f"“{name}” is not NAME=VALUE", do="write --param name=value")
    return {name: value for name, _, value in pairs}


def _serialised(results: Results, wanted: str) -> bytes:
    if isinstance(results, QueryTriples):
        quads = sorted((Quad(*triple) for triple in results), key=str)
        return graph(quads, "ttl" if wanted == _TABLE else wanted)
    if wanted == _TABLE:
        return _table(results)
    form = QueryResultsFormat.from_extension(wanted)
    if form is None:
        raise no_format(wanted, "table, json, xml, csv or tsv for this query")
    written = BytesIO()
    results.serialize(written, format=form)
    return written.getvalue()


def _table(results: QuerySolutions | QueryBoolean) -> bytes:
    if isinstance(results, QueryBoolean):
        return b"yes\n" if results else b"no\n"
    names = [variable.value for variable in results.variables]
    cells = [names, *([_cell(row[name]) for name in names] for row in results)]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return ("\n".join(lines) + "\n").encode()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    return " ".join(value.split()) if isinstance(term, Literal) else compact(value)


VERBS = (
    Verb(
        "serve",
        "Serve the pages and the SPARQL endpoint.",
        "tdi-graph serve --port 8123 --documents ../shared/documents",
        _serve_arguments,
        serve,
    ),
    Verb(
        "query",
        "Answer a saved question, a query in a file, or one on standard input.",
        "tdi-graph query territories-over-time --format csv",
        _query_arguments,
        query,
    ),
)
