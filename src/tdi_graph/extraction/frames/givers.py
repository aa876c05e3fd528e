"""Parts of an endowment, told by who gives them: « doté de 300 M€, dont 150 M€ de l'État »."""

import re

from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_DONT = re.compile(r"\bdont ?:? ?(?:pres de |plus de )?$")
_OF_THE_STATE = re.compile(r"(?: d'euros)? de l'etat\b(?! (?:aux?|a la|pour))")


def part(scene: Scene, quantity: Quantity, before: str, earlier: list[Figure]) -> Measured | None:
    """Return that an amount of the State's is a part of the endowment right ``before`` it."""
    whole = earlier[-1] if earlier else None
    if whole is None or whole.indicator != "endowment" or quantity.value >= whole.value:
        return None
    joined = _DONT.search(before) or not before.strip()
    if not joined or not _OF_THE_STATE.match(scene.plain, quantity.end):
        return None
    return "endowment", "figure.part", quantity.end, quantity.lead
