"""The period of a list or a section, which its lead or its heading tells: « Bilan 2023 »."""

import re

from tdi_graph.extraction import headings
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

# « Les chiffres au 30 juin 2021 », « Exercice 2023 », « Chiffres clés (décembre 2025) »
_RESULTS = re.compile(
    r"\b(?:chiffres|bilan|resultats?|exercice|etat d'avancement|point d'etape|situation|donnees"
    r"|indicateurs|reperes|annee|avancement)\b"
)
# « En 2025 », « Au 30 septembre 2021 : », which the whole list then tells of.
_DATED = re.compile(r"\W*(?:en|au|a fin|fin|entre|depuis)(?: le| l'annee)? ?$")
_ENDS = re.compile(r"[\s*_]*:?[\s*_]*(?:\n.*)?")
ITEM = "list-item"
_LONGEST_LIST, _LONGEST_SECTION = 14, 10


def period(scene: Scene, figure: Figure, sentence: Sentence) -> str:
    """Return the period that the lead of the list, or the section's heading, gives ``figure``."""
    index = scene.index_at(sentence.start)
    opening = lead(scene, index) if scene.kind(sentence) == ITEM else None
    for above in (opening, _heading(scene, index)):
        time = _only(scene, above) if above else None
        if above is None or time is None:
            continue
        dated = _DATED.fullmatch(scene.plain, above.start, time.start) and _ENDS.fullmatch(
            scene.plain, time.end, above.end
        )
        told = figure.modality == "observed" and figure.indicator != "endowment"
        if dated or (told and _RESULTS.search(scene.plain, above.start, above.end)):
            return f"{time.value}/{time.until}" if time.until else time.value or ""
    return ""


def lead(scene: Scene, index: int) -> Sentence | None:
    """Return the sentence that leads to the list of an item: it ends in a colon, or is a title."""
    for earlier in range(index - 1, max(-1, index - _LONGEST_LIST), -1):
        sentence = scene.sentences[earlier]
        if scene.kind(sentence) != ITEM:
            said = scene.plain[sentence.start : sentence.end].rstrip(" *_\n")
            return sentence if said.endswith(":") or scene.kind(sentence) == "title" else None
    return None


def _heading(scene: Scene, index: int) -> Sentence | None:
    """Return the heading of a short section, not the title of the whole text."""
    above = headings.over(scene, index)
    if above is None:
        return None
    at = scene.index_at(above.start)
    return above if at > 0 and index - at < _LONGEST_SECTION else None


def _only(scene: Scene, sentence: Sentence) -> Time | None:
    """Return the one time that a sentence names."""
    times = [t for t in scene.times_in(sentence.start, sentence.end) if t.value]
    return times[0] if len(times) == 1 else None
