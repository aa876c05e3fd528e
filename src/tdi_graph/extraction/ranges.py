"""Two numbers that are one: ranges, and units that coordination leaves out."""

import re
from dataclasses import replace

from tdi_graph.extraction.quantity import Quantity

_RANGE = re.compile(r" ?(?:a|-|–) ?$")


_AND = re.compile(r" ?(?:et|ou) (?:de |pres de |plus de )?$")


_BETWEEN = re.compile(r"\b(?:entre|de|d') ?\Z")


GROWS = re.compile(
    r"\b(?:pass(?:e|ent|ant|er|es?|ees?)|port(?:e|ant|er|ees?|es)|augment\w+"
    r"|aller) (?:ainsi |desormais |quant a (?:elle|lui|eux|elles) )?d(?:e |') ?$"
)


def joined(found: list[Quantity], plain: str) -> list[Quantity]:
    """Join ranges, and give a number the unit that coordination leaves out."""
    kept: list[Quantity] = []
    for quantity in found:
        pair = _pair(kept[-1], quantity, plain) if kept else None
        if pair is None:
            kept.append(quantity)
        else:
            kept[-1:] = pair
    return kept


def _pair(first: Quantity, second: Quantity, plain: str) -> list[Quantity] | None:
    if first.rejected or second.rejected or second.start - first.end > 14:  # noqa: PLR2004
        return None
    between, before = plain[first.end : second.start], plain[max(0, first.start - 24) : first.start]
    whole = first if first.scaled > 1 or first.unit != "count" else _scaled(first, second)
    if _RANGE.fullmatch(between) and whole.unit == second.unit:
        if GROWS.search(before):
            return [replace(whole, rejected="former value"), second]
        return _range(whole, second, before)
    if _AND.fullmatch(between) and whole.unit == second.unit:
        if re.search(r"\bentre $", before):
            return _range(whole, second, before)
        return [whole, second] if whole is not first else None
    return None


def _scaled(first: Quantity, second: Quantity) -> Quantity:
    return replace(first, value=first.value * second.scaled, unit=second.unit, scaled=second.scaled)


def _range(first: Quantity, second: Quantity, before: str) -> list[Quantity] | None:
    if first.value >= second.value:
        return None
    found = _BETWEEN.search(before)
    lead = first.start - (len(before) - found.start()) if found else first.lead
    return [replace(second, start=first.start, lead=lead, low=first.value, qualifier="")]
