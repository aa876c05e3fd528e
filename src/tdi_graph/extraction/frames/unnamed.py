"""Things without a name that a paragraph turns to, before a number that names nothing.

« La Région a créé un fonds de soutien aux halles. Il est doté de 18 M€ »: of the fund, not of the
programme of the text; as nothing names it, its number is told of nothing.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction import bystanders, standins
from tdi_graph.extraction.frames import ownings
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# Schools, sites and agreements are not among them: texts tell those as the programme's own.
_THING = (
    r"(?:fonds|appel a (?:projets|candidatures|manifestations? d'interet)|ami|programme|plan"
    r"|dispositif|pacte|charte|plateforme|observatoire|club|comite|enquete|salon|forum|bus"
    r"|prime|cheque|concours|feuille de route|schema|cellule|bourse|prix)"
)
# « La Région a créé de son côté un fonds », « Une convention a été signée »: what is new here.
_NEW = re.compile(
    r"(?:\b(?:cre|lanc|ouv|ouvr|mis en place|met en place|propos|instaur|vot|financ|sign|adopt|dot"
    r"|install|inaugur|deploi|deploy|experiment|mont|soutien)\w*(?: [\w',-]+){0,9}?"
    r" (?:un|une|son|sa|leur)"
    r"|(?:^|(?<=[.;:!?»] )|(?<=\n))(?:[^,.;:]{3,40}, )?(?:un|une|trois|deux|quatre|plusieurs))"
    rf" (?P<round>(?:nouve\w+|second|seconde|deuxieme|troisieme|autre|premier|premiere) )?"
    rf"(?:propre )?(?P<noun>{_THING})\b"
)
# « Le fonds européen de développement », « le dispositif régional »: not the nation's.
_LOCAL = re.compile(
    r"(?:^|(?<=[.;!?] )|(?<=\n))(?:[^,.;:]{3,40}, )?(?:le |la |l'|ce |cette )"
    r"(?:fonds|dispositif|programme|plan|pacte|appel a projets|prime) (?:\w+ )?"
    r"(?:regiona|europee|departementa|metropolitain|intercommuna)\w*"
)
# « la Région propose le Pass Rebond », « a lancé son Business Act »: a name that nobody knows.
_CALLED = re.compile(
    r"\b(?:lanc|propos|cré|anim|port|déplo|pilot|opèr|financ|appui)\w*"
    r"(?: (?!par\b|de\b|du\b|des\b|avec\b|dans\b|à\b|aux?\b|pour\b|sur\b|le\b|la\b|les\b)"
    r"[\w’'-]+){0,3}?"
    r" (?:le |la |son |sa |leur |l['’])(?P<name>[A-ZÉÈÎ][\w-]+)"
)


def centre(scene: Scene, quantity: Quantity, sentence: Sentence, entity: Entity) -> bool:
    """Tell whether something without a name has been spoken of since ``entity`` was."""
    if meant(scene, sentence) and not scene.within(sentence.start, quantity.lead, "scheme"):
        return True
    first = scene.view.blocks[sentence.block].start
    low = max(first, quantity.lead - _FAR)
    brought = [*_new(scene, low, quantity.lead), *_called(scene, low, quantity.lead)]
    others = [found for found in brought if not _of(scene, found, entity)]
    last = max((found.end() for found in others), default=None)
    if last is None or any(m.entity == entity for m in scene.within(last, quantity.lead, "scheme")):
        return False
    stood = standins.ANAPHOR.finditer(scene.words, last, quantity.lead)
    return all(found[0].startswith("c") for found in stood)


def meant(scene: Scene, sentence: Sentence) -> bool:
    """« Le kiosque sillonne le canton. Il dessert 40 communes »: the kiosk, by its gender."""
    pronoun = _PRONOUN.match(scene.plain, sentence.start)
    index = scene.index_at(sentence.start)
    if pronoun is None or index < 1:
        return False
    before = scene.sentences[index - 1]
    head = bystanders.HEAD.match(scene.plain, before.start, before.end)
    if before.block != sentence.block or head is None or head["det"] is None:
        return False
    feminine = _GENDERS.get(head["det"])
    if feminine is None or feminine != (pronoun["p"] == "elle") or head["head"] in _OTHERS:
        return False
    if head["head"] in ownings.LIKE or scene.within(before.start, before.end, "scheme"):
        return False
    first = scene.covering(head.start("head"))
    stood = standins.ANAPHOR.search(scene.words, before.start, before.end)
    return stood is None and (first is None or first.entity.sort not in {"body", "post", "person"})


_PRONOUN = re.compile(r"(?:[a-z]+[eiut] [^,.;]{3,40}, )?(?P<p>il|elle) (?!y a\b|faut\b|s'agit\b)")
_GENDERS = {
    "la ": True, "une ": True, "cette ": True, "sa ": True,
    "le ": False, "un ": False, "ce ": False, "cet ": False, "son ": False,
}  # fmt: skip
# Who acts for a scheme, and what is said of one: « la rallonge … », « l'objectif … ».
_OTHERS = frozenset({
    "prefet", "prefete", "ministre", "maire", "president", "presidente", "directeur", "directrice",
    "delegue", "deleguee", "gouvernement", "depute", "senateur", "elu", "secretaire", "chef",
    "agence", "banque", "caisse", "direction", "ministere", "prefecture", "etat", "conseil",
    "comite", "jury", "commission", "communaute", "metropole", "agglomeration", "chambre", "charge",
    "chargee", "conseiller", "conseillere", "nombre", "total", "montant", "bilan", "objectif",
    "reste", "tout", "resultat", "rallonge", "somme", "aide", "subvention", "hausse", "budget",
    "financement", "appui", "soutien", "accompagnement", "abondement", "credit", "reforme",
    "extension", "idee", "ambition", "priorite", "changement", "renouvellement", "deploiement",
})  # fmt: skip
_FAR, _NEAR = 700, 60
_CALLS = ("appel", "ami")


def _new(scene: Scene, low: int, high: int) -> Iterator[re.Match[str]]:
    """Yield the things that the words bring up by a common noun; a new call is a round."""
    for found in _NEW.finditer(scene.plain, low, high):
        if not (found["round"] and found["noun"].startswith(_CALLS)):
            yield found
    yield from _LOCAL.finditer(scene.plain, low, high)


def _called(scene: Scene, low: int, high: int) -> Iterator[re.Match[str]]:
    """Yield the things that the words bring up by a name that nothing here bears."""
    for found in _CALLED.finditer(scene.text, low, high):
        if scene.covering(found.start("name")) is None:
            yield found


def _of(scene: Scene, found: re.Match[str], entity: Entity) -> bool:
    """« Le programme X lance un appel », « un fonds du programme X »: told of X, all the same."""
    sentence = scene.sentence_at(found.end() - 1)
    if sentence is None:
        return True
    if scene.within(found.end(), min(sentence.end, found.end() + _NEAR), "scheme"):
        return True
    if any(m.entity == entity for m in scene.within(sentence.start, sentence.end, "scheme")):
        return True
    return standins.ANAPHOR.search(scene.words, sentence.start, found.start()) is not None
