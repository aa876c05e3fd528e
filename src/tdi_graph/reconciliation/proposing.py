"""Links that another reconciliation service proposes, as an SSSOM file for people to review.

Simple Standard for Sharing Ontological Mappings (https://mapping-commons.github.io/sssom/). Nobody
is the author of such a line until somebody has looked at it, so that ``import links`` refuses it
until then.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tdi_graph import __version__
from tdi_graph.reconciliation.reconciler import Reconciler
from tdi_graph.search import Entry
from tdi_graph.vocabulary import BASE, ONTOLOGY, PREFIXES, compact

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_date",
    "mapping_source",
    "mapping_tool",
    "author_label",
    "comment",
)
_SEMAPV = "https://w3id.org/semapv/vocab/"
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_LINKING = """
ASK { %s skos:exactMatch|skos:closeMatch|schema:sameAs ?other FILTER(STRSTARTS(STR(?other), %s)) }
"""
_MINISTRY = ONTOLOGY + "Ministry"
# What an IRI may hold unencoded after its namespace (RFC 3986, section 3.3).
_SAFE = "/:@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a service answered for a thing: an id of its own, a name, a score and its opinion."""

    entry: Entry
    id: str
    name: str
    score: float
    match: bool
    kinds: tuple[str, ...] = ()


def unlinked(held: Reconciler, type_id: str, space: str) -> list[Entry]:
    """Return the things of a class, of all if it is empty, without a link into ``space``."""
    wanted = {held.type(type_id)} if type_id else set()
    quoted = '"' + space.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [
        entry
        for iri, entry in sorted(held.entries.items())
        if (not wanted or wanted & (entry.classes | entry.implied))
        and not held.backend.ask(_LINKING % (f"<{iri}>", quoted))
    ]


def table(
    proposals: Iterable[Proposal],
    space: str,
    *,
    source: str,
    date: dt.date,
    prefixes: Mapping[str, str],
) -> str:
    """Write an SSSOM file of the proposals of the service at ``source``.

    ``space`` is its identifier space; ``prefixes`` are those of our own table, of which that of
    the space is taken, if there is one.
    """
    prefix = next((name for name, held in prefixes.items() if held == space), "object")
    rows = [_row(one, prefix, source, date) for one in proposals]
    used = {row[0].partition(":")[0] for row in rows} | {"skos"}
    declared = {name: PREFIXES[name] for name in used} | {prefix: space, "semapv": _SEMAPV}
    return "\n".join([*_header(declared), "\t".join(COLUMNS), *map("\t".join, rows)]) + "\n"


def _header(declared: Mapping[str, str]) -> Iterator[str]:
    yield "#curie_map:"
    yield from (f'#  {name}: "{declared[name]}"' for name in sorted(declared))
    yield f'#license: "{_UNSPECIFIED}"'
    yield f'#mapping_set_id: "{BASE}graph/proposed"'


def _row(one: Proposal, prefix: str, source: str, date: dt.date) -> list[str]:
    # A ministry is the same as nothing: its perimeter changes with each government.
    predicate = "skos:closeMatch" if _MINISTRY in one.entry.classes else "skos:exactMatch"
    told = [*(["matched by the service"] if one.match else []), *one.kinds]
    cells = {
        "subject_id": compact(one.entry.iri),
        "subject_label": label(one.entry),
        "predicate_id": predicate,
        "object_id": f"{prefix}:{quote(one.id, safe=_SAFE)}",
        "object_label": one.name,
        "mapping_justification": "semapv:LexicalMatching",
        "confidence": f"{min(max(one.score, 0.0), 100.0) / 100:.2f}",
        "mapping_date": date.isoformat(),
        "mapping_source": source,
        "mapping_tool": f"tdi-graph {__version__}",
        "comment": "; ".join(told),
    }
    return [" ".join(cells.get(column, "").split()) for column in COLUMNS]


def label(entry: Entry, language: str = "fr") -> str:
    """Return the name by which a thing is asked for."""
    return next((n.text for n in entry.names if n.language == language), entry.names[0].text)
