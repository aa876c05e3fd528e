"""Events by their own noun: « le comité s'est réuni », « la semaine prévue du 18 au 24 mars »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, modality
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_HELD = re.compile(
    r"(?: «[^»]{0,60}»)?,?(?: (?:qui )?(?:s'est (?:tenue?|reunie?|deroulee?)|s'est tenue?"
    r"|se tiendra|se tient|aura lieu|a eu lieu"
    r"|a reuni|prevue?s?|organisee?s?|tenue?s?|programmee?s?|reunie?))?[^.;]{0,28}?(?:,| du| le"
    r"| ce| les| ,)? ?$"
)


_HAPPENS = re.compile(
    r",? (?:s'est (?:tenue?|reunie?|deroulee?)|se (?:tiendra|tient|reunira|deroulera)|aura lieu"
    r"|a eu lieu|aura lieu"
    r"|est (?:fixee?|programmee?|prevue?|organisee?)|sera (?:organisee?|inauguree?|lancee?)"
    r"|debutera|ouvrira|demarrera)"
    r"(?: (?:pour la premiere fois|a nouveau|officiellement))?"
)


_SUBJECT = re.compile(
    r"(?:^|[,;:.] )(?:le|la|l'|les|un|une|cette?|ce|son|sa|leur|notre) ?(?P<np>[\w'«» -]{5,110})$"
)


# Lengths of an ISO year and of a month.
_A_YEAR, _A_MONTH = 4, 7
_AGENDA = re.compile(r"(?:le |du |les )?$")


_LABELLED = re.compile(
    r"(?P<what>(?:date limite|cloture|ouverture|lancement|depot)[\w' ]{0,50}?) ?: (?:le |au )?$"
)


def find(scene: Scene) -> Iterator[Event]:
    """« la revue régionale s'est réunie hier », « 25 mars : webinaire … »."""
    for found in _HAPPENS.finditer(scene.plain):
        sentence = scene.sentence_at(found.start())
        time = _soon(scene, found.end(), sentence) if sentence else None
        if sentence is None or time is None:
            continue
        subject = _SUBJECT.search(_head(scene.plain[sentence.start : found.start()]))
        if subject is None or re.search(r"\b(?:qui|que|dont|ont|est|sont)\b", subject["np"]):
            continue
        low = sentence.start + subject.start("np")
        label = scene.text[low : sentence.start + subject.end("np")]
        entity = event.named(scene, label, (low, low + len(label)))
        about = event.about(scene, low, found.start())
        status = modality.of(found[0])
        doers = _chairs(scene, low, sentence)
        yield Event(
            "event.happens", entity, (low, time.end), time, "attending", doers, about, status
        )
    yield from _agenda(scene)


def _head(before: str) -> str:
    """Return the subject of a clause without what stands between commas after it."""
    cut = _CHAIRED.search(before)
    if cut and before[: cut.start()].strip():
        return before[: cut.start()]
    return re.sub(r", [^,]*$", "", before.rstrip(",")) if "," in before else before


_CHAIRED = re.compile(
    r",? ?(?:(?:co-?)?presidee?s? par |sous la (?:co-?)?presidence (?:conjointe )?(?:de |d'))"
)


def _chairs(scene: Scene, start: int, sentence: Sentence) -> tuple[Agent, ...]:
    """« présidé par X », « sous la présidence de X et de Y »: who takes part for certain."""
    found = _CHAIRED.search(scene.plain, start, sentence.end)
    listed = agents.listed(scene, found.end(), sentence.end, _PERSONS) if found else []
    return tuple(listed)


_PERSONS = frozenset({"person", "post"})


def _soon(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + 48)):
        if time.bound == "at" and time.value and len(time.value) > _A_YEAR:
            return time
    return None


def _agenda(scene: Scene) -> Iterator[Event]:
    """Lines of a calendar: « 3 et 4 juin : Rencontres nationales », « date limite : 30 avril »."""
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


_NOTED = re.compile(r" ?: (?P<what>[^.;:\n(]{8,90})")


def dated(scene: Scene) -> Iterator[Event]:
    """« la Semaine de l'industrie, prévue du 18 au 24 mars », « lors du congrès du 5 juin »."""
    for found in happenings.EVENT.finditer(scene.plain):
        sentence = scene.sentence_at(found.start())
        if sentence is None or scene.view.blocks[sentence.block].kind == "title":
            continue
        end = happenings.extent(scene, found.end(), sentence.end)
        time = _held_at(scene, end, sentence)
        if time is None or (end == found.end() and " " not in found["what"]):
            continue
        label = scene.text[found.start() : end]
        entity = event.named(scene, label, (found.start(), end))
        status = modality.of(scene.plain[found.start() : time.start])
        span = (found.start(), time.end)
        yield Event(
            "event.nominal", entity, span, time, "attending", (), event.about(scene, *span), status
        )


def _held_at(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + 60)):
        if (
            time.bound == "at"
            and len(time.value or "9999-99") > _A_YEAR
            and _HELD.fullmatch(scene.plain[end : time.start])
        ):
            return time
    return None
