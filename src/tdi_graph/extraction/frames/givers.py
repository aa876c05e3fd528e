"""Amounts told by who gives them: « dont 150 M€ de l'État », « et 80 M€ des Régions »."""

import re

from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

GIVEN = "figure.given"
_DONT = re.compile(r"\bdont ?:? ?(?:pres de |plus de )?$")
_OF_THE_STATE = re.compile(r"(?: d'euros)? de l'etat\b(?! (?:aux?|a la|pour))")
# « 240 M€ d'aides de l'État et 80 M€ des Régions »
_JOINED = re.compile(r"[^.;:\d]{0,24}?(?:,| et|, et) $")
_OF_OTHERS = re.compile(
    r"(?: d'euros)? (?:des? (?:la |l')?|du |de l')(?P<who>regions?|departements?|europe"
    r"|union europeenne|fonds europeens|collectivites)\b"
)


def part(scene: Scene, quantity: Quantity, before: str, earlier: list[Figure]) -> Measured | None:
    """Return what an amount is by its giver: a part of the endowment before, or aid as well."""
    whole = earlier[-1] if earlier else None
    if whole and whole.indicator == "public-aid" and _OF_OTHERS.match(scene.plain, quantity.end):
        beside = _JOINED.fullmatch(before)
        return ("public-aid", GIVEN, quantity.end, quantity.lead) if beside else None
    if whole is None or whole.indicator != "endowment" or quantity.value >= whole.value:
        return None
    joined = _DONT.search(before) or not before.strip()
    if not joined or not _OF_THE_STATE.match(scene.plain, quantity.end):
        return None
    return "endowment", "figure.part", quantity.end, quantity.lead


def scope(scene: Scene, figure: Figure) -> Entity | None:
    """Return whose money an amount beside another's is."""
    found = _OF_OTHERS.match(scene.plain, figure.quantity.end)
    if found is None:
        return None
    span = found.span("who")
    return scene.ledger.entity("skos:Concept", "scope", scene.text[slice(*span)], span)
