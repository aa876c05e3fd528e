"""Events: what was launched, presented, announced or held, when and by whom."""

import re
from collections.abc import Iterator
from dataclasses import replace

from tdi_graph.extraction import agents, modality, openings, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import event, gatherings, happenings, nominals
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_PARTICIPLE = re.compile(
    r"\b(?P<verb>(?:(?:lanc|initi|cre|annonc|present|inaugur|renouvel|sign|devoil|prolong"
    r"|institu|engag)e|reconduit|mis(?=e?s? en (?:place|oeuvre|œuvre)))(?P<f>e?)s?"
    r"(?: en (?:place|oeuvre|œuvre))?)"
    r"(?: officiellement| conjointement)?(?=,? (?:a l'\w+ |au \w+ )?(?:par|le|en|au|ce|des|debut"
    r"|fin|pour un|depuis|a l'|lors|il y a|hier)\b|, le )"
)
_ACTIVE = re.compile(
    r"\b(?:(?:a|ont)(?: [\w']+ment| egalement| ainsi| aussi)?|vien(?:t|nent) d[e'] ?) ?"
    r"(?P<verb>reuni[rs]?|installe[r]?|lance[r]?|presente[r]?|annonce[r]?|signe[r]?|inaugure[r]?"
    r"|tenu|tenir|organise[r]?"
    r"|devoile[r]?|ouvert|cloture[r]?|visite[r]?|(?:co-?)?preside[r]?|participe[r]? a|dresse[r]?|ouvrir)\b"
    r"(?P<f>)(?! par| a nouveau)(?: \w+ment)?"
)
_PRESENT_TENSE = re.compile(
    r"(?<= )(?P<verb>(?:annonc|lanc|present|inaugur|sign|devoil)e)(?:nt)?(?= (?:aujourd'hui"
    r"|ce jour|ce \w+di|ce matin))"
)
# « le Gouvernement lançait … », « l'ANCT lance … »: with the scheme as its object.
_LAUNCHES = re.compile(
    r"(?<= )(?P<verb>(?:re)?lanc(?:ent|e|aient|ait|erent|a))(?P<f>)(?= \w)"
)
_MUST = frozenset({
    "reuni", "copreside", "co-preside", "install", "tenu", "tenir", "organis", "ouvert", "ouvrir", "clotur", "preside",
    "particip",
})  # fmt: skip
_AVEC = re.compile(r" (?:conjointement )?avec (?=\w)")
_PRESENT = re.compile(
    r"(?:etaient (?:egalement |notamment )?presents|en presence d(?:e |u |'|es )"
    r"|aux cotes d(?:e |u |'|es ))(?: [:])? ?"
)
_LATE_BY = re.compile(r",? par ")
_HAVING = re.compile(
    r"\b(?:a|ont|avait|avaient|avons|ai|ayant|avoir)(?: [\w']+ment| ainsi| egalement| deja)? $"
)
_SAME_DAY = re.compile(
    r"(?:(?:le|ce|du|de|en|des|au|a|l'\w+|\w+di|mois|debut|fin|printemps|automne|hiver"
    r"|ete),? ?){0,4}"
    r"|pour un[e]? [\w ]{3,24}\("
)
_FAR, _NEAR, _BESIDE = 110, 60, 3
# A press release opens with what it tells of; no day need be named.
_LEAD = 4
_OTHER_THINGS = re.compile(
    r"\b(?:projets?|appels? a|entreprises?|travaux|actions|conventions?|contrats?)\b[^«]{0,40}$"
)
_STAGE = re.compile(
    r"\b(?P<stage>phase de (?:prefiguration|deploiement|generalisation|experimentation))\b"
)
_COORDINATED = re.compile(r"[\w ,']{0,40}\b(?:et|puis) ")


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the statements of each event of the text."""
    met: list[Event] = []
    frames = (_participles, _actives, gatherings.find, gatherings.dated, nominals.find)
    found = [event_ for frame in frames for event_ in frame(scene)]
    for made in sorted(found, key=lambda e: e.time is None or not e.time.value):
        if any(_overlap(made, other) for other in met):
            continue
        met.append(_told_before(made, met))
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


def _participles(scene: Scene) -> Iterator[Event]:
    """« lancé par X le … », « initié en 2018 », « présenté en septembre dernier »."""
    for found in _PARTICIPLE.finditer(scene.plain):
        sentence, named = scene.sentence_at(found.start()), happenings.noun(found["verb"])
        if sentence is None or named is None or _HAVING.search(scene.plain[: found.start()][-40:]):
            continue
        role, noun = named
        by = re.compile(r"(?: [\w']+ment)? par ").match(scene.plain, found.end())
        doers = agents.listed(scene, by.end(), sentence.end) if by else []
        end = doers[-1].end if doers else found.end()
        if by and not doers:
            continue
        time = _following(scene, end, sentence)
        late = _LATE_BY.match(scene.plain, time.end) if time and not doers else None
        if late:
            doers = agents.listed(scene, late.end(), sentence.end)
        thing = _thing(scene, found, sentence)
        if thing is None or (time is None and not doers) or role == "signing":
            continue
        if time is None and role not in {"launching", "presenting"}:
            continue
        entity = event.named(scene, happenings.of_entity(noun, thing), (found.start(), end))
        span = (found.start(), max(time.end if time else end, doers[-1].end if doers else end))
        status = modality.of(scene.plain[max(sentence.start, found.start() - 24) : found.start()])
        yield Event("event.participle", entity, span, time, role, tuple(doers), thing, status)


def _thing(scene: Scene, found: re.Match[str], sentence: Sentence) -> Entity | None:
    """Return what was launched, presented …, None where another thing than a scheme was."""
    start = found.start()
    low = max(sentence.start, start - _NEAR)
    calls = scene.within(low, start, "scheme")
    if _OTHER_THINGS.search(scene.plain, low, start) and not (
        calls and start - calls[-1].end <= _BESIDE
    ):
        return None
    opening = openings.subject(scene, start, sentence)
    if opening is not None:
        return opening.entity
    stage = _STAGE.search(scene.plain, sentence.start, start)
    if stage:
        return _phase(scene, stage.start("stage"), stage.end("stage"))
    named = subjects.antecedent(scene, start, sentence, feminine=bool(found["f"]))
    stood = subjects.anaphor(scene, sentence.start, start)
    if stood is not None and (named is None or stood.start > named.start):
        return stood.entity
    if named is not None:
        return named.entity if start - named.start < 2 * _FAR else None
    return _fronted(scene, start, sentence)


def _phase(scene: Scene, start: int, end: int) -> Entity:
    known = scene.within(start, end, "scheme")
    if known:
        return known[-1].entity
    return scene.ledger.entity("tdi:Phase", "scheme", scene.text[start:end], (start, end))


def _fronted(scene: Scene, start: int, sentence: Sentence) -> Entity | None:
    """« Lancé en 2018 et reconduit en 2023, le programme … »: the subject comes after."""
    if start - sentence.start >= _BESIDE and not _COORDINATED.fullmatch(
        scene.plain, sentence.start, start
    ):
        return None
    after = scene.within(start, sentence.end, "scheme")
    return next((m.entity for m in after if m.entity.type != "tdi:Phase"), None)


def _following(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    """Return the time that stands right after ``end``."""
    for time in scene.times_in(end, min(sentence.end, end + 40)):
        if time.bound == "at" and _SAME_DAY.fullmatch(scene.plain[end : time.start].lstrip(" ,")):
            return time
    return None


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


_BY_THE_WAY = re.compile(r",? (?:a cette occasion|egalement|notamment|officiellement|conjointement)\b,?")
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
            r" |mesure |appel a projets |initiative |strategie |[«\"] ?|national |operation |des |du "
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
