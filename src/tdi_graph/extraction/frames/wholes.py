"""What is part of a plan that stands before or after its name.

« Dans le cadre du plan Y, la mesure « X » … », « la mesure « X » du plan Y », « Créé dans le cadre
du plan Y, le fonds X … ».
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.scene import Scene

_HEAD = (
    r"(?:mesure|volet|dispositif|fonds|programme|plan|appel a (?:projets|candidatures|manifestation"
    r" d'interet)|label|operation|initiative|enveloppe|action)s?"
)
_FRAME = re.compile(
    r"(?:^|[\n]|[.:;»,] |\b(?:cree|lance|finance|deploye|mis en place|initie|ouvert|prevu)"
    r"(?:e|es|s)? )"
    r"(?:dans le cadre|au titre) d(?:e la |e l'|u |e |')?(?:plan |programme |fonds |dispositif )?"
    r"(?:d'investissement |de relance |national )?[«\"]? ?$"
)
_THEN = re.compile(
    rf" ?[»\"]?, (?:(?:a|au) )?(?:le|la|l'|ce|cette|un|une)?(?: nouve(?:au|lle))? ?(?:{_HEAD}"
    r"(?: national\w*)? )?[«\"]? ?"
)
_ASIDE = re.compile(
    r" ?[»\"]?, (?:presentee?|annoncee?|lancee?|dotee?|portee?|adoptee?)\b[^,.;:]{3,70}"
)
_OF = re.compile(
    r" ?[»\"]? (?:du|de la|de l'|de) ?(?:plan |programme |fonds |dispositif )?[«\"]? ?"
)
_NAMED_AS = re.compile(rf"\b{_HEAD}(?: national\w*)? [«\"] ?$|\b(?:mesure|volet|appel a projets) $")
_WIDE = frozenset({"tdi:Plan", "tdi:Fund", "tdi:Programme"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield what two scheme names, one after the other, show to be part and whole."""
    schemes = [m for m in scene.mentions if m.entity.sort == "scheme"]
    for first, second in pairwise(schemes):
        if first.entity.iri == second.entity.iri or _apart(scene, first, second):
            continue
        gap = scene.plain[first.end : second.start]
        before = scene.plain[max(0, first.start - 70) : first.start]
        if second.entity.type in _WIDE and _OF.fullmatch(gap) and _NAMED_AS.search(before):
            yield _part("relation.part.of", first, second, first)
        elif first.entity.type in _WIDE and _FRAME.search(before):
            aside = _ASIDE.match(gap)
            if _THEN.fullmatch(gap, aside.end() if aside else 0):
                yield _part("relation.part.within", second, first, first)


def _apart(scene: Scene, first: Mention, second: Mention) -> bool:
    sentence = scene.sentence_at(first.start)
    phase = "tdi:Phase" in {first.entity.type, second.entity.type}
    return phase or sentence is None or second.start >= sentence.end


def _part(rule: str, part: Mention, whole: Mention, start: Mention) -> Finding:
    span = (start.start, max(part.end, whole.end))
    return link(rule, part.entity, "dcterms:isPartOf", whole.entity, spans=(span,))
