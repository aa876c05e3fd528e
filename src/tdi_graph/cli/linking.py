"""The verb that asks elsewhere for links that we lack: link suggest."""

import argparse
import datetime as dt
from pathlib import Path

from tdi_graph import links, reconciliation
from tdi_graph.cli import asking
from tdi_graph.cli.importing import LINKS
from tdi_graph.cli.releases import release_argument, served_release
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import Place, TdiError
from tdi_graph.reconciliation import proposing
from tdi_graph.reconciliation.proposing import Proposal
from tdi_graph.store import EmbeddedStore

_MOST = 10


def _link_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=("suggest",), help="what to do about links")
    verb.add_argument("--service", required=True, metavar="URL", help="a reconciliation service")
    verb.add_argument("--type", default="", help="a class of ours, such as Agency (default: all)")
    verb.add_argument(
        "--service-type",
        default="",
        metavar="TYPE",
        help="the type to ask for, as it is called there",
    )
    verb.add_argument(
        "--limit",
        type=int,
        default=3,
        choices=range(1, _MOST + 1),
        metavar="N",
        help="how many candidates for each thing, 1 to 10 (default: %(default)s)",
    )
    verb.add_argument(
        "--timeout",
        type=float,
        default=asking.TIMEOUT,
        metavar="SECONDS",
        help="how long one answer may take (default: %(default)s)",
    )
    verb.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="the SSSOM file to review"
    )
    release_argument(verb)


def link(chosen: argparse.Namespace) -> int:
    """Ask a service for candidates of what we have not linked to it, and write them for review."""
    _check(chosen.out, chosen.root / "data")
    service = asking.describe(chosen.service, chosen.timeout)
    served = served_release(chosen)
    held = reconciliation.make(EmbeddedStore(served.quads, release=served.digest))
    entries = proposing.unlinked(held, chosen.type, service.space)
    say(f"{len(entries)} things have no link to {service.name}")
    known = chosen.root / LINKS
    denied = {
        (one.subject.value, one.object.value) for one in links.read_links(known) if one.negated
    }
    asked = asking.propose(
        service,
        entries,
        type_id=chosen.service_type,
        limit=chosen.limit,
        timeout=chosen.timeout,
    )
    found = [one for one in asked if (one.entry.iri, service.space + one.id) not in denied]
    _write(chosen, service, found)
    return 0


def _check(target: Path, data: Path) -> None:
    """Refuse, before anybody is asked, to write where nothing unreviewed may lie."""
    if target.resolve().is_relative_to(data.resolve()):
        do = "write elsewhere, review, then tdi-graph import links FILE"
        raise TdiError("nobody has reviewed these links", do=do, place=Place(target))
    if target.exists():
        raise TdiError("the file is there already", do="name another", place=Place(target))
    if not target.parent.is_dir():
        raise TdiError("there is no such folder", do="name another", place=Place(target.parent))


def _write(chosen: argparse.Namespace, service: asking.Service, found: list[Proposal]) -> None:
    within = [one for one in found if not one.id.startswith(("http://", "https://"))]
    text = proposing.table(
        within,
        service.space,
        source=service.url,
        date=dt.datetime.now(dt.UTC).date(),
        prefixes=links.read_prefixes(chosen.root / LINKS),
    )
    try:
        with chosen.out.open("x", encoding="utf-8") as target:
            target.write(text)
    except OSError as error:
        told = f"cannot write the file: {error.strerror}"
        raise TdiError(told, do="name another with --out", place=Place(chosen.out)) from None
    if len(within) < len(found):
        say(f"left out {len(found) - len(within)} whose ids are not of {service.space}")
    say(f"{len(within)} candidates: wrote {chosen.out}")
    say("review each line, write who looked in author_label, then tdi-graph import links")


VERBS = (
    Verb(
        "link",
        "Ask a reconciliation service for links that are missing, for review.",
        "tdi-graph link suggest --service https://… --type Agency --out proposed.sssom.tsv",
        _link_arguments,
        link,
    ),
)
