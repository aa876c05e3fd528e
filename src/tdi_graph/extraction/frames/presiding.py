"""Who presides over a body: « le comité, présidé par X », « X, qui préside l'association Y »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, people
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.frames import event
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# Both led by letters that the search can look for.
_PRESIDED = re.compile(r"presidee?s?(?: conjointement)? par(?= |(?<='))")
_LEAD = re.compile(
    r",? ?(?:(?:est|sont|a ete|ont ete|sera|seront|etait|etaient) )?(?:conjointement )?(?:co-?)?$"
)
_PRESIDES = re.compile(r"preside(?: (?:egalement|aussi|actuellement|par ailleurs))? (?=\w)")
_GROUP = re.compile(
    r"(?:^|\b(?:un|une|le|la|du|au|ce|des|les|l') ?)(?P<name>(?:comite|commission|jury|conseil"
    r"|mission|groupe de travail|instance"
    r"|observatoire|association|federation)s?\b(?: (?!(?:et|a|ont|est|sont|sera)\b)[\w'-]+){0,6})$"
)
_GROUP_AHEAD = re.compile(
    r"(?:un|une|le|la|ce|les|l') ?(?P<name>(?:comite|commission|jury|conseil|groupe de travail"
    r"|instance|observatoire)\b(?: (?:de|d'|du|des)? ?(?!(?:et|a|ont|est|sont|sera)\b)[\w-]+){0,3})"
)
_LONGEST_LEAD = 32
_PERSONS = frozenset({"person", "post"})
_BODIES = frozenset({"body"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those who preside over a committee, a jury or an association."""
    for found in scene.matches(_PRESIDED, "preside"):
        sentence = scene.sentence_at(found.start())
        start = _start(scene, found)
        if sentence is not None and start is not None:
            yield from _presided(scene, found, start, sentence)
    for found in scene.matches(_PRESIDES, "preside"):
        sentence, start = scene.sentence_at(found.start()), _start(scene, found)
        if sentence is None or start is None:
            continue
        if scene.plain.endswith((" que ", " qu'"), 0, start):
            yield from _whom(scene, found, start, sentence)
            continue
        over = _over(scene, found.end(), sentence)
        for agent in _presiding(scene, start, sentence) if over else []:
            if over is not None:
                yield _head(agent, over.entity, (agent.start, over.end))


def _start(scene: Scene, found: re.Match[str]) -> int | None:
    """Return where the verb begins, « co- » included, None inside another word."""
    start = found.start()
    for prefix in ("co-", "co"):
        if scene.plain.endswith(prefix, 0, start):
            start -= len(prefix)
            break
    return None if start and scene.plain[start - 1].isalnum() else start


def _whom(scene: Scene, found: re.Match[str], verb: int, sentence: Sentence) -> Iterator[Finding]:
    """« un comité que préside X »: the body stands before, X after."""
    start = verb - (len("qu'") if scene.plain.endswith("qu'", 0, verb) else len("que "))
    body = _body_before(scene, sentence, start)
    listed = agents.listed(scene, found.end(), sentence.end, _PERSONS) if body else []
    if body and not listed:
        named = people.after(scene, found.end())
        listed = [Agent(named.entity, named.start, named.end)] if named else []
    for agent in listed if body else []:
        if body is not None:
            yield _head(agent, body[0], (body[1], agent.end))


def _presiding(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    """Return who presides: a person of office, or one whose name alone stands before."""
    before = scene.plain[sentence.start : position].rstrip()
    end = sentence.start + len(before.removesuffix("qui").rstrip(" ,"))
    named = people.before(scene, end)
    if named is not None:
        return [Agent(named.entity, named.start, named.end)]
    doing = event.doing(scene, position, sentence)
    return [agent for agent in doing if agent.entity.sort in _PERSONS]


def _presided(
    scene: Scene, found: re.Match[str], verb: int, sentence: Sentence
) -> Iterator[Finding]:
    """« comités de pilotage régionaux, présidés par les présidents de … »."""
    lead = _LEAD.search(scene.plain, max(sentence.start, verb - _LONGEST_LEAD), verb)
    body = _body_before(scene, sentence, lead.start() if lead else verb)
    for agent in agents.listed(scene, found.end(), sentence.end) if body else []:
        if body is not None:
            yield _head(agent, body[0], (body[1], agent.end))


def _body_before(scene: Scene, sentence: Sentence, position: int) -> tuple[Entity, int] | None:
    """Return the body whose name ends at ``position``, and where it begins."""
    before = scene.plain[sentence.start : position].rstrip(" ,")
    end = sentence.start + len(before)
    bodies = scene.within(sentence.start, position, "body")
    if bodies and -1 <= end - bodies[-1].end <= 1:
        return bodies[-1].entity, bodies[-1].start
    group = _GROUP.search(before)
    if group:
        return _named(scene, sentence.start, group)
    opening = agents.listed(scene, sentence.start, position, _BODIES)
    if len(opening) == 1 and opening[0].end == end:
        return opening[0].entity, opening[0].start
    return None


def _over(scene: Scene, position: int, sentence: Sentence) -> Agent | None:
    """Return the body that stands after « préside »."""
    group = _GROUP_AHEAD.match(scene.plain, position, sentence.end)
    if group:
        entity, start = _named(scene, 0, group)
        return Agent(entity, start, group.end("name"))
    listed = agents.listed(scene, position, sentence.end, _BODIES)
    return next(iter(listed), None)


def _named(scene: Scene, offset: int, group: re.Match[str]) -> tuple[Entity, int]:
    start, end = offset + group.start("name"), offset + group.end("name")
    label = scene.text[start:end]
    return scene.ledger.entity("tdi:CollectiveBody", "body", label, (start, end)), start


def _head(agent: Agent, body: Entity, span: tuple[int, int]) -> Finding:
    return link("relation.presides", agent.entity, "org:headOf", body, spans=(span,))
