"""Events that active verbs tell: « X et Y ont réuni … », « X annonçait … », « X a signé … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.frames import event, gatherings, happenings, objects
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_ACTIVE = Indexed(
    r"\b(?:(?:a|ont|avait|avaient)(?: [\w']+ment| egalement| ainsi| aussi| deja| ensuite"
    r"| enfin)?"
    r"|vien(?:t|nent) d[e']|(?:a|ont) ete l(?:e|a|es) premier(?:e|s|es)? a) ?"
    r"(?P<verb>reuni[rs]?|installe[r]?|lance[r]?|presente[r]?|annonce[r]?|signe[r]?|inaugure[r]?"
    r"|revele[r]?"
    r"|paraphe[r]?|tenu|tenir|organise[r]?"
    r"|devoile[r]?|livre|ouvert|cloture[r]?|visite[r]?|(?:co-?)?preside[r]?"
    r"|participe[r]?(?:, (?:a|en|au|aux) [\w' -]{3,30},)? a(?:ux?)?"
    r"|dresse[r]?"
    r"|ouvrir|acte[r]?|adopte[r]?|approuve[r]?|publie[r]?|celebre[r]?|fete[r]?|recu|accueilli"
    r"|designe|valide|vote|renouvele|remis|selectionne|choisi|labellise|habilite|attribue"
    r"|decide|rendu(?= publi(?:c|que)s?\b))\b(?: publi(?:c|que)s?\b)?"
    r"(?P<f>)(?! par| a nouveau)(?: \w+ment)?"
)
_PRESENT_TENSE = re.compile(
    r"(?<= )(?P<verb>(?:annonc|lanc|present|inaugur|sign|devoil|ouvr|publi)e)(?:nt)?"
    r"(?= (?:aujourd'hui|ce jour|ce \w+di|ce matin|(?:lun|mar|mercre|jeu|vendre|same)di))"
)
_PAST_TENSE = re.compile(
    r"(?<= )(?P<verb>(?:annonc|present|devoil|inaugur|sign|publi)e?ai(?:en)?t)(?P<f>)(?= \w)"
)
# « le 12 janvier, nous signerons … », « elle y signera … », « l'espace accueillera le congrès »
_FUTURE = re.compile(
    r"(?<= )(?P<verb>(?:annonc|present|inaugur|sign|organis|reuni|accueill|lanc|devoil|fet|celebr"
    r"|visit|valid|adopt)[ei]?r(?:a|ont|ons|ai))(?P<f>)(?= \w)"
)
# « le Gouvernement lançait … », « l'ANCT lance … »: with the scheme as its object.
_LAUNCHES = re.compile(r"(?<= )(?P<verb>(?:re)?lanc(?:ent|e|aient|ait|erent|a))(?P<f>)(?= \w)")
_TENSES = (_PRESENT_TENSE, _PAST_TENSE, _FUTURE, _LAUNCHES)
# What all of them begin with: looked for once.
_STEM = Indexed(
    r"(?<= )(?:annonc|present|inaugur|sign|devoil|publi|ouvr|organis|reuni|accueill|(?:re)?lanc|fet"
    r"|celebr|visit|valid|adopt)[aeir]"
)
_MUST = frozenset({
    "accueillera", "accueilleront",
    "reuni", "copreside", "co-preside", "install", "tenu", "tenir", "organis", "ouvert", "ouvrir",
    "clotur", "preside", "particip", "livre",
})  # fmt: skip
# Verbs that tell an event only where the text says when.
_IF_DATED = ("sign", "paraph", "act", "adopt", "approuv", "publi", "celebr", "fet", "rec",
             "accueill", "decid", "design", "valid", "vot", "renouvel", "remis", "selectionn",
             "choisi", "labellis", "habilit", "attribu")  # fmt: skip
_FAR, _NEAR, _SOON, _BESIDE = 110, 60, 14, 20
# A press release opens with what it tells of; no day need be named.
_LEAD = 4


def find(scene: Scene) -> Iterator[Event]:
    """« X et Y ont réuni ce jour la troisième assemblée … »."""
    for found in _verbs(scene):
        sentence = scene.sentence_at(found.start())
        if sentence is None or scene.quoted(found.start()):
            continue
        doers = event.doing(scene, found.start(), sentence)
        time = _near_time(scene, found, sentence)
        loose = found.re in {_PAST_TENSE, _FUTURE} and time is None
        if loose or not (doers or _somebody_does(scene, found, time)):
            continue
        if not doers and not found["verb"].startswith(_BY_ITS_DOER):
            doers = list(gatherings.chairs(scene, sentence.start, sentence))
            doers = doers or _beside(scene, time, sentence)
        yield from _told(scene, found, sentence, doers, time)


def _beside(scene: Scene, time: Time | None, sentence: Sentence) -> list[Agent]:
    """« La ville fêtera son label le 9 mars, avec la maire, X »: those who are there, too."""
    found = _WITH.match(scene.plain, time.end, sentence.end) if time else None
    return agents.listed(scene, found.end(), sentence.end, _PERSONS) if found else []


_WITH = re.compile(r"(?:,? [^,.;:]{3,30})?, (?:avec|en compagnie d[eu]) ?(?=\w)")
_PERSONS = frozenset({"person", "post"})
# Of these the graph says who does them: that is not who presides over a meeting.
_BY_ITS_DOER = ("sign", "paraph", "lanc", "relanc", "present", "annonc", "devoil")


def _verbs(scene: Scene) -> Iterator[re.Match[str]]:
    """Yield the finite verbs that may make an event, one at a place."""
    taken: set[int] = set()
    for found in (*_ACTIVE.finditer(scene.words), *_simple(scene)):
        if found.start("verb") not in taken and scene.text[found.start("verb")].islower():
            taken.add(found.start("verb"))
            yield found


def _simple(scene: Scene) -> list[re.Match[str]]:
    """Return the verbs of one word, tense by tense."""
    starts = [found.start() for found in _STEM.finditer(scene.words)]
    matches = (tense.match(scene.plain, start) for tense in _TENSES for start in starts)
    return [found for found in matches if found]


def _somebody_does(scene: Scene, found: re.Match[str], time: Time | None) -> bool:
    """« Le programme X a dévoilé sa liste le 22 mai », « on inaugurait hier »: nobody is named."""
    if time is not None and _PRONOUN.search(scene.plain, max(0, found.start() - 12), found.start()):
        return True
    if time is not None and found.re is not _LAUNCHES:
        low = max(0, found.start() - _FAR)
        state = re.search(r"\bau $", scene.plain[max(0, time.start - 4) : time.start])
        if not state and _SUBJECT.search(scene.plain, low, found.start()):
            return True
    before = scene.within(max(0, found.start() - _FAR), found.start(), "scheme")
    beside = before and not scene.text[before[-1].end : found.start()].strip(' »"')
    return bool(beside) and time is not None and found.re is not _LAUNCHES


# « Douze enseignes ont signé … », « le comité local a renouvelé … »
_SUBJECT = re.compile(
    r"(?:^|[.,;:»] |\n)(?:les |la |le |l'|une? |des |notre |nos |\d+ |(?:deux|trois|quatre"
    r"|cinq|six|dix|douze|vingt) )(?:(?!(?:qui|que|dont|ou|par|selon)\b)[\w'«»-]+ ){0,12}[\w'«»-]+"
    r"(?:, [^,.;:]{3,60},)? $"
)
_PRONOUN = re.compile(r"(?:\b(?:nous|on|ils?|elles?|je)|\bj')(?: y)? ?$")


def _told(
    scene: Scene, found: re.Match[str], sentence: Sentence, doers: list[Agent], time: Time | None
) -> Iterator[Event]:
    verb = found["verb"]
    position = objects.begins(scene, found.end(), time)
    if verb.startswith(("sign", "paraph")):
        position = objects.signed(scene, position, sentence)
    end = happenings.object_end(scene.plain, position, sentence.end)
    kind = happenings.EVENT.search(scene.words, position, end)
    met = time and verb.startswith("reuni") and objects.PEOPLE.match(scene.plain, position)
    holds = not met and any(verb.startswith(stem) for stem in _MUST)
    vague = _unsure(scene, verb, position, time) or _which(scene, doers, sentence)
    if vague or position >= end or (holds and kind is None):
        return
    direct = _direct(scene, position, end) or _entitled(scene, end, sentence)
    named: tuple[str, str] | None
    if kind and kind.start() - position < _SOON and (holds or happenings.noun(verb) is None):
        named = _gathering(scene, kind, end, time)
    else:
        lead = verb.startswith("annonc") and scene.index_at(found.start()) < _LEAD
        named = _named(scene, verb, (position, end), direct, timed=lead or time is not None)
    if named is None:
        return
    label, role = named
    about = direct or event.about(scene, position, end)
    span = (found.start(), end)
    entity = event.dated(scene, label, time) or event.named(scene, label, (position, end))
    yield Event("event.active", entity, span, time, role, tuple(doers), about, _status(found))


def _gathering(
    scene: Scene, kind: re.Match[str], end: int, time: Time | None
) -> tuple[str, str] | None:
    """Return the name of what was held; « ont participé à la réunion » does not tell which."""
    label = scene.text[kind.start("what") : happenings.extent(scene, kind.end(), end)]
    return (label, "convening") if time is not None or " " in label else None


def _unsure(scene: Scene, verb: str, position: int, time: Time | None) -> bool:
    """« a adopté la charte »: when? « a voté 8 millions d'euros »: an amount, no event.

    What a verb of an event is done to is named, with a determiner or a number.
    """
    money = _MONEY.match(scene.plain, position)
    so_far = time and _TO_DATE.match(scene.plain, max(0, time.start - 2), time.end)
    if so_far or _SO_MANY.match(scene.plain, position):
        return True
    if not (verb.startswith("decid") or objects.NAMED.match(scene.plain, position)):
        return True
    return verb.startswith(_IF_DATED) and (time is None or money is not None)


# « ont adopté 148 rapports », as they always do; « à ce jour, 90 villes ont signé leur avenant »
_SO_MANY = re.compile(
    r"(?:pas moins de |plus de |pres de |environ )?(?:une \w+aine de |une centaine de |\d[\d ]* )"
    r"(?:rapports|deliberations|dossiers|subventions|aides|decisions|points)\b"
)
_TO_DATE = re.compile(r"\ba ce jour\b")


def _status(found: re.Match[str]) -> str:
    return "announced" if found.re is _FUTURE else "observed"


def _which(scene: Scene, doers: list[Agent], sentence: Sentence) -> bool:
    """« le plan que X a présenté »: the object stands before, what follows is none."""
    if not doers:
        return False
    lead = scene.plain[max(sentence.start, doers[0].start - 14) : doers[0].start]
    which = re.search(r"\bqu(?:e |')(?:le |la |l'|les )?$", lead)
    return bool(which) and not scene.plain.startswith("c'est ", sentence.start)


def _named(
    scene: Scene, verb: str, place: tuple[int, int], direct: Entity | None, *, timed: bool
) -> tuple[str, str] | None:
    """Return the name of what a verb does to its object, and the role of those who do it."""
    made = ("convening", "réunion") if verb.startswith("reuni") else happenings.noun(verb)
    if made is None or not (timed or (direct and made[0] == "launching")):
        return None
    role, noun = made
    phrase = scene.text[slice(*place)]
    label = happenings.of_phrase(noun, phrase)
    if direct is None:
        return label, role if role == "announcing" else "attending"
    whole = phrase.rstrip(' »"').endswith(direct.label[-4:])
    if direct.type != "tdi:Phase" and (whole or role == "launching"):
        label = happenings.of_entity(noun, direct)
    known = direct.type != "tdi:Phase" or role in {"announcing", "launching"}
    return label, role if known else "attending"


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
    stood = _STANDS_FOR.match(scene.plain, start, end)
    found = subjects.anaphor(scene, start, stood.end("noun")) if stood else None
    return found.entity if found else None


# « a voté 8,5 millions d'euros pour … »: that is an amount.
_MONEY = re.compile(r"(?:(?:plus|pres) de )?\d[\d ,.]*(?:millions?|milliards?|m€|k€|€|euros?)\b")
# « a dévoilé ce nouveau dispositif », but not « le dispositif d'aide aux … »
_STANDS_FOR = re.compile(
    r"(?P<noun>(?:ce|cette|cet|le|la|l') ?(?:nouve(?:au|lle) )?(?:programme|plan|dispositif|fonds"
    r"|mesure|initiative|demarche|operation))\b(?! (?:d|«|\"|pour|en|a|aux?|vis))"
)
_ENTITLED = re.compile(
    r",? [^.;:,]{0,60}?,? (?:intitule|baptise|nomme|denomme|appele)e?s? (?:le |la )?[«\"]? ?"
)


def _entitled(scene: Scene, end: int, sentence: Sentence) -> Entity | None:
    """« un grand plan pour la montagne, intitulé X »: X is the object."""
    found = _ENTITLED.match(scene.plain, end, sentence.end)
    held = scene.mention_at(found.end()) if found else None
    return held.entity if held is not None and held.entity.sort == "scheme" else None


def _near_time(scene: Scene, found: re.Match[str], sentence: Sentence) -> Time | None:
    times = [t for t in scene.times_in(sentence.start, sentence.end) if event.at(scene, t)]
    after = [t for t in times if 0 <= t.start - found.end() < 2 * _FAR and _dated(scene, t)]
    first = [t for t in times if t.start - sentence.start < _NEAR and t.end < found.start()]
    close = [t for t in after if t.start - found.end() < _BESIDE]
    return next(iter([*close, *first, *after]), None)


def _dated(scene: Scene, time: Time) -> bool:
    before = scene.plain[max(0, time.start - 10) : time.start]
    deictic = scene.plain.startswith(("ce ", "hier", "aujourd"), time.start)
    weekday = scene.plain[time.start : time.end].endswith("di") and before.endswith(" ")
    return deictic or weekday or bool(re.search(r"(?:\b(?:le|ce|,|en|au)|\w+di) ?$", before))
