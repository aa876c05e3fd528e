"""Roles that a label gives: « Opérateur : A », « Pilotage : A et B », « (opérateur : A) »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.findings import Finding, involvement, link
from tdi_graph.extraction.frames import verbs
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_LABEL = Hinged(
    r"(?P<noun>operateur|pilotage|copilotage|pilote|animation|animateur|gestion|gestionnaire"
    r"|financement|financeur|cofinanceur|coordination|coordinateur|mise en (?:oe|œ)uvre"
    r"|partenaire|instruction|instructeur)s?"
    r"(?: (?:principa|nationa|technique|loca|regiona|financier|institutionnel|public)\w*)?"
    r" ?: ?(?=[^\W\d])",
    {"operateur": 0, "pilot": 2, "animat": 0, "gestion": 0, "financ": 2, "coordinat": 0,
     "mise en ": 0, "partenaire": 0, "instruct": 0},
)  # fmt: skip
# A label stands at the beginning of a line or in brackets, or after a number of a table.
_LEAD = re.compile(r"(?:^|[(–•·;.|/-] ?|€ ?|\n)$")
_NOUNS = {
    "operateur": "operating", "pilote": "steering", "animateur": "animating",
    "gestionnaire": "managing", "financeur": "funding", "cofinanceur": "funding",
    "coordinateur": "coordinating", "partenaire": "partnering", "instructeur": "managing",
    **dict(verbs.CARRYING), "mise en oeuvre": "operating", "mise en œuvre": "operating",
}  # fmt: skip
# « Animation : l'État consacrera … »: a heading, and a clause that tells of its own.
_SAYS = re.compile(
    r",? (?:y |en |se |s'|ne |n'|l'|les )?(?:a|ont|est|sont|sera|seront|doit|doivent|va|vont|met"
    r"|mettent|finance|financent|soutient|soutiennent|apportent?|verse|versent|consacrent?"
    r"|mobilisent?|engagent?|proposent?|accompagnent?|prend|prennent|\w{3,}er(?:a|ont))\b"
)
# « Lancement : juillet 2023, dans le cadre du plan Y »
_LAUNCH = Hinged(
    r"(?:lancement|creation|cadre|dispositif) ?: ?[^.;:\n]{0,40}?(?:dans le cadre|au titre) d"
    r"(?:u |e la |e l'|e )(?:plan |programme |dispositif )?[«\"]? ?",
    {"lancement": 0, "creation": 0, "cadre": 0, "dispositif": 0},
)
_BACK, _SIGNS = 7, " →>•·–-/*#|:.«»\"’'()"
_NOBODY = frozenset({"opérateurs", "partenaires"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the roles that labels give in what their section or their line is about."""
    for found in scene.matches(_LABEL):
        sentence = scene.sentence_at(found.start())
        if sentence is None or not _LEAD.search(scene.plain[sentence.start : found.start()]):
            continue
        role = _NOUNS[found["noun"]]
        thing = _thing(scene, found.start(), sentence)
        listed = agents.listed(scene, found.end(), sentence.end) if thing else []
        if listed and _SAYS.match(scene.plain, listed[-1].end):
            continue
        for agent in listed:
            if thing and thing.iri != agent.entity.iri and agent.entity.label not in _NOBODY:
                span = (found.start(), agent.end)
                yield involvement("relation.label", role, agent.entity, thing, spans=(span,))
    yield from _launched(scene)


def _launched(scene: Scene) -> Iterator[Finding]:
    for found in scene.matches(_LAUNCH):
        sentence = scene.sentence_at(found.start())
        whole = scene.mention_at(found.end())
        if sentence is None or whole is None or whole.entity.sort != "scheme":
            continue
        if not _LEAD.search(scene.plain[sentence.start : found.start()]):
            continue
        part = _thing(scene, found.start(), sentence)
        if part is not None and part.iri != whole.entity.iri and part.type != "tdi:Plan":
            span = (found.start(), whole.end)
            yield link("relation.part.label", part, "dcterms:isPartOf", whole.entity, spans=(span,))


def _thing(scene: Scene, position: int, sentence: Sentence) -> Entity | None:
    """Return the scheme that the line begins with, that heads the section, or of the whole."""
    own = scene.within(sentence.start, position, "scheme")
    if own:
        return own[0].entity if not _before(scene, sentence.start, own[0].start) else None
    if _before(scene, sentence.start, position).strip(_SIGNS):
        return None
    index = scene.index_at(sentence.start)
    for earlier in reversed(scene.sentences[max(0, index - _BACK) : index]):
        named = scene.within(earlier.start, earlier.end, "scheme")
        if len(named) == 1 and named[0].entity.type != "tdi:Phase":
            around = (
                scene.text[earlier.start : named[0].start],
                scene.text[named[0].end : earlier.end],
            )
            if not any(each.strip(_SIGNS) for each in around):
                return named[0].entity
    about = subjects.of_clause(scene, position, sentence)
    return about.entity if about else None


def _before(scene: Scene, start: int, position: int) -> str:
    return scene.plain[start:position].strip(_SIGNS)
