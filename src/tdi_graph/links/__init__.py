"""Links to other open-data graphs, and the identifiers by which others know what we know."""

from collections.abc import Iterable

from pyoxigraph import Literal, Quad

from tdi_graph.links.checks import faults
from tdi_graph.links.tables import Identifier, Link, read_identifiers, read_links, read_prefixes
from tdi_graph.vocabulary import expand, graph, thing

__all__ = [
    "Identifier",
    "Link",
    "faults",
    "identifier_quads",
    "link_quads",
    "read_identifiers",
    "read_links",
    "read_prefixes",
]

_GRAPH = graph("links")


def link_quads(links: Iterable[Link]) -> Iterable[Quad]:
    """Yield each mapping as one triple of the graph ``links``; a negated one is none."""
    for link in links:
        if not link.negated:
            yield Quad(link.subject, link.predicate, link.object, _GRAPH)


def identifier_quads(identifiers: Iterable[Identifier]) -> Iterable[Quad]:
    """Yield each identifier for readers, ``register:value``, and for joins, as a notation.

    A notation is a literal whose datatype is its register (SKOS Reference, section 6.5.1), so
    that one triple pattern finds whom a register calls so.
    """
    for each in identifiers:
        if not each.negated:
            named = Literal(f"{each.register}:{each.value}")
            yield Quad(each.subject, expand("schema:identifier"), named, _GRAPH)
            typed = Literal(each.value, datatype=thing("concept", each.register))
            yield Quad(each.subject, expand("skos:notation"), typed, _GRAPH)
