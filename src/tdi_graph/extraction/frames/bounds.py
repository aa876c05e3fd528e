"""Numbers that count something and are no figures: differences, averages, bounds, sizes."""

import re
from collections.abc import Callable
from typing import TypeAlias

from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

# « soit 36 territoires de plus que lors de la première phase ».
_MORE = re.compile(r" [\w' -]{0,40}?\bde (?:plus|moins) (?:que|qu'|par rapport|en)\b")
_AVERAGE_BEFORE = Indexed(
    r"\b(?:en moyenne|moyenne d(?:e|')|(?:nombre|montant|cout|aide"
    r"|subvention) moyen\w*[\w' ]{0,24})"
    r"(?: de| a| pres de| environ)? ?$"
)
# « quatre communes au maximum »: what is allowed, not what there is.
_ALLOWED = re.compile(r"(?: [\w']+){1,2} (?:au )?(?:maximum|minimum|au plus)\b")
# « six lauréats sur neuf », « une ville sur deux labellisée »: of a few, not how many there are.
_RATIO = re.compile(
    r"(?: [\w'-]+){1,2} sur (?:\d{1,3}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\b"
    r"(?=(?P<alone>[.,;:)]|$| (?:a|ont|est|sont|etaient|seront|en|d')\b)?)"
)
_PARTICIPLE = re.compile(r" \w+ée?s?\b")
# « la commune de Redon a bénéficié de 10 400 euros »
_ONE_GETS = re.compile(
    r"(?:^|[.;:\n»] |, )(?:la |le |l'|une? )(?:commune|ville|mairie|association|societe|entreprise"
    r"|communaute|metropole|usine|pme|cooperative|syndicat|ferme)\b(?! d'industrie)[^.;:]{0,110}?"
    r"\b(?:recoit|recevra|touche(?:ra)?|percoit|percevra|obtient|beneficie(?:ra)?"
    r"|(?:a|va|avait) (?:\w+ )?(?:recu|beneficie|percu|obtenu|touche|recevoir|percevoir"
    r"|beneficier|obtenir))\b"
)
_OWN_BUDGET = re.compile(
    r"\bbudgets? (?:communal|communaux|municipal|municipaux|familial|de la (?:ville|commune))"
    r"[^.;,]{0,24}$"
)
# « la communauté de communes (72 communes et 25 000 habitants) »
_BRACKETED = re.compile(r"\([^()]{0,40}$")
_INHABITED = re.compile(r"[^()]{0,60}\b(?:habitants|salaries|adherents)\b[^()]{0,20}\)")
_UP_TO = re.compile(r"\bjusqu'a ?$")
_EXCLUDED = re.compile(r"\b(?:n'exclu\w+ pas|envisag\w+|evoqu\w+|imagin\w+)\b")
# « la France a créé 130 000 emplois »
_NATION = Indexed(
    r"\b(?:la france|le pays|notre pays|l'industrie(?: francaise| nationale)?|l'economie)(?: qui)?"
    r" (?:a|avait|compte|comptait|represente|pese|emploie|concentre)\b[^.;:]{0,70}$"
)
# « on compte aujourd'hui 3 500 tiers-lieux en France »: of the country, not of a programme.
_COUNTED = re.compile(r"\b(?:on|france) (?:re)?(?:compte|denombre|cense)\b[^.;,]{0,40}$")
_IN_FRANCE = re.compile(r"[^.;,]{0,40} (?:en|dans toute la) france\b(?! services?| relance| 2030)")
_AVERAGE_AFTER = re.compile(r"(?: [\w']+){0,3}? en moyenne\b")


# « un local de 400 m² », « l'ancienne filature (1 600 m²) »: of one thing, no total.
_ONE_THING = Indexed(
    r"\b(?:le|la|l'|un|une|du|au|ce|cette|cet|d'un|d'une|notre|son|sa) ?(?:\w+ )?(?:site|friche"
    r"|terrain"
    r"|zone|parc|batiment|usine|local|hangar|parcelle|emprise|filature|halle|hall|atelier|plateau"
    r"|immeuble|ilot|lot)\b(?: [\w'-]+){0,4} (?:de|d'|sur) ?$"
)
_ASIDE = re.compile(r"(?P<noun>[\w'-]+) ?\($")


_LOSS = Indexed(
    r"\b(?:a|ont|avait|avaient|en a|aura) (?:\w+ )?(?:perdu|supprime|detruit|ferme)\b[^.;:,]{0,40}$"
    r"|\b(?:detrui\w+|ravag\w+|devast\w+) (?:plus de |pres de |quelque )?$"
    r"|\b(?:perd|perdent|perte|suppression|fermeture|disparition) (?:de |d'|pres de |plus de )*$"
)
_MINIMUM = re.compile(r"\b(?:minimum|minimal|plancher|seuil)e?s? (?:de |d'|a |: )$")
# « une halle (coût : 2 millions d'euros, dont … ) »
_ITS_COST = re.compile(r"\([^()]{0,30}\b(?:budget|cout|montant des travaux)\b[^()]*$")
# « la commune compte », « le bailleur gère »: what a place or a firm has of its own.
_HAVE = (
    r" (?:compte|gere|possede|regroupe|reunit|rassemble|emploie|abrite|federe|comprend|comptait)"
    r"(?: \w+ment| aujourd'hui| desormais| environ| quelque| plus de| pres de)* ?$"
)
_HAVING = re.compile(_HAVE)
_HAS = re.compile(
    r"(?:^|[.;:»,«\n] ?|\bet )(?:la |le |l'|une? |notre |cette |ce |son |sa )(?:\w+ )?(?:commune"
    r"|ville"
    r"|departement|intercommunalite|agglomeration|communaute|metropole|quartier|bailleur|entreprise"
    r"|societe|groupe|usine|immeuble|residence|epci|bassin|canton|pays|hopital|campus|lycee)\b"
    r"(?! d'industrie)(?:[^.;:,]{0,70}|[^.;:,]{0,50},[^,.;]{0,60},|, qui)" + _HAVE
)
# « huit de ces territoires »: some of them, of which nothing else is said.
_SOME_OF = re.compile(r" de (?:ces|ses|nos|leurs|vos) [\w'-]+(?=$|[,.;:)])")
# « un euro public pour quatre euros privés »: a proportion, said in coins.
_FOR_ONE = Indexed(r"\bpour (?:(?:chaque|1|un) ?(?:euro\b|€))")
_COINS, _PETTY = 20, 1000


# « plafonnée à 200 000 € », « peuvent bénéficier d'une aide de 6 000 € »: of one, whoever it is.
_CEILING = re.compile(
    r"\b(?:plafon\w+|dans la limite(?! d'une enveloppe)"
    r"|ne (?:peut|pourra|doit|saurait) (?:depasser|exceder)"
    r"|(?:peut|pourra|peuvent|pourront) (?:atteindre|aller jusqu'a|s'elever)"
    r"|(?:peut|peuvent) (?:\w+ )?(?:beneficier|pretendre|obtenir|recevoir|percevoir|toucher))"
    r"\b[^.;:]{0,48}$"
)
_EACH_OF = re.compile(r"[^.;:]{0,40} par (?!an\b|mois\b|l|la\b|le\b|les\b)")
_ONE_OF = re.compile(r"\b(?:chaque|chacune?) ")
_OF_ONE = 10_000_000
_FLAT = "forfait"


_NEAR, _NEAR_CLAUSE, _FAR = 24, 70, 180


def instead(scene: Scene, quantity: Quantity) -> str:
    """Return what a number is instead of a figure, or nothing."""
    checks = (*_OF_ALL, *(_OF_COUNTS if quantity.unit == "count" else _OF_AMOUNTS))
    return next((what for what, told in checks if told(scene, quantity)), "")


def _differs(scene: Scene, quantity: Quantity) -> bool:
    return bool(_MORE.match(scene.plain, quantity.end))


def _ceiling(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is the most that one may get, and nothing says one of what."""
    if quantity.unit != "EUR" or quantity.value >= _OF_ONE:
        return False
    low = max(0, quantity.lead - _FAR)
    capped = _CEILING.search(scene.plain, low, quantity.start)
    if not capped or _FLAT in capped[0] or _EACH_OF.match(scene.plain, quantity.end):
        return False
    sentence = scene.sentence_at(quantity.start)
    return not (sentence and _ONE_OF.search(scene.plain, sentence.start, quantity.lead))


def _in_coins(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is one side of a proportion: a few euros, or so many for one."""
    if quantity.unit != "EUR" or quantity.scaled > 1 or quantity.value >= _PETTY:
        return False
    low, high = max(0, quantity.start - _NEAR_CLAUSE), quantity.end + _NEAR_CLAUSE
    return quantity.value < _COINS or bool(_FOR_ONE.search(scene.words, low, high))


def _average(scene: Scene, quantity: Quantity) -> bool:
    before = _AVERAGE_BEFORE.search(scene.words, max(0, quantity.lead - 40), quantity.lead)
    return bool(before or _AVERAGE_AFTER.match(scene.plain, quantity.end))


def _allowed(scene: Scene, quantity: Quantity) -> bool:
    return bool(_ALLOWED.match(scene.plain, quantity.end))


def _one_thing(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a floor area is the size of one building or plot."""
    if quantity.unit != "m2":
        return False
    low = max(0, quantity.lead - _NEAR_CLAUSE)
    aside = _ASIDE.search(scene.plain, low, quantity.lead)
    counted = scene.counts_in(low, quantity.lead)
    one = _ONE_THING.search(scene.words, low, quantity.lead)
    return bool(one) or (aside is not None and not counted)


def _lost(scene: Scene, quantity: Quantity) -> bool:
    low = max(0, quantity.lead - _NEAR_CLAUSE)
    return bool(_LOSS.search(scene.words, low, quantity.lead))


def _minimum(scene: Scene, quantity: Quantity) -> bool:
    return bool(_MINIMUM.search(scene.plain, max(0, quantity.lead - _NEAR), quantity.lead))


def _its_cost(scene: Scene, quantity: Quantity) -> bool:
    return bool(_ITS_COST.search(scene.plain, max(0, quantity.lead - _FAR), quantity.lead))


def _one_gets(scene: Scene, quantity: Quantity) -> bool:
    sentence = scene.sentence_at(quantity.start)
    told = scene.plain[sentence.start : quantity.lead] if sentence else ""
    budget = "budget" in told and _OWN_BUDGET.search(told)
    return bool(budget or _ONE_GETS.search(told))


def _ratio(scene: Scene, quantity: Quantity) -> bool:
    found = _RATIO.match(scene.plain, quantity.end)
    participle = found and _PARTICIPLE.match(scene.text, found.end())
    return bool(found and (found["alone"] is not None or participle))


def _some_of(scene: Scene, quantity: Quantity) -> bool:
    return bool(_SOME_OF.match(scene.plain, quantity.end))


def _owned(scene: Scene, quantity: Quantity) -> bool:
    if not _HAVING.search(scene.plain, max(0, quantity.lead - _NEAR_CLAUSE), quantity.lead):
        return False
    return bool(_HAS.search(scene.plain, max(0, quantity.lead - _FAR), quantity.lead))


def _imagined(scene: Scene, quantity: Quantity) -> bool:
    before = _before(scene, quantity)
    if not _UP_TO.search(before):
        return False
    return scene.quoted(quantity.start) or bool(_EXCLUDED.search(before))


def _sized(scene: Scene, quantity: Quantity) -> bool:
    inside = _BRACKETED.search(_before(scene, quantity))
    return bool(inside and _INHABITED.match(scene.plain, quantity.end))


def _national(scene: Scene, quantity: Quantity) -> bool:
    if _NATION.search(scene.words, max(0, quantity.lead - _FAR), quantity.lead):
        return True
    counted = _COUNTED.search(_before(scene, quantity))
    return bool(counted and _IN_FRANCE.match(scene.plain, quantity.end))


def _before(scene: Scene, quantity: Quantity) -> str:
    return scene.plain[max(0, quantity.lead - _NEAR_CLAUSE) : quantity.start]


_Checks: TypeAlias = tuple[tuple[str, Callable[[Scene, Quantity], bool]], ...]
_OF_ALL: _Checks = (
    ("a difference", _differs),
    ("a proportion", _in_coins),
    ("an average", _average),
    ("the size of one thing", _one_thing),
    ("a loss", _lost),
)
_OF_COUNTS: _Checks = (
    ("a bound that is set", _allowed),
    ("a ratio", _ratio),
    ("some of others", _some_of),
    ("what a place or a firm has", _owned),
    ("a bound that somebody imagines", _imagined),
    ("the size of what is named", _sized),
    ("a number of the whole country", _national),
)
_OF_AMOUNTS: _Checks = (
    ("a bound that is set", _minimum),
    ("the cost of one thing", _its_cost),
    ("what one beneficiary gets or has", _one_gets),
    ("the most that one may get", _ceiling),
)
