"""Participles with their agent: « piloté par A et B », « Portée par A, financée par B, … »."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tdi_graph.extraction import agents, clauses, modality, openings, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement, link
from tdi_graph.extraction.frames import apposing, headless, kinds, payables, staff, together, verbs
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_EVENTFUL = frozenset({"launching", "announcing", "presenting"})
_GIVEN_TO = frozenset({"delegated"})
_FINITE = re.compile(
    r"\b(?:est|sont|a ete|ont ete|sera|seront|etait|etaient|fut)(?: [\w']+ment| egalement| aussi"
    r"| ainsi)?"
    r" ?(?:co-?)?$"
)
_POSSIBLE = re.compile(r"\bp(?:eu(?:t|vent)|ourr\w+) (?:aussi |egalement )?etre (?:[\w']+ment )?$")
_ALSO = re.compile(r"(?:\bet|,)(?: (?:est|sont|a ete))?(?: [\w']+ment)? ?$")
_PROJECTS = re.compile(
    r"\b(?:projets|dossiers|candidatures|demandes|laureate?s|actions|operations|sites"
    r"|territoires|communes|villes)\b"
)
_ACCOUNT = re.compile(r"(?: \([^)]*\))? pour le compte d(?:e |u |es |e l'|')+")
# Their noun tells what is chosen: it belongs to the evidence.
_PLACES = ("laureat", "sites", "territoires", "communes", "villes", "candidatures", "dossiers")
# « l'enveloppe déléguée à la Bretagne »: money is, not the scheme.
_MONEY = re.compile(r"\b(?:enveloppe|credits|somme|montant|budget|mission)s?\b[^,.;]{0,24}$")
_BESIDE, _ALMOST_FIRST = 70, 4


@dataclass(frozen=True, slots=True)
class Held:
    """What the last participle of a sentence was said of, for the next one to share."""

    thing: Entity
    feminine: bool
    sentence: int
    start: int


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the roles that participles give to those who follow « par »."""
    held: Held | None = None
    for found in verbs.PASSIVE.finditer(scene.words):
        sentence = scene.sentence_at(found.start())
        role = verbs.role(found["verb"])
        by_par = "par" in found["by"]
        if sentence is None or role is None or by_par == (role in _GIVEN_TO and not by_par):
            continue
        if (role not in _GIVEN_TO and not by_par) or role == "presiding":
            continue
        listed = together.listed(scene, found.end(), sentence.end, role)
        if not listed:
            continue
        possible = _POSSIBLE.search(scene.plain, sentence.start, found.start())
        thing = None if possible else _thing(scene, found, role, sentence, held)
        if thing is None or (role in _GIVEN_TO and _no_scheme_given(scene, found, sentence)):
            continue
        held = Held(thing[0], verbs.feminine(found["verb"]), sentence.start, thing[1])
        yield from roles(scene, role, thing, listed, found.start())


# « ils ont confié à A le soin de »: in the active, something else than the scheme is given.
_GIVES = re.compile(r"\b(?:a|ont|avait|avaient|ayant)(?: [\w']+ment| egalement| aussi| ainsi)? ?$")
# « le délégué aux X », « A, vice-présidente de B déléguée à X »: a title.
_A_TITLE = re.compile(
    r"(?:\b(?:le|la|les|un|une|du|au|ministre|secretaire d'etat|vice-president\w*|adjoint\w*"
    r"|direct\w+|conseill\w+|haut-commissaire) |\bl'"
    r"|\b(?:vice-president|conseill|adjoint|presid)\w* [^,.;:]{2,60} )$"
)


def _no_scheme_given(scene: Scene, found: re.Match[str], sentence: Sentence) -> bool:
    """Tell whether a task or a part of it is given, or « délégué » is a title."""
    start = found.start()
    if _GIVES.search(scene.plain, max(sentence.start, start - _BESIDE), start):
        return True
    if found["verb"].startswith("delegu"):
        people = scene.within(max(sentence.start, start - _BESIDE), start, "person")
        named = people and not scene.plain[people[-1].end : start].strip(" ,")
        if named or _A_TITLE.search(scene.plain, max(sentence.start, start - _BESIDE), start):
            return True
    return _carries(scene, found, sentence)


def _carries(scene: Scene, found: re.Match[str], sentence: Sentence) -> bool:
    """« le pilotage … est confié à »: the noun tells the role, not the verb."""
    return bool(
        re.search(
            r"(?:\b(?:le|la|du|de|son|sa|leur|dont|un|une|et) |l')(?:co-?)?(?:pilotage"
            r"|coordination|animation|gestion|mise en (?:oe|œ)uvre"
            r"|instruction"
            r"|deploiement|financement|soin)\b[^.;:]{0,90}$",
            scene.plain[sentence.start : found.start()],
        )
    )


def _thing(
    scene: Scene, found: re.Match[str], role: str, sentence: Sentence, held: Held | None
) -> tuple[Entity, int] | None:
    """Return what a participle is said of, and where its evidence begins."""
    start = found.start()
    before = scene.plain[sentence.start : start]
    finite = _FINITE.search(before)
    at = sentence.start + finite.start() if finite else start
    feminine = verbs.feminine(found["verb"])
    if held and held.sentence == sentence.start and _ALSO.search(before):
        between = scene.within(held.start, start, "scheme")
        if held.feminine == feminine or not between:
            return held.thing, start
    kind = kinds.before(scene, sentence, start) if finite is None else None
    if kind is not None:
        return (kind.thing, kind.start) if kind.thing else None
    apart = finite or role == "selecting"
    own = None if apart else apposing.before(scene, sentence, start, feminine=feminine)
    shown = _shown(scene, found, role, sentence, own)
    if shown is not None or own is not None:
        return shown
    several = _several(scene, sentence, at)
    money = _MONEY.search(scene.masked(max(sentence.start, at - _BESIDE), at))
    if several is not None and not (money and role in _GIVEN_TO):
        chosen = _of_projects(scene, role, at, sentence)
        told = scene.plain.startswith(_PLACES, several)
        return (chosen, several if told else start) if chosen else None
    if clauses.of_another(scene, at, sentence) or (money and role in _GIVEN_TO):
        return None
    return _scheme(scene, at, sentence, start, feminine=feminine, finite=bool(finite))


def _shown(
    scene: Scene, found: re.Match[str], role: str, sentence: Sentence, own: apposing.Own | None
) -> tuple[Entity, int] | None:
    """Return what stands beside the participle, or what else the sentence shows to be meant."""
    start = found.start()
    finite = _FINITE.search(scene.plain, sentence.start, start)
    at = finite.start() if finite else start
    if own is None:
        beside = apposing.joined(scene, sentence, start, feminine=verbs.feminine(found["verb"]))
        return (beside, start) if beside else _beside(scene, role, sentence, start, at)
    if own.thing is not None:
        return own.thing, own.start
    return _beside(scene, role, sentence, start, at) if role == "funding" else None


def _beside(
    scene: Scene, role: str, sentence: Sentence, start: int, at: int
) -> tuple[Entity, int] | None:
    """Return what the head of the sentence, a head noun or what costs shows to be meant."""
    opening = openings.subject(scene, start, sentence)
    if opening is not None and clauses.meant(scene, start, sentence) is None:
        return opening.entity, start
    if _POSSESSED.match(scene.plain, sentence.start, at):
        about = subjects.of_clause(scene, at, sentence)
        return (about.entity, sentence.start) if about else None
    bare = headless.thing(scene, start, sentence)
    return bare or (_paid(scene, sentence, at) if role == "funding" else None)


def _paid(scene: Scene, sentence: Sentence, at: int) -> tuple[Entity, int] | None:
    """« ces postes sont financés par », « un centre de formation financé par »."""
    held = staff.before(scene, sentence.start, at)
    posts = staff.asked(scene, sentence) if _IT.fullmatch(scene.plain, sentence.start, at) else None
    if held is not None or posts is not None:
        return held or (posts, sentence.start) if posts is not None else held
    meant = clauses.meant(scene, at, sentence)
    if meant is not None:
        asked = payables.ahead(scene, meant, sentence.start)
        return (asked.entity, sentence.start) if asked else None
    thing = payables.behind(scene, sentence.start, at)
    return (thing.entity, thing.start) if thing else None


# « Comment est financé le poste de chef de projet ? Il est cofinancé par … »
_IT = re.compile(r"\W*(?:ils?|elles?|celui-ci|ce(?:t|tte)? (?:poste|emploi)) ?")


def _several(scene: Scene, sentence: Sentence, at: int) -> int | None:
    """Return where « les projets » stands last before ``at``, no scheme being named after it."""
    low = max(sentence.start, at - _BESIDE)
    told = _PROJECTS.finditer(scene.masked(low, at))
    free = [one for one in told if not _in_a_scheme(scene, low + one.start())]
    found = free[-1] if free else None
    if found is None or scene.within(low + found.end(), at, "scheme"):
        return None
    return low + found.start()


def _in_a_scheme(scene: Scene, position: int) -> bool:
    """« le fonds X pour les territoires »: a word of a scheme's name."""
    held = scene.covering(position)
    return held is not None and held.entity.sort == "scheme" and held.start < position


def _of_projects(scene: Scene, role: str, at: int, sentence: Sentence) -> Entity | None:
    if role != "selecting":
        return None
    found = subjects.of_clause(scene, at, sentence)
    index = scene.index_at(at)
    for earlier in reversed(scene.sentences[max(0, index - 1) : index]):
        schemes = scene.within(earlier.start, earlier.end, "scheme")
        if schemes and "cadre" in scene.plain[sentence.start : at]:
            return schemes[-1].entity
    return found.entity if found else None


def _scheme(  # noqa: PLR0913
    scene: Scene, at: int, sentence: Sentence, start: int, *, feminine: bool, finite: bool
) -> tuple[Entity, int] | None:
    named = subjects.antecedent(scene, at, sentence, feminine=feminine)
    stood = subjects.anaphor(scene, sentence.start, at)
    if stood is not None and subjects.closer(named, stood) is stood:
        stood = headless.shown(scene, stood, sentence)
        if stood is None:
            return None
        if not finite and _interrupted(scene, scene.plain[stood.start : at], at):
            return None
        return stood.entity, stood.start if finite else start
    if named is not None:
        gap = scene.plain[named.start : at]
        if _COMPLEMENT.search(scene.plain, max(sentence.start, named.start - 50), named.start):
            return None
        return None if _interrupted(scene, gap, at) else (named.entity, start)
    ahead = scene.plain[sentence.start : start].strip(' «"')
    fronted = not ahead or at - sentence.start < _ALMOST_FIRST
    after = scene.within(start, sentence.end, "scheme")
    return (after[0].entity, start) if fronted and after else None


# « Ses crédits sont gérés par A »: of what was spoken of.
_POSSESSED = re.compile(r"\W*(?:ses|son) (?:credits|enveloppe|budget|moyens)\b[^,;.]{0,24}$")
_INTERRUPTION = re.compile(
    r"\bdont (?:\d|une?\b|plusieurs|certain|la moitie)"
    r"|\b(?:comite|reunion|ceremonie|seminaire|evenement|rencontre|rapport|etude|projet|diagnostic"
    r"|feuille de route|convention|contrat|appel|jury|equipe|plateforme|site internet)\b[^,]{0,40}$"
)


# « le parcours d'accompagnement X »: not X itself.
_COMPLEMENT = re.compile(
    r"\b(?:(?:ce|cet|cette) (?:volet|axe|pan|partie|brique|composante|pilier)"
    r"|parcours|clubs?|journees?|plateforme|site|delegation|equipe|forum|guide|centre|maison)"
    r"(?: d[eu']s? ?\w+)?(?: d[eu']s?(?: la| l')?)? ?(?:programme )?[«\"]? ?$"
)
_ANOTHER = re.compile(
    r"(?<!est )(?<!sont )(?<!, )\b"
    r"(?:une?|plusieurs|deux|trois|quatre|cinq|six|huit|dix|ses|des) (?!territoires\b)[\w'-]+"
    r"(?: (?!par\b)[\w'-]+){0,4}(?:,| dotee?s? de [^,;.]{2,40},?)? ?$"
)


def _interrupted(scene: Scene, gap: str, at: int) -> bool:
    """Tell whether another noun than the scheme's stands next to the participle."""
    held = scene.covering(at - len(gap))
    another = _ANOTHER.search(scene.plain, held.end if held else at - len(gap), at)
    named = another and scene.within(another.start(), at, "scheme")
    apart = scene.plain[max(at - 60, held.end if held else at - len(gap)) : at]
    return bool(_INTERRUPTION.search(apart) or (another and not named))


def roles(
    scene: Scene, role: str, thing: tuple[Entity, int], listed: list[Agent], start: int
) -> Iterable[Finding]:
    """Yield that those ``listed`` play ``role`` in ``thing``, and on whose behalf."""
    if role in _EVENTFUL or not listed:
        return
    entity, begin = thing
    clause = scene.plain[max(0, begin - 40) : start + 1]
    status = "observed" if modality.of(clause) == "announced" else modality.of(clause)
    account = _ACCOUNT.match(scene.plain, listed[-1].end)
    behalf = agents.listed(scene, account.end(), account.end() + 80) if account else []
    for agent in listed:
        if agent.entity.iri == entity.iri or (role == "partnering" and _no_partner(agent)):
            continue
        end = behalf[0].end if behalf else agent.end
        rule = f"relation.{role}"
        if agent.entity.sort == "scheme":
            yield link(
                rule, entity, "schema:funder", agent.entity, spans=((begin, end),), modality=status
            )
            continue
        yield involvement(
            rule, role, agent.entity, entity, spans=((begin, end),), modality=status,
            for_=tuple(a.entity for a in behalf),
        )  # fmt: skip


def _no_partner(agent: Agent) -> bool:
    """« soutenu par l'État », « soutenu par ses partenaires »: nobody who stands beside it."""
    label = agent.entity.label.casefold()
    return agent.entity.type == "tdi:Ministry" or label in _NO_PARTNERS


_NO_PARTNERS = frozenset({"état", "gouvernement", "partenaires", "opérateurs", "acteurs"})
