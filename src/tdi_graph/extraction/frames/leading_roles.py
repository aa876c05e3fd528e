"""Roles that open a sentence: « Partenaire du programme X, aux côtés de A, B … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_ROLES = {
    "partenaire": "partnering", "pilote": "steering", "copilote": "co-steering",
    "operateur": "operating", "gestionnaire": "managing", "animateur": "animating",
    "animatrice": "animating", "financeur": "funding", "cofinanceur": "funding",
    "coordinateur": "coordinating", "coordinatrice": "coordinating",
}  # fmt: skip
_OPENS = re.compile(
    rf"(?:en tant que |\W)*(?P<role>{'|'.join(_ROLES)})s?"
    r"(?: (?:historique|principal|national|financier|unique|officiel|prive|public)\w*)?"
    r" (?P<of>d(?:u |e la |e l'|e |'))"
)
_HEAD = re.compile(r"(?:programme|plan|fonds|dispositif|mesure|label|initiative) (?:[«\"] ?)?")
_BESIDE = re.compile(
    r"[^,.;:]{0,40}?,? (?:aux cotes d|avec|au cote d)(?:e la |e l'|es |u |e |'|(?= ))"
)
_THEN = re.compile(r"[^,.;:]{0,40}, (?:la |le |l'|les )?(?=\w)")
_BODIES = frozenset({"body"})
_CLEAR = 0.6


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the roles that a sentence opens with, of its subject and those beside it."""
    for sentence in scene.sentences:
        found = _OPENS.match(scene.plain, sentence.start, sentence.end)
        thing = _thing(scene, found.end()) if found else None
        if found is None or thing is None:
            continue
        for agent in _those(scene, thing.end, sentence):
            if agent.entity.iri != thing.entity.iri:
                span = (found.start("role"), agent.end)
                role = _ROLES[found["role"]]
                yield involvement(
                    "relation.fronted", role, agent.entity, thing.entity, spans=(span,)
                )


def _thing(scene: Scene, position: int) -> Agent | None:
    head = _HEAD.match(scene.plain, position)
    for at in (position, head.end() if head else position):
        mention = scene.mention_at(at)
        if mention is not None and mention.entity.sort == "scheme":
            return Agent(mention.entity, mention.start, mention.end)
    if head is None:
        return None
    end = head.end() - 1
    stood = subjects.anaphor(scene, position - len("du "), end)
    clear = stood is not None and stood.score >= _CLEAR
    return Agent(stood.entity, position, end) if stood and clear else None


def _those(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    """Return the subject after the comma, and whom « aux côtés de » sets beside it."""
    beside = _BESIDE.match(scene.plain, position, sentence.end)
    others = agents.listed(scene, beside.end(), sentence.end, _BODIES) if beside else []
    end = position
    if others:
        # « aux côtés de A et de B, C »: the last of the list may be the subject itself.
        alone = scene.plain.startswith(", ", others[-2].end) if len(others) > 1 else False
        if alone:
            return others
        end = others[-1].end
    then = _THEN.match(scene.plain, end, sentence.end)
    own = agents.listed(scene, then.end(), sentence.end, _BODIES) if then else []
    return [*others, *own] if own else []
