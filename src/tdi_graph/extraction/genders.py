"""The gender in which a text speaks of a scheme: « la mesure X », « le fonds Y »."""

import re

from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.names import FEMININE
from tdi_graph.extraction.scene import Scene

_MASCULINE_NAMES = re.compile(r"(?:fonds|plan|programme|pacte|label|agenda)\b")


_FEMININE_NAMES = re.compile(r"(?:dotation|mesure)\b")


_HEAD = re.compile(
    r"\b(?P<noun>programmes?|plans?|fonds|dispositifs?|pacte|label|agenda|volet|appel a projets"
    r"|mesures?|initiatives?|operations?|demarches?|strategie|dotation)(?: [\w']+){0,2} ?[«\"]? ?$"
)


def of(scene: Scene, mention: Mention) -> str:
    """Return « m » or « f » for how a text speaks of a scheme, or nothing if it does not show."""
    before = scene.plain[max(0, mention.start - 40) : mention.start]
    head = _HEAD.search(before)
    if head:
        return "f" if head["noun"].rstrip("s") in FEMININE else "m"
    own = scene.plain[mention.start : mention.end]
    if _FEMININE_NAMES.match(own):
        return "f"
    return "m" if _MASCULINE_NAMES.match(own) else ""
