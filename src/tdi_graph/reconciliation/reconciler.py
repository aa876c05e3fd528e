"""The index of a release by which queries find their candidates."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from tdi_graph import search
from tdi_graph.reconciliation import identifiers, properties
from tdi_graph.reconciliation.candidates import Candidate, Evidence, ranked
from tdi_graph.reconciliation.errors import BadQuery
from tdi_graph.reconciliation.identifiers import Identifiers, plain
from tdi_graph.reconciliation.likeness import EXACT, form, likeness
from tdi_graph.reconciliation.names import Asked, asked, name_likeness
from tdi_graph.reconciliation.properties import Properties, class_iri
from tdi_graph.reconciliation.queries import Condition, Query
from tdi_graph.search import Entry, Index
from tdi_graph.store import Backend
from tdi_graph.vocabulary import BASE

KINDS = (
    "agreement",
    "document",
    "event",
    "law",
    "organisation",
    "person",
    "place",
    "post",
    "scheme",
    "territory",
)
"""The kinds of things that are reconciled; terms, statements and passages are not."""

_LOOKED_AT = 60
_THINGS = BASE + "id/"
_BEARING = "SELECT DISTINCT ?thing WHERE { ?thing %s %s } LIMIT 200"
_BROADER = "SELECT ?class ?broader WHERE { ?class rdfs:subClassOf ?broader }"
_TEXT = 200


@dataclass(frozen=True, slots=True)
class Reconciler:
    """What is known of a release's things; it never changes and may be used from any thread.

    ``members`` has the classes that may be asked for, each with the kinds of its members, and
    ``broader`` those of them that a class is directly a sort of.
    """

    backend: Backend
    index: Index
    entries: Mapping[str, Entry]
    identifiers: Identifiers
    properties: Properties
    members: Mapping[str, frozenset[str]]
    broader: Mapping[str, tuple[str, ...]]

    def candidates(self, query: Query, language: str) -> Sequence[Candidate]:
        """Return at most ``query.limit`` candidates, best first.

        Raise ``BadQuery`` for a type or a property that is unknown here.
        """
        types = frozenset(map(self.type, query.types))
        given = {self.properties.find(each.property).id: each for each in query.conditions}
        sure = self._identified(query.text, given)
        found = dict.fromkeys([*sure, *self._named(query.text, types, language)])
        if not query.text.strip():
            found |= dict.fromkeys(self._bearing(given))
        held = [self.entries[iri] for iri in found if iri in self.entries]
        fitting = [entry for entry in held if _is_of(entry, types, every=query.every)]
        sought = asked(query.text) if query.text.strip() else None
        evidence = (self._evidence(entry, sought, types, given, sure) for entry in fitting)
        return ranked(evidence)[: query.limit]

    def type(self, name: str) -> str:
        """Return the IRI of the class that an id names; raise ``BadQuery`` if there is none."""
        iri = class_iri(name)
        if iri not in self.members:
            do = "ask suggest/type for those there are"
            raise BadQuery(f"no type is called {name[:80]}", do=do)
        return iri

    def thing(self, name: str) -> Entry | None:
        """Return the thing that an id or an IRI names, if it is known."""
        return self.entries.get(name) or self.entries.get(_THINGS + name)

    def _named(self, text: str, types: Iterable[str], language: str) -> Iterator[str]:
        """Yield things whose name, or a part of it, is like a text."""
        kinds = frozenset().union(*(self.members[iri] for iri in types)) or frozenset(KINDS)
        # The index reads no more than the beginning of what it is asked for.
        for part in dict.fromkeys([text[:_TEXT], text.partition("(")[0][:_TEXT]]):
            for hit in self.index.find(part, language, kinds=sorted(kinds), limit=_LOOKED_AT):
                yield hit.iri

    def _identified(self, text: str, given: Mapping[str, Condition]) -> dict[str, bool]:
        """Return those who bear an identifier that was given, each with whether it is certain."""
        known = self.thing(text.strip())
        found = {known.iri: True} if known else dict(self.identifiers.named(text))
        for slug in given.keys() & self.identifiers.registers.keys():
            for value in (*given[slug].texts, *given[slug].ids):
                found |= dict.fromkeys(self.identifiers.bearing(slug, value), True)
        return found

    def _bearing(self, given: Mapping[str, Condition]) -> Iterator[str]:
        """Yield things that bear a property whose value is an entity that was given."""
        for name, condition in given.items():
            predicate = NamedNode(self.properties.every[name].iri)
            for other in filter(None, map(self.thing, condition.ids)):
                rows = self.backend.select(_BEARING % (predicate, NamedNode(other.iri))).rows
                yield from (thing.value for (thing,) in rows if isinstance(thing, NamedNode))

    def _evidence(
        self,
        entry: Entry,
        sought: Asked | None,
        types: frozenset[str],
        given: Mapping[str, Condition],
        sure: Mapping[str, bool],
    ) -> Evidence:
        typed = bool(types & (entry.classes - entry.implied))
        fits = {name: self._fit(entry, name, condition) for name, condition in given.items()}
        return Evidence(
            entry,
            None if sought is None else name_likeness(sought, entry, typed=typed),
            {name: fit for name, fit in fits.items() if fit is not None},
            identified=entry.iri in sure,
            surely=sure.get(entry.iri, False),
        )

    def _fit(self, entry: Entry, name: str, condition: Condition) -> float | None:
        """Return how well a thing's values fit those given, None if it is known to have none.

        An identifier that it is not known to bear does not fit: it is that of something else.
        """
        held = self.properties.every[name]
        if held.register:
            borne = set(map(plain, self.identifiers.of(entry.iri, held.register)))
            given = (*condition.texts, *condition.ids)
            fits = any(entry.iri in self.identifiers.bearing(name, value) for value in given)
            return EXACT if fits or borne & set(map(plain, given)) else 0.0
        values = self.values(entry.iri, held.iri)
        if not values:
            return None
        return max(self._alike(value, condition) for value in values)

    def values(self, iri: str, predicate: str) -> list[NamedNode | Literal]:
        """Return what a thing bears for a predicate."""
        found = self.backend.describe(NamedNode(iri))
        objects = (triple.object for triple in found if triple.predicate.value == predicate)
        return [value for value in objects if isinstance(value, NamedNode | Literal)]

    def _alike(self, value: NamedNode | Literal, condition: Condition) -> float:
        texts = condition.texts
        if isinstance(value, Literal):
            return max((_literal_likeness(value.value, text) for text in texts), default=0.0)
        entry = self.entries.get(value.value)
        if entry is None:
            return EXACT * (value.value in (*texts, *condition.ids))
        if any(self.thing(one) is entry for one in (*condition.ids, *texts)):
            return EXACT
        # Whoever gives an id means it, whatever the name beside it.
        named = () if condition.ids else texts
        return max((name_likeness(asked(t), entry, typed=True) for t in named), default=0.0)


def make(backend: Backend, index: Index | None = None) -> Reconciler:
    """Read what a release holds; ``index`` is its search index, if there is one already."""
    held = {entry.iri: entry for entry in search.read(backend) if entry.kind in KINDS}
    known = identifiers.read(backend)
    members: dict[str, set[str]] = defaultdict(set)
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in held.values():
        for iri in entry.classes | entry.implied:
            members[iri].add(entry.kind)
            bearers[iri].update(known.values.get(entry.iri, {}).keys())
    return Reconciler(
        backend=backend,
        index=index or Index(held.values()),
        entries=held,
        identifiers=known,
        properties=properties.read(backend, known.registers, bearers),
        members={iri: frozenset(kinds) for iri, kinds in members.items()},
        broader=_broader(backend, members),
    )


def _broader(backend: Backend, members: Container[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for pair in backend.select(_BROADER).rows:
        one, other = (term.value if isinstance(term, NamedNode) else "" for term in pair)
        if one in members and other in members:
            found[one].append(other)
    return {iri: tuple(sorted(above)) for iri, above in found.items()}


def _is_of(entry: Entry, types: frozenset[str], *, every: bool) -> bool:
    borne = entry.classes | entry.implied
    return types <= borne if every else not types or bool(types & borne)


def _literal_likeness(value: str, text: str) -> float:
    # A year fits each of its days, a month likewise.
    if value.startswith(text) and value[len(text) :][:1] in ("", "-"):
        return EXACT
    return likeness(form(value), form(text))
