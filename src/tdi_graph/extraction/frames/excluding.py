"""Counts whose noun is known and that still count nothing of a scheme's: refused, sized, staff."""

import re

from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

# « 12 contrats de filière », « 40 contrats d'apprentissage »: of trades and of people, no scheme's.
_OF_OTHER_MATTERS = re.compile(
    r" ?(?:contrats?|accords?|conventions?|chartes?) (?:strategiques? )?(?:de|d')(?: |)"
    r"(?:filieres?|branches?|travail|apprentissage|alternance|professionnalisation|entreprise"
    r"|embauche|location|vente|achat|fourniture|assurance|exportation)\b"
    r"| ?(?:conventions? collectives?|contrats? (?:aides?|a duree|uniques? d'insertion))\b"
)
# « 300 emplois créés ou maintenus »: of which sort each is, nobody says.
_EITHER = Indexed(
    r"\b(?:cree?e?s?|creation|creer) (?:et/)?ou (?:le |de |au |a )?(?:mainten|maintien|sauvegard"
    r"|preserv|consolid|perennis|confort)"
)
# « deux lauréats ont depuis renoncé »
_GAVE_UP = re.compile(
    r" [\w'-]+(?:, [^.;,]{0,50},)?(?: [\w'-]+){0,5}? (?:ont|ayant|avaient)(?: \w+){0,2}? (?:ete )?"
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
# « des entreprises de moins de 50 salariés »; « au profit de 40 entreprises » is no size.
_SIZE = re.compile(
    r"(?<!profit)(?<!faveur)(?<!benefice)(?<!aupres)(?<!pres)(?<!service)(?<!aide)(?<!soutien)"
    r"(?<!destination)(?<!accompagnement)(?<!formation)(?<!installation)(?<!accueil)(?<=\w)"
    r" (?:de|comptant|employant|d') ?$"
)
# « un emploi industriel crée 1,5 emploi indirect »: of any job, not of a programme's.
_MULTIPLIER = re.compile(r"\bun emploi\b[^.;]{0,60}\bcre")
# « 150 dossiers ont déjà été retenus »: no longer applications.
_WON = re.compile(
    r" (?:dossiers?|candidatures?|demandes?)(?: (?!(?:et|en|dont)\b)[\w'-]+){0,4}?"
    r" (?:retenu|notifie|selectionne|soutenu|finance|accepte|laureat|accompagne|subventionne"
    r"|valide|aide)e?s?\b"
)
# « a soutenu 12 dossiers », « a permis de financer 40 dossiers »
_HAS_HELPED = re.compile(
    r"\b(?:(?:a|ont|avai(?:t|ent)|aura|auront) (?:\w+ment |deja |ainsi )?(?:retenu|selectionne"
    r"|soutenu|finance|subventionne|aide)|de (?:soutenir|financer|aider|retenir))"
    r"(?: pres de| plus de| environ| quelque)? ?$"
)
_NEAR, _AROUND = 24, 70


def excluded(scene: Scene, quantity: Quantity, indicator: str) -> bool:
    """Tell whether a count is of what was refused or given up, of other matters, or of a size."""
    if _GAVE_UP.match(scene.plain, quantity.end):
        return True
    sort = "jobs" if indicator.startswith("jobs") else indicator
    after, before = _AFTER.get(sort), _BEFORE.get(sort)
    low, high = max(0, quantity.lead - _AROUND), quantity.end + _AROUND
    if sort == "jobs" and _EITHER.search(scene.words, low, high):
        return True
    if after and after.match(scene.plain, quantity.end):
        return True
    near = max(0, quantity.lead - _NEAR) if sort == "beneficiaries-count" else low
    return bool(before and before.search(scene.plain, near, quantity.lead))


_AFTER = {
    "applications-count": _LOST,
    "agreements-count": _OF_OTHER_MATTERS,
    "beneficiaries-count": _STAFF,
}
# « elles emploient 1 750 personnes »; « liaison entre deux communes »
_EMPLOYING = re.compile(
    rf"{_SIZE.pattern}|\b(?:emploi(?:e|ent)|employ\w+|occup(?:e|ent|ant)|salari(?:e|ent))"
    r"(?: pres de| plus de| environ| quelque)? ?$"
)
_BETWEEN = re.compile(r"\b(?:entre|relie|relient|reliant|separ\w+|limitrophes? de) (?:les )?$")
# « a fixé deux priorités aux pôles »: what somebody asks for, not what the scheme is made of.
_ASKED_FOR = re.compile(
    r"\b(?:fix|assign|donn|evoqu|cit|avanc|vois?|voit|pos)(?:e|er|es|ee|ait|ant|ons|ent)?"
    r"(?: \w+){0,2}? $"
)
_BEFORE = {
    "housing-units": _ONE_BUILDING, "beneficiaries-count": _EMPLOYING,
    "municipalities-count": _BETWEEN, "intercommunalities-count": _BETWEEN,
    "territories-count": _BETWEEN, "axes-count": _ASKED_FOR,
}  # fmt: skip


def multiplied(quantity: Quantity, clause: str) -> bool:
    """Tell whether a number is a factor: no part of a thing is counted, nor « un emploi crée »."""
    return bool(quantity.value % 1 or ("un emploi" in clause and _MULTIPLIER.search(clause)))


def named(scene: Scene, quantity: Quantity) -> bool:
    """« 1,5 milliard d'Action Logement »: of money, whose giver is named."""
    return quantity.scaled > 1 and scene.text[quantity.end : quantity.end + 1].isupper()


def won(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether applications were accepted, which then are supported projects."""
    low = max(0, quantity.lead - _AROUND)
    helped = _HAS_HELPED.search(scene.plain, low, quantity.lead)
    return bool(helped or _WON.match(scene.plain, quantity.end))
