"""Identifiers of registers: who bears one, and whether a text is one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.links.registers import Register, registers
from tdi_graph.store import Backend
from tdi_graph.vocabulary import thing

_REGISTERS = "CONSTRUCT { ?r ?p ?o } WHERE { ?r skos:inScheme c:registers ; ?p ?o }"
_NOTATIONS = "SELECT ?thing ?value WHERE { ?thing skos:notation ?value }"
_SAME = "SELECT ?thing ?other WHERE { ?thing skos:exactMatch|schema:sameAs ?other }"
_SHORT_CODE = 5
_SPACES = re.compile(r"[\s\u00a0\u202f]+")

Borne = Mapping[str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Who bears which identifier; a key is a register's slug and a value without case or spaces."""

    registers: Mapping[str, Register]
    bearers: Mapping[tuple[str, str], frozenset[str]]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]

    def bearing(self, register: str, value: str) -> frozenset[str]:
        """Return the IRIs of those whom ``register`` knows by ``value``, or by its IRI."""
        local = value.strip().removeprefix(self.registers[register].space)
        return self.bearers.get((register, plain(local)), frozenset())

    def of(self, iri: str, register: str) -> tuple[str, ...]:
        """Return the identifiers that a register gives to a thing."""
        return self.values.get(iri, {}).get(register, ())

    def named(self, text: str) -> Mapping[str, bool]:
        """Return whom a text identifies, each with whether it can hardly mean anything else.

        « 53 » is the code of a region, and might be that of a département or half a postcode.
        """
        slug, colon, value = text.strip().partition(":")
        if colon and slug in self.registers:
            return dict.fromkeys(self.bearing(slug, value), True)
        long = len(plain(text)) > _SHORT_CODE
        found: dict[str, bool] = {}
        for slug, register in self.registers.items():
            in_space = bool(register.space) and text.strip().startswith(register.space)
            for iri in self.bearing(slug, text):
                found[iri] = found.get(iri, False) or in_space or long
        return found


def plain(value: str) -> str:
    """Return an identifier without what people add to read it.

    >>> plain("130 026 032"), plain("q12130")
    ('130026032', 'q12130')
    """
    return _SPACES.sub("", value).casefold()


def read(backend: Backend) -> Identifiers:
    """Read the registers and every identifier; a link's IRI is one where it is a register's."""
    known = registers(Quad(*triple) for triple in backend.construct(_REGISTERS))
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, slug, value in sorted({*_notations(backend, known), *_links(backend, known)}):
        bearers[slug, plain(value)].add(iri)
        values[iri][slug].append(value)
    return Identifiers(
        known,
        {key: frozenset(iris) for key, iris in bearers.items()},
        {iri: {slug: tuple(held) for slug, held in of.items()} for iri, of in values.items()},
    )


def _notations(backend: Backend, known: Mapping[str, Register]) -> Iterator[tuple[str, str, str]]:
    slugs = {thing("concept", slug): slug for slug in known}
    for bearer, value in backend.select(_NOTATIONS).rows:
        if isinstance(bearer, NamedNode) and isinstance(value, Literal):
            slug = slugs.get(value.datatype)
            if slug:
                yield bearer.value, slug, value.value


def _links(backend: Backend, known: Mapping[str, Register]) -> Iterator[tuple[str, str, str]]:
    spaces = [(register.space, slug) for slug, register in known.items() if register.space]
    for bearer, other in backend.select(_SAME).rows:
        if isinstance(bearer, NamedNode) and isinstance(other, NamedNode):
            fitting = [pair for pair in spaces if other.value.startswith(pair[0])]
            if fitting:
                space, slug = max(fitting, key=lambda pair: len(pair[0]))
                yield bearer.value, slug, other.value.removeprefix(space)
