"""Numbers of one firm: what it invests, hires and is given, in a text that is its story.

« X agrandit son usine grâce au plan Y »: the text is about X; « l'industriel prévoit de créer 40
emplois », « l'État lui apporte 2 M€ » are X's. A scheme counts there only what names it.
"""

import re

from tdi_graph.extraction import standins
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

# What a firm has by itself, and a scheme only by all those it helps.
_ITS_OWN = frozenset({
    "jobs-created", "jobs-maintained", "investment", "commitment", "public-aid", "endowment",
    "floor-area", "land-area", "partners-count", "beneficiaries-count",
})  # fmt: skip
_FIRM = (
    r"(?:l'(?:industriel|entreprise|equipementier|usine|eti|imprimeur|armateur|editeur)"
    r"|l[ae] (?:pme|societe|start-up|groupe|fabricant|chimiste|constructeur|sous-traitant"
    r"|plasturgiste|fondeur|forgeron|decolleteur|papetier|verrier|brasseur|transformateur"
    r"|cooperative|scierie|fonderie|papeterie|verrerie|laiterie|fromagerie|brasserie|filature"
    r"|tannerie|sucrerie|manufacture|dirigeant|dirigeante|patron|patronne|filiale|promoteur"
    r"|bailleur))"
)
# « l'industriel prévoit de créer », « la PME, qui …, va investir »
_DOES = re.compile(
    rf"(?:^|[.;:»,] |\n){_FIRM}(?: (?!a (?:obtenu|recu|beneficie))[\w'-]+){{0,4}}"
    r"(?:,? qui [^.;:]{3,90},)?(?: [\w'-]+){0,3}? (?:prevoi\w*|va|veut|compte|entend|souhaite"
    r"|projette|annonce|cree|creera|embauch\w+|recrut\w+|investi\w*|debours\w+|construi\w*)"
    r"[^.;:]{0,60}$"
)
# « X agrandit son usine », as the title: the story of X.
_STORY = re.compile(
    r"(?:[^:]{2,40} : )?(?P<who>[^:,;]{2,60}?) (?:(?:va|veut|vient de|prevoit de|a) )?"
    r"(?P<verb>\w{3,}) (?:et \w+ )?(?:son|sa|ses|leurs?) (?:\w+ )?(?:usines?|sites?|ateliers?"
    r"|production|unites?|capacites?|lignes?|chaines?|siege|laboratoire|outil|fonderie|scierie"
    r"|implantation|fours?|entrepots?|batiments?|locaux|activites?|parc de machines|four)\b"
)
# « Le bâtiment a coûté 2 M€ »
_COST = re.compile(r"\bcout(?:e|er|era|eront|ent|ait|aient)(?: [\w'-]+){0,4} ?$")
_HEADS = 3


def of_one(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> bool:
    """Tell whether a number is of one firm, in a sentence that names no scheme before it."""
    if indicator not in _ITS_OWN or scene.within(sentence.start, sentence.end, "scheme"):
        return False
    if standins.ANAPHOR.search(scene.words, sentence.start, sentence.end):
        return False
    if _DOES.search(scene.plain, max(0, sentence.start - 2), quantity.lead):
        return True
    if quantity.unit == "EUR" and _COST.search(scene.plain, sentence.start, quantity.lead):
        return True
    return _story(scene)


def _story(scene: Scene) -> bool:
    """Tell whether the title tells of one firm, which makes something of its own."""
    for sentence in scene.sentences[:_HEADS]:
        told = _STORY.match(scene.plain, sentence.start, sentence.end)
        if told and not scene.within(told.start("who"), told.end("who"), "scheme", "body"):
            return scene.kind(sentence) == "title"
    return False
