"""Events by a participle that opens a sentence: « Signée le 3 mai, la convention … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import modality, openings
from tdi_graph.extraction.frames import event, gatherings, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_OPENS = re.compile(
    r"[*«\" ]*(?P<verb>(?:sign|paraph|inaugur|labellis|publi|adopt|vot|valid|lanc|devoil|annonc"
    r"|present|selectionn)e|ouvert|reuni)(?P<f>e?)(?P<s>s?)\b(?= )"
)
_WHEN = re.compile(
    r" (?:pour la (?:premiere|deuxieme|seconde|troisieme) fois |officiellement )?"
    r"(?:(?:en|le|ce|au|a l'|des|debut|fin|\w+di),? ?){0,3}(?:a \w[\w' -]{2,30} (?:le|en|ce) ?)?"
)
# « …, la convention », and for a meeting « … pour leur deuxième rencontre nationale »
_THEN = re.compile(r", (?P<np>(?:(?P<det>les?|la|un|une|ces?|cette|cet|leurs?) |(?:l')))")
_OCCASION = re.compile(r" (?:pour|a l'occasion d[e']|lors d[e']) ?(?:leur|sa|la|une?|le|son) ")
_ASSEMBLY = re.compile(
    r"(?:commissions? permanentes?|assemblee pleniere|conseil (?:regional|departemental|municipal"
    r"|communautaire)|comites? syndica(?:l|ux))\b"
)
_FINITE = re.compile(r"\b(?:a|ont|est|sont|sera|seront|va|vont|vise|permet)\b")
_REACH, _LONGEST = 64, 190


def find(scene: Scene) -> Iterator[Event]:
    """Yield what a sentence opens with: signed, opened, or met, on the day set right after it."""
    for sentence in scene.sentences:
        found = _OPENS.match(scene.plain, sentence.start, sentence.end)
        time = _when(scene, found, sentence) if found else None
        if found is None or time is None or not _accented(scene, found):
            continue
        told = _met(scene, found, time, sentence) or _told(scene, found, time, sentence)
        if told is None:
            continue
        label, place = told
        entity, about = event.named(scene, label, place), event.about(scene, *place)
        chairs = gatherings.chairs(scene, time.end, sentence)
        span = (found.start("verb"), max(place[1], time.end))
        status = modality.of(scene.plain[found.start() : time.end])
        yield Event("event.fronted", entity, span, time, "attending", chairs, about, status)


def _accented(scene: Scene, found: re.Match[str]) -> bool:
    """« Signe », « Lance » are no participles; « ouvert » and « réuni » need no last accent."""
    bare = found["verb"] in {"ouvert", "reuni"}
    return bare or scene.text[found.end("verb") - 1] in "éÉ"


def _when(scene: Scene, found: re.Match[str], sentence: Sentence) -> Time | None:
    for time in scene.times_in(found.end(), min(sentence.end, found.end() + _REACH)):
        if event.at(scene, time) and _WHEN.fullmatch(scene.plain, found.end(), time.start):
            return time
    return None


def _met(
    scene: Scene, found: re.Match[str], time: Time, sentence: Sentence
) -> tuple[str, tuple[int, int]] | None:
    """« Réunis mardi pour leur congrès, … », « Réunie ce lundi, la commission permanente … »."""
    if found["verb"] != "reuni":
        return None
    limit = min(sentence.end, time.end + _LONGEST)
    for lead in (_OCCASION, _THEN):
        for opened in lead.finditer(scene.plain, time.end, limit):
            kind = happenings.EVENT.pattern.match(scene.plain, opened.end(), limit)
            kind = kind or _ASSEMBLY.match(scene.plain, opened.end(), limit)
            if kind:
                end = happenings.extent(scene, kind.end(), sentence.end)
                return scene.text[kind.start() : end], (kind.start(), end)
    return None


def _told(
    scene: Scene, found: re.Match[str], time: Time, sentence: Sentence
) -> tuple[str, tuple[int, int]] | None:
    """« Ouverte en mai, la mesure … », « Signée en mai, la convention … »."""
    opened = openings.subject(scene, found.start("verb"), sentence)
    if opened is None:
        return _named(scene, found, time, sentence)
    made = happenings.noun(found["verb"])
    if made is None or found["verb"].startswith(_BY_ITS_PARTICIPLE):
        return None
    place = found.start("verb"), found.end()
    return happenings.of_entity(made[1], opened.entity), place


# Of a scheme, « participles » tells these.
_BY_ITS_PARTICIPLE = ("lanc", "annonc", "present", "devoil", "adopt", "sign", "inaugur")


def _named(
    scene: Scene, found: re.Match[str], time: Time, sentence: Sentence
) -> tuple[str, tuple[int, int]] | None:
    """« Signée le 3 mai par A, la convention de B … »: the first subject that agrees."""
    made = happenings.noun(found["verb"])
    limit = min(sentence.end, time.end + _LONGEST)
    for comma in _THEN.finditer(scene.plain, time.end, limit) if made else ():
        several = (comma["det"] or "l'") in {"les", "ces", "leurs"}
        if _FINITE.search(scene.text, time.end, comma.start()):
            return None
        noun = _TURNING.match(scene.plain, comma.end(), limit)
        if noun is None or several != bool(found["s"]) or not _agrees(found, comma["det"]):
            continue
        end = happenings.extent(scene, noun.end(), sentence.end)
        place = comma.start("np"), end
        label = scene.text[comma.start("np") : end]
        return (happenings.of_phrase(made[1], label), place) if made else None
    return None


# A firm's plant or hall is opened or labelled without any scheme.
_TURNING = re.compile(rf"(?!usine|halle|poste|bus\b)(?:{happenings.TURNING})\b")


def _agrees(found: re.Match[str], article: str | None) -> bool:
    """Tell whether the article's gender, where it shows one, is the participle's."""
    if article in {"la", "une", "cette"}:
        return bool(found["f"])
    return not found["f"] if article in {"le", "un", "ce", "cet"} else True
