"""Things, and where a text names them.

Labels are compared word by word in their plain form, without articles and plural marks, longest
first: « Territoires d'industrie en transition écologique » wins over « Territoires d'industrie ».
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from tdi_graph.extraction.tokens import EMPTY, Words, content, plain, stem

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
BRACKETED = re.compile(r"\s*\([^)]*\)$")
"""What a name may end with that is no part of it."""

# Names that texts write with or without their capital.
_COMMON_CLASSES = frozenset({"tdi:CollectiveBody", "tdi:Phase"})
_COMMON_NAMES = frozenset({"Gouvernement", "Premier ministre"})
# What makes another name of a fund's short one: « le fonds d'accélération de la transition … ».
_LONGER = re.compile(r" d(?:e la |es |u |e l'|'|e )[a-z]")


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
        for word in content(BRACKETED.sub("", name)):
            node = node.after.setdefault(word, _Node())
        named = (BRACKETED.sub("", name), entity)
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
