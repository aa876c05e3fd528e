"""Who chooses: « le jury a désigné 12 lauréats », « un comité, qui arrête la liste »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import event, presiding
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# How long « ont conjointement » before a verb may be.
_AUXILIARY = 40
_CHOOSES = Hinged(
    r"(?<=[ '])(?:(?P<has>(?:a|ont)(?: [\w']+ment)? |vien(?:t|nent) d'|va |vont )?"
    r"(?P<verb>selectionn|choisi|design|reten|retien|arret|valid)(?:e|ent|er|it|ssent|t|nent|u|i|ir"
    r"|nu|nir|ra|ront|era|eront)?)(?: (?:hier|lundi|mardi|mercredi|jeudi|vendredi|ensuite"
    r"|conjointement|ensemble|ainsi))?"
    r" (?:(?:la|une|leur|sa) (?P<list>liste)(?: (?:definitive|finale))?"
    r"(?: d(?:es|e la|u|e)(?: (?:premiers|nouveaux|\d+))* (?P<of>[a-z]+))?|"
    r"(?:les|des|ces|\d+|quinze|douze|dix|vingt)(?: (?:premiers|nouveaux|premieres|nouvelles|\d+))*"
    r" (?P<who>laureate?s|projets|dossiers|candidatures|sites|territoires|communes|villes|villages"
    r"|structures|beneficiaires|operations))\b",
    dict.fromkeys(
        ("selectionn", "choisi", "design", "reten", "retien", "arret", "valid"), _AUXILIARY
    ),
)
_GROUP = re.compile(
    rf"(?:^|[.;:,»] |\b)(?:le|la|un|une|ce|cette)"
    rf" (?P<name>{presiding.NOUN}\b{presiding.WORD}{{0,4}})"
    r"(?P<gap>(?:,[^.;:]{2,160})?,?(?: lequel| laquelle)?)\s*$"
)
_QUI = re.compile(r",? qui$")
_DETERMINED = re.compile(r"\b(?:les |la |le |l'|un |une |aux |des )(?=\w)")
_CHOOSING = frozenset({"body", "post", "person"})
_REACH, _CLOSE, _MOST_WORDS = 200, 0.1, 20


def find(scene: Scene) -> Iterator[Finding]:
    """Yield who chooses the projects, the sites or the winners of what the clause is about."""
    for found in scene.matches(_CHOOSES):
        sentence = scene.sentence_at(found.start())
        if sentence is None or (found["list"] and found["verb"] not in {"arret", "valid"}):
            continue
        doers = _doers(scene, found.start(), sentence)
        about = _chosen_in(scene, found.span(), sentence) if doers else None
        if about is None:
            continue
        for agent in doers:
            if agent.entity.iri != about.iri:
                span = (min(agent.start, found.start()), found.end())
                short = len(scene.text[slice(*span)].split()) <= _MOST_WORDS
                spans = (span,) if short else ((agent.start, agent.end), found.span())
                yield involvement(
                    "relation.choosing", "selecting", agent.entity, about, spans=spans
                )


def _chosen_in(
    scene: Scene, place: tuple[int, int], sentence: Sentence, *, surely: bool = True
) -> Entity | None:
    """Return the scheme whose projects are chosen by a verb; both stand at ``place``.

    « a retenu 12 projets au titre du fonds X »: X, the first scheme after the projects; or else
    what the clause is about.
    """
    verb, end = place
    named = scene.within(end, sentence.end, "scheme")
    if named and _FRAME.fullmatch(scene.plain, end, named[0].start):
        return named[0].entity
    about = subjects.of_clause(scene, verb, sentence)
    return about.entity if about and (about.margin > _CLOSE or not surely) else None


_FRAME = re.compile(
    r"(?: [\w-]+){0,3}?(?: (?:par|en|dans|pour) [^,.;:]{3,40})?,?"
    r" (?:(?:au titre|dans le cadre) d(?:u|e la|e l'|es|e|')"
    r"|(?:de l'|a l'|du |des |de ))"
    r" ?(?:programme|plan|fonds|dispositif|mesure|appel a (?:projets|candidatures"
    r"|manifestation d'interet))? ?[«\"]? ?"
)


_WINNERS = re.compile(
    r" (?:les |des |ces |leurs |\d+ |premiers |nouveaux )*(?:projets|laureats|dossiers|candidatures"
    r"|territoires|communes|villes|actions|sites)\b"
)


def selected(scene: Scene, found: re.Match[str], sentence: Sentence) -> list[Agent]:
    """« les préfets sélectionnent les projets »: those of what the clause is about."""
    winners = _WINNERS.match(scene.plain, found.end() - scene.plain.endswith(" ", 0, found.end()))
    if winners is None:
        return []
    entity = _chosen_in(scene, (found.start(), winners.end()), sentence, surely=False)
    return [Agent(entity, found.end(), winners.end())] if entity else []


def _doers(scene: Scene, position: int, sentence: Sentence) -> list[Agent]:
    """Return who chooses: a committee, or whoever stands before the verb or its « qui »."""
    before = scene.plain[sentence.start : position].rstrip()
    group = _GROUP.search(before)
    if group:
        start = sentence.start + group.start("name")
        entity = presiding.called(scene, sentence.start, group)
        return [Agent(entity, start, sentence.start + group.end("name"))]
    qui = _QUI.search(before)
    end = sentence.start + (qui.start() if qui else len(before))
    if qui:
        for lead in _DETERMINED.finditer(scene.plain, max(sentence.start, end - _REACH), end):
            listed = agents.listed(scene, lead.end(), end, _CHOOSING)
            if listed and 0 <= end - listed[-1].end <= 1:
                return listed
        return []
    article = _DETERMINED.match(scene.plain, sentence.start, end)
    listed = agents.listed(scene, article.end(), end, _CHOOSING) if article else []
    if listed and 0 <= end - listed[-1].end <= 1:
        return listed
    return event.doing(scene, position, sentence)
