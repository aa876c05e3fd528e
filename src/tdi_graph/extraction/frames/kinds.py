"""What a participle right after its kind is said of: « X, un dispositif du plan Y opéré par A ».

It is X, and where X is no scheme that is known here, then nothing: neither Y nor the topic.
"""

import re
from typing import NamedTuple

from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_KIND = re.compile(
    r"(?P<lead>[\w»\")] ?[,:(–—-] ?|^|[ '])"
    r"(?:un |une )(?:nouve(?:au|lle) |autre |vaste )?(?P<noun>dispositif|programme|plan|fonds"
    r"|mesure|volet|outil|label|initiative|operation|strategie|enveloppe|pret|concours|prix"
    r"|appel a (?:projets|candidatures|manifestation d'interet))\b(?: [\w-]+)?"
    r"(?P<of> (?:du |de la |de l'|de |d')[^,.;:]{2,70}?)? ?[»\"]?,? $"
)
# « lauréat de X, le programme piloté par A »: X
_ITS_KIND = re.compile(
    r" ?[»\"]?,? (?:le |la |l')(?:programme|plan|dispositif|fonds|mesure|label|initiative|operation"
    r"|appel a (?:projets|candidatures|manifestation d'interet))(?: [\w-]+al\w*)? $"
)
_REACH, _NEAR = 160, 4


class Kind(NamedTuple):
    """What stands before « un dispositif … »: a scheme, or nothing known."""

    thing: Entity | None
    start: int


def before(scene: Scene, sentence: Sentence, position: int) -> Kind | None:
    """Return what the kind right before ``position`` is said of, None if no kind stands there."""
    low = max(sentence.start, position - _REACH)
    named = scene.within(low, position, "scheme")
    if (
        named
        and "," in scene.plain[named[-1].end : position]
        and _ITS_KIND.fullmatch(scene.plain, named[-1].end, position)
    ):
        return Kind(named[-1].entity, named[-1].start)
    found = _KIND.search(scene.plain, low, position)
    if found is None:
        return None
    inside = scene.within(found.start("noun"), position, "scheme")
    # « un fonds « X » doté par »: it has a name; « un dispositif opéré par »: whichever.
    if not inside or not found["of"] or inside[0].start < found.start("of"):
        return None
    held = scene.within(sentence.start, found.start("noun"), "scheme")
    beside = held and found.start("noun") - held[-1].end <= _NEAR + len("un nouveau ")
    apposed = (
        beside and scene.plain[held[-1].end : found.start("noun")].lstrip(' »"')[:1] in ",(:–—"
    )
    return Kind(held[-1].entity, held[-1].start) if apposed else Kind(None, found.start())
