"""What one member of a programme counts: « le Territoire d'industrie Val Doré … 17 actions ».

A programme whose name is the plural of what it labels has members with names of their own. Their
actions, their towns, their projects are not the programme's.
"""

import re
from functools import cache

from tdi_graph.extraction import members
from tdi_graph.extraction.boundaries import OF_A_REGION
from tdi_graph.extraction.frames import homes
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_NAME = (
    r"(?P<name>(?i:de la |de l['’]|du |des |de |d['’])?(?!En |Est |Qui |Il |Elle )"
    r"[A-ZÀÂÉÈÊÎÔ][\w'’-]+(?:(?! et (?:la |le |les |l['’]))"
    r"(?:(?: (?:et|de la|de l['’]|de|des|du|la|le|les|en|sur|d['’]))*"
    rf" ?(?<=[ '’])[A-ZÀÂÉÈÊÎÔ][\w'’-]+)){{0,5}}{OF_A_REGION})"
)
_HEAD = 3
# What each member has: the others may be the programme's, told of beside a member.
_OWN = frozenset({
    "actions-count", "axes-count", "intercommunalities-count", "municipalities-count",
    "projects-submitted", "projects-completed",
})  # fmt: skip
_NATIONAL = Indexed(
    r"\b(?:le programme|programme national|en france|national(?:e|ement)?|gouvernement"
    r"|partout|premiere? ministre)\b"
)
# « elle anime un plan de 14 actions »: a plan that is one of many.
_A_PLAN = re.compile(
    r"\b(?:un|une|son|leur|notre) (?:plan|feuille de route|programme) (?:de|d') ?$"
)
# « les quatre axes du programme »: not the member's own.
_OF_THE_PROGRAMME = re.compile(r" [\w'-]+ (?:\w+ )?du programme\b(?! d')")


@cache
def _pattern(singular: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{re.escape(singular)})(?: ?[»\"])? (?:[«\"] ?)?{_NAME}")


def owner(scene: Scene, quantity: Quantity, sentence: Sentence, entity: Entity, of: str) -> Entity:
    """Return the member of the programme ``entity`` that a number is told of, else ``entity``."""
    singular = members.singular(entity.label) if entity.type == "tdi:Programme" else ""
    if of not in _OWN or not singular or singular not in scene.plain:
        return entity
    if _OF_THE_PROGRAMME.match(scene.plain, quantity.end):
        return entity
    start = scene.view.blocks[sentence.block].start
    found = list(_pattern(singular).finditer(scene.text, start, quantity.lead))
    if not found:
        return (
            entity
            if _NATIONAL.search(scene.words, start, quantity.lead)
            else _home(scene, entity, singular)
        )
    after = found[-1].end()
    if scene.within(after, quantity.lead, "scheme") or _NATIONAL.search(
        scene.words, after, quantity.lead
    ):
        return entity
    return _entity(scene, found[-1])


def _home(scene: Scene, entity: Entity, singular: str) -> Entity:
    """Return the member that the whole document is of, if it is of one."""
    home = homes.local(scene)
    if home is None or home.type != "tdi:Territory":
        return entity
    named = [m for m in _pattern(singular).finditer(scene.text) if not m["name"].isupper()]
    # A letter that names one member once, farther down, is not of it.
    head = scene.sentences[:_HEAD][-1].end if scene.sentences else 0
    told = len(named) > 1 or any(m.start() < head for m in named)
    return _entity(scene, named[0]) if told else entity


def of_another(scene: Scene, quantity: Quantity, sentence: Sentence, entity: Entity) -> bool:
    """« Elle anime un plan de 14 actions », where the text names several members: of one."""
    singular = members.singular(entity.label) if entity.type == "tdi:Programme" else ""
    if not singular or not _A_PLAN.search(
        scene.plain, max(sentence.start, quantity.lead - 40), quantity.lead
    ):
        return False
    named = scene.within(sentence.start, quantity.lead, "scheme")
    return not named and _pattern(singular).search(scene.text) is not None


def _entity(scene: Scene, found: re.Match[str]) -> Entity:
    span = found.start(), homes.reach(scene.text, *found.span("name"))
    label = " ".join(re.sub(r"[«»\"]", "", scene.text[slice(*span)]).split())
    return scene.ledger.entity("tdi:Territory", "territory", label[0].upper() + label[1:], span)
