"""The registers that identifiers come from, as ``ontology/concepts.ttl`` describes them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from tdi_graph.vocabulary import expand, thing

_LIST = thing("concept", "registers")
_IN_LIST, _PATTERN = expand("skos:inScheme"), expand("sh:pattern")
_SPACE, _CLASS = expand("void:uriSpace"), expand("schema:domainIncludes")
_WITH_LUHN_DIGIT = {"siren"}


@dataclass(frozen=True, slots=True)
class Register:
    """A register: the form of its identifiers, where its IRIs stand, and what it lists.

    ``space`` is what its IRIs begin with, empty where it has none; ``classes`` are the classes of
    the things that it may identify, none where it lists things of any class.
    """

    slug: str
    pattern: re.Pattern[str]
    space: str = ""
    classes: frozenset[NamedNode] = field(default_factory=frozenset)

    def admits(self, value: str) -> bool:
        """Tell whether ``value`` is formed as this register forms its identifiers."""
        formed = bool(self.pattern.search(value))
        return formed and (self.slug not in _WITH_LUHN_DIGIT or luhn(value))


def registers(quads: Iterable[Quad]) -> Mapping[str, Register]:
    """Return the registers that ``quads`` describe, by slug."""
    described: dict[NamedNode, dict[NamedNode, list[object]]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            described.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(
                quad.object
            )
    found = [iri for iri, properties in described.items() if _LIST in properties.get(_IN_LIST, [])]
    return {register.slug: register for register in (_read(iri, described[iri]) for iri in found)}


def _read(iri: NamedNode, properties: Mapping[NamedNode, list[object]]) -> Register:
    patterns = [str(getattr(p, "value", p)) for p in properties.get(_PATTERN, [])]
    spaces = [str(getattr(p, "value", p)) for p in properties.get(_SPACE, [])]
    classes = frozenset(c for c in properties.get(_CLASS, []) if isinstance(c, NamedNode))
    pattern = re.compile(patterns[0] if patterns else "")
    return Register(iri.value.rpartition("/")[2], pattern, "".join(spaces[:1]), classes)


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B).

    >>> luhn("130026032"), luhn("130026033")
    (True, False)
    """
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
