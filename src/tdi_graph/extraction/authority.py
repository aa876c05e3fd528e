"""The known things, and which of them bears a name: the authority data is the gazetteer."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad
from rapidfuzz import process
from rapidfuzz.distance import Indel

from tdi_graph.extraction.mentions import BRACKETED, SORTS, Entity, Gazetteer
from tdi_graph.extraction.tokens import Words, content
from tdi_graph.vocabulary import PREFIXES, compact

_SCHEMES: Mapping[str, str] = {"c:scopes": "scope", "c:objectives": "objective"}
_TYPE = PREFIXES["rdf"] + "type"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_LABELS = tuple(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
_NEAR = 0.92
_SIMILAR = 0.75
_SHORTEST_FUZZY = 10
# Names, and beside each what it names.
_Names: TypeAlias = tuple[tuple[str, ...], tuple[Entity, ...]]
_NO_NAMES: _Names = ((), ())
_SHARED = Indel.normalized_similarity


class Authority:
    """The known things, from the quads of ``data/entities`` and ``ontology/concepts``."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index the labels of the things that ``quads`` describe."""
        self.entities = tuple(_entities(quads))
        self.gazetteer = Gazetteer()
        for entity in self.entities:
            if entity.sort not in {"scope", "objective", "event"}:
                for name in entity.names:
                    self.gazetteer.add(name, entity)

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], Entity]:
        """The entities by their sort and by the words of each of their names."""
        found: dict[tuple[str, str], Entity] = {}
        for entity in self.entities:
            for name in entity.names:
                for form in (name, BRACKETED.sub("", name)):
                    found.setdefault((entity.sort, " ".join(content(form))), entity)
        return found

    @cached_property
    def _by_sort(self) -> Mapping[str, tuple[Entity, ...]]:
        found: dict[str, list[Entity]] = {}
        for entity in self.entities:
            found.setdefault(entity.sort, []).append(entity)
        return {sort: tuple(entities) for sort, entities in found.items()}

    def of_sort(self, sort: str) -> tuple[Entity, ...]:
        """Return the entities of a sort."""
        return self._by_sort.get(sort, ())

    def named(self, sort: str, name: str) -> Entity | None:
        """Return the entity of ``sort`` that bears ``name``, or nearly so if it is long."""
        words = content(name)
        exact = self.by_name.get((sort, " ".join(words)))
        if exact is not None:
            return exact
        close = (entity for score, entity in self.near(sort, name) if score >= _NEAR)
        return next((entity for entity in close if entity.type != "tdi:CollectiveBody"), None)

    def near(self, sort: str, name: str) -> list[tuple[float, Entity]]:
        """Return the entities whose names have as many words as ``name`` and nearly the same.

        There are none where no score reaches what is asked of a similar name.
        """
        words = content(name)
        joined = " ".join(words)
        if len(joined) < _SHORTEST_FUZZY:
            return []
        names, entities = self._alike.get((sort, len(words), joined[0]), _NO_NAMES)
        # What they share in order bounds how similar they are; most names are like no other.
        if not process.extractOne(joined, names, scorer=_SHARED, score_cutoff=_SIMILAR):
            return []
        matcher = SequenceMatcher(None, "", joined)
        scored: dict[str, tuple[float, Entity]] = {}
        for known, entity in zip(names, entities, strict=True):
            matcher.set_seq1(known)
            if _as_long(known, joined) and matcher.quick_ratio() >= _SIMILAR:
                scored[entity.iri.value] = (matcher.ratio(), entity)
        return sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].iri.value))

    @cached_property
    def owners(self) -> Mapping[str, Entity]:
        """The schemes of the bodies named after them, « chefs de projet X », by the body's IRI."""
        found: dict[str, Entity] = {}
        for entity in self.entities:
            if entity.type == "tdi:CollectiveBody":
                label = entity.label.replace("’", "'")
                whole = self.gazetteer.inside(Words(label), 0, len(label))
                if whole is not None:
                    found[entity.iri.value] = whole.entity
        return found

    @cached_property
    def _alike(self) -> Mapping[tuple[str, int, str], _Names]:
        """The names by sort, number of words and first letter: only those are compared."""
        found: dict[tuple[str, int, str], list[tuple[str, Entity]]] = {}
        for (sort, known), entity in self.by_name.items():
            if known:
                found.setdefault((sort, len(known.split()), known[0]), []).append((known, entity))
        return {
            key: (tuple(name for name, _ in pairs), tuple(entity for _, entity in pairs))
            for key, pairs in found.items()
        }


def _as_long(one: str, other: str) -> bool:
    """Tell whether the lengths of two names let them be similar at all."""
    shorter, longer = sorted((len(one), len(other)))
    return 2 * shorter >= _SIMILAR * (shorter + longer)


def _entities(quads: Iterable[Quad]) -> Iterable[Entity]:
    types: dict[NamedNode, list[str]] = {}
    labels: dict[NamedNode, list[tuple[int, str]]] = {}
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if quad.predicate.value in {_TYPE, _IN_SCHEME} and isinstance(value, NamedNode):
            types.setdefault(subject, []).append(compact(value.value))
        elif quad.predicate.value in _LABELS and _french(value):
            rank = _LABELS.index(quad.predicate.value)
            labels.setdefault(subject, []).append((rank, str(getattr(value, "value", ""))))
    for iri in sorted(labels, key=lambda node: node.value):
        kind = _kind(types.get(iri, ()))
        names = [name for _, name in sorted(labels[iri])]
        if kind is not None:
            yield Entity(iri, kind[0], kind[1], names[0], tuple(dict.fromkeys(names)))


def _french(value: object) -> bool:
    return isinstance(value, Literal) and value.language == "fr"


def _kind(types: Iterable[str]) -> tuple[str, str] | None:
    for known in sorted(types):
        sort = SORTS.get(known) or _SCHEMES.get(known)
        if sort is not None and known != "org:OrganizationalUnit":
            return known, sort
    return None
