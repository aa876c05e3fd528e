"""Amounts told by who gives them: « dont 150 M€ de l'État », « et 80 M€ des Régions »."""

import re

from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

GIVEN = "figure.given"
_DONT = re.compile(r"\bdont ?:? ?(?:pres de |plus de )?$")
_OF_THE_STATE = re.compile(r"(?: d'euros)? de l'etat\b(?! (?:aux?|a la|pour))")
# « 240 M€ d'aides de l'État et 80 M€ des Régions »
_JOINED = re.compile(r"[^.;:\d]{0,24}?(?:,| et|, et) $")
_OF_OTHERS = re.compile(
    r"(?: d'euros)? (?:des? (?:la |l')?|du |de l')(?P<who>regions?|departements?|europe"
    r"|union europeenne|fonds europeens|collectivites)\b"
)


def part(scene: Scene, quantity: Quantity, before: str, earlier: list[Figure]) -> Measured | None:
    """Return what an amount is by its giver: a part of the endowment before, or aid as well."""
    whole = earlier[-1] if earlier else None
    if whole and whole.indicator == "public-aid" and _OF_OTHERS.match(scene.plain, quantity.end):
        beside = _JOINED.fullmatch(before)
        return ("public-aid", GIVEN, quantity.end, quantity.lead) if beside else None
    if whole is None or whole.indicator != "endowment" or quantity.value >= whole.value:
        return None
    joined = _DONT.search(before) or not before.strip()
    if not joined or not _OF_THE_STATE.match(scene.plain, quantity.end):
        return None
    return "endowment", "figure.part", quantity.end, quantity.lead


def scope(scene: Scene, figure: Figure) -> Entity | None:
    """Return whose money an amount beside another's is."""
    found = _OF_OTHERS.match(scene.plain, figure.quantity.end)
    if found is None:
        return None
    span = found.span("who")
    return scene.ledger.entity("skos:Concept", "scope", scene.text[slice(*span)], span)


# « L'État y a consacré 7 M€ », where the sentence before tells what was supported with it
_THERE = re.compile(r"\by (?P<done>a |ont |avai(?:t|ent) |aura |auront )?(?:\w+ment |deja )?$")
_SPENDS = re.compile(r"(?:consacr|apport|engag|mobilis|investi)")
_SUPPORTED = re.compile(
    r"\b(?:projets?|dossiers?|logements?|operations?|entreprises?|laureats?|communes?|etudes?)\b"
    r"[^.;:]{0,60}?\b(?:soutenu|finance|aide|accompagne|retenu|renove|subventionne|realise)e?s?\b"
    r"|\b(?:soutenu|finance|aide|accompagne|retenu|renove) (?:\w+ ){0,3}?\d[\d ]* "
    r"(?:projets|dossiers|logements|operations|entreprises)\b"
)
# « Le coût total est estimé à 14 M€. L'État apportera 3 M€ »
_COST = re.compile(
    r"\b(?:cout|montant|budget|investissement)s? (?:(?:total|previsionnel|global|prevu) )?"
    r"(?:(?:est|a ete) estime|des (?:travaux|actions|operations|investissements)|du projet"
    r"|de l'operation|du chantier|du programme de)"
    r"|\bplan de financement\b|\btour de table\b|\bcoute(?:ra|nt|ront)?\b"
)
_CONTRIBUTES = re.compile(r"(?:apport|contribu|particip|vers)")


# « X est un plan d'investissement de 54 milliards d'euros »: what the plan has.
_IS_A_PLAN = re.compile(
    r"(?:\b(?:est|etait)|,) (?:un|le) (?:\w+ )?(?:plan|programme|fonds) (?:\w+ )?d'investissements?"
    r"(?: d'avenir)? (?:d'un montant (?:total |global )?)?d[e'] ?$"
)


# « apporte 3 M€ au titre de la dotation »
_GIVES = re.compile(r"apport(?:e|era|ait|er)\b")
_UNDER = re.compile(r" ?,? (?:au titre|via|par le biais) d")


def sense(scene: Scene, indicator: str, head: int, quantity: Quantity) -> str:
    """Return what an amount is, where what is told before it says more than its ``head``.

    ``head`` is where the word begins that tells the ``indicator``.
    """
    sentence = scene.sentence_at(head)
    if sentence is None:
        return indicator
    if indicator == "investment":
        plan = _IS_A_PLAN.search(scene.plain, sentence.start, quantity.lead)
        return "endowment" if plan else indicator
    if _GIVES.match(scene.plain, head) and _UNDER.match(scene.plain, quantity.end):
        return "public-aid" if indicator == "commitment" else indicator
    return _put_in(scene, head, sentence) if indicator == "commitment" else indicator


def _put_in(scene: Scene, verb: int, sentence: Sentence) -> str:
    """Return what an amount is that somebody puts in.

    What has been spent on what was supported is aid; what a scheme gets from now on is what it
    has; what bodies add to works of which the cost is told is aid.
    """
    index = scene.index_at(sentence.start)
    earlier = scene.sentences[index - 1] if index else sentence
    beside = earlier.block == sentence.block and earlier.start < sentence.start
    low = earlier.start if beside else sentence.start
    there = _THERE.search(scene.plain, sentence.start, verb)
    if there and _SPENDS.match(scene.plain, verb):
        supported = _SUPPORTED.search(scene.plain, low, verb)
        done = "public-aid" if supported else "commitment"
        return done if there["done"] else "endowment"
    costly = _CONTRIBUTES.match(scene.plain, verb) and _COST.search(scene.plain, low, verb)
    return "public-aid" if costly else "commitment"
