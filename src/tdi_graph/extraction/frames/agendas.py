"""Lines of a calendar, and headings of speeches: « 3 et 4 juin : Rencontres nationales »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time

_A_MONTH = len("2025-03")
_AGENDA = re.compile(r"(?:le |du |les )?$")
_LABELLED = re.compile(
    r"(?P<what>(?:date limite|cloture|ouverture|lancement|depot)[\w' ]{0,50}?) ?: (?:le |au )?$"
)
_NOTED = re.compile(r" ?: (?P<what>[^.;:\n(]{8,90})")


# « Comité de massif – Métabief, vendredi 18 novembre 2022 », as the heading of a speech
_HEADING = re.compile(
    rf"{happenings.NAMED}[^.:;\n]{{0,90}}?(?: [–—-] |, )(?:[\w' -]{{2,40}}, )?(?:le )?$"
)
_WHAT_ENDS = re.compile(r" [–—-] |, ")
_HEAD = 8


def find(scene: Scene) -> Iterator[Event]:
    """« 25 mars : webinaire … »: what a calendar notes for a day, a heading for the document."""
    yield from _headings(scene)
    for time in scene.times:
        place = _entry(scene, time)
        if place is not None:
            low, high = place
            entity = event.named(scene, scene.text[low:high], place)
            span = (min(time.start, low), max(time.end, high))
            about = event.about(scene, low, high)
            yield Event("event.agenda", entity, span, time, "attending", (), about, "expected")


def _headings(scene: Scene) -> Iterator[Event]:
    for time in scene.times:
        at = scene.index_at(time.start)
        if at >= _HEAD:
            return
        sentence = scene.sentence_at(time.start)
        exact = len(time.value or "") > _A_MONTH and sentence is not None
        if sentence is None or not exact or scene.plain[time.end : sentence.end].strip(" \n)"):
            continue
        line = scene.plain.rfind("\n", 0, time.start) + 1
        found = _HEADING.match(scene.plain[max(line, sentence.start) : time.start])
        if found:
            low = max(line, sentence.start)
            cut = _WHAT_ENDS.search(scene.plain, low, time.start)
            place = (low, cut.start() if cut else time.start)
            entity = event.named(scene, scene.text[slice(*place)], place)
            about = event.about(scene, *place)
            span = (low, time.end)
            yield Event("event.heading", entity, span, time, "attending", (), about, "observed")


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
