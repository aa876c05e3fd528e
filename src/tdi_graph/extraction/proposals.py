"""New things that a text names and the authority does not know, proposed with their evidence.

A proposal is never merged with a known thing; known things with nearly the same name are listed
for whoever reviews it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.extraction.authority import Authority
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.tokens import content, plain
from tdi_graph.vocabulary import expand, graph, thing

_KINDS = {
    "person": "person",
    "body": "organisation",
    "post": "post",
    "scheme": "scheme",
    "agreement": "agreement",
    "event": "event",
    "law": "law",
    "place": "place",
    "scope": "concept",
    "territory": "territory",
}
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NOT_IN_SLUGS = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 80
_SIMILAR = 0.75
_MOST_SIMILAR = 3
_SPELT_OUT = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new thing: its entity, where the text names it (in the view), what it resembles."""

    entity: Entity
    start: int
    end: int
    near: tuple[Entity, ...] = ()

    def quads(self) -> Iterable[Quad]:
        """Yield the description that a reviewer would accept into ``data/entities``."""
        home = graph("concepts" if self.entity.sort == "scope" else "entities")
        yield Quad(self.entity.iri, _TYPE, expand(self.entity.type), home)
        if self.entity.sort == "scope":
            yield Quad(self.entity.iri, expand("skos:inScheme"), expand("c:scopes"), home)
        for rank, name in enumerate(self.entity.names):
            label = expand("skos:altLabel" if rank else "skos:prefLabel")
            yield Quad(self.entity.iri, label, Literal(name, language="fr"), home)


class Ledger:
    """The things of one document: known ones by their name, new ones as they are met.

    ``strangers`` are the IRIs of known things that no name of this document stands for.
    """

    def __init__(self, authority: Authority) -> None:
        """Start with what ``authority`` knows."""
        self._authority = authority
        self._taken = {entity.iri.value for entity in authority.entities}
        self._new: dict[tuple[str, str], Proposal] = {}
        self.strangers: frozenset[str] = frozenset()

    def entity(self, type_: str, sort: str, label: str, place: tuple[int, int]) -> Entity:
        """Return the known entity called ``label``, or the one proposed for it."""
        name = tidy(label)
        known = self._authority.named(sort, name)
        if known is not None and known.iri.value not in self.strangers:
            return known
        key = (sort, " ".join(content(name)))
        if key not in self._new:
            entity = Entity(self._mint(sort, name), type_, sort, name, (name,), known=False)
            self._new[key] = Proposal(entity, *place)
        return self._new[key].entity

    def rename(self, entity: Entity, names: tuple[str, ...]) -> Entity:
        """Let a proposed ``entity`` bear more names; return it as it is now."""
        for key, proposal in self._new.items():
            if proposal.entity.iri == entity.iri:
                fuller = Entity(entity.iri, entity.type, entity.sort, entity.label, names, False)  # noqa: FBT003
                self._new[key] = Proposal(fuller, proposal.start, proposal.end, proposal.near)
                return fuller
        return entity

    def proposals(self, used: frozenset[str]) -> tuple[Proposal, ...]:
        """Return the proposals whose IRIs are ``used``, sorted by IRI."""
        kept = [p for p in self._new.values() if p.entity.iri.value in used]
        told = (Proposal(p.entity, p.start, p.end, self._near(p.entity)) for p in kept)
        return tuple(sorted(told, key=lambda p: p.entity.iri.value))

    def _mint(self, sort: str, name: str) -> NamedNode:
        base = slug(name)
        for number in range(1, len(self._taken) + 2):
            iri = thing(_KINDS[sort], base if number == 1 else f"{base}-{number}")
            if iri.value not in self._taken:
                self._taken.add(iri.value)
                return iri
        raise AssertionError

    def _near(self, entity: Entity) -> tuple[Entity, ...]:
        scored = self._authority.near(entity.sort, entity.label)
        return tuple(entity for score, entity in scored[:_MOST_SIMILAR] if score >= _SIMILAR)


def slug(name: str) -> str:
    """Return ``name`` as a part of an IRI.

    >>> slug("Fonds d'aménagement (FNADT) : l'œuvre")
    'fonds-d-amenagement-fnadt-l-oeuvre'
    """
    words = _NOT_IN_SLUGS.sub("-", plain(name).translate(_SPELT_OUT)).strip("-")
    return words[:_LONGEST_SLUG].strip("-") or "sans-nom"


def tidy(label: str) -> str:
    """Return ``label`` as it is published: single spaces, typographic apostrophes.

    >>> tidy(" Action  cœur d'avenir, ")
    'Action cœur d’avenir'
    """
    name = " ".join(label.split()).replace("'", "’").strip(' ,;:."')
    balanced = "«" in name and name.count("«") == name.count("»")
    return name if balanced and not name.startswith("«") else name.strip(' «»"')
