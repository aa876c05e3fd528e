"""Known things and where a text names them: the authority data is the gazetteer.

Labels are compared word by word in their plain form, without articles and plural marks, longest
first: « Territoires d'industrie en transition écologique » wins over « Territoires d'industrie ».
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.extraction.tokens import EMPTY, Words, content, plain, stem
from tdi_graph.vocabulary import PREFIXES, compact

SORTS: Mapping[str, str] = {
    "schema:Person": "person",
    "tdi:Ministry": "body",
    "tdi:Agency": "body",
    "tdi:Administration": "body",
    "tdi:LocalBody": "body",
    "tdi:Association": "body",
    "tdi:CollectiveBody": "body",
    "org:Organization": "body",
    "org:Post": "post",
    "tdi:Plan": "scheme",
    "tdi:Programme": "scheme",
    "tdi:Fund": "scheme",
    "tdi:Measure": "scheme",
    "tdi:Phase": "scheme",
    "tdi:Agreement": "agreement",
    "schema:Event": "event",
    "schema:Legislation": "law",
    "tdi:Territory": "territory",
    "schema:AdministrativeArea": "place",
}
_SCHEMES: Mapping[str, str] = {"c:scopes": "scope", "c:objectives": "objective"}
_TYPE = PREFIXES["rdf"] + "type"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_LABELS = tuple(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
_BRACKETED = re.compile(r"\s*\([^)]*\)$")
# Names that texts write with or without their capital.
_COMMON_CLASSES = frozenset({"tdi:CollectiveBody", "tdi:Phase"})
_COMMON_NAMES = frozenset({"Gouvernement", "Premier ministre"})
# What makes another name of a fund's short one: « le fonds d'accélération de la transition … ».
_LONGER = re.compile(r" d(?:e la |es |u |e l'|'|e )[a-z]")
_NEAR = 0.92
_SIMILAR = 0.75
_SHORTEST_FUZZY = 10


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing, known to the authority or proposed: its IRI, class (compact), sort and names."""

    iri: NamedNode
    type: str
    sort: str
    label: str
    names: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a view, ``start`` to ``end``, that names ``entity``."""

    start: int
    end: int
    entity: Entity


@dataclass
class _Node:
    """A step of the index of names: the words that may follow, and the names that end here."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    names: list[tuple[str, Entity]] = field(default_factory=list)


class Gazetteer:
    """An index of names by their words."""

    def __init__(self) -> None:
        """Start with no name."""
        self._root = _Node()

    def add(self, name: str, entity: Entity) -> None:
        """Let ``name`` stand for ``entity``; the first entity to bear a name keeps it."""
        node = self._root
        for word in content(_BRACKETED.sub("", name)):
            node = node.after.setdefault(word, _Node())
        named = (_BRACKETED.sub("", name), entity)
        if node is not self._root and named not in node.names:
            node.names.append(named)

    def find(self, words: Words) -> list[Mention]:
        """Return the longest names in the text, none over another, in their order."""
        found: list[Mention] = []
        tokens = words.tokens
        reached = 0
        for index in words.stemmed(self._root.after.keys()):
            if index < reached:
                continue
            last, entity = self._longest(words, index)
            if entity is not None:
                found.append(Mention(tokens[index].start, tokens[last].end, entity))
                reached = last + 1
        return found

    def inside(self, words: Words, start: int, end: int) -> Mention | None:
        """Return a name that stands within another, after its first word."""
        first, last = words.at(start) + 1, words.at(end)
        for index in range(first, last):
            reached, entity = self._longest(words, index)
            if entity is not None and entity.sort == "scheme" and reached < last:
                return Mention(words.tokens[index].start, words.tokens[reached].end, entity)
        return None

    def _longest(self, words: Words, first: int) -> tuple[int, Entity | None]:
        node, best = self._root, (-1, None)
        result: tuple[int, Entity | None] = best
        for index in range(first, len(words.tokens)):
            form = words.tokens[index].form
            if index > first and form in _INSIDE:
                continue
            follower = node.after.get(stem(form))
            if follower is None:
                break
            node = follower
            entity = self._fitting(node, words, first, index) if node.names else None
            result = (index, entity) if entity else result
        return result

    @staticmethod
    def _fitting(node: _Node, words: Words, first: int, last: int) -> Entity | None:
        start, end = words.tokens[first].start, words.tokens[last].end
        text = words.text[start:end]
        if words.text[start - 1 : start] in {"-", "@", "."} and start:
            return None
        longer = words.plain.startswith("fonds", start) and _LONGER.match(words.plain, end)
        fits = (
            entity
            for name, entity in node.names
            if _written(name, text, entity)
            and not (longer and name != entity.label)
            and text.count(",") <= name.count(",")
        )
        return next(fits, None)


def longest(found: list[Mention]) -> list[Mention]:
    """Return of the names that overlap the one that begins first, and there the longest."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end, not m.entity.known)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_INSIDE = EMPTY - {"un", "une"} | {"-", "–", "'", ","}


def _written(name: str, text: str, entity: Entity) -> bool:
    """Tell whether ``text`` may be how a document writes ``name``, as to capitals."""
    if not name[0].isupper() or text[0].isupper():
        return not (name.isupper() and not text.isupper())
    return (
        entity.type in _COMMON_CLASSES
        or name in _COMMON_NAMES
        or (" " in name and entity.sort in {"scheme", "body"} and _forms(name) == _forms(text))
    )


def _forms(text: str) -> list[str]:
    return [form for form in _WORD.findall(plain(text)) if form not in EMPTY]


_WORD = re.compile(r"[^\W_]+'?")


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
                for form in (name, _BRACKETED.sub("", name)):
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
        """Return the entities whose names have as many words as ``name`` and nearly the same."""
        words = content(name)
        joined = " ".join(words)
        if len(joined) < _SHORTEST_FUZZY:
            return []
        alike = self._alike.get((sort, len(words), joined[0]), ())
        near = [(known, entity) for known, entity in alike if _as_long(known, joined)]
        if not near:
            return []
        matcher = SequenceMatcher(None, "", joined)
        scored: dict[str, tuple[float, Entity]] = {}
        for known, entity in near:
            matcher.set_seq1(known)
            if matcher.quick_ratio() >= _SIMILAR:
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
    def _alike(self) -> Mapping[tuple[str, int, str], tuple[tuple[str, Entity], ...]]:
        """The names by sort, number of words and first letter: only those are compared."""
        found: dict[tuple[str, int, str], list[tuple[str, Entity]]] = {}
        for (sort, known), entity in self.by_name.items():
            if known:
                found.setdefault((sort, len(known.split()), known[0]), []).append((known, entity))
        return {key: tuple(names) for key, names in found.items()}


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
