"""What money goes to, where the sentence also names the scheme that it comes from.

« France Relance lui a consacré 80 M€ », « 45 M€ pour ce label, par l'intermédiaire du fonds Y »,
« il bénéficiera de 50 M€ du plan Y »: Y only pays; the amount is that of what gets it.
"""

import re
from typing import Final

from tdi_graph.extraction import clauses, governing, standins, subjects
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_GIVING: Final = (
    r"(?:consacr|apport|allou|affect|octroy|accord|attribu|vers|reserv|ajout|mobilis|flech|donn"
    r"|adjoin|injec|debloqu|dedi|abond)\w*"
)
_HAVING: Final = r"(?:a |ont |avait |aura |auront |est |sont |sera |seront |ont ete )?"
# « lui a consacré », « y ajoutera »
_TO_IT = re.compile(rf"\b(?:lui|y) {_HAVING}(?:\w+ment |deja |aussi )?{_GIVING}[^.;:]{{0,40}}$")
# « 45 M€ lui seront alloués »
_GOES = re.compile(rf"(?: d'euros?)?(?: [\w']+){{0,3}}? (?:lui|y) {_HAVING}(?:ete )?{_GIVING}")
# « 45 M€ pour ce label »
_FOR_IT = re.compile(
    r"(?: d'euros?)?(?: (?!pour\b|en\b|au\b|a\b)[\w']+){0,4}"
    r" (?:pour|en faveur d[eu]|au profit d[eu]|au benefice d[eu]|a|dans|sur|vers) "
    r"(?=c(?:e|et|ette) )"
)
# « il bénéficiera de 50 M€ », « qui dispose de … »
_GAINS = re.compile(
    r"\b(?:benefici|dispos|recoi|recev|obtien|obten|perco|percev|profit)\w*"
    r"(?: (?!par\b|pour\b|dans\b)[\w']+){0,4}? d(?:e |'|'un\w* [\w' ]{3,30} de )"
    r"(?:pres de |plus de |quelque |environ )?$"
    r"|\b(?:recoi\w+|recev\w+|obtien\w+|percoi\w+|percev\w+) (?:pres de |plus de |quelque )?$"
)
# What a source is told with: « issus du plan Y », « via le fonds Y », « du plan Y ».
_SOURCE = re.compile(
    r"(?: d'euros?)?(?: (?:de |d')?(?:credits?|subventions?|financements?|aides?|soutien))?"
    r",?(?: (?:issus?|provenant|venus?|tires?|preleves?|finances?))?"
    r" (?:du|de la|de l'|de|d'|par|via|au titre d[eu]|dans le cadre d[eu]|grace a[ux]?"
    r"|sur les credits d[eu])(?: ?(?:le|la|l'|plan|programme|fonds|dispositif)){0,3} ?[«\"]? ?"
)
# « une catégorie « X », qui bénéficiera de 50 M€ du plan Y »: of the scheme that it is a part of.
_RELATIVE = re.compile(
    r"\b(?:categorie|volet|dispositif|mesure|label|aide|fonds|guichet|programme|axe|vague|phase"
    r"|edition|generation)\b[^.;:]{0,60}, qui $"
)
_NEAR: Final = 160


def told(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return what an amount goes to, where the sentence names only the scheme that pays it."""
    if quantity.unit != "EUR":
        return None
    gainer = _gainer(scene, quantity, sentence)
    payer = _payer(scene, quantity, sentence)
    if payer is None or gainer is not None:
        return gainer
    if _TO_IT.search(scene.plain, sentence.start, quantity.lead):
        return _other(payer, _before(scene, sentence))
    if _raised(scene, quantity, payer):
        return _other(payer, scene.topic)
    after = payer.start > quantity.end
    if after and _GOES.match(scene.plain, quantity.end, payer.start):
        return _other(payer, _before(scene, sentence))
    return _other(payer, _meant(scene, quantity, sentence, payer) if after else None)


# « Le plan Y a permis de porter l'effort à ce niveau, avec 50 M€ supplémentaires »
_PERMITTED = re.compile(
    r" ?[»\"]? (?:a|ont|aura|avait) (?:\w+ment |ainsi )?(?:permis de|contribue a|aide a)"
    r" (?:port|relev|augment|renforc|doubl|tripl|accru|complet|amplifi|prolong|accroitre|finance)"
    r"[^.;:]*$"
)
_MORE = re.compile(r"(?: d'euros?)? (?:supplementaires?|de plus|additionnels?)\b")


_WIDE = frozenset({"tdi:Plan", "tdi:Fund"})


def _raised(scene: Scene, quantity: Quantity, payer: Mention) -> bool:
    """Tell whether a plan has raised by an amount what the text is about."""
    if payer.entity.type not in _WIDE or payer.start > quantity.lead:
        return False
    more = _MORE.match(scene.plain, quantity.end)
    return bool(more and _PERMITTED.match(scene.plain, payer.end, quantity.lead))


def _gainer(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """« le volet « X », qui disposera de 4 M€ du plan Y »: X."""
    gains = _GAINS.search(scene.plain, sentence.start, quantity.lead)
    after = scene.within(quantity.end, min(sentence.end, quantity.end + _NEAR), "scheme")
    before = scene.within(sentence.start, gains.start(), "scheme") if gains else []
    if gains is None or not after or not before or after[0].entity == before[-1].entity:
        return None
    beside = _BESIDE.fullmatch(scene.plain, before[-1].end, gains.start())
    paid = _SOURCE.fullmatch(scene.plain, quantity.end, after[0].start)
    return before[-1].entity if beside and paid else None


_BESIDE = re.compile(r" ?[»\"]?(?:, qui)? (?:\w+ment )?")


def _payer(scene: Scene, quantity: Quantity, sentence: Sentence) -> Mention | None:
    """Return the one scheme that the sentence of a number names near to it."""
    named = scene.within(sentence.start, min(sentence.end, quantity.end + _NEAR), "scheme")
    if len({m.entity for m in named}) != 1 or named[0].entity.type == "tdi:Phase":
        return None
    led = named[0].start < quantity.lead
    return named[0] if not led or governing.free(scene, named[0]) else None


def _before(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return what « lui » stands for: what the sentence before is about, or else the topic."""
    index = scene.index_at(sentence.start)
    if index < 1 or scene.sentences[index - 1].block != sentence.block:
        return None
    return subjects.central(scene, index) or scene.topic


def _meant(scene: Scene, quantity: Quantity, sentence: Sentence, payer: Mention) -> Entity | None:
    """Return what « pour ce label », or the subject that gains, stands for."""
    given = _FOR_IT.match(scene.plain, quantity.end, payer.start)
    if given is not None:
        found = subjects.anaphor(scene, given.end(), payer.start)
        return found.entity if found else None
    gains = _GAINS.search(scene.plain, sentence.start, quantity.lead)
    if gains is None or not _SOURCE.fullmatch(scene.plain, quantity.end, payer.start):
        return None
    stood = standins.PRONOUN.search(scene.plain[sentence.start : gains.start() + 1])
    shown = standins.ANAPHOR.search(scene.words, sentence.start, gains.start())
    if _RELATIVE.search(scene.plain, sentence.start, gains.start()):
        return scene.topic
    if not (stood or shown) or clauses.meant(scene, gains.start(), sentence) is not None:
        return None
    found = subjects.anaphor(scene, sentence.start, gains.start())
    return found.entity if found else None


def _other(payer: Mention, entity: Entity | None) -> Entity | None:
    return entity if entity is not None and entity != payer.entity else None
