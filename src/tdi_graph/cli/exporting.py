"""Graphs written out: the formats of a graph, and the verb export."""

import argparse
import json
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from tdi_graph import tables, views
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import NotAcceptable, Place, TdiError
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import PREFIXES

TABLES_IN = Path("build") / "tables"

GRAPH_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def graph(quads: Sequence[Quad], wanted: str) -> bytes:
    """Return ``quads`` in the format ``wanted``: triples alone where it knows no graphs."""
    form = GRAPH_FORMATS.get(wanted)
    if form is None:
        raise no_format(wanted, ", ".join(GRAPH_FORMATS))
    items = quads if form.supports_datasets else sorted({q.triple for q in quads}, key=str)
    written = BytesIO()
    serialize(items, written, format=form, prefixes=PREFIXES)
    return written.getvalue()


def no_format(wanted: str, known: str) -> NotAcceptable:
    """Return the error that tells which formats there are."""
    return NotAcceptable(f"there is no format {wanted} for this", do=f"use {known}")


def _export_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "what",
        nargs="?",
        choices=("graph", "tables"),
        default="graph",
        help="the graph in one RDF format, or tables with their metadata (default: %(default)s)",
    )
    verb.add_argument(
        "--format", default="nq", help=f"{', '.join(GRAPH_FORMATS)} (default: %(default)s)"
    )
    verb.add_argument(
        "--out",
        type=Path,
        metavar="PATH",
        help=f"a file for the graph (default: standard output), a folder for tables (default: "
        f"{TABLES_IN})",
    )
    verb.add_argument(
        "--language", choices=views.LANGUAGES, default="fr", help="of the names in tables"
    )
    verb.add_argument(
        "--spreadsheet",
        action="store_true",
        help="write tables as a French spreadsheet opens them: semicolons, byte-order mark",
    )
    release_argument(verb)


def export(chosen: argparse.Namespace) -> int:
    """Write the graph in one format, or its facts as tables."""
    return _tables(chosen) if chosen.what == "tables" else _graph(chosen)


def _graph(chosen: argparse.Namespace) -> int:
    """Write the whole graph; triples alone where the format knows no graphs."""
    data = graph(sorted(served_release(chosen).quads, key=str), chosen.format)
    if chosen.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        _write(chosen.out, data)
        say(f"wrote {chosen.out}, {len(data)} bytes")
    return 0


def _tables(chosen: argparse.Namespace) -> int:
    served = served_release(chosen)
    store = EmbeddedStore(served.quads, release=served.digest)
    names = views.Names(chosen.language, views.read_labels(store))
    dialect = tables.Dialect(spreadsheet=chosen.spreadsheet)
    folder = chosen.out or TABLES_IN
    written = {
        f"{name}.csv": tables.csv_text(table, tables.read_rows(store, names, table), dialect)
        for name, table in tables.TABLES.items()
    }
    described = tables.metadata(chosen.language, dialect)
    written[tables.METADATA] = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    _make(folder)
    for name, text in written.items():
        _write(folder / name, text.encode())
    say(f"wrote {', '.join(written)} in {folder}")
    return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot make the folder: {error.strerror}"
        raise TdiError(what, do="name another with --out", place=Place(folder)) from None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        what = f"cannot write the file: {error.strerror}"
        raise TdiError(what, do="name another with --out", place=Place(path)) from None


VERBS = (
    Verb(
        "export",
        "Write the whole graph in one RDF format, or its facts as tables.",
        "tdi-graph export --format trig --out graph.trig",
        _export_arguments,
        export,
    ),
)
