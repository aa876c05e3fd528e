"""Links that somebody proposes, in SSSOM: judged as our own, then taken over line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tdi_graph.assembly import Authored
from tdi_graph.errors import DataError
from tdi_graph.links import Link, faults, read_links
from tdi_graph.vocabulary import compact

_HEADER = "#"
_KEY = ("subject_id", "predicate_id", "object_id")


@dataclass(frozen=True, slots=True)
class Merged:
    """Our table with what was proposed: its text, and how many lines are new or were there.

    Where there are faults the text is ours, unchanged.
    """

    text: str
    added: int
    present: int
    faults: tuple[DataError, ...]


def read(path: Path) -> tuple[Link, ...]:
    """Read a proposed SSSOM file; raise ``DataError`` at the first line that cannot be read."""
    try:
        return tuple(read_links(path))
    except OSError as error:
        told = f"{path} cannot be read: {error.strerror}"
        raise DataError(told, do="name another file") from None


def merged(text: str, authored: Authored, proposed: Iterable[Link]) -> Merged:
    """Merge ``proposed`` into ``text``, our table; a line is judged as ours are."""
    ours = {(link.subject, link.predicate, link.object, link.negated) for link in authored.links}
    offered = list(proposed)
    new = [p for p in offered if (p.subject, p.predicate, p.object, p.negated) not in ours]
    together = (*authored.links, *new)
    places = {link.place for link in offered}
    found = faults(together, authored.identifiers, authored.quads)
    wrong = tuple(fault for fault in found if fault.place in places)
    if wrong:
        return Merged(text, 0, len(offered) - len(new), wrong)
    return Merged(_with(text, new), len(new), len(offered) - len(new), ())


def _with(text: str, new: Iterable[Link]) -> str:
    lines = text.rstrip("\n").split("\n")
    header = [line for line in lines if line.startswith(_HEADER)]
    columns, *rows = [line for line in lines if not line.startswith(_HEADER)]
    names = columns.split("\t")
    short = _prefixes(header)
    added = ["\t".join(_cells(link, names, short)) for link in new]
    at = [names.index(column) for column in _KEY]
    ordered = sorted({*rows, *added}, key=lambda row: [row.split("\t")[place] for place in at])
    return "\n".join([*header, columns, *ordered]) + "\n"


def _prefixes(header: Iterable[str]) -> Mapping[str, str]:
    """Return the prefix of each namespace that the header declares."""
    pairs = (line.removeprefix("#  ").partition(': "') for line in header if line.startswith("#  "))
    return {space.rstrip('"'): prefix for prefix, _, space in pairs}


def _cells(link: Link, names: Iterable[str], short: Mapping[str, str]) -> Iterable[str]:
    written = {
        "subject_id": compact(link.subject.value),
        "predicate_id": compact(link.predicate.value),
        "object_id": _shortened(link.object.value, short),
    }
    return [written.get(name) or link.cells.get(name, "") for name in names]


def _shortened(iri: str, short: Mapping[str, str]) -> str:
    space = max((space for space in short if iri.startswith(space)), key=len)
    return f"{short[space]}:{iri[len(space) :]}"
