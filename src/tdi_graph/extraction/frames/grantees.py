"""Whom a sentence says to have got money: « L'équipementier A a obtenu 1,7 M€ ».

What one firm, town or school gets is its own, whatever scheme the text is about. Called by its
name, it has the amount; called by a common noun alone, « l'usine a touché 400 000 € », none has.
"""

import re
from typing import Final

from tdi_graph.extraction import bystanders, clauses
from tdi_graph.extraction.frames import winners
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_AID = (
    r"(?:aides?|subventions?|financements?|credits?|soutien|appui|prime|enveloppe|avance|cheque"
    r"|dotation|accompagnement financier|coup de pouce|concours)"
)
_ABOUT = r"(?:(?:pres|plus|moins|quelque|environ|au total|de|d'|un total) ?)*"
# « a obtenu », « vient de décrocher », « s'est vu accorder une aide de », « bénéficie de »
_GETS = re.compile(
    r" (?:(?:y|en|n'|ne) )?(?:(?:a|aura|vient de|va|devrait|doit|a pu|est parvenue? a) )?"
    r"(?:\w+ment |ainsi |deja |egalement |aussi |notamment |par ailleurs |pour sa part )*"
    r"(?:obten\w+|obtient|obtiendra|recoit|recu|recevoir|recevra|touche\w*|decroche\w*|percoit"
    r"|percu|percevra|empoche\w*|beneficie\w*|(?:s'est vue?|se voit|se verra) (?:accorder|attribuer"
    r"|octroyer|allouer|notifier)|(?:est|a ete|sera) (?:aidee?|soutenue?|financee?|subventionnee?"
    r"|epaulee?|accompagnee?) a hauteur|encaiss\w+)"
    r"(?: (?:deja|ainsi|notamment|egalement|a ce titre))?(?: d(?:e |'))? ?(?:une? |l'|la |des )?"
    rf"(?:{_AID}(?: (?:publique|regionale|exceptionnelle|totale?|globale?|d'etat|de l'etat))?"
    rf" (?:totale? )?(?:d'un montant |a hauteur )?)?(?:d[e'] ?)?{_ABOUT}$"
)
# « à Vivier-au-Court, », « (Orne) », « , basé à Hirson, »
_ASIDE = re.compile(
    r"(?: ?\([^()]{2,40}\)|, (?:a|en|au|dans|pres de|base|installe|implante|specialis|qui |leader"
    r"|filiale|fabricant|sous-traitant)[^,.;:]{2,80},| a [A-Z][\w'-]+)$"
)
# « L'équipementier Forges d'Olmes »: the article and what it is are none of the name.
_CALLED = re.compile(r"(?:L['’]|L[ea] |Un |Une )(?:[a-z][\w-]+ (?=[A-ZÀÂÉÈÊÎÔÛŒ]))?")
# « le chantier naval X »: the noun and its adjective are none of it, either.
_NOUN_BEFORE = re.compile(r"(?<![\w'])(?!les? |la |une? |de |du |des |et )[a-z-]{3,} $")
_LOWER = re.compile(r"[a-zéèêàç-]+ (?=[A-ZÀÂÉÈÊÎÔÛŒ])")
# « Quant à la fonderie X, elle »
_AS_FOR = re.compile(r"\bquant a(?:u|ux| la| l'| l[ea])? ?[^,.;:]{3,80}(?P<it>, (?:il|elle))$")
_PRONOUN = re.compile(r"(?<![\w'])(?:il|elle)$")
_SINGLE = re.compile(
    r"\b(?P<det>l'|la |le |un |une |cette |cet |ce |son |sa |notre |dont l'|dont la |dont le )"
    r"(?:(?:petite?|jeune|ancien(?:ne)?) )?(?P<head>[a-z][\w-]+)(?: [a-z][\w-]+){0,2}$"
)
_REACH: Final = 220
_ASIDE_REACH: Final = 120


def grantee(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return the firm, the town or the school that a sentence says to have got an amount."""
    end = _got(scene, quantity, sentence)
    if end is None:
        return _paid(scene, quantity, sentence)
    low = max(sentence.start, end - _ASIDE_REACH)
    shown = _AS_FOR.search(scene.plain, low, end)
    end = shown.start("it") if shown else end
    aside = _ASIDE.search(scene.plain, low, end)
    stop = aside.start() if aside else end
    one = winners.before(scene, sentence.start, stop)
    if one is None:
        return None
    called = _CALLED.match(scene.text, one.start, one.end)
    lower = _LOWER.match(scene.text, one.start, one.end)
    several = lower and (" " in scene.text[lower.end() : one.end])
    if several or _NOUN_BEFORE.search(scene.plain, sentence.start, one.start):
        called = lower or called
    one = winners.winner(scene, called.end(), one.end) if called else one
    if one is None or one.entity.known or one.entity.sort != "body":
        return None
    return one.entity


# « 300 000 euros (d'aide) (ont été accordés) à la tonnellerie X », « à l'entreprise X »
_PAID_TO = re.compile(
    rf"(?: d'euros?)?(?: (?:de |d'){_AID})?(?: (?:a|ont|est|sont|sera|seront)(?: ete)?)?"
    r"(?: (?:accord|attribu|vers|allou|octroy|notifi|apport)ee?s?)? (?:au |a la |a l')"
    r"(?P<head>[a-z][\w-]+) "
)


def _paid(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return the firm or the school that a sentence says an amount is given to."""
    if quantity.unit != "EUR":
        return None
    given = _PAID_TO.match(scene.plain, quantity.end, sentence.end)
    if given is None or given["head"] in _OF_TOWNS:
        return None
    if given["head"] not in bystanders.NOUNS and not given["head"].endswith("erie"):
        return None
    one = winners.at(scene, given.end(), sentence.end)
    if one is None or one.entity.known or one.entity.sort != "body":
        return None
    if given["head"] in _TITLES:
        return one.entity
    span = given.start("head"), one.end
    return scene.ledger.entity("org:Organization", "body", scene.text[slice(*span)], span)


_OF_TOWNS = frozenset({"communaute", "agglomeration", "agglo", "metropole", "mairie", "epci"})
_TITLES = frozenset({"entreprise", "societe", "groupe", "pme", "eti", "start-up", "association"})


def nameless(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """« …, dont l'usine a bénéficié d'une aide de 420 000 € »: of one that has no name here."""
    end = _got(scene, quantity, sentence)
    if end is None:
        return False
    if _PRONOUN.search(scene.plain, sentence.start, end):
        return clauses.meant(scene, end, sentence) is not None
    held = _SINGLE.search(scene.plain, max(sentence.start, end - 90), end)
    return held is not None and held["head"] in bystanders.NOUNS


def _got(scene: Scene, quantity: Quantity, sentence: Sentence) -> int | None:
    """Return where the verb begins by which somebody gets an amount."""
    if quantity.unit != "EUR":
        return None
    low = max(sentence.start, quantity.lead - _REACH)
    found = _GETS.search(scene.plain, low, quantity.lead)
    return found.start() if found else None
