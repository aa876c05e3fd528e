"""Numbers of the world around a scheme: of a trade, a body's own means, one example, other pages.

Each is true and stands in a text on the scheme; none is what the scheme has, gives or counts.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from tdi_graph.extraction import headings
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_FAR = 160
# « l'industrie fait vivre 9 % des ménages »: of a trade, whatever programme is for it.
_TRADE = re.compile(
    r"\b(?:l'(?:industrie|agriculture|artisanat|economie|emploi industriel|automobile|aeronautique"
    r"|agroalimentaire|hotellerie)|le (?:tourisme|commerce|batiment|numerique|transport|logement"
    r"|secteur|velo)|la (?:filiere|construction|metallurgie|mobilite|ruralite|voiture))"
    r"(?: (?!qui\b|que\b|a\b)[a-z'-]+){0,3}? (?:y |en )?(?:occupe|represente|emploie|pese|assure"
    r"|concentre|fait vivre|constitue|absorbe|consomme|pesait|representait|employait)"
    r"(?: (?:encore|toujours|aussi|desormais|pres de|plus de|environ|ainsi))* ?$"
)
# « Pour aller plus loin »: below stand the titles of other pages.
_FURTHER = re.compile(
    r"\W*(?:pour (?:aller plus loin|en savoir (?:plus|\+))|en savoir (?:plus|\+)|voir aussi"
    r"|liens utiles|ressources|a consulter|documents? (?:a telecharger|utiles|associes))\W*"
)
_LONGEST_LIST = 12
# « À propos de l'agence »: what a body says of itself.
_ABOUT = re.compile(r"\W*a propos d(?:e la |e l'|e |u |es |')")
# « nous avons obtenu », « ma commune a reçu »: what one of those helped has had.
_WE_GOT = re.compile(
    r"\b(?:nous avons|j'ai|(?:ma|notre) (?:commune|ville|entreprise|association) a)"
    r"\b[^.;:]{0,90}?\b(?:obtenu|recu|touche|decroche|beneficie d[e']|economise)\b[^.;:]{0,30}$"
)
# « le plafond de 200 000 euros », « d'aides de minimis »: a limit set by law.
_CEILING = re.compile(r"\bplafond (?:legal |annuel |reglementaire )?de ?$")
_DE_MINIMIS = re.compile(r"[^.;:]{0,24}\bde minimis\b")
# « 140 membres, 9 permanents, un budget de … »: an association that tells of itself.
_OWN_BUDGET = re.compile(
    r"\b(?:adherents?|salaries?|membres|permanents|benevoles|collaborateurs|agents)\b"
    r"[^.;:]{0,60}\b(?:un|son) budget (?:annuel )?de ?$"
)
# « une halle numérique de », « un pôle de santé de »: the ground of one building.
_ONE_BUILDING = re.compile(
    r"\b(?:un|une) (?:ancien(?:ne)? |nouve(?:au|lle) |vaste |futur(?:e)? )?"
    r"(?!total|surface|ensemble|programme|plan|superficie|objectif)[a-z'-]{3,}"
    r"(?: (?!de\b)[a-z'-]+){0,3} de (?:pres de |plus de |environ )?$"
)
# « financé par la Région et ses deux partenaires »: those who pay, counted in passing.
_BY_THEM = re.compile(r"\bpar\b[^.;:()]{2,50} et (?:les|ses|leurs|nos) $")
_PARTNERS = re.compile(r" partenaires\b")
# « a ouvert trois chantiers : les gares, l'eau »: themes of work, which are then named.
_THEMES = re.compile(r" chantiers?\b[^.;:]{0,40}:")


def _general(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a share is that of a trade."""
    return quantity.unit == "percent" and bool(_TRADE.search(_before(scene, quantity)))


def _linked(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number stands in the title of another page, below a list's heading."""
    sentence = scene.sentence_at(quantity.start)
    at = sentence.block if sentence else 0
    for block in reversed(scene.view.blocks[max(0, at - _LONGEST_LIST) : at + 1]):
        if _FURTHER.fullmatch(scene.plain, block.start, block.end):
            return True
        if scene.text[block.end - 1] in ".!":
            return False
    return False


def _of_itself(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a body counts its own means, below a heading that is about it."""
    index = scene.index_at(quantity.start)
    if index < 1 or scene.kind(scene.sentences[index]) not in {"about", "body", "list-item"}:
        return False
    above = headings.over(scene, index)
    named = above and scene.within(above.start, above.end, "scheme", "body")
    if above is None or not named or not _ABOUT.match(scene.plain, above.start):
        return False
    if named[0].entity.sort != "body":
        return False
    sentence = scene.sentences[index]
    return not scene.within(sentence.start, sentence.end, "scheme")


def _got(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "EUR" and bool(_WE_GOT.search(_before(scene, quantity)))


def _limit(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "EUR":
        return False
    ceiling = _CEILING.search(_before(scene, quantity))
    return bool(ceiling or _DE_MINIMIS.match(scene.plain, quantity.end))


def _own(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "EUR" and bool(_OWN_BUDGET.search(_before(scene, quantity)))


def _building(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "m2" and bool(_ONE_BUILDING.search(_before(scene, quantity)))


def _in_passing(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "count":
        return False
    if _PARTNERS.match(scene.plain, quantity.end):
        return bool(_BY_THEM.search(_before(scene, quantity)))
    return bool(_THEMES.match(scene.plain, quantity.end))


def _before(scene: Scene, quantity: Quantity) -> str:
    sentence = scene.sentence_at(quantity.start)
    low = sentence.start if sentence else quantity.lead
    return scene.plain[max(low, quantity.lead - _FAR) : quantity.lead]


_Checks: TypeAlias = tuple[tuple[str, Callable[[Scene, Quantity], bool]], ...]
CHECKS: _Checks = (
    ("a share of a whole trade", _general),
    ("the title of another page", _linked),
    ("what a body has of its own", _of_itself),
    ("what one of those helped has had", _got),
    ("a limit set by law", _limit),
    ("an association's own budget", _own),
    ("one building", _building),
    ("those who pay, or themes", _in_passing),
)
