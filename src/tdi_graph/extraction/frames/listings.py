"""Amounts of a list whose lead tells what they are: « Parmi les projets soutenus : • X : 3 M€ »."""

import re

from tdi_graph.extraction.frames import sections
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

AID, PART = "figure.listed-aid", "figure.listed-part"
# « Parmi les opérations soutenues : », « Les lauréats : »
_HELPED = re.compile(
    r"\b(?:projets?|operations?|dossiers?|actions?|entreprises|chantiers)\b[^.;:]{0,40}"
    r"\b(?:soutenu|finance|retenu|aide|laureat|accompagne|subventionne|selectionne)e?s?\b"
    r"|\b(?:subventions?|aides?) (?:accordee?s?|attribuee?s?|notifiee?s?|allouee?s?|versee?s?)\b"
)
# « Il prévoit : », « Ce budget se décompose ainsi : »
_DIVIDES = re.compile(
    r"\b(?:prevoit|comprend|comporte|se decompose|se repartit|consacre|mobilise)\b"
)
_LABEL = re.compile(
    r"[\s*_•·▪◆►➤>–—-]*(?P<label>[^:;\n]{4,110}?)(?:\*\*)? ?(?::|–|—) ?(?:\*\*)?"
    r"(?:pres de |plus de |environ )?"
)
_ENDS = re.compile(r"(?: d'euros?| de subventions?)?[\s*_]*(?:[.;,]|et)?[\s*_]*")
_OF_COSTS = re.compile(
    r"\b(?:couts?|investi\w*|montant total|budget|travaux|chiffre|depenses?|loyers?|prets?)\b"
)
_FOR_WHAT = re.compile(
    r"(?: d'euros?)? (?:pour|en faveur d\w*|destinee?s? a\w*|dediee?s? a\w*|au titre d\w*) ?"
    r"(?P<what>[^,.;()\n]{4,70})"
)
_LEAD = 6


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Measured | None:
    """Return what an item's amount is: the aid of the project, or a part of the endowment."""
    if quantity.unit != "EUR" or scene.kind(sentence) != sections.ITEM:
        return None
    lead = sections.lead(scene, scene.index_at(sentence.start))
    if lead is None:
        return None
    if _label(scene, quantity, sentence) and _HELPED.search(scene.plain, lead.start, lead.end):
        return "public-aid", AID, quantity.end, quantity.lead
    starts = quantity.lead - sentence.start < _LEAD
    parts = starts and _FOR_WHAT.match(scene.plain, quantity.end, sentence.end)
    whole = _whole(scene, lead, before) if parts else None
    divides = whole is not None and _DIVIDES.search(scene.plain, lead.start, lead.end)
    if divides and whole is not None and quantity.value < whole.value:
        return "endowment", PART, quantity.end, quantity.lead
    return None


def scope(scene: Scene, figure: Figure, sentence: Sentence) -> Entity | None:
    """Return what an item limits its amount to: what it names, or what the money is for."""
    if figure.rule == AID:
        found = _label(scene, figure.quantity, sentence)
        span = found.span("label") if found else None
    else:
        what = _FOR_WHAT.match(scene.plain, figure.quantity.end, sentence.end)
        span = what.span("what") if what else None
    if span is None:
        return None
    label = scene.text[slice(*span)].strip(" *_")
    return scene.ledger.entity("skos:Concept", "scope", label, span) if label else None


def _label(scene: Scene, quantity: Quantity, sentence: Sentence) -> re.Match[str] | None:
    """Return the label of an item that ends in its one amount, if it is of no cost."""
    found = _LABEL.fullmatch(scene.plain, sentence.start, quantity.lead)
    ends = _ENDS.fullmatch(scene.plain, quantity.end, sentence.end)
    money = [q for q in scene.quantities_in(sentence.start, sentence.end) if q.unit == "EUR"]
    if found is None or ends is None or len(money) > 1:
        return None
    return None if _OF_COSTS.search(found["label"]) else found


def _whole(scene: Scene, lead: Sentence, before: list[Figure]) -> Figure | None:
    """Return the endowment that the lead, or the sentence before it, tells."""
    index = scene.index_at(lead.start)
    low = scene.sentences[max(0, index - 1)].start
    told = (f for f in reversed(before) if f.rule != PART)
    last = next(told, None)
    if last is None or last.quantity.start < low or last.indicator != "endowment":
        return None
    return last
