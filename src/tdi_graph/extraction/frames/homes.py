"""The place that a document is of: « Bilan du Territoire d'industrie X », « Ville de X ».

What such a document counts of a national programme, it counts there; told of the programme as a
whole, it would be a false total.
"""

import re

from tdi_graph.extraction.boundaries import OF_A_REGION
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene

_NAME = (
    r"[A-ZÀÂÉÈÊÎÔ][\w'-]+(?:(?! et (?:la |le |les |l'))"
    r"(?:(?: (?:et|de la|de l'|de|des|du|la|le|les|en|sur|d'))*"
    rf" ?(?<=[ '])[A-ZÀÂÉÈÊÎÔ][\w'-]+)){{0,5}}{OF_A_REGION}"
)
_OF = r"(?:de la |de l'|du |des |de |d')?"
# One of a programme's territories, each of which has its own name.
_TERRITORY = re.compile(
    r"(?:^|\n|[,;:«\"(–—] ?|\b(?i:le|du|au|un|notre|votre|ce|de|contrat|protocole) )"
    rf"(?i:territoire d'industrie)(?: ?[»\"])? (?i:{_OF})(?:[«\"] ?)?"
    rf"(?P<name>(?!En |Est |Qui ){_NAME})"
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


def local(scene: Scene) -> Entity | None:
    """Return the territory, the town or the local body that a document is of, if it is one."""
    head, lead = _bounds(scene)
    one = "territoire d'industrie" in scene.plain
    named = list(_TERRITORY.finditer(scene.text)) if one else []
    if named and len({_key(found["name"]) for found in named}) == 1 and named[0].start() < lead:
        return _entity(scene, "tdi:Territory", "territory", _spelt(named))
    if named:
        return None
    for pattern, end in ((_LOCAL_BODY, head), (_TOWN, lead)):
        placed = list(pattern.finditer(scene.text, 0, end))
        if len({_key(found["name"]) for found in placed}) == 1:
            return _entity(scene, "schema:AdministrativeArea", "place", placed[0])
    return None


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
    label = found["name"].title() if found["name"].isupper() else found["name"]
    return scene.ledger.entity(type_, sort, label, found.span("name"))
