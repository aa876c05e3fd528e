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
# « À propos de la chambre : 1er réseau du Jura, elle aide 800 ateliers »: on one line.
_ABOUT_IT = re.compile(r"\W*a propos d(?:e la |e l'|e |u |es |')[^.:;!?]{2,80}? ?: ?")
# « Communauté de communes du Val – 4, place de la Halle – 41 communes, 68 300 habitants »
_IMPRINT = re.compile(
    r"\W*(?:communaute (?:de communes|d'agglomeration|urbaine)|metropole|agglomeration|agglo|ville"
    r"|mairie|syndicat|petr|pays|departement|conseil departemental|association|chambre)\b"
    r"[^.;:!?]*"
)
_FINITE = re.compile(r"\b(?:a|ont|est|sont|sera|seront|compte|comptent|\w+(?:era|eront|aient))\b")
# « nos 3 millions de visiteurs », « mes 40 salariés »: the speaker's own.
_OURS = re.compile(r"\b(?:nos|mes|vos) ?$")
_GUESTS = re.compile(
    r" ?(?:d(?:e |'))?(?:visiteurs|clients|salaries|adherents|eleves|habitants|abonnes|touristes"
    r"|collaborateurs|etudiants|lecteurs|usagers|administres|concitoyens)\b"
)
# « limitait les candidatures à cinq communes »: how many each may gather at most.
_CAPPED = re.compile(r"\b(?:limit|plafonn|restrei)\w+\b[^.;:,]{0,60} a ?$")
# « 4,6 M€ aux lycées »: paid to others than those whom a scheme helps.
_PAID_TO = re.compile(
    r"(?: d'euros?)? (?:aux?|a la|a l'|a) ?(?:\w+ )?(?:lycees?|colleges?|ecoles?|universites?"
    r"|hopita(?:l|ux)|clubs?|associations?|festivals?|musees?|theatres?|pompiers|sdis|offices?"
    r"|creches?|bibliotheques?|ehpad|federations?)\b"
)
# « Trois villages, trois récits »: a heading's play on a number.
_TWICE = re.compile(r"(?P<n>\w+) [\w' -]{3,40}, (?:(?P=n)|(?P<one>une?)) [\w' -]{3,40}")
# « Trois lauréats », alone on a line: a heading over examples.
_FEW = re.compile(
    r"(?:deux|trois|quatre|cinq|[2-5]) (?:laureats?|projets|exemples|portraits|communes|territoires"
    r"|sites|entreprises|villages|villes|realisations|temoignages)(?: [a-z]+)?"
)
_ORDER = re.compile(r"\W*(?:(?:\d{1,2}|[a-z]|[ivx]+) ?[.)°–-] ?)?")


def _of_itself_inline(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number stands in a line that begins with « À propos de » a body."""
    sentence = scene.sentence_at(quantity.start)
    start = scene.view.blocks[sentence.block].start if sentence else quantity.start
    about = _ABOUT_IT.match(scene.plain, start, quantity.start)
    return about is not None and not scene.within(start, quantity.start, "scheme")


def _imprint(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a number stands in a line without a verb that presents a local body."""
    sentence = scene.sentence_at(quantity.start)
    if quantity.unit != "count" or sentence is None:
        return False
    block = scene.view.blocks[sentence.block]
    line = scene.plain[block.start : block.end]
    if "habitants" not in line or not _IMPRINT.fullmatch(line):
        return False
    return not _FINITE.search(scene.text, block.start, block.end)


def _ours(scene: Scene, quantity: Quantity) -> bool:
    guests = _GUESTS.match(scene.plain, quantity.end)
    return bool(guests and _OURS.search(scene.plain, max(0, quantity.lead - 6), quantity.lead))


def _capped(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "count" and bool(_CAPPED.search(before(scene, quantity)))


def _paid_to(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether an amount goes to schools or clubs in a sentence that names no scheme."""
    if quantity.unit != "EUR" or not _PAID_TO.match(scene.plain, quantity.end):
        return False
    sentence = scene.sentence_at(quantity.start)
    return sentence is not None and not scene.within(sentence.start, sentence.end, "scheme")


def _play(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a short line says a number twice, as a heading does for effect."""
    sentence = scene.sentence_at(quantity.start)
    if quantity.unit != "count" or sentence is None:
        return False
    order = _ORDER.match(scene.plain, sentence.start)
    start = order.end() if order else sentence.start
    line = scene.plain[start : sentence.end].rstrip(" .!:")
    if scene.kind(sentence) != "list-item" and _FEW.fullmatch(line):
        return True
    found = _TWICE.fullmatch(line)
    return bool(found and (not found["one"] or scene.kind(sentence) == "title"))


def _general(scene: Scene, quantity: Quantity) -> bool:
    """Tell whether a share is that of a trade."""
    return quantity.unit == "percent" and bool(_TRADE.search(before(scene, quantity)))


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
    return quantity.unit == "EUR" and bool(_WE_GOT.search(before(scene, quantity)))


def _limit(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "EUR":
        return False
    ceiling = _CEILING.search(before(scene, quantity))
    return bool(ceiling or _DE_MINIMIS.match(scene.plain, quantity.end))


def _own(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "EUR" and bool(_OWN_BUDGET.search(before(scene, quantity)))


def _building(scene: Scene, quantity: Quantity) -> bool:
    return quantity.unit == "m2" and bool(_ONE_BUILDING.search(before(scene, quantity)))


def _in_passing(scene: Scene, quantity: Quantity) -> bool:
    if quantity.unit != "count":
        return False
    if _PARTNERS.match(scene.plain, quantity.end):
        return bool(_BY_THEM.search(before(scene, quantity)))
    return bool(_THEMES.match(scene.plain, quantity.end))


def before(scene: Scene, quantity: Quantity) -> str:
    """Return what its sentence says before a number, in plain form, as far as it matters."""
    return scene.plain[low(scene, quantity) : quantity.lead]


def low(scene: Scene, quantity: Quantity) -> int:
    """Return where the words begin that ``before`` returns."""
    sentence = scene.sentence_at(quantity.start)
    first = sentence.start if sentence else quantity.lead
    return max(first, quantity.lead - _FAR)


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
    ("what a body says of itself", _of_itself_inline),
    ("the imprint of a local body", _imprint),
    ("the speaker's own", _ours),
    ("a limit", _capped),
    ("paid to others", _paid_to),
    ("a heading's play on a number", _play),
)
