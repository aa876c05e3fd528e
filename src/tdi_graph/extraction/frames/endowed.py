"""What an amount endows: « le fonds X, doté de 3 M€ », « 12 M€ de plus au fonds X »."""

import re

from tdi_graph.extraction import governing
from tdi_graph.extraction.frames import ownings
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_NEAR, _FARTHEST = 30, 120
# « la création d'un fonds de soutien aux scieries, doté de »: of a fund that has no name here.
_ENDOWED = re.compile(
    r"(?P<set>(?:\b(?:est|comme|constitue)|[,:]) )?\b(?:un|une|d'un|d'une) (?:\w+ )?"
    r"(?:(?:fonds|programme|plan|dispositif|guichet|mecanisme)|appel a \w+ [«\"])[^.;:]{0,90}?"
    r",? (?:\w+ment )?dotee? (?:\w+ment )?(?:d'un\w* \w+ )?(?:de|d') ?$"
)
# « … avec « Z », un appel doté de »: of Z, which may be unknown.
_QUOTED_ONE = re.compile(
    r" ?[»\"], (?:une?|nouveau|nouvelle) (?:\w+ )?(?:\w+ )?dotee? (?:de|d') ?$"
)


def another(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether an amount endows something that only its description names."""
    quoted = _QUOTED_ONE.search(scene.plain, sentence.start, quantity.lead)
    if (quoted and not scene.covering(quoted.start() - 1)) or ownings.endowed(scene, quantity):
        return True
    found = _ENDOWED.search(scene.plain, sentence.start, quantity.lead)
    if _unnamed(scene, quantity, sentence) or _of_either(scene, quantity):
        return True
    return bool(found and not found["set"] and not scene.within(*found.span(), "scheme"))


def _unnamed(scene: Scene, quantity: Quantity, sentence: Sentence) -> bool:
    """Tell whether the quoted name before an amount is of nothing known."""
    found = _QUOTED_OF.search(scene.plain, sentence.start, quantity.lead)
    return found is not None and scene.covering(found.start("name")) is None


def _of_either(scene: Scene, quantity: Quantity) -> bool:
    """« le volet X du plan Y, doté de »: of the one or of the other."""
    near = scene.within(max(0, quantity.lead - _FARTHEST), quantity.lead, "scheme")
    if not near or not _GIVEN_TO_IT.fullmatch(scene.plain, near[-1].end, quantity.lead):
        return False
    whole = near[-2] if governing.completes(scene, near[-1]) else near[-1]
    return bool(_OF_A_PLAN.search(scene.plain, whole.start, near[-1].end))


_OF_A_PLAN = re.compile(r"\w du (?:programme|plan|fonds|dispositif)\b")


# « l'appel à projets « X » de France 2030, doté de », « un second, « X », doté de »: of X.
_QUOTED_OF = re.compile(
    r"« ?(?P<name>[^«»]{3,90}?) ?»(?: \([^()]{2,40}\))?"
    r"(?: (?:de |du |de la |de l')[^«».,;:]{3,60})?"
    r",? (?:\w+ment )?dotee?s? (?:d'un\w* \w+ )?(?:de|d') ?$"
)


# « l'appel à projets « X », doté de 3 M€ dans le cadre du plan Y », « « X », un appel doté de »: of
# X.
_GIVEN_TO_IT = re.compile(
    r" ?[»\"]?(?: \([^()]{1,40}\))?(?:, (?:un|une|le|la|l')? ?(?:\w+ )?(?:appel(?: a [\w' ]{3,30})?"
    r"|fonds|programme|plan|dispositif|mesure|volet|enveloppe|guichet|label)(?: \w+)?)?"
    r"(?:,? (?:lance|cree|presente|annonce|devoile|pilote|opere|gere|porte|adopte)e?s?"
    r" [^.,;:()]{2,70}? et)?"
    r",? (?:\w+ment )?dote(?:e|s|es)? (?:de|d') ?"
)
# « 12 millions d'euros de plus au fonds X »: to X.
_TO_IT = re.compile(
    r"(?: supplementaires?| de plus)? (?:aux?|a la|a l'|a) ?(?:le |la )?(?:fonds|programme|plan"
    r"|dispositif|appel a (?:projets|candidatures))? ?[«\"]? ?"
    r"|(?: supplementaires?)? a (?:un|une) (?:nouve(?:au|l|lle) )?(?:programme|plan|fonds"
    r"|dispositif|label|mesure|initiative|volet|ami"
    r"|appel a (?:projets|candidatures|manifestations? d'interets?))"
    r"(?:, (?:les? |la |l')?| baptisee?| intitulee?| denommee?)? ?[«\"]? ?"
)
_RAISED = re.compile(
    r"\b(?:rallonge|complement|supplement|abondement|renfort|ajoute\w*) (?:de|d') ?$"
    r"|\b(?:consacr|dedi|affect|allou|reserv|flech)\w+ (?:ainsi |pres de |plus de |environ )?$"
)


def named(scene: Scene, quantity: Quantity) -> Entity | None:
    """Return the scheme whose name « doté de » and the amount follow."""
    if quantity.unit != "EUR":
        return None
    near = scene.within(max(0, quantity.lead - _FARTHEST), quantity.lead, "scheme")
    if _RAISED.search(scene.plain, max(0, quantity.lead - _NEAR), quantity.lead):
        for mention in scene.within(quantity.end, quantity.end + _FARTHEST, "scheme")[:1]:
            given = _TO_IT.fullmatch(scene.plain, quantity.end, mention.start)
            if given and mention.entity.type != "tdi:Phase":
                return mention.entity
    said = near and _GIVEN_TO_IT.fullmatch(scene.plain, near[-1].end, quantity.lead)
    if said and len(near) > 1 and governing.completes(scene, near[-1]):
        return near[-2].entity
    return near[-1].entity if said and near[-1].entity.type != "tdi:Phase" else None
