"""What the item of a list begins with limits its figures: « Verrerie Lang (Moselle) : 9,4 M€ »."""

import re

from tdi_graph.extraction.frames import measures
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

# « Verrerie Lang (Moselle) – four électrique »: who, where, and then what.
_PLACED = re.compile(
    r"\W{0,4}(?P<name>[A-ZÉÈÎÀÔ][^:–—;,.()|\d]{2,70}?) ?\([A-ZÉÈÎ][^()]{2,40}\) ?(?::|–|—)"
)
# « Éclairage public : 238 projets », in a list whose items name no scheme.
_HEAD = re.compile(r"\W{0,4}(?P<name>[A-ZÉÈÎÀÔ][^:–—;,.()|\d]{2,70}?) ?: ")
_LABEL = re.compile(
    r"(?:chiffres?|total|bilan|objectifs?|resultats?|montant|enveloppe|budget|cout|aides?|subventions?"
    r"|investissements?|emplois?|credits|calendrier|financement|dotation|soutien|duree|nombre|rappel"
    r"|en |a |au |aux |depuis |dans |sur |pour |parmi |soit|dont|avec |plus |pres )"
)
_LOCAL = frozenset({
    "public-aid", "investment", "land-area", "floor-area", "jobs-created", "jobs-maintained",
    "housing-units", "projects-supported", "sites-count", "commitment", "endowment",
})  # fmt: skip


def limit(scene: Scene, figure: Figure, sentence: Sentence) -> Entity | None:
    """Return what the item in which a figure stands is headed by, if that is no scheme."""
    if figure.indicator not in _LOCAL:
        return None
    first = _first(scene, sentence)
    listed = scene.kind(sentence) == "list-item"
    pattern = _HEAD if listed and not _named(scene, first) else _PLACED
    found = pattern.match(scene.text, first.start, min(first.end, first.start + _FAR))
    if found is None or found.end() > figure.core[0]:
        return None
    start, end = found.span("name")
    words = scene.plain[start:end]
    if _LABEL.match(words) or measures.COUNTED.match(f" {words}"):
        return None
    if set(content(scene.text[start:end])) & set(content(figure.subject.label)):
        return None
    if any(m.end <= end for m in scene.within(start, end, "scheme")):
        return None
    return scene.ledger.entity("skos:Concept", "scope", scene.text[start:end].strip(), (start, end))


_FAR = 140


def _named(scene: Scene, item: Sentence) -> bool:
    """Tell whether an item names a scheme, whose figures it then gives."""
    return bool(scene.within(item.start, item.end, "scheme"))


def _first(scene: Scene, sentence: Sentence) -> Sentence:
    """Return the first sentence of the item."""
    index = scene.index_at(sentence.start)
    while index and scene.sentences[index - 1].block == sentence.block:
        index -= 1
    return scene.sentences[index]
