"""Visits: « la ministre s'est rendue jeudi à Redon », « en déplacement ce jour à Lens »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import modality
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_WENT = Indexed(
    r"\b(?:(?:s'est|se sont|s'etait|s'etaient) rendue?s?|se rend(?:ra|ront)?"
    r"|(?P<trip>en (?:deplacement|visite)))\b"
)
_PLACE = re.compile(r",? ?(?P<where>(?:à|au|aux|en|dans|chez) [^,.;:()\n]{3,60})")
_MONTH = re.compile(r"en (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
                    r"|novembre|décembre|\d)")  # fmt: skip
_PURPOSE = re.compile(
    r" (?:pour|afin|ou|avec|a l'occasion|lors|en presence|le (?=\d)|ce (?=\w+di)|\w+di \d)\b"
)
_REACH, _AHEAD = 32, 60


def find(scene: Scene) -> Iterator[Event]:
    """Yield the visits that the text dates, with who went."""
    for found in scene.matches(_WENT, " rend", "en deplacement", "en visite"):
        sentence = scene.sentence_at(found.start())
        time = _when(scene, found, sentence) if sentence else None
        place = _where(scene, found, time, sentence) if sentence and time else None
        if sentence is None or time is None or place is None:
            continue
        label, end = _purpose(scene, max(place[1], time.end), sentence)
        doers = () if found["trip"] else tuple(event.doing(scene, found.start(), sentence))
        label = label or _label(scene, doers, place)
        entity = event.named(scene, label, place)
        span = (min(found.start(), time.start), max(place[1], time.end, end))
        about = event.about(scene, place[0], span[1])
        status = modality.of(found[0])
        yield Event("event.visit", entity, span, time, "attending", doers, about, status)


def _label(scene: Scene, doers: tuple[Agent, ...], place: tuple[int, int]) -> str:
    """« visite de Jeanne Roux à Redon », « déplacement à Lens »."""
    where, one = scene.text[slice(*place)], len(doers) == 1 and doers[0].entity.sort == "person"
    return (
        f"{happenings.of_entity('visite', doers[0].entity)} {where}"
        if one
        else f"déplacement {where}"
    )


_TO = re.compile(
    r",? (?:pour|afin d)(?: ?['e])? ?(?:y )?(?P<verb>annoncer|signer|inaugurer|presenter|lancer"
    r"|devoiler) (?=\w)"
)


def _purpose(scene: Scene, position: int, sentence: Sentence) -> tuple[str, int]:
    """« … à Lens pour y signer la convention »: what the visit is for, and where that ends."""
    found = _TO.match(scene.plain, position, sentence.end)
    made = happenings.noun(found["verb"]) if found else None
    if found is None or made is None:
        return "", position
    end = happenings.object_end(scene.plain, found.end(), sentence.end)
    return happenings.of_phrase(made[1], scene.text[found.end() : end]), end


def _when(scene: Scene, found: re.Match[str], sentence: Sentence) -> Time | None:
    """Return the day of a visit: right after the words, or at the head of the sentence."""
    near = scene.times_in(found.end(), min(sentence.end, found.end() + _AHEAD))
    first = scene.times_in(sentence.start, min(found.start(), sentence.start + _REACH))
    return next((time for time in (*near, *first) if event.at(scene, time)), None)


def _where(
    scene: Scene, found: re.Match[str], time: Time, sentence: Sentence
) -> tuple[int, int] | None:
    for start in (found.end(), time.end):
        place = _PLACE.match(scene.text, start, sentence.end)
        if place and not _MONTH.match(place["where"]):
            low, high = place.span("where")
            cut = _PURPOSE.search(scene.plain, low, high)
            return low, cut.start() if cut else high
    return None
