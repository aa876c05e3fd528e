"""Lines of a calendar: « 3 et 4 juin : Rencontres nationales », « date limite : 30 avril »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.frames import event
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time

_A_MONTH = len("2025-03")
_AGENDA = re.compile(r"(?:le |du |les )?$")
_LABELLED = re.compile(
    r"(?P<what>(?:date limite|cloture|ouverture|lancement|depot)[\w' ]{0,50}?) ?: (?:le |au )?$"
)
_NOTED = re.compile(r" ?: (?P<what>[^.;:\n(]{8,90})")


def find(scene: Scene) -> Iterator[Event]:
    """« 25 mars : webinaire … »: what a calendar notes for a day."""
    for time in scene.times:
        place = _entry(scene, time)
        if place is not None:
            low, high = place
            entity = event.named(scene, scene.text[low:high], place)
            span = (min(time.start, low), max(time.end, high))
            about = event.about(scene, low, high)
            yield Event("event.agenda", entity, span, time, "attending", (), about, "expected")


def _entry(scene: Scene, time: Time) -> tuple[int, int] | None:
    """Return what a calendar notes for a day, after the colon or before it."""
    sentence = scene.sentence_at(time.start)
    exact = time.sort in {"point", "period"} and len(time.value or "") >= _A_MONTH
    if sentence is None or not exact:
        return None
    before = scene.plain[sentence.start : time.start]
    after = _NOTED.match(scene.plain, time.end, sentence.end)
    if after and _AGENDA.fullmatch(before):
        return after.span("what")
    labelled = _LABELLED.search(before)
    if labelled is None:
        return None
    return sentence.start + labelled.start("what"), sentence.start + labelled.end("what")
