"""Events: what was launched, presented, announced or held, when and by whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tdi_graph.extraction import agents
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import event, gatherings, happenings, nominals, participles
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_ACTIVE = re.compile(
    r"\b(?:(?:a|ont)(?: [\w']+ment| egalement| ainsi| aussi)?|vien(?:t|nent) d[e'] ?) ?"
    r"(?P<verb>reuni[rs]?|installe[r]?|lance[r]?|presente[r]?|annonce[r]?|signe[r]?|inaugure[r]?"
    r"|tenu|tenir|organise[r]?"
    r"|devoile[r]?|ouvert|cloture[r]?|visite[r]?|(?:co-?)?preside[r]?|participe[r]? a|dresse[r]?"
    r"|ouvrir)\b"
    r"(?P<f>)(?! par| a nouveau)(?: \w+ment)?"
)
_PRESENT_TENSE = re.compile(
    r"(?<= )(?P<verb>(?:annonc|lanc|present|inaugur|sign|devoil)e)(?:nt)?(?= (?:aujourd'hui"
    r"|ce jour|ce \w+di|ce matin))"
)
# « le Gouvernement lançait … », « l'ANCT lance … »: with the scheme as its object.
_LAUNCHES = re.compile(r"(?<= )(?P<verb>(?:re)?lanc(?:ent|e|aient|ait|erent|a))(?P<f>)(?= \w)")
_MUST = frozenset({
    "reuni", "copreside", "co-preside", "install", "tenu", "tenir", "organis", "ouvert", "ouvrir",
    "clotur", "preside", "particip",
})  # fmt: skip
_AVEC = re.compile(r" (?:conjointement )?avec (?=\w)")
_PRESENT = re.compile(
    r"(?:etaient (?:egalement |notamment )?presents|en presence d(?:e |u |'|es )"
    r"|aux cotes d(?:e |u |'|es ))(?: [:])? ?"
)
_FAR, _NEAR, _BESIDE = 110, 60, 3
# A press release opens with what it tells of; no day need be named.
_LEAD = 4


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the statements of each event of the text."""
    met: list[Event] = []
    alike: dict[tuple[str, str], list[Event]] = {}
    frames = (participles.find, _actives, gatherings.find, gatherings.dated, nominals.find)
    found = [event_ for frame in frames for event_ in frame(scene)]
    for made in sorted(found, key=lambda e: e.time is None or not e.time.value):
        if made.rule == "event.nominal" and any(_overlap(made, other) for other in met):
            continue
        same = alike.setdefault((made.role, made.about.iri.value if made.about else ""), [])
        met.append(_told_before(made, same))
        if met[-1].entity is made.entity:
            same.append(made)
        yield from event.statements(met[-1])
    yield from _attendance(scene, met)


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


def _actives(scene: Scene) -> Iterator[Event]:
    """« X et Y ont réuni ce jour la troisième assemblée … »."""
    for found in _verbs(scene):
        sentence = scene.sentence_at(found.start())
        if sentence is None or scene.quoted(found.start()):
            continue
        doers = event.doing(scene, found.start(), sentence)
        time = _near_time(scene, found, sentence)
        if not doers:
            continue
        yield from _active(scene, found, sentence, doers, time)


def _verbs(scene: Scene) -> Iterator[re.Match[str]]:
    """Yield the finite verbs that may make an event, one at a place."""
    taken: set[int] = set()
    for pattern in (_ACTIVE, _PRESENT_TENSE, _LAUNCHES):
        for found in pattern.finditer(scene.plain):
            if found.start("verb") not in taken and scene.text[found.start("verb")].islower():
                taken.add(found.start("verb"))
                yield found


def _active(
    scene: Scene, found: re.Match[str], sentence: Sentence, doers: list[Agent], time: Time | None
) -> Iterator[Event]:
    verb = found["verb"]
    position = _object(scene, found.end(), time)
    end = happenings.object_end(scene.plain, position, sentence.end)
    kind = happenings.EVENT.search(scene.plain, position, end)
    holds = any(verb.startswith(stem) for stem in _MUST)
    unsure = verb.startswith("sign") and time is None
    if position >= end or (holds and kind is None) or unsure:
        return
    direct = _direct(scene, position, end) or _entitled(scene, end, sentence)
    held = kind is not None and kind.start() - position < _SOON
    if held and kind is not None and (holds or happenings.noun(verb) is None):
        stop = happenings.extent(scene, kind.end(), end)
        told: tuple[str, str] | None = (scene.text[kind.start("what") : stop], "convening")
    else:
        lead = verb.startswith("annonc") and scene.index_at(found.start()) < _LEAD
        told = _told(scene, verb, (position, end), direct, timed=lead or time is not None)
    if told is None:
        return
    label, role = told
    about = direct or event.about(scene, position, end)
    span = (found.start(), end)
    entity = event.dated(scene, label, time) or event.named(scene, label, (position, end))
    yield Event("event.active", entity, span, time, role, tuple(doers), about, "observed")


_SOON = 14


def _told(
    scene: Scene, verb: str, place: tuple[int, int], direct: Entity | None, *, timed: bool
) -> tuple[str, str] | None:
    """Return the name of what a verb does to its object, and the role of those who do it."""
    made = happenings.noun(verb)
    if made is None or not (timed or (direct and made[0] == "launching")):
        return None
    role, noun = made
    phrase = scene.text[slice(*place)]
    label = happenings.of_phrase(noun, phrase)
    if direct is None:
        return label, role if role == "announcing" else "attending"
    whole = scene.text[: place[1]].rstrip(' »"').endswith(direct.label[-4:])
    if direct.type != "tdi:Phase" and (whole or role == "launching"):
        label = happenings.of_entity(noun, direct)
    known = direct.type != "tdi:Phase" or role in {"announcing", "launching"}
    return label, role if known else "attending"


def _object(scene: Scene, end: int, time: Time | None) -> int:
    """Return where the object begins: after the verb, and after the day if one stands there."""
    if time is not None and 0 <= time.start - end < 20:  # noqa: PLR2004
        end = time.end
    with_ = _AVEC.match(scene.plain, end)
    if with_:
        listed = agents.listed(scene, with_.end(), with_.end() + 300)
        end = listed[-1].end if listed else end
    place = _PLACE.match(scene.text, end)
    end = place.end() if place else end
    aside = _BY_THE_WAY.match(scene.plain, end)
    end = aside.end() if aside else end
    found = re.match(r"[ ,]*", scene.plain[end : end + 4])
    return end + (found.end() if found else 0)


_BY_THE_WAY = re.compile(
    r",? (?:a cette occasion|egalement|notamment|officiellement|conjointement)\b,?"
)
_PLACE = re.compile(
    r",? (?:à|au|en|dans) (?:la |le "
    r"|l')?(?:[a-zé]+ [a-zé]+ d[eu']? ?)?[A-ZÉÈ][\w'-]+(?:[ -][A-ZÉÈ][\w'-]+)*(?: "
    r"\([^()]{2,30}\))?,?"
)


def _direct(scene: Scene, start: int, end: int) -> Entity | None:
    """Return the scheme that is the object itself, article and head noun set aside."""
    for mention in scene.within(start, end, "scheme"):
        gap = scene.plain[start : mention.start]
        if re.fullmatch(
            r"(?:le |la |les |l'|un |une |ce |cette |son |nouveau |nouvelle |vaste |second "
            r"|grand |phase de |premier |programme |plan |dispositif |fonds"
            r" |mesure |appel a projets |initiative |strategie |[«\"] ?|national |operation "
            r"|des |du "
            r"|ambitieux |ambitieuse |important |importante |deuxieme |tout )*",
            gap,
        ):
            return mention.entity
    return None


_ENTITLED = re.compile(
    r",? [^.;:,]{0,60}?,? (?:intitule|baptise|nomme|denomme|appele)e?s? (?:le |la )?[«\"]? ?"
)


def _entitled(scene: Scene, end: int, sentence: Sentence) -> Entity | None:
    """« un grand plan pour la montagne, intitulé X »: X is the object."""
    found = _ENTITLED.match(scene.plain, end, sentence.end)
    held = scene.mention_at(found.end()) if found else None
    return held.entity if held is not None and held.entity.sort == "scheme" else None


def _near_time(scene: Scene, found: re.Match[str], sentence: Sentence) -> Time | None:
    times = [t for t in scene.times_in(sentence.start, sentence.end) if t.bound == "at"]
    after = [t for t in times if 0 <= t.start - found.end() < 2 * _FAR and _dated(scene, t)]
    first = [t for t in times if t.start - sentence.start < _NEAR and t.end < found.start()]
    close = [t for t in after if t.start - found.end() < 20]  # noqa: PLR2004
    return next(iter([*close, *first, *after]), None)


def _dated(scene: Scene, time: Time) -> bool:
    before = scene.plain[max(0, time.start - 10) : time.start]
    deictic = scene.plain.startswith(("ce ", "hier", "aujourd"), time.start)
    return deictic or bool(re.search(r"(?:\b(?:le|ce|,|en|au)|\w+di) ?$", before))


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
    for found in scene.matches(_PRESENT, "en presence", "presents", "aux cotes"):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        carried = "presen" in found[0]
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
