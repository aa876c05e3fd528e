"""Deadlines: « les dossiers sont à déposer avant le 10 mai », « candidatures jusqu'au 3 juin »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction.frames import event
from tdi_graph.extraction.frames.event import Event
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_WHAT = (
    r"(?P<what>(?:dossiers?|candidatures?|demandes?|inscriptions?|propositions)"
    r"(?: de (?:candidatures?|subvention|financement))?)"
)
_HANDED_IN = (
    r"(?:(?:sont|est|seront|sera|doivent etre|devront etre|peuvent etre|pourront etre) )"
    r"(?:a (?:deposer|adresser|envoyer|transmettre|remettre)|recevables?"
    r"|(?:depose|adresse|envoye|transmis|recu|attendu|accepte|remis|ouvert)e?s?)"
)
# Where and how it is handed in, and until when.
_UNTIL = (
    r"(?P<how>[^.;:\n]{0,70}?),?(?: et ce)? "
    r"(?:jusqu'au|avant le|au plus tard le|d'ici (?:le|au))(?: \w+di)? $"
)
_FORMS = (
    re.compile(
        rf"\b(?:depot|remise|envoi|reception) (?:de |des |du |d'une )(?:leurs? )?{_WHAT}{_UNTIL}"
    ),
    re.compile(rf"\b(?:les|leurs?|vos|la|le) {_WHAT} {_HANDED_IN}{_UNTIL}"),
    re.compile(
        rf"\b(?:deposer|adresser|envoyer|transmettre) (?:leurs?|votre|vos|un|une|les|des) "
        rf"{_WHAT}{_UNTIL}"
    ),
)
_ANOTHER_TIME = re.compile(r"\b(?:a partir|a compter|depuis|retenu|laureat|selectionn|ont|a ete)\b")
_BACK = 190
_A_DAY = len("2025-05-10")


def find(scene: Scene) -> Iterator[Event]:
    """Yield the ends of calls that the text sets, as the closing of what is handed in."""
    for time in scene.times:
        exact = time.bound == "until" and len(time.value or "") == _A_DAY
        sentence = scene.sentence_at(time.start) if exact else None
        found = _set(scene, time, sentence) if sentence else None
        if found is None or scene.quoted(time.start):
            continue
        place = found.span("what")
        label = f"clôture du dépôt des {_several(scene.text[slice(*place)])}"
        entity, about = event.named(scene, label, place), event.about(scene, *found.span())
        span = (found.start(), time.end)
        yield Event("event.deadline", entity, span, time, "attending", (), about, "expected")


def _set(scene: Scene, time: Time, sentence: Sentence) -> re.Match[str] | None:
    """Return the words that set a deadline right before ``time``."""
    low = max(sentence.start, time.start - _BACK)
    each = (form.search(scene.plain, low, time.start) for form in _FORMS)
    found = next((match for match in each if match), None)
    return found if found and not _ANOTHER_TIME.search(found["how"]) else None


def _several(words: str) -> str:
    """Return the noun of what is handed in, in the plural: « dossier » is « dossiers »."""
    first, _, rest = words.lower().partition(" ")
    return f"{first.rstrip('s')}s {rest}".rstrip()
