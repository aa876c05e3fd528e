"""Whether a paragraph has turned from what a number without a name of its own would slide to.

« Le bassin a été retenu au titre du dispositif X. Cinq entreprises y ont obtenu une aide. »: of X.
« Dans le cadre d'un fonds régional, 12 ateliers … », « 30 M€ seront consacrés au fret »: of what
has no name here, so of nothing.
"""

import re
from dataclasses import replace

from tdi_graph.extraction import governing, headings, standins
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.subjects import Resolution
from tdi_graph.extraction.view import Sentence

_CARRIED = 0.5
_KINDS = (
    r"(?:appel a (?:projets|candidatures|manifestations? d'interets?)|ami|fonds|programme|plan"
    r"|dispositif|volet|guichet|contrat|pacte|enveloppe|aide|prime|mesure|convention)"
)
# « Dans le cadre d'un fonds régional », « Au titre du Feder », « Via son propre guichet »
_FRAME = (
    r"(?:dans le cadre d|au titre d|au travers d|a l'aide d|au moyen d|par le biais d|grace a|via"
    r"|a travers|depuis l(?:'ouverture|e lancement|a creation) d)"
    r"(?:u|e la|e l'|es|e|'|ux?)? ?"
)
_OTHER = re.compile(
    rf"\W*(?:[^,.;:()]{{3,40}}, )?{_FRAME}(?:"
    rf"(?:le |la |l'|un |une |son |sa |leur )?{_KINDS} (?:\w+ )?(?:regiona|departementa|europee"
    r"|metropolitain|communa|intercommuna|distinct|academique)\w*"
    rf"|(?:un |une )(?:autre |second |seconde |deuxieme |nouvel |nouveau |nouvelle ){_KINDS}"
    rf"|(?:son |sa |leur )(?:propre )?{_KINDS}"
    r"|(?:la |le |l')?(?:feder|fse|feader|cper|contrat de plan|politique de la ville"
    r"|droit commun|fonds europeens?))\b"
)
# « 30 millions d'euros seront consacrés au fret »: the amount tells itself what it is for.
_DEVOTED = re.compile(
    r"(?: supplementaires?)? (?:est|sont|sera|seront|serait|seraient|etaient|avaient ete)"
    r"(?: [\w']+)? (?:consacre|affecte|dedie|alloue|fleche)e?s? (?:au|a la|aux|a l')"
    r" ?(?!ce|programme|plan|fonds|dispositif|mesure|ingenierie|etude|projet|territoire|commune"
    r"|laureat|appel|financement|soutien|accompagnement|action|ville|site|beneficiaire|deploiement"
    r"|recrutement|operation|label|demarche|initiative)\w"
)
# « a été retenu au titre de X », « lauréat de X », « labellisé X »: whose part has joined X.
_JOINED = re.compile(
    r"\b(?:retenu|selectionn|laureat|labellis|admis|choisi|eligible|candidat|particip|adher"
    r"|rejoi)\w*"
    r"(?: [\w']+){0,3}? (?:dans le cadre|au titre|par|dans|pour|a|au|aux|de|du|d)"
    r"(?: d(?:e la|e l'|u|e|'))?(?: ?(?:la|le|l'|les|programme|plan|fonds|dispositif|mesure|label"
    r"|appel a (?:projets|candidatures|manifestations? d'interets?)))* ?[«\"]? ?$"
)
_THERE = re.compile(r"\by (?:ont|a|sont|est|seront|sera|auront|beneficient|recoivent)\b")
_REACH, _NEAR = 64, 40


def joined(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """« Le bassin a été retenu au titre de X. Cinq PME y ont obtenu une aide »: X."""
    if not _THERE.search(scene.plain, sentence.start, sentence.end):
        return None
    mention = _last_joined(scene, sentence)
    named = mention and scene.within(sentence.start, quantity.lead, "scheme")
    return mention.entity if mention and not named else None


def centred(
    scene: Scene, quantity: Quantity, sentence: Sentence, found: Resolution
) -> Resolution | None:
    """Return ``found``, or what the paragraph has turned to since, None where that has no name."""
    if found.score > _CARRIED or found.start > sentence.start:
        return found
    if _left(scene, quantity, sentence) or _joined_another(scene, sentence, found.entity):
        return None
    if scene.topic and _promised(scene, quantity):
        return replace(found, entity=scene.topic)
    if _LATTER.match(scene.plain, sentence.start):
        last = _latter(scene, sentence, found.entity)
        return replace(found, entity=last) if last else None
    asked = _asked_of_another(scene, sentence, found.entity)
    given = quantity.unit == "EUR" and scene.within(quantity.end, quantity.end + _NEAR, "body")
    if asked is None or given:
        return found
    parted = any(governing.completes(scene, m) for m in scene.mentions if m.entity == asked)
    return None if parted else replace(found, entity=asked)


def _left(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether the sentence itself says that its number is of something else."""
    devoted = quantity.unit == "EUR" and _DEVOTED.match(scene.plain, quantity.end)
    return bool(devoted or _OTHER.match(scene.plain, sentence.start, quantity.lead))


# « sur les 100 bus promis »: those of which the whole text is about, known since it promised them.
_OF_THE = re.compile(r"\b(?:sur|parmi|de|d'entre) les $")
_PROMISED = re.compile(r" (?:\w+ )?\w+s (?:promis|annonce|prevu|programme|attendu)e?s?\b")


def _promised(scene: Scene, quantity: Quantity) -> bool:
    before = scene.plain[max(0, quantity.lead - _NEAR) : quantity.lead]
    return bool(_OF_THE.search(before) and _PROMISED.match(scene.plain, quantity.end))


# « Ce dernier a déjà retenu 27 projets »: what the sentence before names last.
_LATTER = re.compile(r"\W*(?:ce dernier|cette derniere) ")
_QUOTED = re.compile(r"« ?(?P<name>[^«»]{2,90})»")


def _latter(scene: Scene, sentence: Sentence, entity: Entity) -> Entity | None:
    """Return the scheme that the sentence before names last, unless a quotation follows it.

    A body that is named last acts for ``entity``.
    """
    index = scene.index_at(sentence.start)
    before = scene.sentences[index - 1] if index else sentence
    held = scene.within(before.start, before.end, "scheme", "body", "person", "post")
    if held and held[-1].entity.sort != "scheme":
        return entity
    named = scene.within(before.start, before.end, "scheme")
    if not named or before.block != sentence.block:
        return None
    quoted = _QUOTED.search(scene.plain, named[-1].end, before.end)
    return None if quoted else named[-1].entity


def _last_joined(scene: Scene, sentence: Sentence) -> Mention | None:
    """Return the one scheme that the sentence before says to have been joined."""
    index = scene.index_at(sentence.start)
    before = scene.sentences[index - 1] if index else sentence
    if before.block != sentence.block or index < 1:
        return None
    joined_ = [
        m
        for m in scene.within(before.start, before.end, "scheme")
        if _JOINED.search(scene.plain, max(before.start, m.start - _REACH), m.start)
        and not governing.completes(scene, m)
    ]
    return joined_[0] if len({m.entity for m in joined_}) == 1 else None


def _joined_another(scene: Scene, sentence: Sentence, entity: Entity) -> bool:
    """« La ville est lauréate de X. Trois quartiers sont concernés »: not the topic's."""
    mention = _last_joined(scene, sentence)
    if mention is None:
        return False
    before = scene.sentence_at(mention.start)
    named = scene.within(before.start, before.end, "scheme") if before else [mention]
    return all(m.entity != entity for m in named)


def _asked_of_another(scene: Scene, sentence: Sentence, entity: Entity) -> Entity | None:
    """« Le fonds X a-t-il servi ? »: what the answer counts is X's, not the topic's."""
    heading = headings.over(scene, scene.index_at(sentence.start))
    if heading is None or scene.plain[heading.start : heading.end].rstrip()[-1:] != "?":
        return None
    asked = {m.entity for m in scene.within(heading.start, heading.end, "scheme")}
    since = scene.within(heading.end, sentence.start, "scheme")
    stood = standins.ANAPHOR.search(scene.words, heading.end, sentence.start)
    if len(asked) != 1 or entity in asked or stood or any(m.entity == entity for m in since):
        return None
    return asked.pop()
