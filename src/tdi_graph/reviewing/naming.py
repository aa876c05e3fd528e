"""New things that the rules propose, taken into ``data/entities`` or known by another name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.errors import UnknownName
from tdi_graph.extraction import Proposal
from tdi_graph.reviewing.cataloguing import enter
from tdi_graph.reviewing.decisions import Thing
from tdi_graph.reviewing.desk import Desk, Examined
from tdi_graph.statements import TYPE
from tdi_graph.vocabulary import compact, expand

_ENTITIES = Path("data") / "entities"
_FILES: Mapping[str, Path] = {
    "person": _ENTITIES / "people.ttl",
    "body": _ENTITIES / "organisations.ttl",
    "post": _ENTITIES / "posts.ttl",
    "scheme": _ENTITIES / "schemes.ttl",
    "agreement": _ENTITIES / "agreements.ttl",
    "event": _ENTITIES / "events.ttl",
    "law": _ENTITIES / "laws.ttl",
    "place": _ENTITIES / "places.ttl",
    "territory": _ENTITIES / "territories.ttl",
    "scope": Path("ontology") / "concepts.ttl",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the reviewer adds to a new thing: its class, an English name, definitions."""

    type: str = ""
    english: str = ""
    definitions: tuple[tuple[str, str], ...] = ()


def is_concept(proposal: Proposal) -> bool:
    """Tell whether the thing is a scope, which is defined and named in both languages."""
    return proposal.entity.sort == "scope"


def where(examined: Examined, proposal: Proposal) -> str:
    """Return the range of the words that name the thing."""
    start, end = examined.reading.view.original(proposal.start, proposal.end)
    return f"{start}-{end}"


def accept(held: Desk, examined: Examined, proposal: Proposal, wording: Wording) -> Thing:
    """Write the thing into its file of ``data/entities``."""
    entity = proposal.entity
    if wording.type:
        proposal = replace(proposal, entity=replace(entity, type=wording.type))
    quads = [Quad(q.subject, q.predicate, q.object) for q in proposal.quads()]
    if wording.english:
        name = Literal(wording.english, language="en")
        quads.append(Quad(entity.iri, expand("skos:prefLabel"), name))
    for text, language in wording.definitions:
        definition = Literal(text, language=language)
        quads.append(Quad(entity.iri, expand("skos:definition"), definition))
    enter(held.root, tuple(quads), _FILES[entity.sort])
    return Thing("accepted", compact(entity.iri.value), where(examined, proposal))


def same_as(held: Desk, examined: Examined, proposal: Proposal, known: NamedNode) -> Thing:
    """Let a ``known`` thing of the same sort bear the name by which the text calls it."""
    path = _described(held, known)
    entity = next((e for e in held.authority.entities if e.iri == known), None)
    if entity is None or entity.sort != proposal.entity.sort:
        what = f"{compact(known.value)} is no {proposal.entity.sort}"
        raise UnknownName(what, do="name a thing of the same sort, or accept the new one")
    names = {str(getattr(q.object, "value", "")) for q in held.authored.quads if q.subject == known}
    new = [name for name in proposal.entity.names if name not in names]
    label = expand("skos:altLabel")
    quads = tuple(Quad(known, label, Literal(name, language="fr")) for name in new)
    enter(held.root, quads, path)
    named = compact(proposal.entity.iri.value)
    return Thing("same", named, where(examined, proposal), compact(known.value))


def _described(held: Desk, known: NamedNode) -> Path:
    for source in held.authored.sources:
        if any(q.subject == known and q.predicate == TYPE for q in source.quads):
            return source.path.relative_to(held.root)
    what = f"{compact(known.value)} is not described in the data"
    raise UnknownName(what, do="name a thing of data/entities, such as scheme:fonds-vert")
