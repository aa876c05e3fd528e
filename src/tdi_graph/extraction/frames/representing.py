"""Who stands for whom: « X, représentante de Y », « Y, représentée par X »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.mentions import Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence


def find(scene: Scene) -> Iterator[Finding]:
    """Yield who represents a body or somebody absent."""
    yield from _represents(scene)
    yield from _represented(scene)


_STANDS = re.compile(r"representante?s? (?:de |du |d'|de la |de l'|des )(?:la |l')?")


def _represents(scene: Scene) -> Iterator[Finding]:
    for found in scene.matches(_STANDS, "represent"):
        people = scene.within(max(0, found.start() - 60), found.start() + 1, "person")
        if not people or found.start() - people[-1].end > len(", "):
            continue
        for agent in agents.listed(scene, found.end(), found.end() + 120, frozenset({"body"}))[:1]:
            span = (people[-1].start, agent.end)
            yield link(
                "relation.represents",
                people[-1].entity,
                "tdi:represents",
                agent.entity,
                spans=(span,),
            )


_REPRESENTED = re.compile(r"representee?s? par (?:son |sa |leur )?")
_LEAD = re.compile(r"(?:,| (?:est|etait|etaient|sera|a ete))? ?$")


_REPRESENTING = re.compile(r",? (?:y |qui )?represent(?:e|ait|ant) (?:la |le |l'|les )?")


def _represented(scene: Scene) -> Iterator[Finding]:
    """« la Banque X, représentée par son directeur Y », « Y représentait la commission Z »."""
    for found in scene.matches(_REPRESENTED, "represent"):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        lead = _LEAD.search(scene.plain, max(sentence.start, found.start() - 12), found.start())
        whom = _ending(scene, lead.start() if lead else found.start(), sentence)
        for agent in agents.listed(scene, found.end(), sentence.end, _PERSONS)[:1] if whom else []:
            span = (whom.start, agent.end) if whom else (0, 0)
            if whom and whom.entity.sort in {"body", "person"}:
                yield link(
                    "relation.represents",
                    agent.entity,
                    "tdi:represents",
                    whom.entity,
                    spans=(span,),
                )
    for found in scene.matches(_REPRESENTING, "represent"):
        sentence = scene.sentence_at(found.start())
        who = _ending(scene, found.start(), sentence) if sentence else None
        if sentence is None or who is None or who.entity.sort != "person":
            continue
        for agent in agents.listed(scene, found.end(), sentence.end, frozenset({"body"}))[:1]:
            span = (who.start, agent.end)
            yield link(
                "relation.represents", who.entity, "tdi:represents", agent.entity, spans=(span,)
            )


_PERSONS = frozenset({"person", "post"})


def _ending(scene: Scene, position: int, sentence: Sentence) -> Mention | None:
    """Return the person or body whose name, title and aside end at ``position``."""
    for mention in reversed(
        scene.within(max(sentence.start, position - 160), position, "person", "body")
    ):
        end = max(mention.end, scene.titles.get(mention.start, 0))
        if re.fullmatch(r"(?: ?\([^()]*\))? ?,?", scene.plain[end:position]):
            return mention
    return None
