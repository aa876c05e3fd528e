"""What a figure is about: the scheme that the number's own phrase names, or its clause."""

import re

from tdi_graph.extraction import bystanders, governing, openings, standins, subjects
from tdi_graph.extraction.frames import (
    complements,
    endowed,
    grantees,
    guests,
    memberships,
    neighbours,
    ownings,
    premises,
    receivers,
    topicality,
    turned,
    undertakings,
    unnamed,
)
from tdi_graph.extraction.frames.figure import Figure
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_RIGHT = re.compile(
    r"\b(?:pour|du|de|d'|par|via|dans le cadre d[eu]|au titre d[eu]|grace a[ux]?|au sein d[eu]"
    r"|labellises?|beneficia\w+|finances? par)(?: ?(?:le|la|l'|les|un|une|plan|programme|dispositif"
    r"|mesure|fonds|label|reseau|initiative|operation|ami|appel a (?:projets|candidatures"
    r"|manifestations? d'interets?))){0,3} ?[«\"]? ?$"
)


_WEAK_RIGHT = re.compile(r"dans le cadre d[eu](?: ?(?:le|la|l'|plan|programme)){0,2} ?[«\"]? ?$")


_FINITE = re.compile(
    r"\b(?:ont|a|sont|est|sera|seront|permet\w*|vise\w*|fait|font|doit|doivent|dans)\b"
)


def subject(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure], indicator: str
) -> Entity | None:
    """Return what a number is about, None where nothing is clear enough."""
    opening = openings.subject(scene, quantity.start, sentence)
    if opening is not None:
        return opening.entity
    if quantity.unit == "EUR" and endowed.another(scene, quantity, sentence):
        return None
    own = endowed.named(scene, quantity)
    own = own or receivers.told(scene, quantity, sentence)
    right = own or _adjacent(scene, quantity) or _right(scene, quantity, sentence)
    if right is not None:
        return right
    if indicator == "participants-count":
        return _met(scene, quantity, sentence)
    fund = complements.shared(scene, quantity, sentence)
    fund = fund or bystanders.own_fund(scene, sentence, quantity.start)
    fund = fund or topicality.pointed_to(scene, quantity, sentence)
    fund = fund or turned.joined(scene, quantity, sentence)
    return fund or _before(scene, quantity, sentence, earlier, indicator)


def _met(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return the event or the scheme whose guests a number counts."""
    if guests.seated(scene, quantity, sentence):
        return None
    own = guests.gathering(scene, sentence) or guests.labelled(scene, quantity, sentence)
    beside = own is None and (
        _own(scene, quantity, sentence, "participants-count")
        or neighbours.owned(scene, quantity, sentence, "participants-count")
    )
    held, event = guests.held(scene, quantity, sentence)
    if beside or (held and own is None):
        return None if beside else event
    return own or topicality.topic(scene, sentence)


def _before(
    scene: Scene,
    quantity: Quantity,
    sentence: Sentence,
    earlier: list[Figure],
    indicator: str,
) -> Entity | None:
    """Return what the sentence says a number of, where its own phrase names nothing."""
    firm = neighbours.firm(scene, quantity, sentence, indicator)
    if firm or neighbours.owned(scene, quantity, sentence, indicator):
        return firm
    given = grantees.grantee(scene, quantity, sentence)
    if given or grantees.nameless(scene, quantity, sentence):
        return given
    fronted = _FRONTED.match(scene.plain, sentence.start)
    after = scene.within(quantity.end, sentence.end, "scheme") if fronted else []
    led = [m for m in after if governing.subjecthood(scene, m)]
    if led and not scene.within(sentence.start, quantity.start, "scheme"):
        return led[0].entity
    firms = bool(earlier) and earlier[-1].subject.sort == "body"
    if earlier and not firms and _same(scene, earlier[-1], quantity):
        return earlier[-1].subject
    if _own(scene, quantity, sentence, indicator) or premises.owned(scene, quantity, sentence):
        return None
    return _told(scene, quantity, sentence, indicator)


def _told(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> Entity | None:
    """Return what the clause of a number is about, or the member of it that the text tells of."""
    found = subjects.of_clause(scene, quantity.start, sentence)
    if found is None or not topicality.spoken_of(scene, found.entity, sentence):
        return None
    found = turned.centred(scene, quantity, sentence, found)
    if found is None or _left(scene, quantity, sentence, found):
        return None
    if topicality.mistaken(scene, found, sentence, indicator):
        return scene.topic
    of_a_fund = _OF_A_FUND.search(scene.words, sentence.start, quantity.lead)
    if of_a_fund and found.entity.type != "tdi:Fund":
        return None
    member = memberships.owner(scene, quantity, sentence, found.entity, indicator)
    other = memberships.of_another(scene, quantity, sentence, member)
    return None if other else member


def _left(scene: Scene, quantity: Quantity, sentence: Sentence, found: subjects.Resolution) -> bool:
    """Tell whether what is only carried on to a number has been left for what has no name."""
    carried = found.score < _NAMED and not (found.shown and found.start < sentence.start)
    return carried and unnamed.centre(scene, quantity, sentence, found.entity)


_NAMED = 0.9


def _own(scene: Scene, quantity: Quantity, sentence: Sentence, indicator: str) -> bool:
    """Tell whether a number is what something beside the scheme has or makes."""
    private = ownings.private(scene, quantity) or ownings.spoken(scene, quantity, sentence)
    if private or ownings.another(scene, quantity, sentence):
        return True
    handful = topicality.handful(scene, quantity, indicator)
    return handful or undertakings.of_one(scene, quantity, sentence, indicator)


_FRONTED = re.compile(r"(?:dotee?s?|forte?|creee?|lancee?)\b")
# « un fonds dont l'enveloppe »
_OF_A_FUND = Indexed(r"\bfonds dont (?:l'enveloppe|la dotation|le budget)[^.;]{0,60}$")


_LIST, _FARTHEST = 30, 120


# « 14 Territoires d'industrie entrent dans le dispositif X »: so many of X's.
_JOINS = re.compile(
    r"(?: (?!et\b|ont\b)[\w'-]+){0,3}? (?:(?:ont |sont |viennent de )?(?:entr|rejoi|integr|adher"
    r"|particip|benefici)\w*|(?:sont|seront|ont ete|etaient) (?:\w+ )?(?:retenu|selectionne"
    r"|laureat|labellise|beneficiaire)e?s?)"
    r"(?: (?:dans|au|a|du|de|par|pour))?(?: ?(?:le|la|l'))?(?: ?(?:programme|dispositif|plan|fonds"
    r"|label|mesure|reseau|volet|initiative|appel a projets))? ?[«\"]? ?"
)


def _adjacent(scene: Scene, quantity: Quantity) -> Entity | None:
    """« 13 Territoires d'industrie », « 234 villes Action cœur de ville »."""
    if quantity.unit != "count":
        return None
    for mention in scene.within(quantity.end, quantity.end + 32, "scheme"):
        if (
            mention.entity.type != "tdi:Phase"
            and re.fullmatch(
                r" ?(?:[a-z]+ ){0,2}[«\"]? ?", scene.plain[quantity.end : mention.start]
            )
            and not re.search(
                r"\b(?:de|du|des|par|pour|dans|en|et) [«\"]? ?$",
                scene.plain[quantity.end : mention.start],
            )
        ):
            return _joined(scene, mention) or mention.entity
    return None


def _joined(scene: Scene, counted: Mention) -> Entity | None:
    """Return the scheme that the members of another, which are counted, join."""
    after = scene.within(counted.end, counted.end + _FARTHEST, "scheme")
    if not after or after[0].entity == counted.entity or after[0].entity.type == "tdi:Phase":
        return None
    joins = _JOINS.fullmatch(scene.plain, counted.end, after[0].start)
    return after[0].entity if joins else None


def _same(scene: Scene, figure: Figure, quantity: Quantity) -> bool:
    """Tell whether no other thing is named between a figure and the number."""
    return not scene.within(figure.quantity.end, quantity.start, "scheme")


_AND_OF = re.compile(r"(?: \([^()]*\))?(?:,| et|, et| ou) (?:de la|de l'|du|des|le|la|les) ?")
# « …, essentiellement de la DXYR et du fonds Y », « du fonds Y et de la dotation de … »
_AND_BEFORE = re.compile(
    r"\b(?:de la|de l'|du|des) ?(?:[A-Z]{3,8}|(?:dotation|fonds|subvention)s?\b[\w' -]{0,70}"
    r"|[A-ZÉ][\w' -]{2,40}) ?(?:,| et|, et) (?:de la |de l'|du |des )$"
)
_AND_AFTER = re.compile(
    r"(?: \([^()]*\))?(?:,| et|, et) (?:de la |de l'|du |des )(?:[A-Z]{3,8}\b"
    r"|(?i:dotation|fonds|subvention|programme|plan|dispositif)s?\b)"
)


def _one_of_several(scene: Scene, mention: Mention) -> bool:
    """« au titre de la DETR, de la DSIL et du Fonds vert »: what the money is of, is not one."""
    if standins.LISTED.search(scene.plain, max(0, mention.start - _FARTHEST), mention.start):
        return True
    low = max(0, mention.start - _FARTHEST)
    if _AND_BEFORE.search(scene.text, low, mention.start):
        return True
    if _AND_AFTER.match(scene.text, mention.end):
        return True
    following = scene.within(mention.end, mention.end + _LIST, "scheme")
    return bool(following) and bool(_AND_OF.fullmatch(scene.plain, mention.end, following[0].start))


# « 12 M€ par an, tirés du fonds Y », « sur les crédits du fonds Y »: where money comes from.
_SOURCE = re.compile(
    r"\b(?:tire|preleve|issu|provenan|venu|finance|paye|impute|pris)\w*"
    r"(?: [\w']+){0,3} (?:de|du|des|d'|sur)(?: ?[\w']+){0,4} ?[«\"]? ?$"
    r"|\bsur (?:les? |l'|la |des )?(?:credits?|enveloppe|budget|dotation|fonds) [\w' ]{0,12}$"
)
# « 12 communes, 4 M€ au titre du fonds Y »: of the money alone.
_OF_THAT_ONE = re.compile(
    r", [^,]{0,60}\b(?:au titre d[eu]|dans le cadre d[eu]|via|grace a[ux]?)(?: ?[\w']+){0,3} ?$"
)


# « 40 actions ont été engagées et 9 projets soutenus par X »: the actions have had their verb.
_SAID = re.compile(
    r"[^.;:]*?\b(?:ont|a|sont|seront|avaient|etaient|est|sera) (?:ete )?[a-z]\w+[^.;:]*? et"
    r" (?:pres de |plus de )?"
)


def _told_apart(scene: Scene, quantity: Quantity, other: Quantity) -> bool:
    return bool(_SAID.fullmatch(scene.plain, quantity.end, other.start))


# « 40 communes et 9 espaces labellisés X »: the latter alone are X's.
_LABELLED = re.compile(r" labellise?e?s? ?[«\"]? ?$")


def _parted(scene: Scene, quantity: Quantity, mention: Mention) -> bool:
    """Tell whether a name to the right of a number belongs to another number or clause."""
    span = quantity.end, mention.start
    between = scene.plain[slice(*span)]
    if " dont " in between or ";" in between:
        return True
    counted = [q for q in scene.quantities_in(*span) if not q.rejected]
    if counted and (_LABELLED.search(between) or _told_apart(scene, quantity, counted[-1])):
        return True
    if "," in between and any(q.unit in {"count", "EUR"} for q in counted):
        return bool(_OF_THAT_ONE.search(between))
    return quantity.unit == "EUR" and bool(_SOURCE.search(between))


# « Dotée de 8 M€, cette aide est financée par le plan Y »: of the aid.
_THIS = re.compile(r", (?:cette?|cet|le|la|l') ?[a-z]")


def _right(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    weak: Entity | None = None
    fronted = _FRONTED.match(scene.plain, sentence.start) and _THIS.search(
        scene.plain, quantity.end, sentence.end
    )
    limit = min(sentence.end, quantity.end + 240)
    for mention in scene.within(quantity.end, limit, "scheme"):
        before = scene.plain[max(quantity.end - 1, mention.start - 44) : mention.start]
        found = _RIGHT.search(before)
        if "." in before or found is None or _parted(scene, quantity, mention):
            continue
        if (
            re.match(r"(?:d|p)", found[0])
            and not found[0].startswith(("dans", "par"))
            and _FINITE.search(scene.text[quantity.end : mention.start])
        ):
            continue
        if _WEAK_RIGHT.search(before) and mention.entity.type == "tdi:Plan":
            apart = scene.topic is not None and (
                "," in scene.plain[quantity.end : mention.start]
                or subjects.anaphor(scene, sentence.start, quantity.start) is not None
            )
            weak = weak or (None if apart else mention.entity)
            continue
        if mention.entity.type == "tdi:Phase" or _one_of_several(scene, mention):
            continue
        if fronted and not governing.subjecthood(scene, mention):
            continue
        return mention.entity
    return weak
