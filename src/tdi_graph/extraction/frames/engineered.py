"""Money for engineering that other words tell: « cet appui », « Ingénierie : 6 M€ »."""

import re

from tdi_graph.extraction.frames.figure import Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# « consacrera à cet appui 12 M€ », « d'un accompagnement renforcé, pour un montant total de 2 M€ »
_SUPPORT = re.compile(
    r"\b(?:(?:cet|cette) (?:appui|accompagnement|aide|offre)"
    r"|(?:accompagnement|appui|soutien)(?: \w+){0,2},? (?:pour|d'un) un? ?montant(?: total)? de"
    r"|(?:accompagnement|appui|soutien)(?: \w+){0,2}, a hauteur de) ?$"
)

# « • Ingénierie : une enveloppe de 6 M€ », as the label of an item
_LABELLED = re.compile(
    r"[\s*_•·–—-]*(?:l')?ingenierie(?: (?!et\b)[\w']+){0,3} ?\*{0,2} ?: ?\*{0,2}"
)

# « une enveloppe d'ingénierie de 2 M€ », « cofinancé 8 études pour 290 000 euros »
_OF_IT = re.compile(
    r"\b(?:(?:enveloppe|credits?|budget|appui|soutien|accompagnement|offre|dotation|moyens|aides?"
    r"|financements?|fonds) (?:\w+ )?(?:d'|en |a l'|pour l')ingenierie(?: (?!et\b)\w+){0,2}"
    r",? (?:d'un montant (?:total |global )?de|a hauteur de|s'eleve a|de)"
    r"|(?:co-?)?financ\w+ (?:\d[\d ]*|\w+|plus de \d+) etudes?(?: [\w']+){0,4}?,?"
    r" (?:a hauteur de|pour(?: un (?:montant|total)(?: total)? de)?))(?: pres de| plus de)? ?$"
)


def find(scene: Scene, quantity: Quantity, sentence: Sentence) -> Measured | None:
    """Return engineering for an amount of support that was told to be in engineering."""
    beside = _OF_IT.search(scene.plain, sentence.start, quantity.lead)
    if beside:
        return "engineering", "figure.engineering", quantity.end, beside.start()
    if _LABELLED.match(scene.plain, sentence.start, quantity.lead):
        return "engineering", "figure.engineering", quantity.end, quantity.lead
    found = _SUPPORT.search(scene.plain, sentence.start, quantity.lead)
    if found is None:
        return None
    index = scene.index_at(sentence.start)
    shown = found[0].startswith("ce") and index > 0
    low = scene.sentences[index - 1].start if shown else sentence.start
    if "ingenierie" not in scene.plain[low : found.start()]:
        return None
    return "engineering", "figure.engineering", quantity.end, found.start()
