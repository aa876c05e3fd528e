"""The verb that brings outside data in: import anct-territories, import links."""

import argparse
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tdi_graph import importing, serialisation
from tdi_graph.assembly import assemble
from tdi_graph.cli.verb import Verb, say
from tdi_graph.errors import DataError, Place, TdiError
from tdi_graph.importing import proposals
from tdi_graph.saving import save

IMPORTS = Path("data") / "imports"
TERRITORIES = "anct-territories.trig"
LINKS = Path("data") / "links.sssom.tsv"


def _import_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("what", choices=tuple(_WAYS), help="what the file holds")
    verb.add_argument("file", type=Path, help="the file as it was published or proposed")
    verb.add_argument("--source", metavar="IRI", help="where the territories were published")


def import_(chosen: argparse.Namespace) -> int:
    """Bring a file in, all of it or nothing; what was brought in before is replaced."""
    return _WAYS[chosen.what](chosen)


def _territories(chosen: argparse.Namespace) -> int:
    territories = importing.read_territories(chosen.file)
    digest = hashlib.sha256(chosen.file.read_bytes()).hexdigest()
    known = assemble(chosen.root).quads
    quads = list(
        importing.territory_quads(territories, known, digest=digest, source=_iri(chosen.source))
    )
    target = chosen.root / IMPORTS / TERRITORIES
    save(target, serialisation.write(quads))
    members = {member.siren for territory in territories for member in territory.members}
    say(f"{len(territories)} territories, {len(members)} members: wrote {target}")
    say("run tdi-graph build to have them in the next release")
    return 0


def _iri(text: str | None) -> str | None:
    if text is not None and not text.startswith(("https://", "http://")):
        raise TdiError(f"“{text}” is no address of the web", do="write --source https://…")
    return text


def _links(chosen: argparse.Namespace) -> int:
    authored = assemble(chosen.root)
    held = chosen.root / LINKS
    proposed = proposals.read(chosen.file)
    outcome = proposals.merged(held.read_text("utf-8"), authored, proposed)
    for fault in outcome.faults:
        say(str(fault))
    if outcome.faults:
        told = f"{len(outcome.faults)} faults: nothing was taken"
        raise DataError(told, do="mend them, or remove the lines", place=Place(chosen.file))
    if outcome.added:
        save(held, outcome.text)
    say(f"{outcome.added} links taken, {outcome.present} were there: {held}")
    return 0


_WAYS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "anct-territories": _territories,
    "links": _links,
}

VERBS = (
    Verb(
        "import",
        "Bring in the ANCT's territories, or links that somebody proposes.",
        "tdi-graph import anct-territories ti_geom.geojson",
        _import_arguments,
        import_,
    ),
)
