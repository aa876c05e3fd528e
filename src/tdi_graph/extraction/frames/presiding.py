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
# The words of a committee's name: nouns after « de », and adjectives.
WORD = (
    r"(?: (?:d(?:e la |e l'|es |u |e |'))?(?!(?:et|a|ont|est|sont|sera|seront|avait|avaient|etait"
    r"|etaient|doit|doivent|peut|peuvent|va|vont|que|qui|ou|s|se|sur"
    r"|aux|au|avec"
    r"|pour|par|dans|en|le|la|les|un|une|du|des|de|ce|y|comme|ainsi|dont|lors|vient|revendique"
    r"|regroupe|reunit|compte|examine|arrete|choisit|lequel|laquelle)\b)[\w-]+)"
)
NOUN = r"(?:comite|commission|jury|conseil|groupe de travail|instance|observatoire)"
_GROUP_AHEAD = re.compile(rf"(?:un|une|le|la|ce|les|l'|au) ?(?P<name>{NOUN}\b{WORD}{{0,3}})")
_ANY_GROUP = re.compile(rf"\b(?P<name>(?:{NOUN}|association|federation)\b{WORD}{{0,4}})")
_MEETING = re.compile(r"(?:reunion|seance|ceremonie|journee|visite|rencontre|assises)\b")
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
        over_ = over(scene, found.end(), sentence)
        for agent in _presiding(scene, start, sentence) if over_ else []:
            if over_ is not None:
                yield _head(agent, over_.entity, (agent.start, over_.end))


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
    body = body_before(scene, sentence, start)
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
    body = body_before(scene, sentence, lead.start() if lead else verb)
    if body:
        people.after(scene, found.end() + 1)  # who presides is a person, by whatever name
    for agent in agents.listed(scene, found.end(), sentence.end) if body else []:
        if body is not None:
            yield _head(agent, body[0], (body[1], agent.end))


def body_before(scene: Scene, sentence: Sentence, position: int) -> tuple[Entity, int] | None:
    """Return the body whose name ends at ``position``, and where it begins."""
    before = scene.plain[sentence.start : position].rstrip(" ,")
    end = sentence.start + len(before)
    bodies = scene.within(sentence.start, position, "body")
    if bodies and -1 <= end - bodies[-1].end <= 1:
        return bodies[-1].entity, bodies[-1].start
    pronoun = _PRONOUN.search(before)
    if pronoun:
        return _stood_for(scene, sentence)
    group = _GROUP.search(before)
    if group:
        return _named(scene, sentence.start, group)
    opening = agents.listed(scene, sentence.start, position, _BODIES)
    meets = _MEETING.match(scene.plain, opening[0].start) if opening else None
    if len(opening) == 1 and opening[0].end == end and not meets:
        return opening[0].entity, opening[0].start
    return None


_PRONOUN = re.compile(r"(?:^|[,;:] |\bet )(?:il|elle)$")


def _stood_for(scene: Scene, sentence: Sentence) -> tuple[Entity, int] | None:
    """« … l'association X. Elle est présidée par »: the body that the sentence before tells of."""
    index = scene.index_at(sentence.start)
    for earlier in reversed(scene.sentences[max(0, index - 1) : index]):
        groups = [*_ANY_GROUP.finditer(scene.plain, earlier.start, earlier.end)]
        named = scene.within(earlier.start, earlier.end, "body")
        if groups and not named:
            return _named(scene, 0, groups[-1])
        subjects = [m for m in named if m.start - earlier.start <= _AT_THE_START]
        if len(subjects) == 1 and not groups and subjects[0].entity.type != "tdi:CollectiveBody":
            return subjects[0].entity, sentence.start
    return None


_AT_THE_START = 16


def over(scene: Scene, position: int, sentence: Sentence) -> Agent | None:
    """Return the body that stands after « préside »."""
    group = _GROUP_AHEAD.match(scene.plain, position, sentence.end)
    if group:
        entity, start = _named(scene, 0, group)
        return Agent(entity, start, group.end("name"))
    listed = agents.listed(scene, position, sentence.end, _BODIES)
    return next(iter(listed), None)


def _named(scene: Scene, offset: int, group: re.Match[str]) -> tuple[Entity, int]:
    start, end = offset + group.start("name"), offset + group.end("name")
    place = _fuller(scene, start, end)
    kind = _KIND.match(scene.text, *place)  # « l'association Bourgs vivants » is « Bourgs vivants »
    place = (kind.end(), place[1]) if kind else place
    label = scene.text[slice(*place)]
    return scene.ledger.entity("tdi:CollectiveBody", "body", label, (start, end)), start


_KIND = re.compile(r"(?:association|fédération)(?: (?:nationale|régionale))? (?=[A-ZÉÈÎ])")


def _fuller(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """« ce comité »: the comité that the text named with more words before."""
    noun = scene.plain[start:end]
    if " " in noun or not scene.plain.endswith(_AGAIN, 0, start):
        return start, end
    earlier = [
        found
        for found in _ANY_GROUP.finditer(scene.plain, max(0, start - _FAR_BACK), start)
        if found["name"].startswith(f"{noun} ")
    ]
    return earlier[-1].span("name") if earlier else (start, end)


def group(scene: Scene, found: re.Match[str]) -> Entity:
    """Return the body that the words ``name`` of a match call so."""
    return _named(scene, 0, found)[0]


def called(scene: Scene, offset: int, found: re.Match[str]) -> Entity:
    """Return the body that a match in the words from ``offset`` on calls by ``name``."""
    return _named(scene, offset, found)[0]


def last_group(scene: Scene, start: int, end: int) -> Entity | None:
    """Return the committee named last before ``end``, from the sentence before ``start`` on."""
    index = max(0, scene.index_at(start) - 1)
    groups = [*_ANY_GROUP.finditer(scene.plain, scene.sentences[index].start, end)]
    return _named(scene, 0, groups[-1])[0] if groups else None


_AGAIN, _FAR_BACK = ("le ", "la ", "ce ", "cette "), 2000


def _head(agent: Agent, body: Entity, span: tuple[int, int]) -> Finding:
    return link("relation.presides", agent.entity, "org:headOf", body, spans=(span,))
