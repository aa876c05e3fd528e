"""How a name stands in its sentence: free, governed, as an agent, or completing another name."""

import re
from typing import TYPE_CHECKING

from tdi_graph.extraction import standins
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.view import Sentence

if TYPE_CHECKING:
    from tdi_graph.extraction.scene import Scene

FREE = 2
_FAR_NAME = 120
FINITE = re.compile(
    r"\b(?:a|ont|est|sont|sera|seront|était|étaient|avait|avaient|vise|permet(?:tent|tra)?|doi(?:t"
    r"|vent)|peu(?:t|vent)|compte(?:nt)?|reçoit|va|vont|\w{2,}(?:[eiu]r|dr|urr)(?:a|ont))\b"
)
"""A finite verb, in the words as they are written, with their accents."""

_OF = re.compile(
    r" ?[»\"]?(?:,(?: (?:un|une|le|la|l'|nouveau|nouvelle|premier|premiere))? (?:dispositif|volet"
    r"|mesure|programme|fonds|outil|action|initiative|appel a (?:projets|candidatures"
    r"|manifestation d'interet)))? (?:du|de la|de l'|des|de|d')"
    r" ?(?:plan|programme|fonds|dispositif)? ?[«\"]? ?"
)


def subjecthood(scene: "Scene", mention: Mention) -> int:
    """Return 0 for a name that an agentive phrase governs, 1 for a complement, 2 for a free one."""
    standings = scene.told.standings
    if mention.start not in standings:
        standings[mention.start] = _standing(scene, mention)
    return standings[mention.start]


def _standing(scene: "Scene", mention: Mention) -> int:
    before = scene.plain[max(0, mention.start - 44) : mention.start]
    beside = any(
        m.end == mention.start - 1
        for m in scene.within(mention.start - 90, mention.start, "scheme")
    )
    if beside or before.rfind("(") > before.rfind(")"):
        return 0
    if standins.AGENTIVE.search(before) or standins.LISTED.search(before):
        return 0
    return 1 if standins.GOVERNED.search(before) else FREE


def free(scene: "Scene", mention: Mention) -> bool:
    """Tell whether a name is governed by no other words, as the subject of a sentence is."""
    return subjecthood(scene, mention) == FREE


def leads(scene: "Scene", mention: Mention, sentence: Sentence) -> bool:
    """Tell whether a free name stands before the sentence's verb, as its subject does."""
    said = FINITE.search(scene.text, sentence.start, mention.start)
    return said is None and free(scene, mention)


# « X consacre 9 M€ à un nouveau fonds, les Y, destiné … »: what follows is of Y.
_INTRODUCES = re.compile(
    r"\b(?:un|une) nouve(?:au|l|lle) (?:programme|plan|fonds|dispositif|label|mesure|initiative"
    r"|volet|ami|appel a (?:projets|candidatures|manifestations? d'interets?)), "
    r"(?:les? |la |l')[«\"]? ?$"
)


def free_of(scene: "Scene", mentions: list[Mention]) -> list[Mention]:
    """Return those that name what their sentence introduces, or else those that stand free."""
    new = [m for m in mentions if _introduced(scene, m)]
    return new or [m for m in mentions if free(scene, m)]


def _introduced(scene: "Scene", mention: Mention) -> bool:
    low = max(0, mention.start - _FAR_NAME)
    return bool(_INTRODUCES.search(scene.plain, low, mention.start))


def bracketed(scene: "Scene", mention: Mention, position: int) -> bool:
    """« 3 M€ de subventions (fonds X, fonds Y), pour 7 M€ de travaux »: X is a source in brackets.

    An acronym that explains the name before it is no source; what a longer title names is no
    thing spoken of either.
    """
    if in_a_title(scene, mention, position):
        return True
    closing = scene.text.find(")", mention.end, position)
    if closing < 0 or "(" in scene.text[mention.end : closing]:
        return False
    opening = scene.text.rfind("(", max(0, mention.start - _FAR_NAME), mention.start)
    if opening < 0 or ")" in scene.text[opening : mention.start]:
        return False
    return "," in scene.text[opening:closing]


def in_a_title(scene: "Scene", mention: Mention, position: int) -> bool:
    """« Atelier « Répondre à un appel du plan X », animé par A »: of the workshop, not of X.

    The quotation before ``position`` is a name that other words than the mention begin.
    """
    closing = _CLOSING.match(scene.text, mention.end, position)
    if closing is None:
        return False
    opening = scene.text.rfind("«", max(0, mention.start - _LONG_NAME), mention.start)
    if opening < 0 or "»" in scene.text[opening : mention.start]:
        return False
    named = _NAMING.search(scene.plain, max(0, opening - _NEAR_NOUN), opening)
    return bool(named) and bool(scene.text[opening + 1 : mention.start].strip())


_CLOSING = re.compile(r"[^«».;]{0,60}»")
_NAMING = re.compile(r"[a-z] $")
_LONG_NAME, _NEAR_NOUN = 90, 3


def completes(scene: "Scene", mention: Mention) -> bool:
    """« la mesure X du fonds Y »: Y only completes X, which is spoken of."""
    before = scene.within(max(0, mention.start - _FAR_NAME), mention.start, "scheme")
    return bool(before) and bool(_OF.fullmatch(scene.plain, before[-1].end, mention.start))


def likely(scene: "Scene", mentions: list[Mention]) -> list[Mention]:
    """Return those that no agentive phrase governs and that complete no other name."""
    return [m for m in mentions if subjecthood(scene, m) and not completes(scene, m)]


def apposed(scene: "Scene", mention: Mention, position: int) -> bool:
    """« Le fonds X, rattaché au programme Y, est … »: Y ends what is set between commas."""
    if not scene.plain.startswith(", ", mention.end) or not standins.THEN_IS.match(
        scene.plain, position
    ):
        return False
    return subjecthood(scene, mention) < FREE


def surrounds(scene: "Scene", entity: Entity, start: int) -> bool:
    """« Dans le cadre du plan Y, … »: Y surrounds the programme that the document is about."""
    before = scene.plain[max(0, start - 48) : start]
    wide = entity.type == "tdi:Plan" and scene.topic is not None
    return wide and scene.topic != entity and bool(standins.FRAMING.search(before))


def acts(scene: "Scene", position: int, sentence: Sentence) -> bool:
    """Tell whether a body begins the sentence, which then turns to what that body does."""
    opening = scene.within(sentence.start, min(sentence.start + 5, position), "body")
    return bool(opening) and not standins.PLURAL.match(scene.plain, sentence.start)


def of_a_name(scene: "Scene", position: int, noun: str) -> bool:
    """« ce volet du plan X »: a part of X that neither this sentence nor the last names."""
    of = _PART_OF.match(scene.plain, position) if noun == "volet" else None
    sentence = scene.sentence_at(position)
    if of is None or sentence is None or not scene.within(position, of.end() + 1, "scheme"):
        return False
    index = scene.index_at(position)
    before = scene.sentences[max(0, index - 1)]
    return not scene.within(before.start, position - len("ce volet"), "scheme")


_PART_OF = re.compile(
    r" (?:de la |de l'|du |des |de |d')(?:programme |plan |fonds |dispositif )?[«\"]? ?"
)
