"""Amounts whose unit an earlier amount gives: « l'Occitanie 187 millions, la Bretagne 96 ».

« dont 30 dès cette année », « la Région en apporte 1,4 », « contre 25 en 2023 »: a bare number that
goes on with an amount of the sentence, or of the one before if « en » takes it up.
"""

import re
from dataclasses import replace

from tdi_graph.extraction.frames import scopes
from tdi_graph.extraction.frames.continuing import Continued
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# What may follow a number that counts no noun.
_BARE = re.compile(
    r"(?=$|[,.;:)/»]| (?:et|ou|puis|dans|pour|en|au|aux|a|par|sur|des|dont|d'ici|grace|sous|vers"
    r"|aupres|depuis|avant|via|de la|de l'|du|d'(?!euros)\w+|l'an|il y a|un an|(?:deja |seront "
    r"|sont |ont ete |etaient )*(?:apport|vers|financ|issus|consacr|reserv|engag|mobilis|annonc"
    r"|prevus|promis|inscrit|programm|consomm|decaiss|attribu|accord|notifi|delegu|fleche)\w*)\b)"
)
_DONT = re.compile(r"\bdont (?:au moins |plus de |pres de |environ |deja )*$")
# « l'État 60 millions, la Région 40 »: who, and right after it how much.
_WHO = re.compile(
    r"(?:,| et|, et|,? puis|;) (?:l'|la |le |les )(?P<who>[\w'&.-]+(?: (?!et\b|en\b|pour\b|dont\b"
    r"|sur\b|dans\b)[\w'&.-]+){0,5}) $"
)
# « la Région en met 1,4 », « l'État en a versé 270 000 »
_OF_IT = re.compile(
    r"\b(?:en|n'en) (?:(?:a|ont|aura|auront|avait|avaient) (?:\w+ment |deja )?)?"
    r"(?P<verb>mobilis|vers|apport|met|mis|pren|pris|financ|engag|consacr|debours|debloqu|pay|ajout"
    r"|prev|reserv|assum|garant|abond|invest)\w*(?: que)? $"
)
# « …, dont 25 pour le port et 15 pour la gare »
_ALSO_PART = re.compile(r"(?:,| et|, et) $")
_AGAINST = re.compile(r"\bcontre (?:pres de |plus de |environ )*$")
_PROMISED = re.compile(r"\bsur (?:les|un total de) $")
_FORESEEN = re.compile(r" (?:\w+ment )?(?:annonce|prevu|promi|programme|inscrit|vote|ouvert)\w*\b")
_BACK, _LARGE = 80, 1000


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, before: list[Figure]
) -> Continued | None:
    """Return what a bare number says of the amount before it, with the amount that it is."""
    last = before[-1] if before else None
    if quantity.unit != "count" or quantity.scaled > 1 or last is None:
        return None
    if last.quantity.unit != "EUR" or not _BARE.match(scene.plain, quantity.end):
        return None
    rule, start = _rule(scene, quantity, sentence, last)
    amount = _amount(quantity, last.quantity) if rule else None
    if amount is None or (rule in _PARTS and amount.value > _whole(before).value):
        return None
    measured = _indicator(scene, quantity, last), f"figure.{rule}", quantity.end, start
    scope = _scope(scene, quantity, rule, start)
    return Continued(measured, last.subject, scope or last.scope, amount)


def _scope(scene: Scene, quantity: Quantity, rule: str, start: int) -> Entity | None:
    """Return what an amount is limited to: who has it, or what it is for."""
    if rule == "sum-shared":
        named = scene.within(start, quantity.lead, "place")
        label = scene.text[start : quantity.lead].strip()
        own = scene.ledger.entity("skos:Concept", "scope", label, (start, quantity.lead))
        return named[0].entity if named else own
    return scopes.told_of(scene, quantity.end)[1] if rule == "part" else None


_PARTS = frozenset({"part", "sum-of-it"})


def _whole(before: list[Figure]) -> Quantity:
    """Return the amount of which the last is a part, or the last."""
    sums = (f for f in reversed(before) if f.quantity.unit == "EUR" and f.rule != "figure.part")
    return next(sums, before[-1]).quantity


def _rule(scene: Scene, quantity: Quantity, sentence: Sentence, last: Figure) -> tuple[str, int]:
    """Return how a number goes on with the amount before it, or nothing; and where it begins."""
    index = scene.index_at(sentence.start)
    near = last.quantity.start >= sentence.start
    block = scene.sentence_at(last.quantity.start)
    low = scene.sentences[max(0, index - 1)].start
    if last.quantity.start < low or block is None or block.block != sentence.block:
        return "", 0
    if scene.counts_in(last.quantity.end, quantity.start):
        return "", 0
    at = max(sentence.start, quantity.lead - _BACK)
    lead = scene.plain[at : quantity.lead]
    of_it = _OF_IT.search(lead)
    if of_it:
        return "sum-of-it", at + of_it.start()
    return _beside(scene, quantity, sentence, last, lead) if near else ("", 0)


def _beside(
    scene: Scene, quantity: Quantity, sentence: Sentence, last: Figure, lead: str
) -> tuple[str, int]:
    """Return how a number goes on with an amount of its own sentence."""
    promised = _FORESEEN.match(scene.plain, quantity.end)
    for rule, words in (("part", _DONT), ("instead-of", _AGAINST), ("sum-out-of", _PROMISED)):
        if words.search(lead) and (rule != "sum-out-of" or promised):
            return rule, quantity.lead
    if last.rule == "figure.part" and _ALSO_PART.search(lead):
        return "part", quantity.lead
    who = _WHO.search(lead)
    if who is None or scene.counts_in(sentence.start, last.quantity.start):
        return "", 0
    alone = _ALONE.match(scene.plain, quantity.end)
    return ("sum-shared", quantity.lead - len(lead) + who.start("who")) if alone else ("", 0)


_ALONE = re.compile(r"[,.;]|$| et (?:l'|la |le |les )")


def _amount(quantity: Quantity, last: Quantity) -> Quantity | None:
    """Return the number as an amount of the scale of ``last``; None if the two do not fit."""
    if quantity.value >= _LARGE:
        plausible = last.value > quantity.value / _LARGE
        return replace(quantity, unit="EUR") if plausible else None
    if last.scaled == 1:
        return None
    return replace(quantity, unit="EUR", value=quantity.value * last.scaled, scaled=last.scaled)


def _indicator(scene: Scene, quantity: Quantity, last: Figure) -> str:
    """Return what the amount is: what the one before is, unless its own words tell."""
    if _FOR_ENGINEERING.match(scene.plain, quantity.end):
        return "engineering"
    low = max(0, quantity.lead - _BACK)
    given = last.indicator == "investment" and _GIVER.search(scene.plain, low, quantity.lead)
    return "public-aid" if given or _AID.match(scene.plain, quantity.end) else last.indicator


_FOR_ENGINEERING = re.compile(r" d'ingenierie\b")
_AID = re.compile(r" (?:sous forme )?(?:de |d')(?:subventions?|aides?)\b")
_GIVER = re.compile(
    r"\b(?:etat|regions?|departements?|europe|anru|ademe|ville|commune|metropole|agglomeration)\b"
    r"[^.;,]{0,40}$"
)
