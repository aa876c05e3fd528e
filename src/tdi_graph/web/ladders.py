"""The relations of a thing as a ladder, in the words of a language."""

from collections.abc import Iterable
from urllib.parse import urlencode

from tdi_graph.views import Card, Group, Named, asking
from tdi_graph.web.drawing import Ladder, Node, Rung, ladder
from tdi_graph.web.site import Voice


def relations(voice: Voice, card: Card) -> Ladder | None:
    """Draw the relations of a card, both ways; None if it has none."""
    groups = [group for group in card.relations if group.things]
    if not groups:
        return None
    name = card.thing.label.text
    return ladder(
        name,
        [_rung(voice, card.thing.iri, group) for group in groups if group.inverse],
        [_rung(voice, card.thing.iri, group) for group in groups if not group.inverse],
        more=lambda count: voice.catalogue("entity.more", count=count),
    )


def asked(voice: Voice, query: str) -> str:
    """Return where a query can be read, changed and asked."""
    return voice.to("query") + "?" + urlencode({"query": query})


def node(voice: Voice, named: Named) -> Node:
    """Return a thing as the end of a relation."""
    language = named.label.language if named.label.foreign else ""
    return Node(named.label.text or named.iri, voice.href(named.iri), language)


def rung_name(voice: Voice, group: Group) -> str:
    """Return the words of a relation, as read from the thing whose page it is on."""
    if group.inverse:
        return voice.inverse(group.predicate.iri)
    return group.predicate.label.text


def _rung(voice: Voice, iri: str, group: Group) -> Rung:
    query = asking.related(iri, group.predicate.iri, inverse=group.inverse)
    return Rung(
        text=rung_name(voice, group),
        nodes=tuple(_nodes(voice, group.things)),
        count=len(group.things),
        href=asked(voice, query),
    )


def _nodes(voice: Voice, things: Iterable[Named]) -> Iterable[Node]:
    return (node(voice, named) for named in things)
