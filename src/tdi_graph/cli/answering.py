"""The verb query: an answer on standard output, without a server."""

import argparse
import sys
from collections.abc import Sequence
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
from tdi_graph.cli.exporting import graph, no_format
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb
from tdi_graph.errors import Place, QueryError, TdiError, UnknownName
from tdi_graph.protocol import admission
from tdi_graph.protocol.problems import Refusal
from tdi_graph.store import Dataset, EmbeddedStore, Results, Term
from tdi_graph.vocabulary import compact

_TABLE = "table"
_WIDEST = 60


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
    served = served_release(chosen)
    store = EmbeddedStore(served.quads, release=served.digest)
    text = _query_text(chosen, store)
    _admit(text)
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


def _query_text(chosen: argparse.Namespace, store: EmbeddedStore) -> str:
    values = _values(chosen.param)
    if chosen.query == "-":
        return sys.stdin.read()
    saved = questions.load(chosen.root / "queries")
    if chosen.query in saved:
        question = saved[chosen.query]
        return questions.bind(question, values, questions.choices(store, [question]))
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
        "query",
        "Answer a saved question, a query in a file, or one on standard input.",
        "tdi-graph query territories-over-time --format csv",
        _query_arguments,
        query,
    ),
)
