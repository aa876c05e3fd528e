"""Roles that nouns name: « le cofinancement de X par A », « A en est l'opérateur ».

Where no scheme is named, the role is played in what the clause is about.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import event, payables, verbs
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_NOUN = (
    r"(?P<noun>(?:co-?)?pilotage|coordination|animation|gestion|mise en (?:oe|œ)uvre|instruction"
    r"|deploiement|(?:co-?)?financement)(?: (?:operationne\w+|nationa\w+|loca\w+|technique"
    r"|conjoint\w*))?"
)
# « le cofinancement des chefs de projet par l'État »
_BY = re.compile(
    rf"{_NOUN} (?:d(?:u |e la |e l'|es |e ce |e cette |e |'))"
    r"(?P<of>[^.;:,]{3,60}?),? par (?=\w)"
)
# « le pilotage partagé entre A et B », « le pilotage est passé de A à B »
_SHARED = re.compile(
    rf"{_NOUN}(?P<of> [^.;:,]{{3,40}}?)?(?: (?:est|sera"
    rf"|reste|demeure))?"
    r" (?:partagee?|repartie?|assuree?(?: conjointement)?) entre (?=\w)"
)
_PASSED = re.compile(
    rf"{_NOUN}(?P<of> [^.;:,]{{3,40}}?)? (?:est|a ete) (?:passee?"
    rf"|transferee?)\b"
    r"[^.;:]{3,90}? (?:a la |a l'|au |aux |a )(?=\w)"
)
# « A en sera l'opérateur », « A et B en sont les pilotes », « A sera maître d'ouvrage »
_IS = re.compile(
    r"(?: en (?:est|sont|sera|seront|etait|reste)(?: (?:egalement|aussi|ainsi|donc))?"
    r" (?:le |la |l'|les |un des |l'un des )?"
    r"(?P<role>operateur|pilote|copilote|gestionnaire|financeur|cofinanceur|animat(?:eur|rice)"
    r"|coord(?:in|onn)at(?:eur|rice)|partenaire|maitre d'ouvrage)s?"
    r"| (?:est|sera) (?P<works>maitre d'ouvrage))\b"
    r"(?: (?:principa|nationa|technique|financier|unique)\w*)?(?P<with>(?:,)? avec (?=\w))?"
)
# « A assure le pilotage national avec B »
_ENSURES = re.compile(
    rf" assur(?:e|ent|era|eront) (?:ensemble |conjointement )?(?:le |la |l'){_NOUN}"
    r"(?= avec |[,.;]| au quotidien| et )(?P<with> avec (?=\w))?"
)
# Where such a noun begins, with an article before it: looked for once.
_LEAD = re.compile(
    r"\b(?=[acdfgimp])(?:co-?)?(?:pilotage|coordination|animation|gestion|mise en|instruction"
    r"|deploiement|financement)\b"
)
_ARTICLES = ("le ", "la ", "l'", "du ", "un ", "son ", "sa ")
_NOUN_ROLES = {
    "operateur": "operating", "maitre d'ouvrage": "operating", "pilote": "steering",
    "copilote": "co-steering", "gestionnaire": "managing", "financeur": "funding",
    "cofinanceur": "funding", "animateur": "animating", "animatrice": "animating",
    "coordinateur": "coordinating", "coordinatrice": "coordinating",
    "coordonnateur": "coordinating", "coordonnatrice": "coordinating", "partenaire": "partnering",
}  # fmt: skip
# « un binôme élu-industriel anime », « le tandem, formé d'un élu et d'un industriel, »
_PAIR = Hinged(
    r"\b(?:binomes?|tandems?|duos?)\b[^.;:]{0,40}?\belu\w*\b[^.;:]{0,24}?\b(?:industriel\w*"
    r"|chefs? d'entreprise)\b",
    {"binome": 0, "tandem": 0, "duo": 0},
)
_PAIR_ANIMATES = re.compile(
    r"\banime(?:nt|r|ra|ront)?\b|\banimation\b|\banimee?s?(?: [\w']+ment)? par\b"
)
_PAIR_NAME = "binôme élu-industriel"
_NEAR = 70


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the roles that nouns give to those whom a preposition, or a verb, joins to them."""
    for noun in _LEAD.finditer(scene.plain):
        led = scene.plain.endswith(_ARTICLES, 0, noun.start())
        for pattern in (_BY, _SHARED, _PASSED) if led else ():
            found = pattern.match(scene.plain, noun.start())
            if found:
                yield from _given(scene, found)
    for found in scene.matches(_IS, " en est", " en sont", " en ser", " maitre d'ouvrage"):
        yield from _is(scene, found)
    for found in scene.matches(_ENSURES, " assure"):
        yield from _is(scene, found)
    yield from _pairs(scene)


def _role(noun: str) -> str:
    bare = noun.replace("co-", "co")
    if bare in _NOUN_ROLES:
        return _NOUN_ROLES[bare]
    if bare == "cofinancement":
        return "funding"
    return next(role for word, role in verbs.CARRYING if bare.startswith(word))


def _given(scene: Scene, found: re.Match[str]) -> Iterator[Finding]:
    sentence = scene.sentence_at(found.start())
    if found.re is _BY and _VERBAL.search(scene.text, found.start("of"), found.end("of")):
        return
    listed = agents.listed(scene, found.end(), sentence.end) if sentence else []
    thing = _of(scene, found, sentence) if sentence and listed else None
    role = _role(found["noun"])
    for agent in listed if thing else ():
        if thing is not None and thing.iri != agent.entity.iri:
            span = (found.start(), agent.end)
            yield involvement("relation.noun", role, agent.entity, thing, spans=(span,))


# « le déploiement du dispositif X opéré par A »: by A it is operated, not deployed.
_VERBAL = re.compile(
    r"\w(?:é|ée|és|ées)\b|\b(?:soutenu|condui|mis|fourni|prévu)\w*\b|\b(?:s'|est|sont|a|ont|qui)\b"
)


def _of(scene: Scene, found: re.Match[str], sentence: Sentence) -> Entity | None:
    """Return what the noun is said of: named after « de », or what the clause is about."""
    if found["of"]:
        named = scene.within(found.start("of"), found.end("of"), "scheme")
        if named:
            return named[0].entity
        staff = scene.within(found.start("of"), found.end("of"), "body")
        if staff and staff[0].entity.label.startswith("chefs de projet"):
            return staff[0].entity
        costly = payables.ahead(scene, found.start("of") - 1, found.end("of"))
        if costly is not None and "financement" in found["noun"]:
            return costly.entity
        stood = subjects.anaphor(scene, found.start("of") - len("du "), found.end("of"))
        return stood.entity if stood else None
    about = subjects.of_clause(scene, found.start(), sentence)
    return about.entity if about is not None and about.margin > _CLOSE else None


def _is(scene: Scene, found: re.Match[str]) -> Iterator[Finding]:
    sentence = scene.sentence_at(found.start() + 1)
    if sentence is None:
        return
    doers = _doers(scene, found.start(), sentence)
    about = subjects.of_clause(scene, doers[0].start, sentence) if doers else None
    if about is None or about.margin <= _CLOSE:
        return
    words = found.groupdict()
    role = _role(words.get("role") or words.get("works") or words.get("noun") or "")
    others = agents.listed(scene, found.end(), sentence.end) if found["with"] else []
    for agent in (*doers, *others):
        if agent.entity.iri != about.entity.iri:
            span = (doers[0].start, max(found.end(), agent.end))
            yield involvement("relation.noun.is", role, agent.entity, about.entity, spans=(span,))


_CLOSE = 0.1


def _doers(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    before = scene.plain[sentence.start : position].rstrip()
    end = sentence.start + len(before.removesuffix(" qui").rstrip(" ,"))
    article = _ARTICLE.match(scene.plain, sentence.start, end)
    first = agents.listed(scene, article.end() if article else sentence.start, end)
    known = article is not None or scene.mention_at(sentence.start) is not None
    if first and known and end - 1 <= first[-1].end <= end:
        return first
    return event.doing(scene, end, sentence)


_ARTICLE = re.compile(r"(?:le |la |les |l')")


def _pairs(scene: Scene) -> Iterator[Finding]:
    """Yield what the elected and the industrial head of a Territoire d'industrie do together."""
    for found in scene.matches(_PAIR):
        sentence = scene.sentence_at(found.start())
        if sentence is None:
            continue
        low, high = (
            max(sentence.start, found.start() - _NEAR),
            min(sentence.end, found.end() + _NEAR),
        )
        animates = _PAIR_ANIMATES.search(scene.plain, low, high)
        known = scene.authority.named("scheme", "Territoires d'industrie")
        held = scene.mention_at(found.start())
        if animates is None or known is None or (held and "tdi:Scheme" in held.entity.type):
            continue
        if not any(m.entity.iri == known.iri for m in scene.mentions):
            continue
        span = (min(animates.start(), found.start()), max(animates.end(), found.end()))
        pair = scene.ledger.entity("tdi:CollectiveBody", "body", _PAIR_NAME, found.span())
        yield involvement("relation.noun.pair", "animating", pair, known, spans=(span,))
