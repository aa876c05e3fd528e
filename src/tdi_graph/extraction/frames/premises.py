"""One building, one site, one school or firm that a sentence is about, called by a common noun.

« L'ancienne filature (5 hectares) a été dépollué », « Le campus a ouvert et accueille 310
apprentis », « Elle a coûté 2 M€ », « 60 emplois y ont été créés »: its own, no scheme's.
"""

import re

from tdi_graph.extraction import bystanders, clauses, governing, headings
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_PHRASE = re.compile(
    r"(?:l'|le |la |un |une |cette |cet |ce |son |sa )"
    r"(?P<old>anciens? |anciennes? |futur\w* )?(?:(?:nouve(?:au|lle|l)|petite?|grande?|jeune|vaste"
    r"|premiere?) )?(?P<noun>[a-z][\w-]+)"
)
# Nouns of bodies that act for a scheme, too, or by which a text speaks of all it helps.
_ACTING = frozenset({
    "chambre", "cci", "cma", "communaute", "agglomeration", "agglo", "metropole", "epci", "petr",
    "intercommunalite", "union", "federation", "syndicat", "association", "etude", "enquete",
    "rapport", "guichet", "plateforme", "accelerateur", "pret", "entreprise", "centre", "groupe",
    "mairie", "maison", "club", "organisme",
})  # fmt: skip
_THINGS = (bystanders.NOUNS - _ACTING) | frozenset({
    "friche", "caserne", "piscine", "gymnase", "halle", "immeuble", "bastide", "gendarmerie",
    "sucrerie", "minoterie", "structure", "local", "chaufferie", "passerelle", "chantier", "salle",
    "equipement", "complexe", "hangar", "entrepot", "moulin", "cimenterie", "conserverie",
})  # fmt: skip
# « Sur l'ancien site Porcher, à Revin, 9 hectares ont été dépollués »
_UPON = re.compile(
    r"\W*(?:sur|dans|au sein d[eu]|a la place d[eu]|autour d[eu]) ?(?:le |la |l')?"
    r"(?:ancien(?:ne)? [a-z-]+|friche|site|parcelle|usine)\b[^.;:]{0,80}, "
)
_AREAS = frozenset({"hectares", "m2"})
_THERE = re.compile(r"(?<![\w'])(?:y|s'y) ")


def owned(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether a number is that of one thing which its sentence, or « elle », is about."""
    if scene.kind(sentence) == "list-item" or _named(scene, sentence, quantity):
        return False
    if _zoomed(scene, sentence):
        return False
    if quantity.unit in _AREAS and _upon(scene, quantity, sentence):
        return True
    if _thing(scene, clauses.subject(scene, sentence), quantity.lead):
        return True
    if _thing(scene, clauses.meant(scene, quantity.lead, sentence), quantity.lead):
        return True
    return _there(scene, quantity, sentence)


def _zoomed(scene: Scene, sentence: Sentence) -> bool:
    """« Zoom sur le Territoire d'industrie X », and below, « une ancienne usine … »: X's own."""
    heading = headings.over(scene, scene.index_at(sentence.start))
    if heading is None or scene.index_at(heading.start) < _HEAD:
        return False
    named = scene.within(heading.start, heading.end, "scheme", "territory")
    return bool(named) or _TERRITORY.search(scene.plain, heading.start, heading.end) is not None


_HEAD = 3
_TERRITORY = re.compile(r"\b(?:le|du|au|un|ce|notre) territoire\b")


def _upon(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """« 6 500 m² d'ateliers ont rouvert sur le site de l'ancienne sucrerie »: of that site."""
    before = _UPON.match(scene.plain, sentence.start, quantity.lead)
    return bool(before or _UPON_AFTER.match(scene.plain, quantity.end, sentence.end))


_UPON_AFTER = re.compile(
    r"[^.;:]{0,60}? (?:ont|a|sont|seront|etaient) [^.;:]{0,60} (?:sur le site d[eu]|sur|dans"
    r"|au sein d[eu]|a la place d[eu]) ?(?:la |le |l')?"
    r"ancien(?:ne)? [a-z]"
)


def _named(scene: Scene, sentence: Sentence, quantity: Quantity) -> bool:
    named = scene.within(sentence.start, quantity.lead, "scheme")
    return any(governing.subjecthood(scene, mention) for mention in named)


def _there(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """« L'ancienne usine a rouvert. Trois ateliers y sont installés »: in that factory."""
    index = scene.index_at(sentence.start)
    if index < 1 or not _THERE.search(scene.plain, sentence.start, sentence.end):
        return False
    before = scene.sentences[index - 1]
    if before.block != sentence.block:
        return False
    return _thing(scene, clauses.subject(scene, before), quantity.lead)


def _thing(scene: Scene, start: int | None, limit: int) -> bool:
    """Tell whether a noun phrase calls one building, site or firm."""
    phrase = _PHRASE.match(scene.plain, start, limit) if start is not None else None
    if phrase is None:
        return False
    return bool(phrase["old"]) or phrase["noun"] in _THINGS
