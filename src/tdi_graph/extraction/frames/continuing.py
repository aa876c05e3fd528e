"""Numbers that go on with a figure before: « parmi eux, 40 », « 9 d'entre elles »."""

import re
from dataclasses import dataclass

from tdi_graph.extraction.frames import elisions, scopes
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_THEM = r"(?P<they>eux|elles|ceux-ci|celles-ci|ceux-la|celles-la|lesquel(?:le)?s)"
# Counted nouns that « elles » stands for; the others are « ils ».
FEMININE = re.compile(
    r" (?:[\w'-]+ ){0,2}?(?:communes|villes|intercommunalites|agglomerations|metropoles|communautes"
    r"|regions|candidatures|demandes|actions|mesures|priorites|conventions|chartes|friches"
    r"|residences|personnes|entreprises|pme|tpe|start-ups|familles|associations|exploitations"
    r"|collectivites|structures|maisons|operations|societes)\b"
)
_OPENING = re.compile(rf"\W*(?:parmi|sur|dont) {_THEM},? (?:seul\w* )?")
_AMONG = re.compile(rf" d'entre {_THEM}")
# « 12 millions ont servi à », said after « 40 millions ont été alloués à ».
_WENT_TO = re.compile(
    r" (?:ont|auront) (?:egalement |aussi |par ailleurs |ainsi )?(?:permis d|servi|finance"
    r"|beneficie"
    r"|profite)\w*\b"
)
_GIVEN = frozenset({"public-aid", "commitment"})
_PARTS = frozenset({"figure.part", "figure.among"})
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Continued:
    """What a number goes on with: its measure, the subject, and the part that it is limited to.

    ``quantity`` is the number with the unit that its words leave out, if they do.
    """

    measured: Measured
    subject: Entity
    scope: Entity | None
    quantity: Quantity | None = None


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return what a number says of the things or the money that were counted right before."""
    if quantity.unit == "EUR":
        whole = _whole(scene, quantity, sentence, before)
        goes_on = whole and whole.indicator in _GIVEN and _WENT_TO.match(scene.plain, quantity.end)
        if whole is None or not goes_on:
            return None
        return _continued(scene, quantity, whole, quantity.end)
    among = _AMONG.match(scene.plain, quantity.end)
    listed = None if among else _listed(scene, quantity, sentence, before)
    if listed is not None:
        return listed
    opening = _OPENING.match(scene.plain, sentence.start)
    opening = opening if opening and 0 <= quantity.lead - opening.end() <= _NEAR else None
    them = among or opening
    whole = _whole(scene, quantity, sentence, before, them["they"]) if them else None
    if whole is None:
        return None
    end = among.end() if among else quantity.end
    taken = elisions.taken(scene, whole, end)
    return _continued(scene, quantity, whole, end, taken)


# « Sur les 40 actions du contrat : », and below, « 12 sont achevées ».
_SAID = re.compile(r" (?:sont|ont|seront|restent|portent|concernent|relevent)\b")
_LEADING_TO = re.compile(r"[^.;:]{0,110}:\s*$")
_LEAD = 4


def _listed(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return the part that an item of a list is of the count which leads to the list."""
    item = scene.kind(sentence) == "list-item"
    if not item or quantity.lead - sentence.start > _LEAD:
        return None
    if not _SAID.match(scene.plain, quantity.end):
        return None
    whole = next((f for f in reversed(before) if f.rule not in _PARTS), None)
    index = scene.index_at(sentence.start)
    first = index
    while first and scene.kind(scene.sentences[first]) == "list-item":
        first -= 1
    opening = scene.sentences[first]
    if whole is None or whole.quantity.unit != "count" or whole.quantity.start < opening.start:
        return None
    if whole.value < quantity.value or not _LEADING_TO.match(
        scene.plain, whole.quantity.end, opening.end
    ):
        return None
    taken = elisions.taken(scene, whole, quantity.end)
    return _continued(scene, quantity, whole, quantity.end, taken)


def _whole(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure], they: str = ""
) -> Figure | None:
    """Return the last figure of the paragraph, no part itself, for which ``they`` may stand."""
    for figure in reversed(before):
        place = scene.sentence_at(figure.quantity.start)
        if place is None or place.block != sentence.block:
            return None
        if figure.quantity.unit != quantity.unit or figure.rule in _PARTS:
            continue
        feminine = FEMININE.match(scene.plain, figure.quantity.end)
        elided = figure.rule == "figure.kept"
        if not they or elided or ("elle" in they) == bool(feminine):
            return figure if not they or figure.value >= quantity.value else None
    return None


def _continued(
    scene: Scene, quantity: Quantity, whole: Figure, at: int, taken: str = ""
) -> Continued:
    """Return the part of ``whole`` that the words from ``at`` on tell, or what was ``taken``."""
    end, told = scopes.told_of(scene, at)
    scope = None if taken else told
    measured = taken or whole.indicator, "figure.among", end, quantity.lead
    return Continued(measured, whole.subject, scope or whole.scope)
