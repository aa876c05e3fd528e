"""Counts without a noun, whose noun was counted just before: « 150 postes ; 85 sont pourvus ».

After a number above one, a word in « -ent » or « -ont » is a verb: no noun of the plural ends so.
A number that a verb or a participle follows goes on with what was last counted, in the sentence
or the one before, of which it is a part; where another thing was counted since, it is left alone.
"""

import re

from tdi_graph.extraction.frames import continuing, elisions, scopes
from tdi_graph.extraction.frames.continuing import Continued
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_ADVERB = r"(?: (?:seulement|deja|encore|d'ores et deja|desormais|aussi|ainsi|donc))*"
_ADVERBS = re.compile(_ADVERB)
_FINITE = re.compile(
    _ADVERB + r" (?:ne |n'|se |s'|en |y |l'|les |leur )?(?P<verb>(?:sont|ont|seront|auront)\b"
    r"|(?!cent\b|viennent\b|peuvent\b)\w{2,}(?:aient|ront|ent)\b)"
)
_STATE = re.compile(
    _ADVERB + r" (?:(?:non |pas encore |en cours d['e] ?)?(?P<done>(?:reconduit|reten|labellis"
    r"|selectionn|achev|termin|realis|financ|sout?en|accompagn|recrut|ouvert|livr|sign|depos|examin"
    r"|valid|confirm|laureat|cre[ea]|attend|demarr|engag|lanc|abandonn|pourv|occup|notifi"
    r"|inaugur|prevu)\w*)"
    r"|nouveaux venus|nouvelles venues|en (?:cours|suivi|attente|fonction|poste|service|projet"
    r"|chantier|activite|preparation|etude)|a (?:l'etude|venir)|(?:deja )?la)\b(?=[,.;:)/ ]|$)"
)
# « sur 131 déposés », « parmi 163 reçus »: of how many applications.
_OUT_OF = re.compile(r"\b(?:sur|parmi)(?: les| un total de)? ?$")
_FILED = re.compile(r" (?:dossiers? |projets? )?(?:deposee?s|recue?s|candidate?s|presentee?s)\b")
# What may stand before a number that begins its clause: « Aujourd'hui, 10 », « et 85 », « : 12 ».
_CLAUSE_HEAD = re.compile(
    r"(?:^|[.,;:(/»|–-]|\b(?:et|puis|dont|ou|mais|car|tandis que|alors que|lesquel(?:le)?s))"
    r" ?[«\"]? ?$"
)
_BEFORE_STATE = re.compile(r"(?:[,;:(/|–-]|\b(?:et|dont|puis|lesquel(?:le)?s)) ?$")
# « un second appel a porté ce nombre à 33 », « ce qui porte le total à 29 »
_ALL_TOLD = re.compile(
    r"\b(?:port|amen|elev)\w+ (?:ainsi |desormais )?(?:(?:leur|le|son|ce) (?:nombre|total)"
    r"(?: total)?) a(?: pres de| plus de| environ)? ?$"
)
# « assurée par 154 chefs de projet – ils étaient 167 un an plus tôt »
_THEY_ARE = re.compile(
    r"\b(?:ils|elles) (?:sont|etaient|seront|n'etaient que)"
    r"(?: desormais| deja| aujourd'hui| pres de| plus de| environ)* ?$"
)
_BETWEEN = re.compile(r"[^.;:]{0,30}")
_NOUN = re.compile(r" (?!un an\b|en\b|a\b|au\b|dans\b|et\b|sur\b|fin\b|des\b|depuis\b|pour\b)[a-z]")
# « 78 sites (55 en 2024, 23 en 2025) »
_DATED = re.compile(r" (?:en|fin|debut|pour|a l'ete) (?:\w+ )?(?:19|20)\d\d\b")
_BEFORE_DATED = re.compile(r"(?:[(,;]|\b(?:et|dont|puis|contre)) ?$")
_PAIRED = re.compile(r" (?:\w+ )?(?P<head>(?:d'|de |en |par |pour |au titre )\w+)")
_COUNTABLE = frozenset({
    "territories-count", "intercommunalities-count", "municipalities-count", "projects-submitted",
    "projects-supported", "applications-count", "actions-count", "agreements-count", "sites-count",
    "project-managers", "housing-units", "service-points", "mobile-units", "beneficiaries-count",
    "measures-count", "partners-count",
})  # fmt: skip
_PROJECTS = frozenset({"projects-supported", "projects-submitted", "projects-completed"})
_FEMININE_DONE = re.compile(r" (?:\w+ ){0,3}?\w+ees\b")
_MASCULINE_DONE = re.compile(r" (?:\w+ ){0,3}?\w{3,}(?:es|is|us)\b")
_BACK = 60


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return what a number without a noun says of what was counted last."""
    if quantity.unit != "count" or quantity.scaled > 1:
        return None
    last = _last(scene, quantity, sentence, before)
    if last is None:
        return None
    lead = scene.plain[max(sentence.start, quantity.lead - _BACK) : quantity.lead]
    whole = next((f for f in reversed(before) if f.rule not in _WITHOUT_NOUN), last)
    filed = _filed(scene, quantity, lead, last)
    if filed is not None:
        return Continued(filed, last.subject, whole.scope)
    total = _all_told(scene, quantity, lead, last) or _in_all(scene, quantity, lead, last)
    if total is not None:
        return Continued(total, last.subject, None)
    they = _they_are(scene, quantity, last)
    end = quantity.end if they else _said(scene, quantity, lead, last)
    if end is None or not (they or _fits(scene, quantity, last, before)):
        return None
    taken = elisions.taken(scene, last, _after_adverbs(scene, quantity))
    all_ = taken or _AS_A_WHOLE.match(scene.plain, quantity.end)
    told = None if all_ else scopes.told_of(scene, quantity.end)[1]
    measured = taken or last.indicator, "figure.carried", end, quantity.lead
    return Continued(measured, last.subject, told or whole.scope)


def _filed(scene: Scene, quantity: Quantity, lead: str, last: Figure) -> Measured | None:
    """« 54 projets retenus, sur 131 déposés »."""
    filed = _FILED.match(scene.plain, quantity.end) if last.indicator in _PROJECTS else None
    if filed is None or not _OUT_OF.search(lead):
        return None
    return "applications-count", "figure.out-of-filed", filed.end(), quantity.lead


# « La Bretagne compte 16 territoires sur les 183 du pays »
_SUR_LES = re.compile(r"\bsur (?:les|un total de) ?$")
_OF_ALL = re.compile(
    r" (?:du pays|de france|en france|que compte|au (?:plan|niveau) national|nationa(?:ux|les)"
    r"|du programme|labellisee?s)\b"
)


def _in_all(scene: Scene, quantity: Quantity, lead: str, last: Figure) -> Measured | None:
    """« 16 territoires sur les 183 du pays », « il en compte désormais 146 »."""
    if quantity.value <= last.value:
        return None
    whole = _SUR_LES.search(lead) and _OF_ALL.match(scene.plain, quantity.end)
    if whole:
        return last.indicator, "figure.brought-to", whole.end(), quantity.lead
    now = elisions.NOW_HAS.search(lead) and not _NOUN.match(scene.plain, quantity.end)
    return (last.indicator, "figure.brought-to", quantity.end, quantity.lead) if now else None


def _all_told(scene: Scene, quantity: Quantity, lead: str, last: Figure) -> Measured | None:
    """« …, ce qui porte le total à 29 »."""
    risen = _ALL_TOLD.search(lead) if quantity.value > last.value else None
    if risen is None or _NOUN.match(scene.plain, quantity.end):
        return None
    start = quantity.lead - len(lead) + risen.start()
    return last.indicator, "figure.brought-to", quantity.end, start


# What tells how far they are, not which part of them: « 85 sont recrutés », « 391 l'étaient ».
_AS_A_WHOLE = re.compile(
    _ADVERB + r" (?:l'|(?:(?:sont|etaient|seront) (?:deja )?)?"
    r"(?:en (?:cours|fonction|poste|place|service|activite|attente|suivi)"
    r"|(?!situ|localis|implant|porte|consacr)"
    r"\w{3,}(?:e{1,2}s|us|is)\b(?=$|[,.;)/]| (?:et|en|au|fin|depuis|a ce jour)\b)))"
)


def _after_adverbs(scene: Scene, quantity: Quantity) -> int:
    found = _ADVERBS.match(scene.plain, quantity.end)
    return found.end() if found else quantity.end


def _they_are(scene: Scene, quantity: Quantity, last: Figure) -> bool:
    """« 154 chefs de projet – ils étaient 167 »: what was counted right before the pronoun."""
    low = last.core[1]
    they = _THEY_ARE.search(scene.plain, low, quantity.lead)
    beside = they and _BETWEEN.fullmatch(scene.plain, low, they.start())
    return bool(beside) and not _NOUN.match(scene.plain, quantity.end)


def _last(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Figure | None:
    """Return the figure that counts what was last counted, in this sentence or the one before."""
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    low = earlier.start if earlier.block == sentence.block else sentence.start
    last = next((f for f in reversed(before) if f.quantity.unit == "count"), None)
    if last is None or last.quantity.start < low or last.indicator not in _COUNTABLE:
        return None
    return None if scene.counts_in(last.quantity.end, quantity.start) else last


def _said(scene: Scene, quantity: Quantity, lead: str, last: Figure) -> int | None:
    """Return where the words end that say something of the number, None if a noun follows it."""
    finite = _FINITE.match(scene.plain, quantity.end)
    if finite and _CLAUSE_HEAD.search(lead):
        return finite.end()
    state = _STATE.match(scene.plain, quantity.end)
    if state and _BEFORE_STATE.search(lead):
        return state.end()
    dated = _DATED.match(scene.plain, quantity.end)
    if dated and _BEFORE_DATED.search(lead):
        return dated.end()
    here, there = (_PAIRED.match(scene.plain, f.end) for f in (quantity, last.quantity))
    there = there or _PAIRED.match(scene.plain, last.core[1])
    if here and there and here["head"] == there["head"] and _BEFORE_STATE.search(lead):
        return here.end()
    return None


def _fits(scene: Scene, quantity: Quantity, last: Figure, before: list[Figure]) -> bool:
    """Tell whether the number may be a part of what was counted, also by its gender."""
    same = [f.value for f in before if f.indicator == last.indicator]
    if quantity.value > max(same, default=last.value):
        return False
    feminine = continuing.FEMININE.match(scene.plain, last.quantity.end)
    if last.rule in _WITHOUT_NOUN:
        return True
    if _FEMININE_DONE.match(scene.plain, quantity.end):
        return bool(feminine)
    return not (feminine and _MASCULINE_DONE.match(scene.plain, quantity.end))


_WITHOUT_NOUN = frozenset({
    "figure.kept", "figure.carried", "figure.part", "figure.among", "figure.placed",
})  # fmt: skip
