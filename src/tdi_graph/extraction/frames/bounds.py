"""Numbers that count something and are no figures: differences, averages, bounds, sizes."""

import re

from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

# « soit 36 territoires de plus que lors de la première phase ».
_MORE = re.compile(r" [\w' -]{0,40}?\bde (?:plus|moins) (?:que|qu'|par rapport|en)\b")
_AVERAGE_BEFORE = re.compile(
    r"(?:\b(?:en moyenne|moyenne d(?:e|')|(?:nombre|montant|cout|aide"
    r"|subvention) moyen\w*[\w' ]{0,24})"
    r"(?: de| a| pres de| environ)? ?)$"
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
# « on compte aujourd'hui 3 500 tiers-lieux en France »: of the country, not of a programme.
# « la France a créé 130 000 emplois »
_NATION = re.compile(
    r"\b(?:la france|le pays|notre pays|l'industrie(?: francaise| nationale)?|l'economie)(?: qui)?"
    r" (?:a|avait|compte|comptait|represente|pese|emploie|concentre)\b[^.;:]{0,70}$"
)
_COUNTED = re.compile(r"\b(?:on|france) (?:re)?(?:compte|denombre|cense)\b[^.;,]{0,40}$")
_IN_FRANCE = re.compile(r"[^.;,]{0,40} (?:en|dans toute la) france\b(?! services?| relance| 2030)")
_AVERAGE_AFTER = re.compile(r"(?: [\w']+){0,3}? en moyenne\b")


# « un local de 400 m² », « l'ancienne filature (1 600 m²) »: of one thing, no total.
_ONE_THING = re.compile(
    r"\b(?:le|la|l'|un|une|du|au|ce|cette|cet|d'un|d'une|notre|son|sa) ?(?:\w+ )?(?:site|friche|terrain"
    r"|zone|parc|batiment|usine|local|hangar|parcelle|emprise|filature|halle|hall|atelier|plateau"
    r"|immeuble|ilot|lot)\b(?: [\w'-]+){0,4} (?:de|d'|sur) ?$"
)
_ASIDE = re.compile(r"(?P<noun>[\w'-]+) ?\($")


def _one_thing(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an area is the size of one building or plot."""
    before = scene.plain[max(0, quantity.lead - _NEAR_CLAUSE) : quantity.lead]
    aside = _ASIDE.search(before)
    counted = scene.counts_in(max(0, quantity.lead - _NEAR_CLAUSE), quantity.lead)
    return bool(_ONE_THING.search(before)) or (aside is not None and not counted)


_LOSS = re.compile(
    r"\b(?:a|ont|avait|avaient|en a|aura) (?:\w+ )?(?:perdu|supprime|detruit|ferme)\b[^.;:,]{0,40}$"
    r"|\b(?:perd|perdent|perte|suppression|fermeture|disparition) (?:de |d'|pres de |plus de )*$"
)
_MINIMUM = re.compile(r"\b(?:minimum|minimal|plancher|seuil)e?s? (?:de |d'|a |: )$")
# « une halle (coût : 2 millions d'euros, dont … ) »
_ITS_COST = re.compile(r"\([^()]{0,30}\b(?:budget|cout|montant des travaux)\b[^()]*$")
# « la commune compte », « le bailleur gère »: what a place or a firm has of its own.
_HAS = re.compile(
    r"(?:^|[.;:»,«\n] ?|\bet )(?:la |le |l'|une? |notre |cette |ce |son |sa )(?:\w+ )?(?P<owner>commune|ville"
    r"|departement|intercommunalite|agglomeration|communaute|metropole|quartier|bailleur|entreprise"
    r"|societe|groupe|usine|immeuble|residence|epci|bassin|canton|pays|hopital|campus|lycee)\b"
    r"(?! d'industrie)(?:[^.;:,]{0,70}|[^.;:,]{0,50},[^,.;]{0,60},|, qui)"
    r" (?:compte|gere|possede|regroupe|reunit|rassemble|emploie|abrite|federe|comprend|comptait)"
    r"(?: \w+ment| aujourd'hui| desormais| environ| quelque| plus de| pres de)* ?$"
)
# « huit de ces territoires »: some of them, of which nothing else is said.
_SOME_OF = re.compile(r" de (?:ces|ses|nos|leurs|vos) [\w'-]+(?=$|[,.;:)])")
# « un euro public pour quatre euros privés »: a proportion, said in coins.
_FOR_ONE = re.compile(r"\bpour (?:(?:chaque|1|un) ?(?:euro\b|€))")
_COINS, _PETTY = 20, 1000


def _in_coins(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount is one side of a proportion: a few euros, or so many for one."""
    if quantity.unit != "EUR" or quantity.scaled > 1 or quantity.value >= _PETTY:
        return False
    around = slice(max(0, quantity.start - _NEAR_CLAUSE), quantity.end + _NEAR_CLAUSE)
    return quantity.value < _COINS or bool(_FOR_ONE.search(scene.plain[around]))


def instead(scene: Scene, quantity: Quantity) -> str:
    """Return what a number is instead of a figure, or nothing."""
    if _MORE.match(scene.plain, quantity.end):
        return "a difference"
    if _in_coins(scene, quantity):
        return "a proportion"
    if _AVERAGE_BEFORE.search(scene.plain, max(0, quantity.lead - 40), quantity.lead) or (
        _AVERAGE_AFTER.match(scene.plain, quantity.end)
    ):
        return "an average"
    if quantity.unit == "count" and _ALLOWED.match(scene.plain, quantity.end):
        return "a bound that is set"
    if quantity.unit == "m2" and _one_thing(scene, quantity):
        return "the size of one thing"
    if _LOSS.search(scene.plain, max(0, quantity.lead - _NEAR_CLAUSE), quantity.lead):
        return "a loss"
    if quantity.unit == "count":
        return _of_others(scene, quantity)
    if _MINIMUM.search(scene.plain, max(0, quantity.lead - _NEAR), quantity.lead):
        return "a bound that is set"
    if _ITS_COST.search(scene.plain, max(0, quantity.lead - _FAR), quantity.lead):
        return "the cost of one thing"
    sentence = scene.sentence_at(quantity.start)
    told = scene.plain[sentence.start : quantity.lead] if sentence else ""
    one = _ONE_GETS.search(told) or _OWN_BUDGET.search(told)
    return "what one beneficiary gets or has" if one else ""


def _of_others(scene: Scene, quantity: Quantity) -> str:
    """Return why a count is of something else than what a scheme has, or nothing."""
    before = scene.plain[max(0, quantity.lead - _NEAR_CLAUSE) : quantity.start]
    ratio = _RATIO.match(scene.plain, quantity.end)
    if ratio and (ratio["alone"] is not None or _PARTICIPLE.match(scene.text, ratio.end())):
        return "a ratio"
    if _SOME_OF.match(scene.plain, quantity.end):
        return "some of others"
    if _HAS.search(scene.plain, max(0, quantity.lead - _FAR), quantity.lead):
        return "what a place or a firm has"
    if _UP_TO.search(before) and (scene.quoted(quantity.start) or _EXCLUDED.search(before)):
        return "a bound that somebody imagines"
    if _BRACKETED.search(before) and _INHABITED.match(scene.plain, quantity.end):
        return "the size of what is named"
    if _NATION.search(scene.plain, max(0, quantity.lead - _FAR), quantity.lead):
        return "a number of the whole country"
    if _COUNTED.search(before) and _IN_FRANCE.match(scene.plain, quantity.end):
        return "a number of the whole country"
    return ""


# « 18 contrats de filière », « 40 contrats d'apprentissage »: of trades and of people, no scheme's.
_OF_OTHER_MATTERS = re.compile(
    r" ?(?:contrats?|accords?|conventions?|chartes?) (?:strategiques? )?(?:de|d')(?: |)"
    r"(?:filieres?|branches?|travail|apprentissage|alternance|professionnalisation|entreprise"
    r"|embauche|location|vente|achat|fourniture|assurance|exportation)\b"
    r"| ?(?:conventions? collectives?|contrats? (?:aides?|a duree|uniques? d'insertion))\b"
)
# « 300 emplois créés ou maintenus »: of which sort each is, nobody says.
_EITHER = re.compile(
    r"\b(?:cree?e?s?|creation|creer) (?:et/)?ou (?:le |de |au |a )?(?:mainten|maintien|sauvegard"
    r"|preserv|consolid|perennis|confort)"
)
# « deux lauréats ont depuis renoncé »
_GAVE_UP = re.compile(
    r" [\w'-]+(?:, [^.;,]{0,50},)?(?: [\w'-]+){0,2}? (?:ont|ayant|avaient)(?: \w+){0,2}? (?:ete )?"
    r"(?:renonce|abandonne|desiste|retire)"
)
# « l'immeuble de 24 logements »: its size.
_ONE_BUILDING = re.compile(
    r"\b(?:immeuble|residence|batiment|copropriete|tour|ensemble|lotissement|barre)\b"
    r"(?: [\w'-]+){0,3} (?:de|comptant|d') ?$"
)
_LOST = re.compile(r" \w+(?: [\w'-]+){0,4}? (?:rejete|refuse|ecarte|ineligible|decline)e?s?\b")
# « le groupe et ses 1 200 salariés »: staff, unless something is done for them.
_STAFF = re.compile(
    r" salaries?\b(?! (?:\w+ )?(?:formes|accompagnes|beneficiaires|concernes|aides))"
)
# « des entreprises de moins de 50 salariés »
_SIZE = re.compile(r"\w (?:de|comptant|employant|d') ?$")
# « un emploi industriel crée 1,5 emploi indirect »: of any job, not of a programme's.
_MULTIPLIER = re.compile(r"\bun emploi\b[^.;]{0,60}\bcre")
# « 150 dossiers ont déjà été retenus »: no longer applications.
_WON = re.compile(
    r" (?:dossiers?|candidatures?|demandes?)(?: (?!(?:et|en|dont)\b)[\w'-]+){0,4}?"
    r" (?:retenu|notifie|selectionne|soutenu|finance|accepte|laureat|accompagne|subventionne)e?s?\b"
)


def excluded(scene: Scene, quantity: Quantity, indicator: str) -> bool:
    """Tell whether a count is of what was refused, of other matters, or of a size."""
    if _GAVE_UP.match(scene.plain, quantity.end):
        return True
    if indicator == "applications-count":
        return bool(_LOST.match(scene.plain, quantity.end))
    if indicator.startswith("jobs"):
        around = slice(max(0, quantity.lead - _NEAR_CLAUSE), quantity.end + _NEAR_CLAUSE)
        return bool(_EITHER.search(scene.plain[around]))
    if indicator == "housing-units":
        before = scene.plain[max(0, quantity.lead - _NEAR_CLAUSE) : quantity.lead]
        return bool(_ONE_BUILDING.search(before))
    if indicator == "agreements-count":
        return bool(_OF_OTHER_MATTERS.match(scene.plain, quantity.end))
    before = scene.plain[max(0, quantity.lead - _NEAR) : quantity.lead]
    staff = _STAFF.match(scene.plain, quantity.end)
    return indicator == "beneficiaries-count" and bool(staff or _SIZE.search(before))


def multiplied(quantity: Quantity, clause: str) -> bool:
    """Tell whether a number is a factor: no part of a thing is counted, nor « un emploi crée »."""
    return bool(quantity.value % 1 or _MULTIPLIER.search(clause))


def named(scene: Scene, quantity: Quantity) -> bool:
    """« 1,5 milliard d'Action Logement »: of money, whose giver is named."""
    return quantity.scaled > 1 and scene.text[quantity.end : quantity.end + 1].isupper()


def won(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether applications were accepted, which then are supported projects."""
    return bool(_WON.match(scene.plain, quantity.end))


_NEAR, _NEAR_CLAUSE, _FAR = 24, 70, 180
