"""Posts that schemes pay for: « les chefs de projet », « leur rémunération est financée par … »."""

import re

from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_STAFF = re.compile(
    r"(?P<noun>chef(?:fe)?s? de projets?|conseillers?|managers?"
    r"|(?:ces|chaque|leurs?|les|le|ce|son|sa) (?:postes?|remunerations?|salaires?))"
    r"(?: [\w'-]+){0,3}?(?: \([^()]{3,60}\))? ?,? ?$"
)
_NAMED = re.compile(
    r"\b(?:chef(?:fe)?s? de projets?|conseillers(?: numeriques)?|managers de \w+)\b"
)
_STANDS = re.compile(r"poste|remuneration|salaire")
_FAR_BACK, _BESIDE = 20_000, 110


def named(scene: Scene, position: int) -> Entity | None:
    """Return the posts that are named at ``position``."""
    found = _NAMED.match(scene.plain, position)
    return _entity(scene, found.span()) if found else None


def last(scene: Scene, position: int) -> Entity | None:
    """Return the posts that the text named last before ``position``."""
    found = [*_NAMED.finditer(scene.plain, max(0, position - _FAR_BACK), position)]
    return _entity(scene, found[-1].span()) if found else None


def asked(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the posts that the question which the sentence answers asks about."""
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    if not index or not scene.text[earlier.start : earlier.end].rstrip().endswith("?"):
        return None
    found = [*_NAMED.finditer(scene.plain, earlier.start, earlier.end)]
    if not found and _THESE.search(scene.plain, earlier.start, earlier.end):
        return last(scene, earlier.start)
    return _entity(scene, found[-1].span()) if found else None


# « Comment ces postes sont-ils financés ? »
_THESE = re.compile(r"\b(?:ces|les|leurs?|ce|son|sa) (?:postes?|remunerations?|salaires?)\b")


def _entity(scene: Scene, place: tuple[int, int]) -> Entity:
    known = scene.mention_at(place[0])
    if known is not None:
        return known.entity
    return scene.ledger.entity("tdi:CollectiveBody", "body", scene.text[slice(*place)], place)


def before(scene: Scene, start: int, end: int) -> tuple[Entity, int] | None:
    """Return the posts that the words from ``start`` end with at ``end``, and where they begin."""
    low = max(start, end - _BESIDE)
    found = _STAFF.search(scene.plain, low, end)
    if found is None:
        return None
    begin, stop = found.span("noun")
    known = scene.mention_at(begin)
    if known is not None:
        return known.entity, begin
    far = max(0, begin - _FAR_BACK)
    named = [*_NAMED.finditer(scene.plain, far, begin)] if _STANDS.search(found["noun"]) else []
    if _STANDS.search(found["noun"]) and not named and not found["noun"].endswith("postes"):
        return None
    place = named[-1].span() if named else (begin, stop)
    body = scene.ledger.entity("tdi:CollectiveBody", "body", scene.text[slice(*place)], place)
    return body, begin


_AHEAD = re.compile(
    r" (?:le |la |les |des |un |une |\d+ )?(?P<staff>postes? d(?:e |')(?:chef|conseill|manager)\w*"
    r"(?: de (?:projets?|\w+))?|chef(?:fe)?s? de projets?)\b"
)


def ahead(scene: Scene, position: int) -> list[Agent]:
    """Return the posts that stand at ``position``: « cofinance | le poste de chef de projet »."""
    found = _AHEAD.match(scene.plain, position)
    if found is None:
        return []
    start, end = found.span("staff")
    known, label = scene.mention_at(start), scene.text[start:end]
    body = scene.ledger.entity("tdi:CollectiveBody", "body", label, (start, end))
    return [Agent(known.entity if known else body, start, end)]
