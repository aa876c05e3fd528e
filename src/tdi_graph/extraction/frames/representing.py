"""Who stands for whom: « X, représentante de Y », « Y, représentée par X »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence


def find(scene: Scene) -> Iterator[Finding]:
    """Yield who represents a body or somebody absent."""
    yield from _represents(scene)
    yield from _represented(scene)
    yield from _representing(scene)


_STANDS = Hinged(
    r"representant(?:e?s? (?:de la |de l'|des |de |du |d')| )(?:la |l'|le |les )?",
    {"representant": 0},
)


def _represents(scene: Scene) -> Iterator[Finding]:
    for found in scene.matches(_STANDS):
        people = scene.within(max(0, found.start() - _FAR), found.start() + 1, "person")
        if not people or found.start() - _end(scene, people[-1]) > len(", "):
            continue
        sorts = _REPRESENTABLE if found[0].startswith("representant ") else frozenset({"body"})
        for agent in agents.listed(scene, found.end(), found.end() + 120, sorts)[:1]:
            span = (people[-1].start, agent.end)
            yield link(
                "relation.represents",
                people[-1].entity,
                "tdi:represents",
                agent.entity,
                spans=(span,),
            )


_FAR = 130
_REPRESENTABLE = frozenset({"body", "post"})


def _end(scene: Scene, person: Mention) -> int:
    """Return where a person's name ends, or the title that is set after it."""
    return max(person.end, scene.titles.get(person.start, 0))


# « …, et l'AdCF par son vice-président, Y »
_THEN = re.compile(r",? et (?:l'|la |le |les )?(?=\w)|, (?:l'|la |le |les )(?=\w)")
_BY = re.compile(r"(?: \([^()]*\))? par (?:son |sa |leur )?")
_LATTER = re.compile(r"\b(?:ce dernier|cette derniere|celui-ci|celle-ci)$")
_REPRESENTED = Hinged(r"representee?s? par (?:son |sa |leur )?", {"represente": 0})
_LEAD = re.compile(r"(?:,| (?:est|etait|etaient|sera|a ete|etant))? ?$")


_REPRESENTING = Hinged(
    r",? (?:y |qui |laquelle |lequel )?represent(?:e|ait|ant) (?:la |le |l'|les )?",
    {"represent": 11},
)


def _represented(scene: Scene) -> Iterator[Finding]:
    """« la Banque X, représentée par son directeur Y »."""
    for found in scene.matches(_REPRESENTED):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        lead = _LEAD.search(scene.plain, max(sentence.start, found.start() - 12), found.start())
        whom = _ending(scene, lead.start() if lead else found.start(), sentence)
        if whom is None or whom.entity.sort not in {"body", "person"}:
            continue
        latter = _LATTER.search(scene.plain[: lead.start() if lead else found.start()][-24:])
        sorts = _ANYBODY if latter else _PERSONS
        listed = agents.listed(scene, found.end(), sentence.end, sorts)
        for agent in listed if latter else listed[:1]:
            yield _stands(agent, whom.entity, (whom.start, agent.end))
        if listed and not latter:
            yield from _also(scene, listed[0].end, sentence)


def _representing(scene: Scene) -> Iterator[Finding]:
    """« Y représentait la commission Z »."""
    for found in scene.matches(_REPRESENTING):
        sentence = scene.sentence_at(found.start())
        who = _ending(scene, found.start(), sentence) if sentence else None
        if sentence is None or who is None or who.entity.sort != "person":
            continue
        for agent in agents.listed(scene, found.end(), sentence.end, _REPRESENTABLE)[:1]:
            yield _stands(
                Agent(who.entity, who.start, who.end), agent.entity, (who.start, agent.end)
            )


def _also(scene: Scene, position: int, sentence: Sentence) -> Iterator[Finding]:
    """« …, et B par Y »: the verb is left out."""
    while then := _THEN.match(scene.plain, position, sentence.end):
        absent = agents.listed(scene, then.end(), sentence.end, frozenset({"body"}))[:1]
        by = _BY.match(scene.plain, absent[0].end) if absent else None
        acting = agents.listed(scene, by.end(), sentence.end, _PERSONS)[:1] if by else []
        if not absent or not acting:
            return
        yield _stands(acting[0], absent[0].entity, (absent[0].start, acting[0].end))
        position = acting[0].end


def _stands(agent: Agent, absent: Entity, span: tuple[int, int]) -> Finding:
    return link("relation.represents", agent.entity, "tdi:represents", absent, spans=(span,))


_PERSONS = frozenset({"person", "post"})
_ANYBODY = frozenset({"person", "post", "body"})


def _ending(scene: Scene, position: int, sentence: Sentence) -> Mention | None:
    """Return the person or body whose name, title and aside end at ``position``."""
    for mention in reversed(
        scene.within(max(sentence.start, position - 160), position, "person", "body")
    ):
        gap = scene.plain[_end(scene, mention) : position]
        if re.fullmatch(r"(?: ?\([^()]*\))? ?,?(?: ?ce dernier| ?cette derniere)?", gap):
            return mention
    return None
