"""Active verbs: « l'ANCT pilote les programmes … », « Bpifrance l'opère », « qui en assure … »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, standins, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import (
    choosing,
    headless,
    networks,
    payables,
    staff,
    together,
    verbs,
)
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_EVENTFUL = frozenset({"launching", "announcing", "presenting"})
_ANAPHORIC_AGENT = re.compile(
    r"(?:^|[,;.:] |\bqu')(?:elle|il|l'agence|l'association|celle-ci|celui-ci)$"
)
_RELATIVE = re.compile(r"(?:,? qui|, )$")
_KINDS = re.compile(
    r" ?(?:notamment |egalement |aussi |ainsi )?(?:des|les|plusieurs|de nombreux|ses|nos"
    r"|d'autres|\w+)? ?"
    r"(?:grands )?(?:programmes|dispositifs|plans|actions|politiques|fonds)[^.;:«]{0,40}?"
    r"(?: comme| tels? que| dont|,? notamment|,? parmi lesquels| :) "
)
_SCHEMES = frozenset({"scheme"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the roles that active verbs give to those who stand before them."""
    for found in _found(scene):
        sentence = scene.sentence_at(found.start())
        role = verbs.role(verbs.said(found))
        if sentence is None or role is None or role in _EVENTFUL:
            continue
        clitic = _CLITIC.search(scene.plain, max(sentence.start, found.start() - 6), found.start())
        if scene.plain.endswith((" que ", " qu'"), 0, found.start()):
            yield from _inverted(scene, found, sentence, role)
            continue
        free = found.re in _FREE
        pronoun = clitic is not None or found.re is verbs.ENSURING.pattern
        doer = _doer(scene, clitic.start() if clitic else found.start(), sentence, free=free)
        agent_start = doer[0].start if doer else 0
        things = _relative(scene, agent_start, sentence) if doer else []
        if doer and not things:
            said_at = agent_start if pronoun else None
            things = _things(scene, found, sentence, role, said_at=said_at)
        for agent in together.acting(scene, found, doer, things, role):
            for thing in things:
                if thing.entity.iri != agent.entity.iri:
                    spans = together.spans(scene, found, doer[0], agent, thing)
                    yield involvement(
                        f"relation.{role}.active", role, agent.entity, thing.entity, spans=spans
                    )


def _inverted(
    scene: Scene, found: re.Match[str], sentence: Sentence, role: str
) -> Iterator[Finding]:
    """« le fonds X, que pilote l'Ademe »: the agent follows its verb."""
    doers = agents.listed(scene, found.end(), sentence.end)
    for thing in _relative(scene, found.start(), sentence) if doers else []:
        for agent in doers:
            if agent.entity.iri != thing.entity.iri:
                span = (thing.start, agent.end)
                yield involvement(
                    f"relation.{role}.active", role, agent.entity, thing.entity, spans=(span,)
                )


_FREE = frozenset({verbs.APPOSED, verbs.CHARGED.pattern, verbs.TASKED.pattern})


def _things(
    scene: Scene, found: re.Match[str], sentence: Sentence, role: str, *, said_at: int | None
) -> list[Agent]:
    """Return what the verb is said of: its object, or what a pronoun stands for."""
    if said_at is not None:
        return _clitic(scene, said_at, found.end(), sentence)
    if found.re is _HELPS.pattern:
        return _helped(scene, found, sentence)
    if role == "selecting":
        return choosing.selected(scene, found, sentence)
    kinds = _KINDS.match(scene.plain, found.end(), sentence.end)
    position = kinds.end() if kinds else found.end()
    listed = agents.listed(scene, position, sentence.end, _SCHEMES)
    listed = listed or _anaphoric(scene, position, sentence) or networks.run(scene, found, sentence)
    if listed or role != "funding":
        return listed
    costly = payables.ahead(scene, position, sentence.end)
    return staff.ahead(scene, position) or ([costly] if costly else [])


def _helped(scene: Scene, found: re.Match[str], sentence: Sentence) -> list[Agent]:
    """« … apportent leur appui au programme X », or to what the paragraph is about."""
    to = _TO.match(scene.plain, found.end())
    listed = agents.listed(scene, to.end(), sentence.end, _SCHEMES) if to else []
    if listed or to:
        return listed
    about = subjects.of_clause(scene, found.start(), sentence)
    named = about is not None and about.score >= _NAMED
    return [Agent(about.entity, found.end() - 1, found.end())] if about and named else []


_NAMED = 0.6
_TO = re.compile(r"(?: technique| methodologique)? (?:a la |a l'|au |aux |a |en )(?=\w)")
_WHICH = re.compile(r"(?P<and> et)?,? (?:que |qu')(?:le |la |l'|les )?$")
_WHO = re.compile(r"[ »\",]{0,4}qui \w")


def _relative(scene: Scene, start: int, sentence: Sentence) -> list[Agent]:
    """« le fonds X, que l'Ademe opère », « X, qui relève de Y et que l'Ademe opère »: X."""
    which = _WHICH.search(scene.plain, max(sentence.start, start - 14), start)
    if which is None:
        return []
    held = scene.within(sentence.start, which.start() + 1, "scheme")
    if which["and"]:
        held = [m for m in held if _WHO.match(scene.plain, m.end)]
    else:
        held = [m for m in held if not scene.text[m.end : which.start()].strip(' »",')]
    lead = scene.plain[max(0, held[-1].start - _LEAD) : held[-1].start] if held else ""
    kind = _KIND_OF.search(lead)
    if kind and held:  # « X, dispositif du plan Y que l'Ademe opère »: X
        at = held[-1].start - len(lead) + kind.start()
        held = [m for m in scene.within(sentence.start, at, "scheme") if at - m.end <= _QUOTE]
        return [Agent(m.entity, m.start, m.end) for m in held[-1:]]
    if standins.GOVERNED.search(lead):  # « un appel à projets de X que l'Ademe opère »
        return []
    return [Agent(m.entity, m.start, m.end) for m in held[-1:]]


_LEAD, _QUOTE = 44, 2
_KIND_OF = re.compile(
    r" ?[»\"]?, (?:un |une |le |la )?(?:dispositif|programme|mesure|volet|fonds|outil|plan)"
    r" (?:du |de |d')(?:plan |programme )?[«\"]? ?$"
)


# « A et B apportent leur appui technique »
_HELPS = Hinged(
    r"\bapport(?:e|ent|era|eront)(?: (?:egalement|aussi|ainsi))? (?:son|leur) (?P<verb>soutien"
    r"|appui|expertise|concours)\b(?! financier)",
    {"apporte": 0},
)


def _found(scene: Scene) -> Iterator[re.Match[str]]:
    yield from verbs.ACTIVE.finditer(scene.words)
    yield from scene.matches(verbs.ENSURING)
    yield from scene.matches(_HELPS)
    yield from verbs.apposed(scene.words)
    yield from scene.matches(verbs.CHARGED)
    yield from scene.matches(verbs.TASKED)
    yield from scene.matches(verbs.CHOSEN)


_CLITIC = re.compile(r"(?: l'| le | la )$")


def _clitic(scene: Scene, start: int, end: int, sentence: Sentence) -> list[Agent]:
    """« X l'opère », « X en assure la gestion »: what the sentence or the one before is about."""
    found = subjects.of_clause(scene, start, sentence)
    return [Agent(found.entity, end - 1, end)] if found else []


_NUMBERED = re.compile(r" (?:budgetaire )?(?:n° ?)?\d")  # « le programme 112 » of a budget


def _anaphoric(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    found = re.match(
        r" ?(?:du |de la |de l'|de ce |de cette |ce |cette |le |la |l')(?:programme|dispositif"
        r"|plan|fonds|mesure|initiative|demarche"
        r"|enveloppe|operation|ami|appel a \w+)\b",
        scene.plain[position : sentence.end],
    )
    if found is None or _NUMBERED.match(scene.plain, position + found.end()):
        return []
    stood = subjects.anaphor(scene, position, position + found.end())
    return [Agent(stood.entity, position, position + found.end())] if stood else []


def _doer(scene: Scene, position: int, sentence: Sentence, *, free: bool) -> list[Agent]:
    """Return who stands right before the verb: a list, « qui », or a pronoun for a body."""
    before = scene.plain[sentence.start : position].rstrip()
    if _ANAPHORIC_AGENT.search(before):
        word = before.split()[-1]
        start = sentence.start + len(before) - len(word.removeprefix("qu'"))
        body = _own_body(scene, sentence, start) if word.startswith("qu'") else None
        if body is None and not headless.of_a_group(scene, sentence):
            body = _named_body(scene, sentence)
        return [Agent(body, start, position)] if body else []
    cut = _RELATIVE.search(before)
    end = sentence.start + (cut.start() if cut else len(before))
    near = scene.within(max(sentence.start, end - 200), end, "body", "post", "person")
    for mention in near:
        lead = scene.plain[max(sentence.start, mention.start - 60) : mention.start]
        if not free and _GOVERNED.search(lead):
            continue
        headed = _HEADED.search(scene.plain, max(sentence.start, mention.start - 40), mention.start)
        found = agents.listed(scene, headed.start() if headed else mention.start, position)
        if found and (abs(found[-1].end - end) <= 1 or _aside(scene, found[-1].end, end)):
            first = [] if free else _common(scene, _FIRST, sentence.start, end)
            return first if len(first) > len(found) else found
    common = _common(scene, _DETERMINED, max(sentence.start, end - _REACH), end) if free else []
    return common or _common(scene, _FIRST, sentence.start, end)


_REACH = 90
_DETERMINED = re.compile(r"(?:^|\b)(?:les|l'|des|par|aux) ?(?=\w)")
_FIRST = re.compile(r"(?:(?<=[.!?»:;] )|(?<=\n)|(?<=\bque )|^)(?:les |l'|le |la )")
_BODIES = frozenset({"body"})


def _common(scene: Scene, lead: re.Pattern[str], start: int, end: int) -> list[Agent]:
    """« les préfets ont sélectionné … »: those who are named by a common noun alone."""
    for determiner in lead.finditer(scene.plain, start, end):
        one = determiner[0].endswith(("le ", "la "))
        if one and not scene.text[determiner.end() : determiner.end() + 1].isupper():
            continue
        found = agents.listed(scene, determiner.end(), end, _BODIES)
        if found and 0 <= end - found[-1].end <= 1:
            return found
    return []


# « les préfets de Régions »: not the Régions.
_HEADED = re.compile(
    r"\b(?:sous-)?(?:prefete?s?|prefectures?|presidente?s?|conseils?|services|directions?|maires)"
    r" (?:de |des |du |de la )?$"
)
_BACK, _FAR_BACK = 4, 20_000
_AT_THE_START = 6


def _own_body(scene: Scene, sentence: Sentence, end: int) -> Entity | None:
    """« L'Ademe mobilise le fonds X, qu'elle gère »: the body that begins the sentence."""
    first = scene.within(sentence.start, min(end, sentence.start + _AT_THE_START), "body")
    return first[0].entity if first else None


def _named_body(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the body that « elle » stands for: the last one that was a subject, or the last."""
    index = scene.index_at(sentence.start)
    elle = scene.plain.startswith("elle ", sentence.start)
    for earlier in reversed(scene.sentences[max(0, index - _BACK) : index]):
        opening = scene.within(earlier.start, earlier.start + _AT_THE_START, "body")
        fronted = _FOUNDED.match(scene.plain, earlier.start, earlier.end)
        named = [m.entity for m in opening]
        if fronted and not opening:
            named = [a.entity for a in agents.listed(scene, fronted.end(), earlier.end, _BODIES)]
        if (
            named
            and named[0].type != "tdi:CollectiveBody"
            and not (elle and _HE.match(named[0].label))
        ):
            return named[0]
    bodies = scene.within(max(0, sentence.start - _FAR_BACK), sentence.start, "body")
    single = [m.entity for m in bodies if m.entity.type != "tdi:CollectiveBody"]
    single = [e for e in single if not (elle and _HE.match(e.label))]
    return single[-1] if single else None


# « Créée en 2020, l'agence X est … »: X.
_FOUNDED = re.compile(
    r"\W*(?:cre|fond|institu|rattach|plac|install|implant|ne|bas|pilot|present)e?e\b[^.;:]{0,120}?,"
    r" (?:l'|la |le )(?:(?:agence|association|banque|federation|etablissement) )?(?=\w)"
)
_HE = re.compile(
    r"(?:État|Gouvernement|Conseil|Ministère|ministère|Département|Cerema|Sénat|SGPI)\b"
)


_GOVERNED = re.compile(
    r"\b(?:avec|pour|sur|selon)(?: l'| les| la| le)? ?$|\bpar [^,.;]{0,48}$"
    r"|\b(?:presidence|egide|autorite|houlette) d[^,.;]{0,40}$"
)


def _aside(scene: Scene, start: int, end: int) -> bool:
    """Tell whether no more than an aside stands between: « X, à travers sa filiale Y, »."""
    return bool(_ASIDE.fullmatch(scene.plain[start : end + 1].rstrip()))


_ASIDE = re.compile(
    r", (?:[\w-]+e?s (?:par|en|le|comme)|a travers|via|au travers|par (?:l'|le biais|ailleurs)"
    r"|sous|dans le cadre|de son cote|pour sa part|en lien|aux cotes|avec|depuis) ?[^;.]{0,110},?"
)
