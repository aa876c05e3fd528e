"""How schemes nest, and who steers, operates and finances them: the whole in one view."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tdi_graph.documents import folded
from tdi_graph.store import Backend
from tdi_graph.views.labels import Named, Names, compact, text_of

ROLES: Mapping[str, tuple[str, ...]] = {
    "steering": ("tdi:steeredBy", "tdi:coordinatedBy"),
    "operating": ("tdi:operatedBy", "tdi:delegatedTo", "tdi:selectedBy", "tdi:animatedBy"),
    "funding": ("schema:funder",),
}
"""The roles that the overview tells apart, each with the relations that it gathers."""

_SCHEMES = """
SELECT DISTINCT ?scheme ?whole WHERE {
  ?scheme a tdi:Scheme .
  OPTIONAL { ?scheme dcterms:isPartOf ?whole . ?whole a tdi:Scheme }
}"""
_PLAYED = """
SELECT DISTINCT ?scheme ?relation ?actor WHERE {
  VALUES ?relation { %s }
  ?scheme a tdi:Scheme ; ?relation ?actor .
}"""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme, how deep it lies in others, and who plays which role in it."""

    named: Named
    depth: int
    roles: Mapping[str, tuple[Named, ...]]


def overview(backend: Backend, names: Names) -> tuple[Scheme, ...]:
    """Return every scheme below what it is part of; those with the most parts come first."""
    parts: dict[str, set[str]] = {}
    roots: set[str] = set()
    for scheme, whole in backend.select(_SCHEMES).rows:
        parts.setdefault(text_of(scheme), set())
        if whole is None:
            roots.add(text_of(scheme))
        else:
            parts.setdefault(text_of(whole), set()).add(text_of(scheme))
    played = _played(backend, names)
    ordered = sorted(roots or parts, key=lambda iri: (-_size(parts, iri), _name(names, iri)))
    return tuple(
        Scheme(names(iri), depth, played.get(iri, {}))
        for iri, depth in _walked(names, parts, ordered)
    )


def _walked(
    names: Names, parts: Mapping[str, set[str]], roots: Iterable[str]
) -> Iterable[tuple[str, int]]:
    seen: set[str] = set()
    waiting = [(root, 0) for root in roots][::-1]
    while waiting:
        iri, depth = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            yield iri, depth
            below = sorted(parts.get(iri, ()), key=lambda part: _name(names, part), reverse=True)
            waiting += [(part, depth + 1) for part in below]


def _size(parts: Mapping[str, set[str]], root: str) -> int:
    seen, waiting = {root}, [root]
    while waiting:
        for part in parts.get(waiting.pop(), ()):
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return len(seen)


def _name(names: Names, iri: str) -> str:
    return folded(names(iri).label.text)


def _played(backend: Backend, names: Names) -> dict[str, dict[str, tuple[Named, ...]]]:
    roles = {relation: role for role, held in ROLES.items() for relation in held}
    found: dict[str, dict[str, set[str]]] = {}
    for scheme, relation, actor in backend.select(_PLAYED % " ".join(roles)).rows:
        role = roles[compact(text_of(relation))]
        found.setdefault(text_of(scheme), {}).setdefault(role, set()).add(text_of(actor))
    return {
        scheme: {role: names.sorted(held[role]) for role in ROLES if role in held}
        for scheme, held in found.items()
    }
