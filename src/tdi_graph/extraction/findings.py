"""What frames find, before it becomes statements: places of the view instead of passages."""

from dataclasses import dataclass
from functools import lru_cache

from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.times import Time
from tdi_graph.statements import Kind, Property
from tdi_graph.vocabulary import expand

Span = tuple[int, int]
# The terms of the statements are few and asked for often.
term = lru_cache(maxsize=None)(expand)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement in the making, from the rule called ``rule``.

    ``spans`` are places of the view. ``time`` is the day the statement speaks of, if the text
    says.
    """

    rule: str
    kind: Kind
    properties: tuple[Property, ...]
    spans: tuple[Span, ...]
    modality: str = "observed"
    time: Time | None = None


def involvement(  # noqa: PLR0913 - the parts of an involvement
    rule: str,
    role: str,
    agent: Entity,
    thing: Entity,
    *,
    spans: tuple[Span, ...],
    time: Time | None = None,
    modality: str = "observed",
    for_: tuple[Entity, ...] = (),
) -> Finding:
    """Return the finding that ``agent`` plays ``role`` in ``thing``, on behalf of ``for_``."""
    acting = "tdi:actingPost" if agent.sort == "post" else "tdi:agent"
    properties: tuple[Property, ...] = (
        (term(acting), agent.iri),
        (term("tdi:involvedIn"), thing.iri),
        *((term("tdi:onBehalfOf"), other.iri) for other in for_),
        (term("tdi:role"), term(f"c:{role}")),
    )
    return Finding(rule, Kind.INVOLVEMENT, properties, spans, modality, time)


def link(  # noqa: PLR0913 - the parts of a link
    rule: str,
    subject: Entity,
    predicate: str,
    object_: Entity,
    *,
    spans: tuple[Span, ...],
    time: Time | None = None,
    modality: str = "observed",
) -> Finding:
    """Return the finding that ``subject`` and ``object_`` are linked by ``predicate``."""
    properties: tuple[Property, ...] = (
        (term("rdf:object"), object_.iri),
        (term("rdf:predicate"), term(predicate)),
        (term("rdf:subject"), subject.iri),
    )
    return Finding(rule, Kind.LINK, properties, spans, modality, time)
