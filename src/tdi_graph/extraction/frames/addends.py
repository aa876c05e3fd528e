"""Numbers that add up to the one before them: « 19 lauréats : 12 pour le bois, 5 …, 2 … ».

Where the numbers that follow a figure sum up to it exactly, each is a part of what it counts or
pays, whatever words stand beside it; that a sum comes out by chance is unlikely.
"""

import re
from decimal import Decimal

from tdi_graph.extraction.frames import scopes
from tdi_graph.extraction.frames.continuing import Continued
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# « 12 pour le bois », « 40 en suivi », not « 12 maires »
_NOUNLESS = re.compile(
    r"(?=$|[,.;:)/]| (?:pour|dans|en|au|aux|a|par|sur|du|de la|de l'|des|d'\w+|chez|hors|avec|et"
    r"|sont|ont)\b)"
)
_FEWEST, _MOST = 2, 14
_UNITS = frozenset({"count", "EUR"})


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return the part that a number is of a figure before, if it and its neighbours sum up to it.

    The figure stands in the same paragraph, in the same sentence or the one before.
    """
    index = scene.index_at(sentence.start)
    low = scene.sentences[max(0, index - 1)].start
    for whole in reversed(before):
        if whole.quantity.start < low:
            return None
        place = scene.sentence_at(whole.quantity.start)
        if place is None or place.block != sentence.block:
            return None
        if whole.quantity.unit == quantity.unit and _adds_up(scene, quantity, sentence, whole):
            scope = _bracketed(scene, quantity) or scopes.told_of(scene, quantity.end)[1]
            measured = whole.indicator, "figure.addend", quantity.end, quantity.lead
            return Continued(measured, whole.subject, scope or whole.scope)
    return None


# « entre les scieries (22 M€), la filière des graines (5 M€) et … »
_BEFORE_BRACKET = re.compile(
    r"(?:[,;:]|\b(?:et|entre|pour|dont|a)) (?P<what>(?:la |le |les |l')?[^,;:()\d]{3,60}) \($"
)
_BACK = 90


def _bracketed(scene: Scene, quantity: Quantity) -> Entity | None:
    """Return what stands before the brackets that hold the number."""
    at = max(0, quantity.lead - _BACK)
    found = _BEFORE_BRACKET.search(scene.plain[at : quantity.lead])
    if found is None:
        return None
    start, end = at + found.start("what"), at + found.end("what")
    return scene.ledger.entity("skos:Concept", "scope", scene.text[start:end], (start, end))


def _adds_up(scene: Scene, quantity: Quantity, sentence: Sentence, whole: Figure) -> bool:
    """Tell whether the numbers right after ``whole``, the quantity among them, sum up to it."""
    if quantity.unit not in _UNITS or quantity.value >= whole.value:
        return False
    if quantity.unit == "count" and not _NOUNLESS.match(scene.plain, quantity.end):
        return False
    parts: list[Quantity] = []
    total = Decimal(0)
    for part in scene.quantities_in(whole.quantity.end, sentence.end):
        if part.rejected or part.unit != quantity.unit:
            continue
        parts.append(part)
        total += part.value
        if total >= whole.value or len(parts) > _MOST:
            break
    return total == whole.value and len(parts) >= _FEWEST and quantity in parts
