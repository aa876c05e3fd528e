"""What two releases say differently, in words: facts added, removed and changed.

Things are compared by IRI. A statement keeps its name when its value is corrected, which is a
change; said elsewhere or of another thing it bears another name, so that one is removed and one
added. What is derived follows from the rest and is left out; passages are told as evidence.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Quad

from tdi_graph.changes.editions import LABELS, Edition, read
from tdi_graph.changes.history import CHANGELOG, Noted, load_history, read_history
from tdi_graph.changes.wording import KINDS, Fact, fact, facts, reference, values, worded
from tdi_graph.vocabulary import thing

__all__ = [
    "CHANGELOG",
    "Added",
    "Change",
    "Changed",
    "Changes",
    "Difference",
    "Fact",
    "Noted",
    "Removed",
    "compare",
    "load_history",
    "read_history",
]

_VERBS = ("added", "removed", "changed", "renamed")


@dataclass(frozen=True, slots=True)
class Difference:
    """The values that a property had only ``before`` and those that it has only ``after``."""

    property: str
    language: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A fact that only the second release holds."""

    fact: Fact

    @property
    def verb(self) -> str:
        """What happened to the fact."""
        return "added"


@dataclass(frozen=True, slots=True)
class Removed:
    """A fact that only the first release holds."""

    fact: Fact

    @property
    def verb(self) -> str:
        """What happened to the fact."""
        return "removed"


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact of both releases, as the second tells it, and the properties that differ."""

    before: Fact
    fact: Fact
    differences: tuple[Difference, ...]

    @property
    def verb(self) -> str:
        """What happened to the fact: a thing that bears another name is renamed."""
        return "renamed" if any(d.property in LABELS for d in self.differences) else "changed"


Change: TypeAlias = Added | Removed | Changed


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change, in the order of documents and texts, and the titles of the documents."""

    listed: tuple[Change, ...]
    titles: Mapping[str, str]

    def counts(self) -> dict[str, dict[str, int]]:
        """Count the changes by kind of fact, then by what happened."""
        found = Counter((change.fact.kind, change.verb) for change in self.listed)
        counted = {kind: {v: found[kind, v] for v in _VERBS if found[kind, v]} for kind in KINDS}
        return {kind: verbs for kind, verbs in counted.items() if verbs}

    def summary(self) -> str:
        """Say in one line how many facts of each kind changed, and how."""
        return "; ".join(_counted(*item) for item in self.counts().items()) or "no fact differs"


def _counted(kind: str, verbs: Mapping[str, int]) -> str:
    (verb, number), *others = verbs.items()
    first = f"{number} {kind if number == 1 else KINDS[kind]} {verb}"
    return ", ".join([first, *(f"{count} {other}" for other, count in others)])


def compare(before: Iterable[Quad], after: Iterable[Quad]) -> Changes:
    """Return what changed between two releases, given the quads of each."""
    old, new = read(before), read(after)
    listed = sorted((*_things(old, new), *_references(old, new)), key=_order)
    slugs = sorted({change.fact.document for change in listed} - {""})
    return Changes(tuple(listed), {slug: _title(slug, new, old) for slug in slugs})


def _title(slug: str, *editions: Edition) -> str:
    iri = thing("document", slug).value
    return next((e.names[iri] for e in editions if iri in e.names), slug)


def _things(old: Edition, new: Edition) -> Iterable[Change]:
    had, has = facts(old), facts(new)
    yield from (Removed(fact(old, iri)) for iri in had - has)
    yield from (Added(fact(new, iri)) for iri in has - had)
    for iri in had & has:
        if differences := tuple(_differences(old, new, iri)):
            yield Changed(fact(old, iri), fact(new, iri), differences)


def _differences(old: Edition, new: Edition, iri: str) -> Iterable[Difference]:
    for held in sorted(old.things[iri].keys() | new.things[iri].keys()):
        curie, language = held
        had, has = values(old, iri, held), values(new, iri, held)
        if had == has:
            continue
        before = tuple(sorted(worded(old, iri, curie, term) for term in had - has))
        after = tuple(sorted(worded(new, iri, curie, term) for term in has - had))
        if before == after:  # the same words in another form: "2020" as a text and as a year
            before, after = tuple(sorted(map(str, had - has))), tuple(sorted(map(str, has - had)))
        yield Difference(curie, language, new.called(curie), before, after)


def _references(old: Edition, new: Edition) -> Iterable[Change]:
    yield from (Removed(reference(old, triple)) for triple in old.references - new.references)
    yield from (Added(reference(new, triple)) for triple in new.references - old.references)


def _order(change: Change) -> tuple[bool, str, int, int, str, str, str]:
    told = change.fact
    kind = list(KINDS).index(told.kind)
    place = (told.document == "", told.document, told.start, kind)
    return (*place, told.words, told.iri, change.verb)
