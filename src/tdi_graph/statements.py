"""A statement: what a document says, with the passages that say it.

A statement is of one of six kinds, belongs to one document and bears a name that is a hash of
where it is said and of what it is about, never of the value it gives: a corrected value keeps its
statement's name.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.documents import Passage
from tdi_graph.vocabulary import PREFIXES, expand, graph, public, thing

_HASH_LENGTH = 8
_OPENING_WORDS = 8

TYPE = NamedNode(PREFIXES["rdf"] + "type")
EVIDENCE = expand("tdi:evidence")


class Kind(Enum):
    """The kinds of statement, each with the properties that say what it is about."""

    FIGURE = ("Figure", ("schema:observationAbout", "schema:variableMeasured"))
    TENURE = ("Tenure", ("org:member", "tdi:post"))
    INVOLVEMENT = ("Involvement", ("tdi:agent", "tdi:actingPost", "tdi:role", "tdi:involvedIn"))
    PLEDGE = ("Pledge", ("schema:about",))
    QUOTATION = ("Quotation", ("schema:spokenByCharacter",))
    LINK = ("Link", ("rdf:subject", "rdf:predicate", "rdf:object"))

    def __init__(self, class_name: str, keys: tuple[str, ...]) -> None:
        """Keep the kind's class and the properties that enter its statements' names."""
        self.iri = expand(f"tdi:{class_name}")
        self.slug = class_name.lower()
        self.keys = tuple(expand(key) for key in keys)


Property = tuple[NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Statement:
    """What ``document`` says in the passages of ``evidence``."""

    kind: Kind
    document: str
    evidence: tuple[Passage, ...]
    properties: tuple[Property, ...]

    @property
    def iri(self) -> NamedNode:
        """The statement's name: its document, its kind, and the hash of its identity."""
        first = min(self.evidence)
        name = identity(self.kind, self.document, first.start, first.end, self.properties)
        return thing("statement", name)

    def quads(self) -> Iterable[Quad]:
        """Yield the statement and its passages, in the graph of its document."""
        name, home = self.iri, graph(f"document/{self.document}")
        yield Quad(name, TYPE, self.kind.iri, home)
        for predicate, value in self.properties:
            yield Quad(name, predicate, value, home)
        for passage in self.evidence:
            yield Quad(name, EVIDENCE, passage.iri, home)
            yield from passage_quads(passage)


def identity(
    kind: Kind, document: str, start: int, end: int, properties: Iterable[Property]
) -> str:
    """Return the name of a statement: document, kind, and a hash of what identifies it.

    Hashed are the document, the kind, the range of the first passage and the things it is about,
    by their public IRIs, so that a copy below another base has the same names.
    The literal object of a link is a value, like a figure's, and is left out.
    """
    about = sorted(
        f"{public(predicate.value)} {public(value.value)}"
        for predicate, value in properties
        if predicate in kind.keys and isinstance(value, NamedNode)
    )
    text = "\n".join([document, kind.slug, f"{start}-{end}", *about])
    return f"{document}-{kind.slug}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}"


def passage_quads(passage: Passage) -> Iterable[Quad]:
    """Yield the description of ``passage``: its range, and its words or its first words."""
    home = graph(f"document/{passage.document}")
    iri = passage.iri
    position = expand("xsd:nonNegativeInteger")
    yield Quad(iri, TYPE, expand("tdi:Passage"), home)
    yield Quad(iri, expand("oa:hasSource"), thing("document", passage.document), home)
    yield Quad(iri, expand("oa:start"), Literal(str(passage.start), datatype=position), home)
    yield Quad(iri, expand("oa:end"), Literal(str(passage.end), datatype=position), home)
    if passage.abridged:
        yield Quad(iri, expand("tdi:opening"), Literal(opening(passage.exact)), home)
    else:
        yield Quad(iri, expand("oa:exact"), Literal(passage.exact), home)


def opening(text: str) -> str:
    """Return the first words of ``text``, by which a long passage is recognised.

    >>> opening("un deux trois quatre cinq six sept huit neuf dix")
    'un deux trois quatre cinq six sept huit'
    """
    words = text.split()
    return " ".join(words[: min(_OPENING_WORDS, max(1, len(words) - 2))])
