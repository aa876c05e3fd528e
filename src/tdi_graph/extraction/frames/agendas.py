"""Lines of a calendar, and headings of speeches: « 3 et 4 juin : Rencontres nationales »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time

_A_MONTH = len("2025-03")
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_AGENDA = re.compile(
    r"(?:- |le |du |les )?(?:\w+di |printemps |ete |automne |hiver |debut |fin )?$"
)
_LABELLED = re.compile(
    rf"(?P<what>(?:date limite|cloture|ouverture|lancement|depot|prochain comite|{happenings.KIND})"
    rf"\b[\w' «»-]{{0,50}}?) ?: (?:{_WEEKDAY} )?(?:le |au |du )?$"
)
# « 13 février, 17 h : clôture des dépôts »
_HOUR = r"(?:,? (?:a |de )?\d{1,2} ?h(?: ?\d\d)?(?: a \d{1,2} ?h(?: ?\d\d)?)?|, mi(?:di|nuit))?"
# « 2025 : nouvelle vague » is noted for the year, « 2025 : 12 M€ » is not.
_HELD = re.compile(
    rf"{happenings.NAMED}|{happenings.TURNING}\b|(?:annonce|ouverture|cloture|lancement)\b"
)
_NOTED = re.compile(rf"{_HOUR} ?: (?P<what>[^.;:\n(]{{8,90}})")


# « Comité de massif – Métabief, vendredi 18 novembre 2022 », as the heading of a speech
_MEETING = rf"(?:{happenings.NAMED}|\b(?:comite|commission|conseil|bureau|revue)\b)"
_HEADING = re.compile(
    rf"{_MEETING}[^.:;\n]{{0,90}}?(?: [–—-] |, | du )(?:[\w' -]{{2,40}}, )?(?:le )?"
    rf"(?:{_WEEKDAY} )?$"
)
_MEET = re.compile(_MEETING)
# Its place and its day, or the meeting that minutes are of, on the line below the heading.
_BELOW = re.compile(
    rf"(?:(?:[\w' -]{{2,40}}, ){{1,3}}(?:le )?|[^.:;\n]{{0,60}}\b(?:reunion|seance) du )"
    rf"(?:{_WEEKDAY} )?"
)
_REST = re.compile(r"(?: \([^()\n]{3,60}\))?[ \n)]*")
_WHAT_ENDS = re.compile(r" [–—-] |, | du (?=\d|\w+di )")
_HEAD = 8


def find(scene: Scene) -> Iterator[Event]:
    """« 25 mars : webinaire … »: what a calendar notes for a day, a heading for the document."""
    yield from _headings(scene)
    for time in scene.times:
        place = None if _in_the_frame(scene, time) else _entry(scene, time)
        if place is not None:
            low, high = place
            entity = event.named(scene, scene.text[low:high], place)
            span = (min(time.start, low), max(time.end, high))
            about = event.about(scene, low, high)
            yield Event("event.agenda", entity, span, time, "attending", (), about, "expected")


# « Partager : … », « Votre contact »: what follows is the page's, and not the text's.
_FRAME = re.compile(
    r"\W*(?:partager(?: (?:sur|cet|la|l'|cette)[^\n]{0,30})?(?: ?:|$)"
    r"|(?:vos |votre |nos )?contacts?(?: presse)?(?: ?:|$)|suivez-nous|liens utiles"
    r"|infos? pratiques?|telecharger|a lire aussi|a noter dans vos agendas|sur le meme sujet"
    r"|articles? (?:lies|similaires)|imprimer)",
    re.MULTILINE,
)


def _in_the_frame(scene: Scene, time: Time) -> bool:
    """Tell whether a line after the text's end notes what has nothing to do with its topic."""
    sentence = scene.sentence_at(time.start)
    if sentence is None or scene.within(sentence.start, sentence.end, "scheme"):
        return False
    first = scene.view.blocks[sentence.block].start
    earlier = (b for b in scene.view.blocks[: sentence.block + 1] if b.start <= first)
    return any(_FRAME.match(scene.plain, block.start, block.end) for block in earlier)


def _headings(scene: Scene) -> Iterator[Event]:
    for time in scene.times:
        at = scene.index_at(time.start)
        if at >= _HEAD:
            return
        sentence = scene.sentence_at(time.start)
        exact = len(time.value or "") > _A_MONTH
        if sentence is None or not exact:
            continue
        if _REST.fullmatch(scene.plain, time.end, sentence.end):
            place = _headed(scene, at, time)
            if place is not None:
                entity = event.named(scene, scene.text[slice(*place)], place)
                about, span = event.about(scene, *place), (place[0], time.end)
                doers = _speakers(scene)
                yield Event(
                    "event.heading", entity, span, time, "attending", doers, about, "observed"
                )  # fmt: skip


# « Allocution de M. X », « Présents : A, maire de … ; B, préfet »
_SPEECH = re.compile(r"(?:discours|allocution|intervention|mot|propos) (?:de |d'|du |prononce)")
_PRESENT = re.compile(r"(?:etaient )?(?:presente?s?|participante?s?|invitee?s?|presence)s? ?: ?")


def _speakers(scene: Scene) -> tuple[Agent, ...]:
    """Return who speaks by the lines of the title, and who is listed below as present."""
    met: dict[str, Agent] = {}
    for sentence in scene.sentences[:_HEAD]:
        spoken = scene.kind(sentence) == "title" and _SPEECH.match(scene.plain, sentence.start)
        block = scene.view.blocks[sentence.block]
        if not spoken and not _PRESENT.match(scene.plain, block.start):
            continue
        for person in scene.within(sentence.start, sentence.end, "person"):
            agent = Agent(person.entity, person.start, person.end)
            met.setdefault(person.entity.iri.value, agent)
    return tuple(met.values())


def _headed(scene: Scene, at: int, time: Time) -> tuple[int, int] | None:
    """Return the words of the heading that a day dates: on its own line, or on the one above."""
    line = scene.plain.rfind("\n", 0, time.start) + 1
    low = max(line, scene.sentences[at].start)
    if _HEADING.fullmatch(scene.plain, low, time.start):
        cut = _WHAT_ENDS.search(scene.plain, low, time.start)
        return low, cut.start() if cut else time.start
    above = scene.sentences[at - 1] if at else None
    if above is None or scene.kind(above) != "title":
        return None
    if not _BELOW.fullmatch(scene.plain, low, time.start):
        return None
    named = _MEET.match(scene.plain, above.start, above.end)
    return (above.start, above.end) if named else None


def _entry(scene: Scene, time: Time) -> tuple[int, int] | None:
    """Return what a calendar notes for a day, after the colon or before it."""
    sentence = scene.sentence_at(time.start)
    if sentence is None or time.sort not in {"point", "period"} or not time.value:
        return None
    exact = len(time.value) >= _A_MONTH
    line = max(sentence.start, scene.plain.rfind("\n", 0, time.start) + 1)
    before = scene.plain[line : time.start]
    after = _NOTED.match(scene.plain, time.end, sentence.end)
    if after and _AGENDA.fullmatch(before):
        held = exact or _HELD.match(scene.plain, after.start("what"))
        return after.span("what") if held else None
    labelled = _LABELLED.search(before) if exact else None
    return (line + labelled.start("what"), line + labelled.end("what")) if labelled else None
