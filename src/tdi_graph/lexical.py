"""Terms as they were released, of those that Oxigraph keeps in a form of its own.

Its store keeps values of numbers, dates and truth values: 148.0 comes back as 148, and a
nonNegativeInteger as an integer. What they were before is kept here, by property and stored value,
which is little: a property mostly writes a value in one way only.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

Object: TypeAlias = NamedNode | BlankNode | Literal | Triple
Graph: TypeAlias = NamedNode | BlankNode | DefaultGraph

_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
_OBJECT = NamedNode("urn:object")


class Originals:
    """The objects of quads as they were released, found by the quads as they are stored."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Take the quads of a release; none of them is kept."""
        risky = [quad for quad in quads if _may_change(quad.object)]
        stored = _stored({quad.object for quad in risky})
        self._one: dict[tuple[NamedNode, Object], Object] = {}
        """What a value of a property was before, where it was the same each time."""
        self._each: dict[tuple[NamedNode, Object], dict[Quad, set[Object]]] = {}
        """What it was in each quad, where it was not."""
        ways: dict[tuple[NamedNode, Object], set[Object]] = {}
        for quad in risky:
            ways.setdefault((quad.predicate, stored[quad.object]), set()).add(quad.object)
        for (predicate, value), objects in ways.items():
            if len(objects) > 1:
                self._each[predicate, value] = {}
            elif value not in objects:
                self._one[predicate, value] = objects.pop()
        for quad in risky if self._each else ():
            self._remember(quad, stored[quad.object])

    def _remember(self, quad: Quad, value: Object) -> None:
        held = self._each.get((quad.predicate, value))
        if held is None:
            return
        for graph in (quad.graph_name, DefaultGraph()):
            key = Quad(quad.subject, quad.predicate, value, graph)
            held.setdefault(key, set()).add(quad.object)

    def __call__(self, stored: Iterable[Quad]) -> Iterator[Quad]:
        """Yield the quads that were released of those that are ``stored``."""
        for quad in stored:
            key = quad.predicate, quad.object
            if key in self._each:
                objects: Iterable[Object] = self._each[key][quad]
            elif key in self._one:
                objects = (self._one[key],)
            else:
                yield quad
                continue
            for each in objects:
                yield Quad(quad.subject, quad.predicate, each, quad.graph_name)


def _may_change(term: Object) -> bool:
    if isinstance(term, Literal):
        return term.language is None and term.datatype != _STRING
    return isinstance(term, Triple)


def _stored(objects: Iterable[Object]) -> dict[Object, Object]:
    """Return each object as it comes back from a store."""
    by_name = {NamedNode(f"urn:{place}"): each for place, each in enumerate(objects)}
    store = Store()
    store.bulk_extend(Quad(name, _OBJECT, each) for name, each in by_name.items())
    found = store.quads_for_pattern(None, None, None, None)
    return {
        by_name[quad.subject]: quad.object for quad in found if isinstance(quad.subject, NamedNode)
    }
