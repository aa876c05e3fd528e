"""What the complement of a counted noun stands for: « les quatre axes du programme »."""

import re

from tdi_graph.extraction import subjects
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# Right after the noun and its adjective, before any verb: the noun is its own.
_OF_IT = re.compile(
    r"(?: (?:grands|principaux|premiers?|premieres?|nouve\w+))?"
    r" (?:axes|priorites|objectifs|piliers|volets|mesures|territoires|communes|villes|partenaires"
    r"|laureats|sites|chefs de projet)"
    r"(?: (?:thematiques|strategiques|nationa\w+|prioritaires|laureate?s|labellise\w+))?"
    r" (?P<of>(?:du (?:programme|plan|fonds|dispositif)|de la mesure|de l'initiative))\b"
    r"(?! (?:d[eu']|[«\"]|national d|regional))"
)


def shared(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """« 22 actions, selon les quatre axes du programme »: of the programme, not of the contract."""
    if quantity.unit != "count" or scene.within(sentence.start, quantity.lead, "scheme"):
        return None
    found = _OF_IT.match(scene.plain, quantity.end, sentence.end)
    if found is None:
        return None
    stood = subjects.anaphor(scene, *found.span("of"))
    return stood.entity if stood else None
