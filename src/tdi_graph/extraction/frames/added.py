"""Amounts that go on with the one before: what another body adds, what it was in another year.

« L'enveloppe s'élève à 26 M€ ; la Région y ajoute 20 M€ », « 2,5 Md€ (2 Md€ en 2023) ».
"""

import re

from tdi_graph.extraction import days
from tdi_graph.extraction.frames.continuing import Continued
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_ADDS = re.compile(
    r"\b(?:(?:y|lui|leur) (?:a |ont )?ajout\w+|auxquel(?:le)?s [\w' -]{3,60}? ajout\w+"
    r"|complet\w+ (?:avec|de))(?: encore| aussi| pres de| plus de| environ)* ?$"
)
_DATED = re.compile(rf" (?:en|fin|pour) (?:\w+ )?(?:(?:19|20)\d\d|{days.MONTH})\b")
_BEFORE_DATED = re.compile(r"[(,] ?$")
# « l'État apporte 120 000 €, la Drac 20 000 € et la Région 36 000 € »
_WHO = re.compile(
    r"(?:,| et|, et|,? puis|;) (?P<the>l'|la |le |les )?(?P<who>[\w'&.-]+(?: (?!et\b|en\b|pour\b"
    r"|dont\b|sur\b|dans\b|avec\b)[\w'&.-]+){0,5}?)(?: \(\w+\))?(?: avec)? $"
)
_ALONE = re.compile(r"[,.;]|$| et (?:l'|la |le |les )")
_CARRIED = frozenset({"public-aid", "commitment", "endowment"})
_BACK = 80


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return what an amount says of the one before it, in its sentence or the one before."""
    last = before[-1] if before else None
    if quantity.unit != "EUR" or last is None or not _carries(scene, last, sentence):
        return None
    at = max(sentence.start, quantity.lead - _BACK)
    lead = scene.plain[at : quantity.lead]
    adds = _ADDS.search(lead)
    if adds:
        measured = last.indicator, "figure.sum-added", quantity.end, at + adds.start()
        givers = scene.within(sentence.start, at + adds.start(), "body", "place")
        return Continued(measured, last.subject, givers[-1].entity if givers else last.scope)
    if last.quantity.start < sentence.start:
        return None
    if _DATED.match(scene.plain, quantity.end) and _BEFORE_DATED.search(lead):
        measured = last.indicator, "figure.dated", quantity.end, quantity.lead
        return Continued(measured, last.subject, last.scope)
    return _shared(scene, quantity, last, at)


def _carries(scene: Scene, last: Figure, sentence: Sentence) -> bool:
    """Tell whether the figure before is an amount of the paragraph that others may add to."""
    block = scene.sentence_at(last.quantity.start)
    low = scene.sentences[max(0, scene.index_at(sentence.start) - 1)].start
    near = last.quantity.start >= low and block is not None and block.block == sentence.block
    return near and last.quantity.unit == "EUR" and last.indicator in _CARRIED


def _shared(scene: Scene, quantity: Quantity, last: Figure, at: int) -> Continued | None:
    """Return what another gives, if the amount before it is clearly of what the text is about."""
    topical = scene.topic is not None and last.subject.iri == scene.topic.iri
    found = _WHO.search(scene.plain[at : quantity.lead]) if topical else None
    if found is None or not _ALONE.match(scene.plain, quantity.end):
        return None
    place = at + found.start("who"), at + found.end("who")
    if not found["the"] and not scene.text[place[0]].isupper():
        return None
    who = scene.ledger.entity("skos:Concept", "scope", scene.text[slice(*place)], place)
    measured = last.indicator, "figure.sum-added", quantity.end, place[0]
    another = last.rule == "figure.sum-added" or (last.scope and last.scope.sort == "body")
    return Continued(measured, last.subject, who if another else last.scope or who)
