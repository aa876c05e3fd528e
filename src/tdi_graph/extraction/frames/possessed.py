"""Events by a noun that « son » or « sa » says of a scheme: « depuis son lancement en 2018 »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, openings, subjects
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_NOUNS = {
    "lancement": "launching", "relance": "attending", "creation": "launching",
    "mise en place": "launching", "mise en oeuvre": "attending", "annonce": "announcing",
    "presentation": "presenting", "generalisation": "attending", "renouvellement": "launching",
    "reconduction": "launching", "prolongation": "launching", "ouverture": "convening",
}  # fmt: skip
_OWN = Indexed(
    rf"\b(?:son|sa) (?P<noun>{'|'.join(_NOUNS)})(?: officiel(?:le)?| nationale?)?(?= |,)"
)
_BY = re.compile(r",? par (?=\w)")
_THEN = re.compile(
    r"(?:,? (?:a|au|aux|en|devant) (?!(?:le|la|l'|cette|cet|ce) )[\w' -]{3,30}?)?"
    r",? (?:(?:le|en|ce|au|a l'|des|debut|fin|courant|\w+di) ?){0,3}"
)
_REACH = 48
_THEN_COMMA = re.compile(r", (?:(?:le|la|ce|cet|cette) |l')")


def find(scene: Scene) -> Iterator[Event]:
    """Yield what has happened to a scheme that the sentence, or the last, is about."""
    for found in scene.matches(_OWN):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        by = _BY.match(scene.plain, found.end(), sentence.end)
        doers = agents.listed(scene, by.end(), sentence.end)[:1] if by else []
        end = doers[-1].end if doers else found.end()
        time = _when(scene, end, sentence)
        thing = _whose(scene, found, sentence) if time or doers else None
        if thing is None:
            continue
        role = _NOUNS[found["noun"]]
        label = happenings.of_entity(scene.text[slice(*found.span("noun"))], thing)
        span = (found.start(), max(end, time.end if time else end))
        entity = event.named(scene, label, span)
        yield Event("event.possessed", entity, span, time, role, tuple(doers), thing, "observed")


def _when(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + _REACH)):
        if event.at(scene, time) and time.value and _THEN.fullmatch(scene.plain, end, time.start):
            return time
    return None


def _whose(scene: Scene, found: re.Match[str], sentence: Sentence) -> Entity | None:
    """Return the scheme whose noun it is: the subject after it, or before it, or carried on.

    Where a body or a person is the subject, nothing tells whose it is.
    """
    opened = openings.subject(scene, found.start(), sentence)
    before = subjects.antecedent(scene, found.start(), sentence)
    resolved = opened or before or _after(scene, found.end(), sentence)
    if resolved is not None:
        return resolved.entity
    other = _THEN_COMMA.search(scene.plain, found.end(), min(sentence.end, found.end() + _NEAR))
    # A body or a firm, too, is created.
    if (
        found["noun"] == "creation"
        or other
        or scene.within(sentence.start, found.start(), "body", "person", "post")
    ):
        return None
    carried = subjects.of_clause(scene, found.start(), sentence)
    return carried.entity if carried else None


def _after(scene: Scene, end: int, sentence: Sentence) -> subjects.Resolution | None:
    """« Depuis son lancement en 2018, le programme … »."""
    for comma in _THEN_COMMA.finditer(scene.plain, end, sentence.end):
        stood = subjects.anaphor(scene, comma.start() + 2, min(sentence.end, comma.end() + _HEAD))
        named = scene.within(comma.end(), comma.end() + _HEAD, "scheme")
        if stood is not None:
            return stood
        if named:
            return subjects.Resolution(named[0].entity, 1.0, 1.0, named[0].start)
    return None


_HEAD, _NEAR = 14, 90
