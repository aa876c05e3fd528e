"""The verb of those who judge what the rules found: review."""

import argparse
import sys
from pathlib import Path

from tdi_graph.cli.findings import faulty
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import DataError, DocumentError, Place
from tdi_graph.extraction.reading import Given
from tdi_graph.reviewing import decisions, desk, newcomers, upkeep
from tdi_graph.reviewing.cataloguing import Told, catalogued
from tdi_graph.reviewing.rebuilding import lost, statements_path, undecided
from tdi_graph.reviewing.session import Session, Work, accept_all
from tdi_graph.reviewing.terminal import Left, Terminal

_INTERRUPTED = 130
_SHOWN = 3


def _arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "document",
        nargs="?",
        metavar="DOCUMENT",
        help="a text, HTML or PDF file, or the slug of a catalogued document",
    )
    verb.add_argument(
        "--documents", type=Path, metavar="DIR", help="the folder that holds the texts"
    )
    verb.add_argument(
        "--refresh",
        action="store_true",
        help="after rules or data changed: match the decisions on all documents anew",
    )
    verb.add_argument(
        "--accept-all",
        action="store_true",
        help="ask nothing: accept all that can be accepted as it is",
    )
    for name, what in (
        ("slug", "its name in the catalogue, such as cp-483"),
        ("title", "its title"),
        ("publisher", "its publisher: a name, or orga:slug"),
        ("issued", "its publication date, such as 2021-10-12 or 2021-10"),
        ("estimated", "a date for a document that bears none"),
        ("because", "the reason of the estimated date, in French"),
        ("url", "its address"),
    ):
        verb.add_argument(f"--{name}", metavar="TEXT", help=f"of a new document: {what}")


def run(chosen: argparse.Namespace) -> int:
    """Review a document, or bring the decisions on all of them up to date."""
    if chosen.refresh:
        return _refresh(chosen)
    if chosen.document is None:
        raise DocumentError("no document is named", do="name a file or a slug, or give --refresh")
    held = desk.open_desk(chosen.root)
    path = desk.located(held, chosen.document, chosen.documents)
    issued = chosen.issued or chosen.estimated
    given = Given(chosen.slug, chosen.title, chosen.publisher, issued, chosen.url)
    entry = catalogued(held, path, Told(given, chosen.estimated, chosen.because))
    for note in entry.notes:
        say(f"{path}: {note}")
    work, terminal = Work.begun(held, path, entry), Terminal()
    for fault in work.examined.faults:
        say(f"{path}: {faulty(fault)}")
    _settled(work)
    code = 0
    try:
        work = newcomers.introduced(work, terminal, accept=chosen.accept_all)
        _settled(work)  # a thing that is known now may have changed what the rules find
        accept_all(work, terminal) if chosen.accept_all else Session(work, terminal).run()
    except Left:
        pass
    except KeyboardInterrupt:
        code = _INTERRUPTED
        say("")
    _ended(work)
    return code


def _settled(work: Work) -> None:
    """Refuse to go on from statements that do not follow: saving would lose them."""
    stale = work.rebuilt.outcome.stale
    for decision in stale:
        say(f"no longer applies: {decision.name} of {decision.rule}, {decision.verdict}")
    path = statements_path(work.held.root, work.entry.slug)
    gone = lost(work.held, work.rebuilt)
    if stale or gone:
        what = "these statements do not follow from the text and the decisions as they are now"
        what += f" ({', '.join(gone[:_SHOWN])})" if gone else ""
        do = "run tdi-graph review --refresh --documents DIR; or take them out, to decide anew"
        raise DataError(what, do=do, place=Place(path))


def _ended(work: Work) -> None:
    counted = decisions.counted([work.review])
    told = ", ".join(f"{number} {verdict}" for verdict, number in counted.items())
    left = len(work.rebuilt.outcome.undecided)
    say(f"{work.entry.slug}: {told}; {left} to decide")
    again = "the same command goes on here"
    say(f"next: {again if left else 'tdi-graph build --documents DIR'}")


def _refresh(chosen: argparse.Namespace) -> int:
    if chosen.documents is None:
        raise DocumentError(
            "the texts are not at hand", do="name their folder with --documents DIR"
        )
    done = upkeep.refresh_all(desk.open_desk(chosen.root), chosen.documents)
    sys.stdout.write("".join(f"{line}\n" for line in done.told))
    sys.stdout.write("".join(f"{old} is now {new}\n" for old, new in done.renamed.items()))
    for slug, left in undecided(done.rebuilt).items():
        say(f"{slug}: {left} to decide, with tdi-graph review {slug}")
    say(f"{len(done.told)} decisions changed in {len(done.rebuilt)} documents")
    return 0


VERBS = (
    Verb(
        "review",
        "Judge what the rules find in a document, one by one; the decisions make its statements.",
        "tdi-graph review communique.pdf --issued 2021-10-12",
        _arguments,
        run,
    ),
)
