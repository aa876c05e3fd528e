"""A statement as a page shows it: what is said, of whom, when, how surely, and in which words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from tdi_graph.views.descriptions import Description
from tdi_graph.views.labels import Label, Named, Names, compact, expanded

OBSERVED = "c:observed"

# From one statement to another, or to the thing that answers it.
RELATED = ("dcterms:isPartOf", "tdi:restates", "tdi:revises", "tdi:outcome")


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage; ``abridged`` if only its first words are given."""

    passage: str
    document: str
    start: int
    end: int
    words: str
    abridged: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """A value, or a range where ``low`` and ``high`` differ, with its unit's compact IRI."""

    low: Decimal
    high: Decimal
    unit: str
    qualifier: Named | None


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator has an amount for a thing."""

    about: Named
    indicator: Named
    amount: Amount | None
    scopes: tuple[Named, ...]
    coverage: str
    due: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person holds a post, under the title that was printed."""

    member: Named
    post: Named
    title: Label | None


@dataclass(frozen=True, slots=True)
class Involvement:
    """Agents, or holders of posts who are not named, play a role in a thing."""

    actors: tuple[Named, ...]
    role: Named
    thing: Named
    represented: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Pledge:
    """An action to come; ``wording`` is ours."""

    actors: tuple[Named, ...]
    about: tuple[Named, ...]
    wording: Label | None
    due: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words about something."""

    speaker: Named
    about: tuple[Named, ...]
    represented: tuple[Named, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """A thing is related to another, or to a date."""

    subject: Named
    predicate: Named
    target: Named | None
    date: str


Content: TypeAlias = Figure | Tenure | Involvement | Pledge | Quotation | Link
KINDS = ("Figure", "Tenure", "Involvement", "Link", "Pledge", "Quotation")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says, with where, when and how it says so."""

    iri: str
    kind: str
    content: Content
    document: Named
    date: str
    basis: Named
    modality: Named
    quotes: tuple[Quote, ...]
    edition: str
    found_by: tuple[str, ...]
    related: tuple[tuple[Named, str], ...]

    @property
    def observed(self) -> bool:
        """Tell whether the document says that it is so, or has happened."""
        return compact(self.modality.iri) == OBSERVED

    @property
    def position(self) -> tuple[str, int, int, str]:
        """Where it stands: its document, and the beginning of its first passage."""
        first = self.quotes[0] if self.quotes else None
        return (self.document.iri, first.start if first else 0, first.end if first else 0, self.iri)

    @property
    def chronology(self) -> tuple[str, str, int, int, str]:
        """When it holds; a less precise date comes before what it contains."""
        return (self.date, *self.position)


def statements(description: Description, names: Names) -> list[Statement]:
    """Read every statement of ``description``, in the order of their dates."""
    found = (read(description, names, iri) for iri in _iris(description))
    return sorted(found, key=lambda statement: statement.chronology)


def _iris(description: Description) -> Iterable[str]:
    return (iri for iri in description.subjects if "tdi:evidence" in description.of(iri))


def read(description: Description, names: Names, iri: str) -> Statement:
    """Read the statement ``iri`` from triples that hold it and its passages."""
    spoken = sorted(
        (quote(description, passage) for passage in description.iris(iri, "tdi:evidence")),
        key=lambda q: (q.start, q.end),
    )
    kind = _kind(description, iri)
    date = "schema:observationDate" if kind == "Figure" else "tdi:attestedDate"
    return Statement(
        iri=iri,
        kind=kind,
        content=_CONTENTS[kind](description, names, iri),
        document=names(spoken[0].document),
        date=description.text(iri, date),
        basis=names(description.iri(iri, "tdi:dateBasis")),
        modality=names(description.iri(iri, "tdi:modality")),
        quotes=tuple(spoken),
        edition=description.text(iri, "tdi:since"),
        found_by=_found_by(description, iri),
        related=_related(description, names, iri),
    )


def quote(description: Description, passage: str) -> Quote:
    """Read the passage ``passage``; white space is normalised, nothing is added."""
    opening = description.text(passage, "tdi:opening")
    words = opening or description.text(passage, "oa:exact")
    return Quote(
        passage=passage,
        document=description.iri(passage, "oa:hasSource"),
        start=int(description.text(passage, "oa:start") or 0),
        end=int(description.text(passage, "oa:end") or 0),
        words=" ".join(words.split()),
        abridged=bool(opening),
    )


def _kind(description: Description, iri: str) -> str:
    names = {compact(c).removeprefix("tdi:") for c in description.iris(iri, "rdf:type")}
    return next((kind for kind in KINDS if kind in names), "Link")


def _related(description: Description, names: Names, iri: str) -> tuple[tuple[Named, str], ...]:
    return tuple(
        (names(expanded(predicate)), target)
        for predicate in RELATED
        for target in sorted(description.iris(iri, predicate))
    )


def _found_by(description: Description, iri: str) -> tuple[str, ...]:
    """Return the rule, if one found the statement, then what a reviewer did to it."""
    marks = {literal.value for literal in description.literals(iri, "tdi:foundBy")}
    return tuple(sorted(marks, key=lambda mark: (mark.startswith("reviewer."), mark)))


def _figure(description: Description, names: Names, iri: str) -> Figure:
    return Figure(
        about=names(description.iri(iri, "schema:observationAbout")),
        indicator=names(description.iri(iri, "schema:variableMeasured")),
        amount=_amount(description, names, iri),
        scopes=names.sorted(description.iris(iri, "tdi:scope")),
        coverage=description.text(iri, "schema:temporalCoverage"),
        due=description.text(iri, "tdi:due"),
    )


def _amount(description: Description, names: Names, iri: str) -> Amount | None:
    value = description.text(iri, "schema:value")
    qualifier = description.iri(iri, "schema:measurementQualifier")
    try:
        low = Decimal(value or description.text(iri, "schema:minValue"))
        high = Decimal(value or description.text(iri, "schema:maxValue"))
    except InvalidOperation:
        return None
    if not (low.is_finite() and high.is_finite()):
        return None
    unit = compact(description.iri(iri, "schema:unitCode"))
    return Amount(low, high, unit, names(qualifier) if qualifier else None)


def _tenure(description: Description, names: Names, iri: str) -> Tenure:
    return Tenure(
        member=names(description.iri(iri, "org:member")),
        post=names(description.iri(iri, "tdi:post")),
        title=names.choose(description.literals(iri, "schema:roleName")),
    )


def _involvement(description: Description, names: Names, iri: str) -> Involvement:
    return Involvement(
        actors=_actors(description, names, iri),
        role=names(description.iri(iri, "tdi:role")),
        thing=names(description.iri(iri, "tdi:involvedIn")),
        represented=names.sorted(description.iris(iri, "tdi:onBehalfOf")),
    )


def _pledge(description: Description, names: Names, iri: str) -> Pledge:
    return Pledge(
        actors=_actors(description, names, iri),
        about=names.sorted(description.iris(iri, "schema:about")),
        wording=names.choose(description.literals(iri, "dcterms:description")),
        due=description.text(iri, "tdi:due"),
    )


def _quotation(description: Description, names: Names, iri: str) -> Quotation:
    return Quotation(
        speaker=names(description.iri(iri, "schema:spokenByCharacter")),
        about=names.sorted(description.iris(iri, "schema:about")),
        represented=names.sorted(description.iris(iri, "tdi:onBehalfOf")),
        language=description.text(iri, "schema:inLanguage"),
    )


def _link(description: Description, names: Names, iri: str) -> Link:
    target = description.iri(iri, "rdf:object")
    return Link(
        subject=names(description.iri(iri, "rdf:subject")),
        predicate=names(description.iri(iri, "rdf:predicate")),
        target=names(target) if target else None,
        date=description.text(iri, "rdf:object"),
    )


def _actors(description: Description, names: Names, iri: str) -> tuple[Named, ...]:
    posts = description.iris(iri, "tdi:actingPost")
    return names.sorted([*description.iris(iri, "tdi:agent"), *posts])


_CONTENTS: Mapping[str, Callable[[Description, Names, str], Content]] = {
    "Figure": _figure,
    "Tenure": _tenure,
    "Involvement": _involvement,
    "Pledge": _pledge,
    "Quotation": _quotation,
    "Link": _link,
}
