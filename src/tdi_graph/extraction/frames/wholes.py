"""What is part of a plan that stands before or after its name.

« Dans le cadre du plan Y, la mesure « X » … », « la mesure « X » du plan Y », « Créé dans le cadre
du plan Y, le fonds X … ».
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tdi_graph.extraction import subjects
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.scene import Scene

_HEAD = (
    r"(?:mesure|volet|dispositif|fonds|programme|plan|appel a (?:projets|candidatures|manifestation"
    r" d'interet)|label|operation|initiative|enveloppe|action)s?"
)
_FRAME = re.compile(
    r"(?:^|[\n]|[.:;»,] |\b(?:cree|lance|finance|deploye|mis en place|initie|ouvert|prevu)"
    r"(?:e|es|s)? |(?:^|\n|[.!?] )(?:dot|lanc|cre|initi|annonc|experiment|deploy|ouvert|mis)\w* "
    r"[^.;:]{0,90} )"
    r"(?:dans le cadre|au titre) d(?:e la |e l'|u |e |')?(?:plan |programme |fonds |dispositif )?"
    r"(?:d'investissement |de relance |national )?[«\"]? ?$"
)
_DOING = (
    r"(?:(?:le lancement|la creation|la mise en place|l'ouverture|le deploiement|l'annonce) "
    r"(?:d'une? |du |de la |de l'|des |de |d')?)?"
)
_THEN = re.compile(
    rf" ?[»\"]?, (?:(?:le gouvernement|l'etat|le ministere|l'ademe|l'anct|bpifrance) (?:a|avait) "
    rf"(?:cree|lance|mis en place|ouvert|annonce) |{_DOING})(?:(?:a|au) )?"
    rf"(?:le|la|l'|ce|cette|un|une)?(?: nouve(?:au|lle))? ?(?:{_HEAD}"
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


# « Mesure phare du plan Y, X … », « Parmi les mesures du plan Y, X … »
_FRONTED = re.compile(
    r"(?:^|[\n]|[.:;] )[«\" ]*(?:au sein d|(?:(?:parmi|dans) les |(?:premiere? |principale? )?)"
    r"(?:mesures?|volets?|dispositifs?|axes?|piliers?|actions?|outils?|composantes?|declinaison)"
    r"(?: (?:phares?|cles?|centra\w+|emblematiques?|majeure?s?|prioritaires?|essentiel\w*))? d)"
    r"(?:e la |e l'|u |e |')?(?:plan |programme |fonds |dispositif )?[«\"]? ?$"
)
# « le plan Y comprend le fonds X »
_COMPRISES = re.compile(
    rf" ?[»\"]? (?:(?:comprend|comporte|inclut|integre|se compose d[eu]|prevoit)"
    rf"(?: (?:egalement|notamment|aussi|ainsi))?"
    rf"|(?:comprend|comporte|compte|s'articule|repose|se decline|prevoit)\b[^.;:]{{0,80}},? dont"
    rf"(?: notamment)?) {_DOING}(?:le |la |l'|un |une |les |ce |cette )?"
    rf"(?:nouve(?:au|lle) )?(?:{_HEAD}(?: national\w*)? )?[«\"]? ?"
)
# « Ce plan compte 14 mesures. Parmi ces mesures, X … »
_OF_THESE = re.compile(
    r"\b(?:parmi|au nombre de|l'une? de) (?:ces|ses) (?:\w+ )?(?:mesures|dispositifs|volets|actions"
    r"|axes|piliers|outils|programmes)(?: phares| cles| emblematiques)?,? (?:figurent? |on compte "
    r"|on retrouve )?(?:le |la |l'|un |une )?(?:nouve(?:au|lle) )?"
    rf"(?:{_HEAD}(?: national\w*)? )?[«\"]? ?$"
)


def find(scene: Scene) -> Iterator[Finding]:
    """Yield what two scheme names, one after the other, show to be part and whole."""
    schemes = [m for m in scene.mentions if m.entity.sort == "scheme"]
    for first, second in pairwise(schemes):
        if first.entity.iri == second.entity.iri or _apart(scene, first, second):
            continue
        gap = scene.plain[first.end : second.start]
        before = scene.plain[max(0, first.start - _REACH) : first.start]
        if second.entity.type in _WIDE and _OF.fullmatch(gap) and _NAMED_AS.search(before):
            yield _part("relation.part.of", first, second, first)
        elif first.entity.type in _WIDE and (
            framed := _FRAME.search(before) or _FRONTED.search(before)
        ):
            aside = _ASIDE.match(gap)
            if _THEN.fullmatch(gap, aside.end() if aside else 0):
                frame = first.start - len(before) + framed.start()
                yield _part("relation.part.within", second, first, _word(scene, frame, first))
        elif _comprises(first, second) and _COMPRISES.fullmatch(gap):
            yield _part("relation.part.comprised", second, first, first)
    yield from _of_these(scene, schemes)


def _comprises(first: Mention, second: Mention) -> bool:
    return first.entity.type in {"tdi:Plan", "tdi:Programme"} and second.entity.type != "tdi:Plan"


def _of_these(scene: Scene, schemes: list[Mention]) -> Iterator[Finding]:
    """« Parmi ces mesures, X … »: X is part of the plan that the sentence before is about."""
    for part in schemes:
        low = max(0, part.start - _REACH)
        found = _OF_THESE.search(scene.plain, low, part.start)
        index = scene.index_at(part.start)
        whole = subjects.central(scene, index) if found and index else None
        if found and whole is not None and whole.type in _WIDE and whole.iri != part.entity.iri:
            span = (found.start(), part.end)
            yield link(
                "relation.part.of-these", part.entity, "dcterms:isPartOf", whole, spans=(span,)
            )


_REACH = 160


def _apart(scene: Scene, first: Mention, second: Mention) -> bool:
    sentence = scene.sentence_at(first.start)
    phase = "tdi:Phase" in {first.entity.type, second.entity.type}
    return phase or sentence is None or second.start >= sentence.end


_LETTER = re.compile(r"\w")


def _word(scene: Scene, position: int, mention: Mention) -> Mention:
    """Return a mention as if it began at the first word from ``position`` on."""
    word = _LETTER.search(scene.plain, position, mention.start)
    return replace(mention, start=word.start()) if word else mention


def _part(rule: str, part: Mention, whole: Mention, start: Mention) -> Finding:
    span = (start.start, max(part.end, whole.end))
    return link(rule, part.entity, "dcterms:isPartOf", whole.entity, spans=(span,))
