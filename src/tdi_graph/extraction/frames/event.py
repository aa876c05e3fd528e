"""An event in the making, who does it, and the statements it makes."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from pyoxigraph import Literal

from tdi_graph.extraction import agents, days
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement, link, term
from tdi_graph.extraction.frames import happenings
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence
from tdi_graph.statements import Kind


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the making, with those who take part in it."""

    rule: str
    entity: Entity
    span: tuple[int, int]
    time: Time | None
    role: str
    doers: tuple[Agent, ...]
    about: Entity | None
    modality: str


def named(scene: Scene, label: str, span: tuple[int, int]) -> Entity:
    """Return the event called ``label``, known or proposed."""
    return scene.ledger.entity("schema:Event", "event", happenings.tidied(label), span)


def dated(scene: Scene, label: str, time: Time | None) -> Entity | None:
    """Return the known event that bears the day in its name and the first words of ``label``."""
    parts = (time.value or "").split("-") if time else []
    if len(parts) != _PARTS_OF_A_DAY:
        return None
    year, month, day = parts
    words = set(content(label))
    date = {year, str(int(day)), days.MONTHS[int(month) - 1][0]}
    for known in scene.authority.of_sort("event"):
        named_ = (content(name) for name in known.names)
        if any(date <= set(said) and set(said[:_FIRST_WORDS]) <= words for said in named_):
            return known
    return None


_PARTS_OF_A_DAY, _FIRST_WORDS = 3, 2


def about(scene: Scene, start: int, end: int) -> Entity | None:
    """Return the first scheme that a phrase names, or else the document's topic."""
    found = scene.within(start, end, "scheme")
    return found[0].entity if found else scene.topic


def to_come(scene: Scene, time: Time | None) -> Time | None:
    """Set a day of what is to come to the next year, if it was resolved to one long past.

    A day shortly before the document's is left open: who wrote it may have written earlier.
    """
    value = (time.value or "") if time else ""
    if time is None or time.basis != "resolved" or not value or value >= (scene.anchor or ""):
        return time
    next_year = f"{int(value[:4]) + 1}{value[4:]}"
    months = _months(scene.anchor or "") - _months(value)
    if months < _LONG_PAST or time.until or next_year.endswith("02-29"):
        return replace(time, value=None, until=None)
    return replace(time, value=next_year)


def _months(value: str) -> int:
    year, _, rest = value.partition("-")
    return int(year) * 12 + int(rest[:2] or 1)


_LONG_PAST = 3


def at(scene: Scene, time: Time) -> bool:
    """Tell whether a time is when something happens: a point, « dès 2019 » too."""
    if time.bound == "at":
        return True
    return time.bound == "since" and bool(
        _AS_EARLY_AS.search(scene.plain, max(0, time.start - _LEAD), time.start)
    )


def opening(scene: Scene, sentence: Sentence) -> Time | None:
    """« Le 9 novembre, la liste a été … », « En mars 2021, … »: the time a sentence opens with."""
    for time in scene.times_in(sentence.start, min(sentence.end, sentence.start + _OPENS)):
        lead = scene.plain[sentence.start : time.start]
        if time.bound == "at" and _OPENING.fullmatch(lead) and scene.plain[time.end] == ",":
            return time
    return None


_OPENS = 24
_OPENING = re.compile(r"(?:des )?(?:le |en |ce )?(?:debut |fin |\w+di )?")
_LEAD = 14
_AS_EARLY_AS = re.compile(r"\bdes (?:le |debut |fin )?$")


def doing(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    """Return those who are the subject of the verb at ``position``."""
    before = scene.plain[sentence.start : position].rstrip(" ,")
    end = sentence.start + len(before)
    between = parties_end(scene, sentence.start, end)
    for mention in scene.within(sentence.start, end, "person", "body", "post"):
        if _GOVERNED.search(scene.plain, max(sentence.start, mention.start - 40), mention.start):
            continue
        if mention.start < between:
            continue
        lead = mention.start
        titled = _TITLE_LEAD.search(
            scene.plain, max(sentence.start, mention.start - 90), mention.start
        )
        if titled and mention.entity.sort == "person":
            lead = titled.start("t")
        found = agents.listed(scene, lead, position) or agents.listed(
            scene, mention.start, position
        )
        if found and _COMPLEMENT.fullmatch(scene.plain[min(found[-1].end, end) : end]):
            return found
    collective = re.search(r"(?:^|[,.] )(?P<m>les (?:deux |trois )?ministres,?)", before)
    if collective:
        found = agents.listed(scene, sentence.start + collective.start("m"), position)
        if found and -1 <= end - found[-1].end <= 1:
            return found
    return _of_office(scene, position, end, sentence)


def parties_end(scene: Scene, start: int, end: int) -> int:
    """Return where « la convention entre A, B et C » ends, which does what its parties do not."""
    found = _PACT.search(scene.plain, start, end)
    parties = agents.listed(scene, found.end(), end) if found else []
    return parties[-1].end if len(parties) > 1 else start


_PACT = re.compile(
    r"\b(?:convention|accord|contrat|partenariat|protocole|pacte|avenant|rencontre|reunion"
    r"|dialogue|cooperation|collaboration)s?\b[^.;:,]{0,60}? (?:entre|associant|unissant|liant) "
)


def _of_office(scene: Scene, position: int, end: int, sentence: Sentence) -> list[Agent]:
    """« Mardi, la ministre des Mers a … », « le Cerema a … »: whom no mention names yet."""
    parties = parties_end(scene, sentence.start, end)
    for lead in _CLAUSE.finditer(scene.plain, parties, end):
        named = scene.text[lead.end() : lead.end() + 1].isupper()
        found = agents.listed(scene, lead.end(), position, None if named else _OFFICES)
        if found and _COMPLEMENT.fullmatch(scene.plain, found[-1].end, end):
            return found
    return []


_CLAUSE = re.compile(r"(?:(?<=\n)|(?<=[.!?:»] )|(?<=, )|^)(?:le |la |l')")
_OFFICES = frozenset({"post", "person"})


_TITLE_LEAD = re.compile(r"(?:^|[,.;] |\bet |\n)(?:le |la |l')(?P<t>[a-z][\w' -]{4,80}?),? $")


_GOVERNED = re.compile(
    r"\b(?:par|selon|chez|sous|, en lien avec|, avec|aupres des?) (?:le |la |l'|les )?[\w ]{0,30}$"
)
_COMPLEMENT = re.compile(
    r"[ ,]*(?:(?:de|du|des|d') ?[\w' -]{2,40})?"
    r"(?:, (?:en lien|en partenariat|de concert|avec|aux cotes)\b[^,;.]{3,80})?"
    r"(?:, (?:qui|dont|ou)\b [^,;.]{3,140})?"
)


def statements(event: Event) -> Iterable[Finding]:
    """Yield what the event is about, its dates, and the part that each plays in it."""
    span, time = (event.span,), event.time
    if event.about is not None:
        yield link(event.rule, event.entity, "schema:about", event.about, spans=span, time=time,
                   modality=event.modality)  # fmt: skip
    if time is not None and time.value:
        yield _dates(event, "schema:startDate", time.value)
        if time.until:
            yield _dates(event, "schema:endDate", time.until)
    for doer in event.doers:
        yield involvement(
            event.rule,
            event.role,
            doer.entity,
            event.entity,
            spans=_spans(event, doer),
            time=time,
            modality=event.modality,
            for_=doer.represents,
        )


def _spans(event: Event, doer: Agent) -> tuple[tuple[int, int], ...]:
    if event.span[0] <= doer.start and doer.end <= event.span[1]:
        return (event.span,)
    return ((doer.start, doer.end), event.span)


def _dates(event: Event, predicate: str, value: str) -> Finding:
    types = {4: "xsd:gYear", 7: "xsd:gYearMonth"}
    date = Literal(value, datatype=term(types.get(len(value), "xsd:date")))
    properties = (
        (term("rdf:object"), date),
        (term("rdf:predicate"), term(predicate)),
        (term("rdf:subject"), event.entity.iri),
    )
    return Finding(event.rule, Kind.LINK, properties, (event.span,), event.modality, event.time)


_Find: TypeAlias = Callable[[int, int], Iterator[re.Match[str]]]


def timed(scene: Scene, find: _Find) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """Yield what a pattern finds in the sentences that name a time, or an occasion."""
    if scene.timed is None:
        scene.timed = [sentence for sentence in scene.sentences if _is_timed(scene, sentence)]
    for sentence in scene.timed:
        for found in find(sentence.start, sentence.end):
            yield sentence, found


def _is_timed(scene: Scene, sentence: Sentence) -> bool:
    timed = scene.times_in(sentence.start, sentence.end)
    return bool(timed or _ORDINAL.search(scene.plain, sentence.start, sentence.end))


_ORDINAL = re.compile(r"(?:d(?:u|e la|e l'|es|'un|'une)|pour l[ea]) (?:\w+ieme|premier|second|\d)")
