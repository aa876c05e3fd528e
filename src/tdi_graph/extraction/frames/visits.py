"""Visits: « la ministre s'est rendue jeudi à Redon », « en déplacement ce jour à Lens »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.frames import event
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_WENT = re.compile(
    r"\b(?:(?:s'est|se sont|s'etait|s'etaient) rendue?s?|(?P<trip>en (?:deplacement|visite)))\b"
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
    for found in scene.matches(_WENT, "rendu", "en deplacement", "en visite"):
        sentence = scene.sentence_at(found.start())
        time = _when(scene, found, sentence) if sentence else None
        place = _where(scene, found, time, sentence) if sentence and time else None
        if sentence is None or time is None or place is None:
            continue
        label = f"déplacement {scene.text[slice(*place)]}"
        entity = event.named(scene, label, place)
        span = (min(found.start(), time.start), max(place[1], time.end))
        doers = () if found["trip"] else tuple(event.doing(scene, found.start(), sentence))
        about = event.about(scene, place[0], place[1])
        yield Event("event.visit", entity, span, time, "attending", doers, about, "observed")


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
