"""What the tools answer: values that the protocol writes as JSON and describes by schema.

An assistant is to show where a fact comes from, so each fact bears the IRI of its statement, the
words that state it and the document that holds them. The classes have no slots: the protocol’s
package takes a slot for a default value.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Thing:
    """A thing: its IRI, its name, what sort it is."""

    iri: str
    name: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A thing that was found by name, by which name, and how well, from 0 to 100."""

    thing: Thing
    matched: str
    score: float


@dataclass(frozen=True)
class Words:
    """Words of a document, and where they stand in it; ``abridged`` if more follow there."""

    words: str
    abridged: bool
    start: int
    end: int
    passage: str


@dataclass(frozen=True)
class Source:
    """A document: its title, publisher, date of publication and address, as far as known."""

    iri: str
    title: str
    publisher: str = ""
    published: str = ""
    address: str = ""


@dataclass(frozen=True)
class Fact:
    """What a document says: its kind, what it says, when, how surely, and in which words.

    ``date`` may be a day, a month or a year, and is that of which the document speaks or of its
    publication (``date_basis``); ``modality`` tells what is observed from what is announced,
    expected or considered.
    """

    statement: str
    kind: str
    says: Mapping[str, str]
    date: str
    date_basis: str
    modality: str
    quotes: tuple[Words, ...]
    document: Source


@dataclass(frozen=True)
class Card:
    """A thing with what is known of it; ``more`` counts the facts that are not given."""

    thing: Thing
    other_names: tuple[str, ...]
    identifiers: tuple[str, ...]
    elsewhere: tuple[str, ...]
    facts: tuple[Fact, ...]
    more: int


@dataclass(frozen=True)
class Choice:
    """A parameter of a saved question: its type, its default, and some of its values."""

    name: str
    label: str
    type: str
    default: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A saved question: what it asks, and what may be chosen."""

    slug: str
    title: str
    description: str
    parameters: tuple[Choice, ...]


@dataclass(frozen=True)
class Rows:
    """A table: names are given beside IRIs; ``complete`` is false if there are more rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    complete: bool
