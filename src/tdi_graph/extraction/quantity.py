"""A number of a text with its unit, its qualifier and its type."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["EUR", "percent", "hectares", "m2", "count"]


Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start`` to ``end``, unit included; with its qualifier it begins at ``lead``.

    ``low`` is set where the number is the upper end of a range; ``noun`` is where the words begin
    that say what is counted. ``rejected`` says what the number is instead of a quantity.
    """

    start: int
    end: int
    lead: int
    value: Decimal
    unit: Unit = "count"
    qualifier: str = ""
    low: Decimal | None = None
    rejected: str = ""
    fraction: bool = False
    scaled: int = 1
