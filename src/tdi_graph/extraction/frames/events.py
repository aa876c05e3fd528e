"""Events: what was launched, presented, announced or held, when and by whom."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from tdi_graph.extraction import agents
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import (
    agendas,
    deadlines,
    doings,
    event,
    fronted,
    gatherings,
    nominals,
    participles,
    possessed,
    turnings,
    visits,
)
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_PRESENT = Hinged(
    r"(?:etaient (?:egalement |notamment )?presents|les signataires (?:sont|etaient)"
    r"|etaient (?:egalement |aussi )?signataires|en presence d(?:e |u |'|es )"
    r"|aux cotes d(?:e |u |'|es )|etai(?:t|ent) representee?s? par )(?: [:])? ?",
    {"etaient ": 0, "etait represente": 0, "les signataires ": 0, "en presence ": 0,
     "aux cotes ": 0},
)  # fmt: skip


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the statements of each event of the text."""
    met: list[Event] = []
    alike: dict[tuple[str, str], list[Event]] = {}
    frames = (
        participles.find,
        doings.find,
        gatherings.find,
        agendas.find,
        gatherings.dated,
        turnings.find,
        nominals.find,
        possessed.find,
        fronted.find,
        visits.find,
        deadlines.find,
    )
    found = [_of_its_year(scene, event_) for frame in frames for event_ in frame(scene)]
    dates: dict[str, str] = {}
    for made in sorted(map(_punctual, found), key=_vagueness):
        if made.rule == "event.nominal" and any(_overlap(made, other) for other in met):
            continue
        same = alike.setdefault((made.role, made.about.iri.value if made.about else ""), [])
        met.append(_once(scene, _told_before(made, same), dates))
        if met[-1].entity is made.entity:
            same.append(made)
        yield from event.statements(met[-1])
    yield from _attendance(scene, met)


# « Semaine de l'industrie, mars 2019 »: known by its year.
_ITS_YEAR = re.compile(r",? (?:\w+ )?(?P<year>(?:19|20)\d\d)$")


def _of_its_year(scene: Scene, made: Event) -> Event:
    """Take what is held each year for another one than the one that is known, in other years."""
    known = _ITS_YEAR.search(made.entity.label) if made.entity.known else None
    year = (made.time.value or "")[:4] if made.time else ""
    if known is None or year in {"", known["year"]}:
        return made
    label = f"{made.entity.label[: known.start()]} {year}"
    return replace(made, entity=event.named(scene, label, made.span))


def _vagueness(made: Event) -> int:
    """Order events so that the more exact date of each is read first."""
    return -len(made.time.value or "") if made.time is not None else 0


_A_DAY = len("2018-11-22")
_POINTS = frozenset({"launching", "announcing", "presenting", "signing"})


def _punctual(made: Event) -> Event:
    """Give what happens on one day of several only what the first and the last share."""
    time = made.time
    if time is None or not time.until or len(time.value or "") < _A_DAY or made.role not in _POINTS:
        return made
    pairs = zip((time.value or "").split("-"), time.until.split("-"), strict=False)
    shared = "-".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return replace(made, time=replace(time, value=shared or None, until=None))


def _once(scene: Scene, made: Event, dates: dict[str, str]) -> Event:
    """Leave out a vaguer date of an event; one of the same name at another date is another."""
    value = made.time.value if made.time is not None else None
    first = dates.setdefault(made.entity.iri.value, value) if value else None
    if made.time is None or first is None or value is None or first == value:
        return made
    if first.startswith(value):
        return replace(made, time=replace(made.time, value=None, until=None))
    other = event.named(scene, f"{made.entity.label} ({value[:4]})", made.span)
    return replace(made, entity=other)


def _told_before(made: Event, met: list[Event]) -> Event:
    """Let an event that was told before, by nearly the same name, be the same."""
    for other in met:
        days = {e.time.value for e in (made, other) if e.time is not None and e.time.value}
        if len(days) > 1 or made.about != other.about or made.role != other.role:
            continue
        words, others = set(content(made.entity.label)), set(content(other.entity.label))
        if made.role == "launching" or words <= others or others <= words:
            return replace(made, entity=other.entity)
    return made


def _overlap(made: Event, other: Event) -> bool:
    together = made.span[0] < other.span[1] and other.span[0] < made.span[1]
    return together and made.entity.iri != other.entity.iri and made.rule == "event.nominal"


def _attended(
    met: list[Event], position: int, sentence: Sentence, *, carried: bool
) -> Event | None:
    """Return the event of the sentence, or else, if it is ``carried`` on, the last one told."""
    same = [e for e in met if sentence.start <= e.span[0] < sentence.end]
    if not carried:
        return same[0] if same else None
    before = sorted((e for e in met if e.span[0] < position), key=lambda e: e.span[0])
    return next(iter(same or before[-1:]), None)


def _attendance(scene: Scene, met: list[Event]) -> Iterator[Finding]:
    """« Étaient présents X, Y et Z », « en présence de X »."""
    for found in scene.matches(_PRESENT):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        carried = "presen" in found[0] or "signataires" in found[0]
        made = _attended(met, found.start(), sentence, carried=carried)
        if made is None:
            continue
        for agent in agents.listed(scene, found.end(), sentence.end):
            spans = (made.span, (found.start(), found.end()), (agent.start, agent.end))
            yield involvement(
                "event.present",
                "attending",
                agent.entity,
                made.entity,
                spans=spans,
                time=made.time,
            )
