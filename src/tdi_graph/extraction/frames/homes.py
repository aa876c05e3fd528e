"""The place that a document is of: « Bilan du Territoire d'industrie X », « Ville de X ».

What such a document counts of a national programme, it counts there; told of the programme as a
whole, it would be a false total.
"""

import re

from tdi_graph.extraction.boundaries import OF_A_REGION
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

_NAME = (
    r"[A-ZÀÂÉÈÊÎÔ][\w'-]+(?:(?! et (?:la |le |les |l'))"
    r"(?:(?: (?:et|de la|de l'|de|des|du|la|le|les|en|sur|d'))*"
    rf" ?(?<=[ '])[A-ZÀÂÉÈÊÎÔ][\w'-]+)){{0,5}}{OF_A_REGION}"
)
_OF = r"(?:de la |de l'|du |des |de |d')?"
# One of a programme's territories, each of which has its own name.
_TERRITORY = Hinged(
    r"(?:^|\n|[,;:«\"(–—] ?|\b(?i:le|du|au|un|notre|votre|ce|de|contrat|protocole) )"
    rf"(?i:territoire d'industrie)(?: ?[»\"])? (?i:{_OF})(?:[«\"] ?)?"
    rf"(?P<name>(?!En |Est |Qui ){_NAME})",
    {"territoire d'industrie": 10},
)
_LOCAL_BODY = re.compile(
    r"\b(?P<name>(?i:communauté (?:de communes|d'agglomération|urbaine)|(?:ville|commune|mairie"
    rf"|agglomération|métropole|massif|pays)) (?i:{_OF}){_NAME})"
)
# « Redon (Ille-et-Vilaine), 3 mai 2022 – … »
_TOWN = re.compile(
    rf"(?:^|\n)(?P<name>{_NAME}) \([A-ZÉÎ][\w'-]+(?:[ -][\w'-]+){{0,4}}\),? (?:le )?\d"
)
_LEAD, _HEAD = 12, 5
# « Bocage normand », « Pays vernois »: the adjective of a place belongs to its name.
_LANDSCAPE = re.compile(
    r"\b(?:Bocage|Pays|Plateau|Vallées?|Bassin|Littoral|Massif|Sud|Nord|Est|Ouest|Val|Vals|Plaine"
    r"|Piémont|Marais|Vexin|Perche|Cœur|Sillon|Arc|Rivage|Côte|Jura|Vignoble|Limousin|Centre)"
    r"(?P<adjective> [a-zéèêçï]{2,}(?:ais|ois|and|ard|ien|éen|ain|an|in|on|ique|al|el)(?:n?e)?s?)"
    r"(?![\w-])"
)


def local(scene: Scene) -> Entity | None:
    """Return the territory, the town or the local body that a document is of, if it is one."""
    head, lead = _bounds(scene)
    named = list(_TERRITORY.finditer(scene.text, scene.plain))
    if named and len({_key(found["name"]) for found in named}) == 1 and named[0].start() < lead:
        return _entity(scene, "tdi:Territory", "territory", _spelt(named))
    if named:
        return None
    for pattern, end in ((_LOCAL_BODY, head), (_TOWN, lead)):
        placed = list(pattern.finditer(scene.text, 0, end))
        if len({_key(found["name"]) for found in placed}) == 1:
            return _entity(scene, "schema:AdministrativeArea", "place", placed[0])
    return None


def reach(text: str, start: int, end: int) -> int:
    """Return where a place's name, ``start`` to ``end``, ends with the adjective after it."""
    word = text.rfind(" ", start, end) + 1
    found = _LANDSCAPE.match(text, max(word, start))
    return found.end() if found and found.start("adjective") == end else end


def _bounds(scene: Scene) -> tuple[int, int]:
    """Return where the head of a document ends, and where its first sentences do."""
    blocks = scene.view.blocks
    body = next((at for at, b in enumerate(blocks) if b.kind in {"body", "list-item"}), len(blocks))
    head = blocks[min(body, _HEAD) - 1].end if body else 0
    lead = scene.sentences[:_LEAD][-1].end if scene.sentences else 0
    return head, max(head, lead)


def _key(name: str) -> str:
    return name.casefold()


def _spelt(found: list[re.Match[str]]) -> re.Match[str]:
    """Return where the name is not all in capitals, as in a title."""
    return next((match for match in found if not match["name"].isupper()), found[0])


def _entity(scene: Scene, type_: str, sort: str, found: re.Match[str]) -> Entity:
    span = found.start("name"), reach(scene.text, *found.span("name"))
    name = scene.text[slice(*span)]
    return scene.ledger.entity(type_, sort, name.title() if name.isupper() else name, span)
