"""The verb of those who bring a new document: extract."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tdi_graph.assembly import assemble
from tdi_graph.changes import editions
from tdi_graph.cli.findings import FORMATS, Found, explained, faulty
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import DocumentError, Place, TdiError
from tdi_graph.extraction import Authority, extract
from tdi_graph.extraction.exporting import Exporter, entities
from tdi_graph.extraction.reading import Given, read_file, read_input
from tdi_graph.saving import save

_MANY = 5
_OF_ONE = ("title", "url")


def _arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=".txt, .md, .html or .pdf files; - for standard input",
    )
    verb.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="table",
        help="table for a reader; trig, json or facts for machines (default: %(default)s)",
    )
    verb.add_argument(
        "--out", type=Path, metavar="DIR", help="write one file per document there, named like it"
    )
    verb.add_argument(
        "--explain",
        action="store_true",
        help="tell for each number why it became a figure or why not, and what was set aside",
    )
    for name, what in (
        ("issued", "publication date, such as 2021-10-12 or 2021-10"),
        ("title", "title"),
        ("publisher", "publisher"),
        ("url", "address"),
    ):
        verb.add_argument(f"--{name}", metavar="TEXT", help=f"the document's {what}")


def run(chosen: argparse.Namespace) -> int:
    """Extract statements from each file; one that cannot be read does not stop the others."""
    _check(chosen)
    known = entities(assemble(chosen.root))
    authority, exporter = Authority(known), Exporter(chosen.root, known)
    # Only the table calls things by their names.
    called = editions.read(known if chosen.format == "table" else ())
    given = Given(None, chosen.title, chosen.publisher, chosen.issued, chosen.url)
    failed = 0
    written: set[Path] = set()
    for number, name in enumerate(chosen.files, start=1):
        started = perf_counter()
        try:
            reading = read_input(given=given) if name == "-" else read_file(Path(name), given)
            found = Found(reading, extract(reading, authority), exporter, called)
            failed += bool(found.extraction.faults)
            _put(found, chosen, written)
        except TdiError as error:
            failed += 1
            say(f"tdi-graph: {error}")
        if len(chosen.files) >= _MANY:
            say(f"{number}/{len(chosen.files)}  {perf_counter() - started:.2f} s  {name}")
    if failed:
        say(f"{failed} of {len(chosen.files)} files could not be read, gone through or written")
    return int(failed > 0)


def _check(chosen: argparse.Namespace) -> None:
    """Refuse what would give several documents the name of one."""
    told = [name for name in _OF_ONE if getattr(chosen, name) is not None]
    if told and len(chosen.files) > 1:
        what = f"--{told[0]} is that of one document, and {len(chosen.files)} are named"
        raise DocumentError(what, do="give them one by one")


def _put(found: Found, chosen: argparse.Namespace, written: set[Path]) -> None:
    for warning in found.reading.warnings:
        say(f"{found.reading.path}: {warning}")
    for fault in found.extraction.faults:
        say(f"{found.reading.path}: {faulty(fault)}")
    suffix, write = FORMATS[chosen.format]
    text = write(found)
    if chosen.explain:
        lines = "".join(f"{line}\n" for line in explained(found))
        if chosen.format == "table":
            text += lines
        else:
            sys.stderr.write(lines)  # what machines read stays whole
    if chosen.out is None:
        sys.stdout.write(text)
        return
    path = chosen.out / f"{Path(found.reading.path).stem or found.reading.slug}{suffix}"
    _guard(path, chosen.files, written)
    save(path, text)
    written.add(path)


def _guard(path: Path, files: Sequence[str], written: set[Path]) -> None:
    """Refuse to write over a document, or over what another document gave."""
    if path in written:
        what = "another of these documents has the same name and is written here already"
        raise DocumentError(what, do="give them one by one, each its folder", place=Place(path))
    if path.resolve() in {Path(name).resolve() for name in files}:
        do = "name another folder with --out"
        raise DocumentError("this is the document itself", do=do, place=Place(path))


VERBS = (
    Verb(
        "extract",
        "Find what documents state, with the words that state it; nothing enters the data.",
        "tdi-graph extract communique.pdf --issued 2021-10-12 --explain",
        _arguments,
        run,
    ),
)
