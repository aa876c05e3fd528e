"""Events that a dated noun names: « ouverture, en mars 2022, du fab-lab », « la signature … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import modality
from tdi_graph.extraction.frames import event, happenings
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene

_LONGEST = 160
# « Ouverture en mars 2022 du fab-lab », « depuis l'ouverture du volet régional, le 15 mars »
_TURN = re.compile(
    r"\b(?P<noun>ouverture|inauguration|cloture|signature|lancement|publication|remise"
    r"|suppression|labellisation|validation|adoption|installation|attribution|visite)"
    r"(?P<of> (?:du |de la |de l'|des |de |d')[^,.;:()\n]{4,80}?)?,? (?:le |en |ce )$"
)
_OF = re.compile(
    r",?(?P<of> (?:du |de la |de l'|des |d'une? |de )[^,.;:()\n]{4,80}?)"
    r"(?= (?:qu[ei']|a|ont|est|sera|avait)\b|[,.;:()\n]|$)"
)


_COMPLEMENT = re.compile(rf".*? (?:du |de la |de l'|des |d'une? |de ){happenings.TURNING}\b")


def find(scene: Scene) -> Iterator[Event]:
    """Yield what a noun says to open, to be signed … at a time set right after it."""
    for time in scene.times:
        sentence = scene.sentence_at(time.start)
        point = time.sort in {"point", "period"} and event.at(scene, time)
        if sentence is None or not point or scene.kind(sentence) == "title":
            continue
        low = max(sentence.start, time.start - _LONGEST)
        found = _TURN.search(scene.plain[low : time.start])
        after = (
            _OF.match(scene.plain, time.end, sentence.end) if found and not found["of"] else None
        )
        if found is None or not (found["of"] or after):
            continue
        place = (low + found.start("noun"), low + (found.end("of") if found["of"] else 0))
        label = scene.text[slice(*place)] if found["of"] else ""
        if after is not None:
            label = scene.text[low + found.start("noun") : low + found.end("noun")]
            label, place = label + scene.text[slice(*after.span("of"))], (place[0], after.end())
        about = event.about(scene, *place)
        of = _COMPLEMENT.match(scene.plain[slice(*place)])
        if of is None and not scene.within(*place, "scheme"):
            continue
        if about is not None and label.rstrip(' »"').endswith(about.label):
            continue
        entity = event.named(scene, label, place)
        span = (place[0], max(place[1], time.end))
        status = modality.of(scene.plain[slice(*span)])
        yield Event("event.noun-dated", entity, span, time, "attending", (), about, status)
