"""Events by their own noun: « le comité s'est réuni », « la vague ouvrira en mai »."""

import re
from collections.abc import Iterator
from functools import partial

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
# What is decided on, by those who may.
_DECIDED = (
    r"valide|vote|approuve|cree|labellise|selectionne|retenu|choisi|designe|installe|livre"
    r"|supprime|attribue|confie|remis|decerne|habilite"
)
# What is held bears its own name; what opens or ends gives the event its noun.
_HAPPENS = re.compile(
    r",? (?:(?:s'est|se sont|s'etai(?:t|ent)) (?:tenu|reuni|deroule|prononce)e?s?"
    r"|se (?:tien(?:t|nent|dra|dront)|reuni(?:t|ssent|ra|ront)|deroul(?:e|ent|era|eront|ait))"
    r"|(?:aura|auront|a|ont|avait) (?:eu )?lieu"
    r"|(?:est|sont|sera|seront|a ete|ont ete|etait) (?:fixee?s?|programmee?s?|prevue?s?"
    r"|organisee?s?|tenue?s?)"
    r"|(?P<turn>(?:(?:a|ont|avait) ete|est|sont|sera|seront|etai(?:t|ent)|vient d'etre)"
    r" (?:[\w']+ment )?(?P<been>lance|ouvert|inaugure|clos|cloture|publie|signe|paraphe|annonce"
    rf"|devoile|presente|adopte|recu|accueilli|fait(?=e? le| ce)|rendu(?=e?s? publi)|{_DECIDED})"
    r"e?s?(?: publi(?:c|que)s?)?"
    r"|(?P<apposed>lance|ouvert|clos|signe|paraphe|publie|inaugure|devoile|entree?s? en vigueur"
    rf"|rendu(?=e?s? publi)|{_DECIDED})e?s?(?: publi(?:c|que)s?)?"
    r"(?= (?:le|ce|en|debut|fin|mi-|hier|\w+di|depuis le|a (?:compter|partir) du|au printemps"
    r"|a l'(?:ete|automne|hiver)|a la rentree)\b)"
    r"|(?:s'est|se sont) (?P<self>acheve|ouvert|clos|termine)e?s?"
    r"|(?P<verb>ouvri?r(?:a|ont)|debuter?(?:a|ont)|demarrer?(?:a|ont)|s'acheve(?:r(?:a|ont))?"
    r"|(?:a|ont) (?:debute|demarre|ouvert))))"
    r"(?: (?:pour la premiere fois|a nouveau|officiellement|conjointement))?(?=[ ,])"
)
_NUMBER = r"(?:\d[\d ]*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt) "
_SUBJECT = re.compile(
    r"(?:^|[,;:.»] |\b(?:et|apres|puis|que|depuis|avec) )"
    rf"(?P<det>(?:les?|la|une?|cette?|ce|son|sa|leur|notre) |l'|(?={_NUMBER}))(?P<np>"
    r"[\w'«»() -]{5,110})$"
)
# « lors du comité, qui s'est tenu … »: the noun of the event, whatever stands before it
_WHICH = re.compile(
    rf"(?P<det>\b(?:les?|la|une?|cette?|ce|son|sa|leur|notre|du|au|des?) |\b[ld]')"
    rf"(?P<np>(?:{happenings.TURNING}|{happenings.KIND})\b[\w'«»() -]{{0,80}}?),? qui$"
)
# « dans le cadre de l'appel à candidatures lancé le … »
_BESIDE_IT = re.compile(
    rf"(?P<det>\b(?:les?|la|une?|cette?|ce|son|sa|leur|notre|du|au|des?|\d+) |\b[ld]')"
    rf"(?P<np>(?:\d+ )?(?:{happenings.TURNING})\b(?: (?!qui|que|dont|et)[\w'-]+){{0,5}}),?$"
)
# « La liste – 52 sites en tout – a été … »
_DASHED = re.compile(r" [–—] [^–—]{3,80} [–—]$")
_QUOTED = re.compile(r"[«\"] ?(?P<np>[^«»\"]{4,80}?) ?[»\"](?: ?\([^()]*\))?,?(?: qui)?$")
_TURNING = re.compile(rf"(?:{_NUMBER})?(?:{happenings.TURNING})\b")
_BROKEN = re.compile(r"\b(?:qui|que|dont|ont|est|sont)\b")
# Length of an ISO year.
_A_YEAR = 4
_BESIDE, _REACH, _LONGEST = 8, 48, 160


def find(scene: Scene) -> Iterator[Event]:
    """« la revue régionale s'est réunie hier », « la quatrième vague ouvrira en mai »."""
    for sentence, found in event.timed(scene, partial(_HAPPENS.finditer, scene.plain)):
        time = _soon(scene, found.end(), sentence) or event.opening(scene, sentence)
        place = _restated(scene, found, sentence) or _subject(scene, found, sentence)
        if time is None or place is None or _counted(scene, place[0], time):
            continue
        label = _label(scene, found, place)
        entity = event.named(scene, label, place)
        about = event.about(scene, place[0], found.start())
        status = "expected" if _SET.search(found[0]) else modality.of(found[0])
        held = time if status == "observed" else event.to_come(scene, time)
        doers = chairs(scene, place[0], sentence) or _by(scene, time.end, sentence)
        beside = [d.end for d in doers if 0 <= d.start - time.end < _REACH]
        span = (min(place[0], time.start), max(found.end(), time.end, *beside))
        yield Event("event.happens", entity, span, held, "attending", doers, about, status)


def _restated(scene: Scene, found: re.Match[str], sentence: Sentence) -> tuple[int, int] | None:
    """« Le prochain rendez-vous, l'assemblée générale des ports, se tiendra … »: the assembly."""
    aside = found[0].startswith(",") and not found["apposed"]
    named = aside and happenings.RESTATED.search(scene.plain, sentence.start, found.start())
    return named.span("np") if named else None


def _counted(scene: Scene, start: int, time: Time) -> bool:
    """« Huit territoires ont été choisis en 2022 », « à ce jour »: a count more than an event."""
    so_far = scene.plain.find("a ce jour", max(0, time.start - 2), time.end) >= 0
    return bool(_SOME.match(scene.plain, start)) and (so_far or len(time.value or "") <= _A_YEAR)


_SOME = re.compile(_NUMBER)
_NEXT = re.compile(r"prochaine?s? ")
_SET = re.compile(r"\b(?:est|sont) (?:fixee?s?|programmee?s?|prevue?s?)")


def _subject(scene: Scene, found: re.Match[str], sentence: Sentence) -> tuple[int, int] | None:
    """Return the phrase that names what is held, opens or ends."""
    low = max(sentence.start, found.start() - _LONGEST)
    before = _head(scene.plain[low : found.start()], aside=found[0].startswith(","))
    twice = _TWICE.search(before)
    before = before[: twice.start()] if twice else _DASHED.sub("", before)
    if found["apposed"]:
        subject = _BESIDE_IT.search(before)
        # « un pilier de la feuille de route, le programme X, lancé en mai »: X was launched.
        near = subject and scene.within(low + subject.end("np"), found.start(), "scheme")
        agrees = subject is not None and not near and _agrees(scene, found, subject["np"])
        return (low + subject.start("np"), low + subject.end("np")) if subject and agrees else None
    subject = _WHICH.search(before) or _QUOTED.search(before) or _SUBJECT.search(before)
    if subject and subject.re is _QUOTED and found["turn"]:
        subject = _SUBJECT.search(before)
    if subject is None or (subject.re is _SUBJECT and _BROKEN.search(subject["np"])):
        return None
    start, end = low + subject.start("np"), low + subject.end("np")
    named = scene.within(start, end, "scheme")
    if " " not in scene.plain[start:end] and not happenings.EVENT.pattern.match(scene.plain, start):
        return None
    if found["turn"] and not _TURNING.match(scene.plain, start):
        return None
    if named and named[-1].end >= end - 2 and not _own(scene, start, named[0].start):
        return None
    return start, end


def _agrees(scene: Scene, found: re.Match[str], phrase: str) -> bool:
    """« à l'échelle de 29 territoires lancée … »: the participle is of something else."""
    several = scene.plain.startswith(("s ", "es "), found.end("apposed"))
    head = phrase.split()[1 if phrase[0].isdigit() else 0]
    return head in _ONE_WITH_S or several == head.endswith(("s", "x"))


_ONE_WITH_S = frozenset({
    "campus", "palmares", "bus", "prix", "concours", "deux", "fonds", "acces", "avis", "cours",
})  # fmt: skip


def _own(scene: Scene, start: int, scheme: int) -> bool:
    """Tell whether a phrase names more than the scheme that it ends with."""
    event = happenings.EVENT.pattern.match(scene.plain, start)
    return bool(event) or " d" in scene.plain[start:scheme]


_ARTICLE = re.compile(r"(?:\b(?:le|la|les|une?|cette|ce) |\bl['’])$", re.IGNORECASE)


def _label(scene: Scene, found: re.Match[str], place: tuple[int, int]) -> str:
    """Return the event's name: « comité national », « ouverture de la quatrième vague »."""
    label = scene.text[slice(*place)]
    form = found["been"] or found["apposed"] or found["self"] or found["verb"]
    bare = (form or "").removeprefix("s'").removeprefix("a ").removeprefix("ont ")
    made = happenings.noun(bare) if form else None
    if made is None:
        return label
    article = _ARTICLE.search(scene.text, max(0, place[0] - 6), place[0])
    return happenings.of_phrase(made[1], f"{article[0] if article else ''}{label}")


# « la vague sera ouverte le 3 mai et s'achèvera le 5 juin »: the subject of both
_TWICE = re.compile(
    r",? (?:sera|seront|a ete|ont ete|s'est|aura|debutera|ouvrira|se tien\w+) [^.;:]{3,80} et$"
)


def _head(before: str, *, aside: bool) -> str:
    """Return the subject of a clause without what stands between commas after it."""
    cut = _CHAIRED.search(before)
    if cut and before[: cut.start()].strip():
        return before[: cut.start()]
    return re.sub(r", [^,]*$", "", before) if aside else before


_CHAIRED = re.compile(
    r",? ?(?:(?:co-?)?presidee?s? par |sous (?:la (?:co-?)?presidence (?:conjointe )?|l'egide )"
    r"(?:de |d'|du (?=prefet)))"
)


def chairs(scene: Scene, start: int, sentence: Sentence) -> tuple[Agent, ...]:
    """« présidé par X », « sous la présidence de X et de Y »: who takes part for certain."""
    found = _CHAIRED.search(scene.plain, start, sentence.end)
    listed = agents.listed(scene, found.end(), sentence.end, _PERSONS) if found else []
    return tuple(listed)


def _by(scene: Scene, position: int, sentence: Sentence) -> tuple[Agent, ...]:
    """« … le 3 avril par X »: who does it."""
    found = _BY.match(scene.plain, position)
    listed = agents.listed(scene, found.end(), sentence.end) if found else []
    return tuple(listed)


_BY = re.compile(r",? (?:a [\w-]{3,24},? )?(?:par|avec|entre) (?=\w)")
_PERSONS = frozenset({"person", "post"})


def _soon(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + _REACH)):
        beside = time.start - end <= _BESIDE or _SEASON.fullmatch(scene.plain, end, time.start)
        begun = time.bound == "since" and _BEGUN.fullmatch(scene.plain, end, time.start)
        if (event.at(scene, time) or begun) and (beside or len(time.value or "9999-99") > _A_YEAR):
            return time
    return None


_SEASON = re.compile(r" (?:au printemps|a l'(?:ete|automne|hiver)|a la rentree) ?(?:de )?")
# « est ouvert depuis le 3 mai », « est clos depuis hier »: that was the day
_BEGUN = re.compile(r" (?:depuis|a (?:partir|compter) du)(?: le)? ?(?:\w+di )?")


def dated(scene: Scene) -> Iterator[Event]:
    """« la Semaine de l'industrie, prévue du 18 au 24 mars », « lors du congrès du 5 juin »."""
    for sentence, found in event.timed(scene, partial(happenings.EVENT.finditer, scene.words)):
        if scene.kind(sentence) == "title" and scene.index_at(sentence.start) < _TOP:
            continue
        end = happenings.extent(scene, found.end(), sentence.end)
        time = _held_at(scene, end, sentence) or _on_the_day(scene, found.start(), sentence)
        if (time is None and not _nth(scene, found, sentence)) or (
            end == found.end() and " " not in found["what"]
        ):
            continue
        label = scene.text[found.start() : end]
        entity = event.named(scene, label, (found.start(), end))
        low, high = found.start(), end
        if time is not None:
            low, high = min(low, time.start), max(high, time.end)
        status = modality.of(scene.plain[found.start() : high])
        if _NEXT.match(found["what"]) or _SET.search(scene.plain, end, high):
            time = event.to_come(scene, time)
        yield Event(
            "event.nominal", entity, (low, high), time, "attending",
            chairs(scene, found.start(), sentence),
            event.about(scene, found.start(), high), status,
        )  # fmt: skip


def _nth(scene: Scene, found: re.Match[str], sentence: Sentence) -> bool:
    """« Lors du deuxième comité de pilotage, … »: one of a series, which has been held."""
    low = max(sentence.start, found.start() - _BACK)
    occasion = _AT_THE.search(scene.plain, low, found.start())
    past = modality.of(scene.plain[sentence.start : sentence.end]) == "observed"
    return bool(occasion and _NTH.match(found["what"])) and past


_BACK, _TOP = 24, 8


def _held_at(scene: Scene, end: int, sentence: Sentence) -> Time | None:
    for time in scene.times_in(end, min(sentence.end, end + 60)):
        if (
            time.bound == "at"
            and not scene.plain.startswith("aujourd'hui", time.start)
            and len(time.value or "9999-99") > _A_YEAR
            and _HELD.fullmatch(scene.plain[end : time.start])
        ):
            return time
    return None


_DURING = r"(?:a l'occasion|lors|au cours|en marge) d(?:u |e la |e l'|es |'une? |e )"
_OCCASION = re.compile(
    rf",?(?: (?:a|au|aux) [\w' -]{{3,24}},?)? (?:{_DURING}|pour (?:la |le |l'|une? ))$"
)
# « Lors du deuxième comité de pilotage, … », whenever that was
_NTH = re.compile(r"(?:premiere?|seconde?|\w{3,12}ieme|\d+ ?(?:ere?|e|eme|nde?)) ")
_AT_THE = re.compile(rf"(?:\b{_DURING}|\bpour (?:le |la |ce |cette ))(?:ce |cette )?$")


def _on_the_day(scene: Scene, start: int, sentence: Sentence) -> Time | None:
    """« Ce lundi 25 avril, à l'occasion d'une revue de projets, … »."""
    for time in reversed(scene.times_in(max(sentence.start, start - 60), start)):
        if event.at(scene, time) and _OCCASION.fullmatch(scene.plain, time.end, start):
            return time
    return None
