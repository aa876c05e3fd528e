"""Who sits on a committee, and under whom it meets.

« un comité, où siègent A, B et C », « X siège au jury », « réunie sous la présidence de X, la
commission … », « le comité, dont X assure la vice-présidence ».
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, people
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.frames import event, presiding
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_WHERE = re.compile(
    r",? (?:ou|dans l(?:equel|aquelle)|au sein d(?:uquel|e laquelle))"
    r" (?:siege(?:nt|ront|ra)?|sont representes)(?: (?:notamment|egalement|aussi))? (?=\w)"
)
_SITS = re.compile(
    r" (?:siege(?:nt|ra|ront)?(?: (?:egalement|aussi))? (?:au |a la |a l'|dans (?:le |la |l'))"
    r"|(?:est|sont) (?:egalement |aussi )?membres? (?:du |de la |de l'))(?=\w)"
)
_THERE = re.compile(r",? y siege(?:nt|ra|ront)?\b(?: (?:egalement|aussi))?")
_BESIDE = re.compile(r",? (?:aux cotes d(?:e |u |es |')|avec |ainsi que |de meme que )(?=\w)")
_MADE_OF = re.compile(
    r",? (?:(?:est|sont|sera) )?(?:compose|constitue)e?s? (?:notamment |egalement )?d(?:e |u "
    r"|es |')"
    r"(?=[^\W\d])"
)
_UNDER = re.compile(r"\bsous la (?:co-?)?presidence (?:conjointe )?d(?:e la |e l'|e |u |')(?=\w)")
_VICE = re.compile(r",? (?:et )?dont (?=\w)")
_IN_THE_CHAIR = re.compile(r",? (?:assure|exerce|tient)(?:nt)? la (?:vice-|co-?)?presidence\b")
_AHEAD = re.compile(
    rf", (?:le|la|l'|un|une) ?(?P<name>(?:{presiding.NOUN}|association|federation)\b"
    rf"{presiding.WORD}{{0,4}})(?= )"
)
_OPENING = re.compile(r"[«\" ]*(?:reunie?|presidee?|organisee?|placee?)\b")
_PERSONS = frozenset({"person", "post"})
_SEATED = frozenset({"person", "body", "post"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the members of committees, and those who preside over them."""
    yield from _where(scene)
    yield from _sits(scene)
    yield from _under(scene)
    yield from _vice(scene)


def _where(scene: Scene) -> Iterator[Finding]:
    """« un comité d'engagement, où siègent A, B et C », « un jury composé de A et de B »."""
    found = (
        *scene.matches(_WHERE, " siege", "representes"),
        *scene.matches(_MADE_OF, "compose", "constitue"),
        *scene.matches(_THERE, " y siege"),
    )
    for verb in found:
        sentence = scene.sentence_at(verb.start() + 1)
        if sentence is None:
            continue
        if verb.re is _THERE:
            yield from _there(scene, verb, sentence)
            continue
        body = presiding.body_before(scene, sentence, verb.start())
        for agent in agents.listed(scene, verb.end(), sentence.end, _SEATED) if body else []:
            if body is not None and _is_committee(scene, body[1]):
                yield _member(agent, body[0], (body[1], agent.end))


def _is_committee(scene: Scene, start: int) -> bool:
    """« un groupement composé d'entreprises »: no committee."""
    return bool(_COMMITTEE.match(scene.plain, start)) or scene.mention_at(start) is not None


_COMMITTEE = re.compile(r"(?:comite|commission|jury|conseil|instance|mission|groupe)\b")


def _there(scene: Scene, found: re.Match[str], sentence: Sentence) -> Iterator[Finding]:
    """« un comité … . A y siège, de même que B »: of the committee named last."""
    body = presiding.last_group(scene, sentence.start, found.start())
    doers = event.doing(scene, found.start(), sentence) if body else []
    beside = _BESIDE.match(scene.plain, found.end())
    others = agents.listed(scene, beside.end(), sentence.end, _SEATED) if beside else []
    for agent in (*doers, *others) if doers else ():
        if body is not None:
            yield _member(agent, body, (doers[0].start, max(found.end(), agent.end)))


def _sits(scene: Scene) -> Iterator[Finding]:
    """« X siège au comité de sélection aux côtés de A et de B »."""
    for found in scene.matches(_SITS, " siege", " membre"):
        sentence = scene.sentence_at(found.start())
        over = presiding.over(scene, found.end() - _ARTICLE, sentence) if sentence else None
        if sentence is None or over is None:
            continue
        person = people.before(scene, found.start() - scene.plain.endswith(",", 0, found.start()))
        own = [Agent(person.entity, person.start, person.end)] if person else []
        doers = own or event.doing(scene, found.start(), sentence)
        beside = _BESIDE.match(scene.plain, over.end)
        others = agents.listed(scene, beside.end(), sentence.end, _SEATED) if beside else []
        for agent in (*doers, *others) if doers else ():
            span = (doers[0].start, max(over.end, agent.end))
            yield _member(agent, over.entity, span)


_ARTICLE = 3


def _under(scene: Scene) -> Iterator[Finding]:
    """« Réunie sous la présidence de X, la commission … »."""
    for found in scene.matches(_UNDER, "presidence d"):
        sentence = scene.sentence_at(found.start())
        if sentence is None or not _OPENING.match(scene.plain, sentence.start):
            continue
        listed = agents.listed(scene, found.end(), sentence.end, _PERSONS)
        ahead = _AHEAD.match(scene.plain, listed[-1].end) if listed else None
        if ahead is None:
            continue
        entity = presiding.group(scene, ahead)
        for agent in listed:
            yield _head(agent, entity, (found.start(), ahead.end()))


def _vice(scene: Scene) -> Iterator[Finding]:
    """« un comité, présidé par X et dont Y assure la vice-présidence »."""
    for found in scene.matches(_IN_THE_CHAIR, "presidence"):
        sentence = scene.sentence_at(found.start())
        leads = [*_VICE.finditer(scene.plain, sentence.start, found.start())] if sentence else []
        if sentence is None or not leads:
            continue
        lead = leads[-1]
        listed = agents.listed(scene, lead.end(), sentence.end, _PERSONS)
        body = presiding.last_group(scene, sentence.start, lead.start())
        apart = scene.plain[listed[-1].end : found.start()] if listed else "."
        if body is not None and not apart.strip(" ,"):
            for agent in listed:
                yield _head(agent, body, (agent.start, found.end()))


def _member(agent: Agent, body: Entity, span: tuple[int, int]) -> Finding:
    return link("relation.seat", agent.entity, "org:memberOf", body, spans=(span,))


def _head(agent: Agent, body: Entity, span: tuple[int, int]) -> Finding:
    return link("relation.chair", agent.entity, "org:headOf", body, spans=(span,))
