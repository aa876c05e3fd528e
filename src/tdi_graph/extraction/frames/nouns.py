"""Counted nouns of the lexicon, ``data/lexicon/counted.txt``, and what must be said of them.

A noun alone tells little: « 30 écoles » are sites of a programme if they were opened, renovated or
chosen, « 40 volontaires » its beneficiaries if they were recruited or helped.
"""

import re
from functools import cache

from tdi_graph.extraction import lexicon
from tdi_graph.extraction.frames import excluding, measures
from tdi_graph.extraction.frames.figure import Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene

_ADJECTIVE = (
    r"(?:nouve(?:aux|lles)|premi(?:er|ere)s|autres|grande?s|jeunes|petites?|futur(?:e)?s|anciens?"
    r"|anciennes) "
)
_NEAR, _BACK = 90, 40
# What the words right after a noun, or right before its number, say was done.
_SHOWN: dict[str, re.Pattern[str]] = {
    "sites-count": re.compile(
        r"\b(?:labellis|(?:r[eo])?ouvert|(?:r[eo])?ouvrir|en activite|renov|rehabilit|retenu"
        r"|selectionn|choisi|laureat|reconver|reconqu|amenag|equip|modernis|restaur|pionn"
        r"|accompagn|soutenu|finance|transform|deploye)"),
    "beneficiaries-count": re.compile(
        r"\b(?:recrut|embauch|benefici|profit|accompagn|soutenu|aide|form(?:e|ation)|accueill"
        r"|insere|insertion|en poste|laureat|retenu|selectionn|subventionn|indemnis|inscri)"),
    "participants-count": re.compile(
        r"\b(?:reuni|rassembl|particip|present|accueill|assist|venu|recu|devant|entendu|pris part"
        r"|repondu)"),
    "jobs-created": re.compile(
        r"\b(?:table|prev|annonc|esper|attend|a la cle|genere|permet|permis|promet|promis|conduire"
        r"|suivr|suivi|realis|programm|d'ici|a terme|escompt|vis|crea|depuis)"),
    "agreements-count": re.compile(r"\b(?:sign|conclu|paraph|contractualis|valant|engag)"),
}  # fmt: skip


# « Le chef de projet … : l'État cofinance jusqu'à 200 postes »
_POSTS = re.compile(r" (?:\w+ )?postes?\b(?! (?:supprim|vacants|de travail|de secours|a pourvoir))")
_OF_MANAGERS = re.compile(
    r"\bchef(?:fe)?s? de projets?\b(?!.*\b(?:conseillers?|agents?|emplois)\b)"
)
_FUNDED = re.compile(
    r"\b(?:co-?)?financ|\bpourvu|\bouvert|\bconcerne|\bcree|\brecrut|\boccup|\bprevu"
)
# « treize établissements publics en sont partenaires », « 26 entreprises, membres fondateurs »
_PARTNERS = re.compile(
    r" [\w'-]+(?: [\w'-]+){0,3}(?:,[^,.;:]{3,60},)?,? (?:(?:en )?sont )?(?:les |ses |nos )?"
    r"(?:partenaires|membres fondateurs|fondateurs|cofondateurs|signataires)\b"
)
# « 412 démolitions, 265 reconstructions »: of homes, where the sentence tells of homes.
_WORKS = re.compile(
    r" (?:demolitions|reconstructions|rehabilitations|residentialisations|constructions"
    r" neuves)(?: de logements(?: sociaux)?)?\b"
)
_HOMES = re.compile(r"\b(?:logements|bailleurs?|habitat|renouvellement urbain)\b")
_FAR = 320


# « respectivement 17, 16 et 11 territoires », « 11 puis 17 communes »
_TOGETHER = re.compile(r"(?P<more>(?:, \d[\d ]*)*)(?:,? et| puis) \d+(?: \d{3})*(?= )")


def _coordinated(scene: Scene, quantity: Quantity, clause: tuple[int, int]) -> Measured | None:
    """Return the measure of a number whose noun stands behind the next ones."""
    found = _TOGETHER.match(scene.plain, quantity.end, clause[1])
    if found is None:
        return None
    told = scene.plain.rfind("respectivement", clause[0], quantity.lead)
    if told < 0 and " puis " not in found[0]:
        return None
    start = quantity.lead if told < 0 else told
    for indicator, noun in measures.COUNTS:
        counted = noun.match(scene.plain, found.end(), clause[1])
        if counted and indicator not in measures.NEEDED and indicator != "projects-submitted":
            return indicator, f"figure.{indicator}", quantity.end, start
    return None


def _posts(scene: Scene, quantity: Quantity) -> Measured | None:
    """Return the measure of posts that the paragraph says to be of project managers."""
    found = _POSTS.match(scene.plain, quantity.end)
    sentence = scene.sentence_at(quantity.start) if found else None
    if found is None or sentence is None:
        return None
    low = max(scene.view.blocks[sentence.block].start, quantity.lead - _FAR)
    told = _OF_MANAGERS.search(scene.plain, low, quantity.lead)
    if told is None or not _FUNDED.search(scene.plain, sentence.start, sentence.end):
        return None
    return "project-managers", "figure.project-managers", found.end(), quantity.lead


def _partners(scene: Scene, quantity: Quantity) -> Measured | None:
    found = _PARTNERS.match(scene.plain, quantity.end)
    return (
        ("partners-count", "figure.partners-count", found.end(), quantity.lead) if found else None
    )


def _works(scene: Scene, quantity: Quantity) -> Measured | None:
    found = _WORKS.match(scene.plain, quantity.end)
    sentence = scene.sentence_at(quantity.start) if found else None
    if found is None or sentence is None:
        return None
    told = _HOMES.search(scene.plain, sentence.start, sentence.end)
    return ("housing-units", "figure.housing-units", found.end(), quantity.lead) if told else None


@cache
def _nouns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the nouns of the lexicon by indicator, as they stand after a number."""
    found = []
    for line in lexicon.names("counted"):
        indicator, *nouns = (cell.strip() for cell in line.split("|"))
        words = "|".join(map(re.escape, sorted(nouns, key=len, reverse=True)))
        found.append((indicator, re.compile(rf" ?(?:[«\"] ?)?(?:{_ADJECTIVE})?(?:{words})\b")))
    return tuple(sorted(found))


def find(scene: Scene, quantity: Quantity, clause: tuple[int, int]) -> Measured | None:
    """Return the measure of a count whose noun the lexicon knows, if its clause shows why."""
    start, end = clause
    special = (
        _coordinated(scene, quantity, clause)
        or _posts(scene, quantity)
        or _partners(scene, quantity)
        or _works(scene, quantity)
    )
    if special:
        return special
    for indicator, nouns in _nouns():
        found = nouns.match(scene.plain, quantity.end, end)
        if found is None or excluding.excluded(scene, quantity, indicator):
            continue
        shown = _SHOWN.get(indicator)
        low, high = max(start, quantity.lead - _BACK), min(end, found.end() + _NEAR)
        after = shown is None or shown.search(scene.plain, found.end(), high)
        if after or (shown and shown.search(scene.plain, low, quantity.lead)):
            return indicator, f"figure.{indicator}", found.end(), quantity.lead
    return None
