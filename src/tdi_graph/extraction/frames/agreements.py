"""Agreements: who signed what with whom."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, boundaries
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement, link
from tdi_graph.extraction.frames import event, topicality
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import content
from tdi_graph.extraction.view import Sentence

_SIGNED = Indexed(
    r"\b(?:a|ont|avons)(?: [\w']+ment| egalement| enfin| aussi| ainsi)? signe\b(?: [\w']+ment)?"
)
_WAS_SIGNED = Indexed(
    r"\b(?P<what>(?:conventions?|contrats?|accords?|chartes?|protocoles?|pactes?"
    r"|avenants?)\b(?: (?!a "
    r"|ont |est |sont |par |avec )[\w'-]+){0,6}?)"
    r"(?: [«\"][^«»\"]{2,50}[»\"])?,?(?: (?:ont|a|est|sont|sera|seront)(?: \w+){0,2})?"
    r" (?:signe|conclu|paraphe|passe)e?s?(?: [^.;:]{0,24}?)? (?:avec"
    r"|entre|par)(?= )"
)
_WITH = re.compile(r"\b(?:avec|aux cotes d(?:e la|e l'|es|u|e|')) ?(?=\w)")
_VAGUE = re.compile(r"(?:leurs?|ses|nos|des|les)? ?(?:partenaires|acteurs)\b")
_AGREEMENT = re.compile(
    r"(?:\d+|une?|la|les|le|l'|des|deux|trois|quatre|cinq|leur|ce|cette|cet|premiers?|«) ?[«\"]? ?"
    r"(?P<what>(?:conventions?|contrats?|accords?|chartes?|protocoles?|pactes?|avenants?)\b"
    r"(?: (?:de|d'|des|du) ?[\w'-]+(?: [\w-]+(?:al|aux|ale|ales|el|els|elle|elles|ique|iques)\b)?"
    r"| (?:cadre|nationale?s?|pluriannuel\w*|tripartite)){0,2})"
)


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those who signed an agreement, and the scheme that it serves."""
    for found in scene.matches(_SIGNED, " signe"):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        agreement = _AGREEMENT.search(scene.plain, found.end(), sentence.end)
        quoted = _before(scene, found.start(), sentence)
        if agreement is None and quoted is None:
            continue
        doers = event.doing(scene, found.start(), sentence)
        with_ = _WITH.search(scene.plain, found.end(), sentence.end)
        others = agents.listed(scene, with_.end(), sentence.end) if with_ else []
        others = [a for a in others if not _VAGUE.match(scene.plain, a.start)]
        if others and agreement and _own(scene, agreement.start(), doers, sentence):
            continue
        if others or doers:
            yield from _signed(scene, found, agreement, doers, others)


def passive(scene: Scene) -> Iterator[Finding]:
    """« la convention signée entre l'État, l'Anah et … »."""
    for found in scene.matches(_WAS_SIGNED, "signe", "conclu", "paraphe", " passe"):
        sentence = scene.sentence_at(found.start())
        listed = agents.listed(scene, found.end(), sentence.end) if sentence else []
        if not listed or sentence is None:
            continue
        place = found.span("what")
        if _of_any(found, listed):
            continue
        if len(listed) > 1 and _own(scene, place[0] - len("une "), listed, sentence):
            continue
        entity = scene.ledger.entity("tdi:Agreement", "agreement", scene.text[slice(*place)], place)
        schemes = scene.within(sentence.start, listed[-1].end + 60, "scheme")
        about = _served(scene, schemes[0]) if schemes else topicality.topic(scene, sentence)
        if about is not None:
            yield link("agreement.about", entity, "schema:about", about, spans=(place,))
        for agent in listed:
            span = (place[0], agent.end)
            yield involvement("agreement.signed-by", "signing", agent.entity, entity, spans=(span,))


def _of_any(found: re.Match[str], parties: list[Agent]) -> bool:
    """« les contrats signés entre l'État et les communes », « … entre l'État et ceux qui … ».

    Agreements of a kind, whoever signs them; of two parties both must be read.
    """
    if found[0].endswith("entre") and len(parties) == 1:
        return True
    several = found["what"].split()[0].endswith("s")
    return several and any(_ANY.match(agent.entity.label) for agent in parties)


_ANY = re.compile(
    r"(?:collectivités|communes|intercommunalités|villes|territoires|lauréats|élus)\b"
)


def _own(scene: Scene, start: int, parties: list[Agent], sentence: Sentence) -> bool:
    """« A a signé avec B une convention »: a matter of theirs, if no scheme is named with it.

    What the State, a region or several of a kind sign is of the scheme that the text is about.
    """
    if not scene.plain.startswith(("une ", "un "), start):
        return False
    if scene.within(sentence.start, sentence.end, "scheme"):
        return False
    if not parties:
        return bool(_A_NAME.search(scene.text, sentence.start, start))
    first = parties[0].entity
    return first.type in _OF_THEIR_OWN and not _PUBLIC.match(first.label)


_OF_THEIR_OWN = frozenset({"org:Organization", "tdi:Agency", "tdi:LocalBody"})
# « Port numérique a également signé … »: somebody whom no rule knows.
_A_NAME = re.compile(
    r"(?:^|[.,:»] )(?!Il|Elle|On|Ils|Elles|Ce|Tous|Toutes)[A-ZÉ][\w'’-]+(?: [\w'’-]+){0,3}? a"
    r"(?: \w+)? signé\b"
)
_PUBLIC = re.compile(
    r"(?i:état|région|département|conseil|préfecture|communauté|ville|commune|agglo)"
)
_SIGNATORIES = Indexed(
    r"\b(?:en )?(?:etaient|sont) (?:egalement |aussi )?(?P<noun>signataires)(?: du contrat"
    r"| de la convention| de l'accord)?\b(?=[ .,;])|\bles signataires (?:sont|etaient) (?:: )?"
)


def signatories(scene: Scene) -> Iterator[Finding]:
    """« Étaient également signataires A et B », « A et B en sont également signataires »."""
    for found in scene.matches(_SIGNATORIES, "signataires"):
        sentence = scene.sentence_at(found.start())
        told = _earlier(scene, found.start()) if sentence else None
        if sentence is None or told is None:
            continue
        held, place = told
        yield from _about(scene, held, place)
        after = agents.listed(scene, found.end(), sentence.end)
        listed = after or event.doing(scene, found.start(), sentence)
        for agent in listed:
            span = (min(found.start(), agent.start), max(found.end(), agent.end))
            yield involvement("agreement.signatories", "signing", agent.entity, held, spans=(span,))


def _earlier(scene: Scene, position: int) -> tuple[Entity, tuple[int, int]] | None:
    """Return the agreement that the text told of last, and where."""
    low = max(0, position - _REACH)
    named = [*_AGREEMENT.finditer(scene.plain, low, position)]
    known = scene.within(low, position, "agreement")
    if named and (not known or named[-1].start() > known[-1].start):
        return _named(scene, named[-1].span("what")), named[-1].span("what")
    return (known[-1].entity, (known[-1].start, known[-1].end)) if known else None


_REACH = 900


def _before(scene: Scene, position: int, sentence: Sentence) -> Agent | None:
    known = scene.within(sentence.start, position, "agreement")
    return Agent(known[-1].entity, known[-1].start, known[-1].end) if known else None


def _signed(
    scene: Scene,
    found: re.Match[str],
    agreement: re.Match[str] | None,
    doers: list[Agent],
    others: list[Agent],
) -> Iterator[Finding]:
    sentence = scene.sentence_at(found.start())
    held = _before(scene, found.start(), sentence) if sentence else None
    if agreement is not None:
        place = agreement.span("what")
        entity = _named(scene, place)
        yield from _about(scene, entity, place)
    elif held is not None:
        entity, place = held.entity, (held.start, held.end)
    else:
        return
    start = doers[0].start if doers else found.start()
    ends = [agent.end for agent in others if agent.end <= place[0]]
    first_word = place[0] + len(scene.text[slice(*place)].split()[0])
    span = (min(start, place[0]), max([*ends, found.end(), first_word]))
    for agent in (*doers, *others):
        within = span[0] <= agent.start and agent.end <= span[1]
        spans = (span,) if within else (span, (agent.start, agent.end))
        yield involvement("agreement.signed", "signing", agent.entity, entity, spans=spans)


def _named(scene: Scene, place: tuple[int, int]) -> Entity:
    """Return the one known agreement whose name begins so, or else a new one."""
    label = scene.text[slice(*place)]
    words = content(label)
    known = scene.authority.of_sort("agreement")
    longer = [e for e in known if content(e.label)[: len(words)] == words and len(words) > 1]
    if len(longer) == 1:
        return longer[0]
    return scene.ledger.entity("tdi:Agreement", "agreement", label, place)


def _about(scene: Scene, entity: Entity, place: tuple[int, int]) -> Iterator[Finding]:
    """Yield the scheme that an agreement serves: one named soon after it, or the topic."""
    schemes = scene.within(place[0], place[0] + 120, "scheme")
    about = _served(scene, schemes[0]) if schemes else scene.topic
    if about is not None:
        end = schemes[0].end if schemes else place[1]
        yield link("agreement.about", entity, "schema:about", about, spans=((place[0], end),))


def _served(scene: Scene, mention: Mention) -> Entity:
    """Return what an agreement serves: « le Territoire d'industrie X » is one of many."""
    said, label = (
        scene.text[mention.start : mention.end].split()[0],
        mention.entity.label.split()[0],
    )
    name = _OWN_NAME.match(scene.text, mention.end)
    if name is None or said.casefold() == label.casefold() or label.rstrip("s") != said.rstrip("s"):
        return mention.entity
    index = scene.words.at(name.end())
    end = scene.words.tokens[boundaries.extent(scene.words, index) - 1].end
    own = f"{scene.text[mention.start : mention.end]} {scene.text[name.end() : end]}"
    place = (mention.start, end)
    return scene.ledger.entity("tdi:Territory", "territory", own, place)


_OWN_NAME = re.compile(r" (?:[«\"] ?)?(?=[A-ZÉÈÀ])")
