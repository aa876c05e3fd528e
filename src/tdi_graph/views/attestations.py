"""Statements gathered: what several documents say alike stands once, with each one's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from tdi_graph.views.labels import Named
from tdi_graph.views.statements import Content, Link, Statement, Tenure


@dataclass(frozen=True, slots=True)
class Attested:
    """What is said, how surely, and every statement that says it."""

    content: Content
    modality: Named
    statements: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The earliest of the statements, which speaks for all."""
        return self.statements[0]


def attested(told: Iterable[Statement]) -> tuple[Attested, ...]:
    """Gather the statements that say the same, in the order of the first of each."""
    found: dict[tuple[Content, str], list[Statement]] = {}
    for statement in told:
        found.setdefault((statement.content, statement.modality.iri), []).append(statement)
    return tuple(
        Attested(content, same[0].modality, tuple(same)) for (content, _), same in found.items()
    )


def moments(told: Iterable[Statement]) -> tuple[tuple[str, tuple[Attested, ...]], ...]:
    """Gather offices held and dated events by their date, earliest first."""
    found: dict[str, list[Attested]] = {}
    for one in attested(told):
        if isinstance(one.content, Tenure):
            found.setdefault(one.first.date, []).append(one)
        elif isinstance(one.content, Link) and one.content.target is None:
            found.setdefault(one.content.date, []).append(one)
    return tuple((date, tuple(found[date])) for date in sorted(found))
