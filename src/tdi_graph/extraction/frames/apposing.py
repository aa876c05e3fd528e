"""The noun phrase that a participle stands beside: « … s'inspire du Service X, géré par A ».

The participle is said of the last noun phrase before it whose article agrees, whatever the
sentence is about; where that is no scheme known here, neither the subject nor the topic is meant.
"""

import re
from typing import NamedTuple

from tdi_graph.extraction import clauses, genders
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_MASCULINE = frozenset({"le", "du", "au", "un", "ce", "cet", "son", "l'"})
_FEMININE = frozenset({"la", "une", "cette", "sa", "l'"})
_PHRASE = re.compile(
    r"(?<![\w'-])(?:(?P<det>du|au|le|la|un|une|ce|cet|cette|son|sa|l')(?:(?<=') ?|(?<!') ))"
    r"(?:(?:\w+ieme|premiere?|seconde?|nouve(?:l|au|lle)|dernie(?:r|re)|grande?|petite?|vaste|meme"
    r"|autre|future?) )?"
    r"(?P<noun>[^\W\d_][\w'-]*)"
)
# Where and how long something is, whoever it is paid by: no noun that anybody runs.
_CIRCUMSTANCE = re.compile(
    r"(?:cadre|titre|sein|biais|but|cours|coeur|cœur|service d|profit|niveau|echelle|echelon|cote"
    r"|occasion|issue|suite|fin|debut|moyen|aide|appui|soutien|lien|partenariat|place|long"
    r"|travers|mesure que|fil|nom|total|printemps|automne|hiver|ete|mois|annee|lendemain|1er"
    r"|concours|faveur|plus|meme|fois|demande|initiative|sortie|relance|reprise|crise)\b"
)
_GOVERNING = re.compile(
    r"\b(?:dans|sur|par|pour|depuis|vers|chez|avec|sous|via|selon|entre|durant|pendant|apres"
    r"|avant|des|contre|a|est|sont|reste|devient|constitue|comme|demeure|etait) $"
)
_SCHEME = re.compile(r"(?:plan|programme|fonds|dispositif|appel a \w+|strategie|pacte) (?=d[eu'])")
_VERB = re.compile(
    r"\b(?:est|sont|a|ont|sera|seront|qui|que|qu'|dont|et|ou|il|elle|ils|elles|etait|fut|s'|se|n'"
    r"|ne|y)\b"
)
_CLOSED = re.compile(r"(?: ?[»\"])?(?: \([^()]{1,40}\))?,? ?$")
# « un fonds d'ingénierie de 15 millions d'euros »: a sum is no part of a name.
_SUM = re.compile(r" (?:de |d'|dote de )(?:pres de |plus de |environ )?\d")
_REACH = 110
_LONGEST = 9


class Own(NamedTuple):
    """The phrase beside a participle: a scheme by its own name, or nothing known here."""

    thing: Entity | None
    start: int


def before(scene: Scene, sentence: Sentence, start: int, *, feminine: bool) -> Own | None:
    """Return the phrase that the participle at ``start`` is said of, None if there is none."""
    low = max(sentence.start, start - _REACH)
    held = scene.within(low, start, "scheme")
    low = max(low, held[-1].end) if held else low
    closed = _CLOSED.search(scene.plain, low, start)
    end = closed.start() if closed else start
    agreeing = _FEMININE if feminine else _MASCULINE
    chosen = None
    for found in _PHRASE.finditer(scene.plain, low, end):
        if found["det"] in agreeing and _counts(scene, found, sentence, end):
            chosen = found
    if chosen is None:
        return None
    return Own(_named(scene, chosen, end) if closed and "," in closed[0] else None, chosen.start())


def _counts(scene: Scene, found: re.Match[str], sentence: Sentence, end: int) -> bool:
    at, noun = found.start("det"), found.start("noun")
    words = scene.plain[noun:end]
    if at <= sentence.start + 1 or len(words.split()) > _LONGEST or "," in words:
        return False
    if (
        _VERB.search(scene.text, noun, end)
        or _CIRCUMSTANCE.match(words)
        or scene.covering(noun) is not None
    ):
        return False
    if clauses.may_stand_for(found["noun"]) and not _SCHEME.match(words):
        return False
    return not _GOVERNING.search(scene.plain, max(sentence.start, at - _NEAR), at)


_NEAR = 12


def _named(scene: Scene, found: re.Match[str], end: int) -> Entity | None:
    """Return the scheme that the phrase names: by a capital, or by what it is for."""
    start = found.start("noun")
    money = _SUM.search(scene.plain, start, end)
    label = scene.text[start : money.start() if money else end].strip(' «»"')
    capital = label[:1].isupper() and " " in label and found["det"] in {"du", "le", "au", "la"}
    if not capital and not _SCHEME.match(scene.plain, start, end):
        return None
    return scene.ledger.entity("tdi:Measure", "scheme", label, (start, end))


# « … du programme X, lancé en 2019 et piloté par A »: X, though something else is the subject.
_JOINED = re.compile(
    r",? (?:lanc|cre|dot|annonc|present|deploy|initi|financ|ouvert)(?:e?e)?s?(?: [\w' ,]{0,50})?"
    r" et (?:co-?)?$"
)


def joined(scene: Scene, sentence: Sentence, start: int, *, feminine: bool) -> Entity | None:
    """Return the scheme beside which two participles stand, joined by « et »."""
    near = scene.within(max(sentence.start, start - _FAR), start, "scheme")
    if not near:
        return None
    apposed = _JOINED.fullmatch(scene.plain[near[-1].end : start].lstrip(' »"'))
    agrees = genders.of(scene, near[-1]) in {"", "f" if feminine else "m"}
    return near[-1].entity if apposed and agrees else None


_FAR = 150
