"""Events that a noun names: « le lancement du programme par X », « la création du fonds »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_NOUNS = {
    "lancement": "launching", "creation": "launching", "mise en place": "launching",
    "renouvellement": "launching", "reconduction": "launching", "prolongation": "launching",
    "annonce": "announcing", "presentation": "presenting",
}  # fmt: skip
_NOMINAL = Indexed(
    rf"\b(?P<noun>{'|'.join(_NOUNS)})(?: officiel(?:le)?)? (?:du|de la|de l'|de|d') ?"
    r"(?:nouve(?:au|lle) |present[e]? )?"
    r"(?P<head>programme|plan|dispositif|fonds|mesure|initiative|label|operation|demarche"
    r"|appel a (?:projets|candidatures|manifestation d'interet))?(?: national)?(?: ?[«\"] ?| )?"
)
_BY = re.compile(r" ?[»\"]?(?: officiellement)?,? par (?=\w)")
_THEN = re.compile(r" ?[»\"]?(?: \([^()]*\))?,? (?:le|en|ce|au|a l'|des|fin|debut)?(?: \w+di)? ?")
_REACH = 32


def find(scene: Scene) -> Iterator[Event]:
    """Yield what a noun says to have happened to a scheme, with who did it or when."""
    for found in scene.matches(_NOMINAL, *_NOUNS):
        sentence = scene.sentence_at(found.start())
        thing = _thing(scene, found) if sentence else None
        if sentence is None or thing is None:
            continue
        entity, end = thing
        by = _BY.match(scene.plain, end)
        doers = agents.listed(scene, by.end(), sentence.end)[:1] if by else []
        after = doers[-1].end if doers else end
        time = _when(scene, after, sentence)
        if not doers and time is None:
            continue
        noun, role = scene.text[slice(*found.span("noun"))], _NOUNS[found["noun"]]
        named = event.named(scene, happenings.of_entity(noun, entity), (found.start(), end))
        span = (found.start(), max(after, time.end if time else after))
        yield Event("event.noun", named, span, time, role, tuple(doers), entity, "observed")


def _thing(scene: Scene, found: re.Match[str]) -> tuple[Entity, int] | None:
    """Return the scheme that the noun is said of, named or stood for, and where it ends."""
    starts = (found.start("head"), found.end()) if found["head"] else (found.end(),)
    for at in starts:
        mention = scene.mention_at(at)
        if mention is not None and mention.entity.sort == "scheme":
            phase = mention.entity.type == "tdi:Phase"
            return None if phase else (mention.entity, mention.end)
    if not found["head"]:
        return None
    stood = subjects.anaphor(scene, found.start("head") - 3, found.end("head"))
    return (stood.entity, found.end("head")) if stood else None


def _when(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + _REACH)):
        if time.bound == "at" and time.value and _THEN.fullmatch(scene.plain, end, time.start):
            return time
    return None
