"""A figure in the making, or the reason why a number became none."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

# The indicator, the rule that shows it, and where its words end and begin.
Measured: TypeAlias = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in the making; ``base`` is the index of the figure it is part of."""

    quantity: Quantity
    indicator: str
    subject: Entity
    span: tuple[int, int]
    rule: str
    modality: str
    scope: Entity | None = None
    base: int | None = None
    due: Time | None = None
    coverage: str = ""
    core: tuple[int, int] = (0, 0)

    @property
    def value(self) -> Decimal:
        """The value, or the upper end of the range."""
        return self.quantity.value


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number became no figure."""

    quantity: Quantity
    reason: str


# Led by one sign, which the search can look for.
_CLAUSE = re.compile(r"[;: ](?:(?<=[;:]) |(?<= )[–—] )")


def clause_of(scene: Scene, quantity: Quantity, sentence: Sentence) -> tuple[int, int]:
    """Return the clause of a sentence in which a number stands."""
    start, end = sentence.start, sentence.end
    if start not in scene.cuts:
        scene.cuts[start] = [cut.span() for cut in _CLAUSE.finditer(scene.plain, start, end)]
    for before, after in scene.cuts[start]:
        if after <= quantity.start:
            start = after
        elif before >= quantity.end:
            return start, before
    return start, end
