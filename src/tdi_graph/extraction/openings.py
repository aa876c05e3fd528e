"""What the participles at the head of a sentence are said of.

« Lancé en 2018 par A, piloté par B et doté de 12 M€, le programme X … »: X, whatever names stand
between; « Annoncé par A, ce fonds … »: what « ce fonds » stands for.
"""

import re

from tdi_graph.extraction import bystanders, subjects
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.subjects import Resolution
from tdi_graph.extraction.view import Sentence

_OPENS = re.compile(
    r"[«\" ]*(?:(?:ainsi|desormais|initialement|officiellement|egalement|co-?) ?)?"
    r"(?:dot|(?:re)?lanc|generalis|port|pilot|copilot|cre|annonc|initi|present|finance?|cofinanc"
    r"|engag|oper|anim"
    r"|destin|adopt|institu|instaur|renouvel|coordonn|deploy|dirig|imagin|elabor|prolong|inaugur"
    r"|labellis|developp|centr|adoss|integr|experiment|ger)e(?:e|s|es)?\b"
    r"|[«\" ]*(?:mis|issu|soutenu|inscrit|concu|prevu|ouvert|reconduit|ne|fort)(?:e|s|es|ee|ees)?\b"
    r"(?= )"
)
_LONGEST_NAME = 120
_FINITE = re.compile(r"\b(?:est|sont|a|ont|sera|seront|vise|visent|permet|permettent)\b")
_THEN = re.compile(
    r", (?P<det>(?:le|la|l'|ce|cette|cet|les|notre)(?= |(?<=')))? ?"
    r"(?:nouve(?:au|lle) |second[e]? |grand |vaste )?"
)
_HEAD = re.compile(
    r"(?:programme|plan|dispositif|fonds|mesure|initiative|label|operation|strategie|demarche"
    r"|appels? a (?:projets|candidatures|manifestation d'interet|manifestations d'interets?)"
    r"|enveloppe|volet)s?(?: national\w*| gouvernemental\w*)? ?[«\"]? ?"
)


# « Lancé en mai, l'appel à projets régional du massif a … »: a call by what it is of.
_CALL = re.compile(
    r"(?P<name>appels? a (?:projets|candidatures|manifestations? d'interets?)(?: \w+al\w*)?"
    r" (?:du |de la |de l'|des |d'|de )[\w'-]+(?: (?!a\b|est\b)[\w'-]+){0,4}?)"
    r" (?:a|est|sera|vise|permet|s'adresse|soutient|doit|concerne|porte|finance|court)\b"
)


def subject(scene: Scene, position: int, sentence: Sentence) -> Resolution | None:
    """Return what a participle or a number at ``position`` is said of, by the sentence's head."""
    if not _OPENS.match(scene.plain, sentence.start) or _beside(scene, position):
        return None
    for comma in _THEN.finditer(scene.plain, sentence.start, sentence.end):
        if _FINITE.search(scene.text, sentence.start, comma.start()):
            return None
        found = _named(scene, comma) if comma.start() > sentence.start else None
        if found is not None:
            return found if position < comma.start() else None
    return None


def _beside(scene: Scene, position: int) -> bool:
    """« … dans le cadre du plan Y présenté par … »: the name right before takes what follows."""
    held = scene.within(max(0, position - _LONGEST_NAME), position, "scheme")
    gap = scene.text[held[-1].end : position].strip(' »"') if held else "."
    shown = scene.plain.startswith(("present", "annonc", "devoil", "adopt"), position)
    return not gap or (gap == "," and shown)


def _named(scene: Scene, comma: re.Match[str]) -> Resolution | None:
    pronoun = _PRONOUN.match(scene.plain, comma.start())
    if pronoun:
        sentence = scene.sentence_at(comma.start())
        if _of_a_body(scene, comma.start()) or (sentence and bystanders.meant(scene, sentence)):
            return None
        return subjects.anaphor(scene, comma.start(), pronoun.end())
    head = _HEAD.match(scene.plain, comma.end())
    for at in (comma.end(), head.end() if head else comma.end()):
        mention = scene.mention_at(at)
        if mention is None or mention.entity.sort != "scheme" or mention.entity.type == "tdi:Phase":
            continue
        bare = not comma["det"] and head is None
        if bare and scene.plain.startswith((",", " et "), mention.end):
            continue
        return Resolution(mention.entity, 1.0, 1.0, mention.start)
    if head is None or not comma["det"]:
        return None
    call = _CALL.match(scene.plain, comma.end())
    if call is not None:
        span = call.span("name")
        entity = scene.ledger.entity("tdi:Measure", "scheme", scene.text[slice(*span)], span)
        return Resolution(entity, 1.0, 1.0, span[0])
    return subjects.anaphor(scene, comma.start("det"), head.end())


def _of_a_body(scene: Scene, position: int) -> bool:
    """« L'agence … . Créée en 2020, elle … »: it is the agency that was founded."""
    index = scene.index_at(position)
    if not index or not _FOUNDED.match(scene.plain, scene.sentences[index].start):
        return False
    before = scene.sentences[index - 1].start
    return bool(scene.within(before, before + _AT_THE_START, "body"))


_FOUNDED = re.compile(r"(?:cre|fond|institu)ee?\b|nee?\b")
_AT_THE_START = 5
_PRONOUN = re.compile(r", (?:il|elle)\b(?! y a| s'agit| faut)")
