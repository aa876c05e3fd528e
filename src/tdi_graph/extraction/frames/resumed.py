"""Shares that go on with a share, a count or a fund: « le fonds en couvre 58 % », « soit 45 % »."""

import re

from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_OF_IT = re.compile(
    r"\ben (?:couvr|financ|pren|represent|port|assur|apport)\w+ (?:pres de |plus de )?$"
)
_FUND = re.compile(r"\b(?:fonds|programme|dispositif|plan)\b")
# « 1 200 projets, soit 45 % du total »
_THAT_IS = re.compile(r"(?:, |\()soit (?:pres de |plus de |environ )?$")
_OF_TOTAL = re.compile(r"(?= ?[.,;)]| d[eu] (?:total|l'ensemble))")
# « La rénovation absorbe 32 % des crédits, le recyclage 21 % »
_ANOTHER = re.compile(r"(?:,| et|, et) (?:l'|la |le |les )[\w'&-]+(?: [\w'&-]+){0,4} (?:pour )?$")
_ENDS = re.compile(r"(?=[.,;)]|$)")
# « financé à 60 % par l'État et à 40 % par les EPCI »
_ALSO = re.compile(r"(?:,| et) a (?:hauteur de )?$")
_PAID = re.compile(r" (?:par|du|de la|des) [^,.;()]{2,60}")
_NEAR, _NEAR_COUNT = 70, 60


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return the measure of a share whose whole the words before it name or take up."""
    at = max(sentence.start, quantity.lead - _NEAR)
    before = scene.plain[at : quantity.lead]
    of_it = _OF_IT.search(before)
    if of_it:
        named = scene.within(sentence.start, quantity.lead, "scheme", "body")
        if not named and not _FUND.search(before):
            return None
        return "share-of-total", "figure.share-of-it", quantity.end, at + of_it.start()
    last = earlier[-1] if earlier else None
    listed = _bracketed(scene, quantity, sentence)
    if listed is None and last is not None and last.quantity.unit == "percent":
        return _another(scene, quantity, sentence, last, at)
    near = last is not None and quantity.lead - last.core[1] < _NEAR_COUNT
    if listed or last is None or not near or last.quantity.unit != "count":
        return listed
    if not _THAT_IS.search(before) or not _OF_TOTAL.match(scene.plain, quantity.end):
        return None
    return "share-of-total", "figure.share-of-part", quantity.end, quantity.lead


def _another(
    scene: Scene, quantity: Quantity, sentence: Sentence, last: Figure, at: int
) -> Measured | None:
    """Return the measure of a share of the same whole as the share before it."""
    before = scene.plain[at : quantity.lead]
    another = _ANOTHER.search(before) if _ENDS.match(scene.plain, quantity.end) else None
    if another:
        return last.indicator, "figure.share-shared", quantity.end, at + another.start()
    to_what = _TO_WHAT.match(scene.plain, quantity.end, sentence.end)
    if to_what and _AND.search(before) and to_what["prep"] in _prepositions(scene, last):
        return last.indicator, "figure.share-shared", to_what.end(), quantity.lead
    paid = _PAID.match(scene.plain, quantity.end, sentence.end)
    if last.rule == "figure.share-funded" and _ALSO.search(before) and paid:
        return "share-of-total", "figure.share-funded", paid.end(), quantity.lead
    return None


def _prepositions(scene: Scene, last: Figure) -> frozenset[str]:
    """Return the prepositions of the words that tell what the share before is for."""
    return frozenset(scene.plain[last.quantity.end : last.span[1]].split())


# « 27 % portent sur les bâtiments, 22 % sur le commerce »
_TO_WHAT = re.compile(
    r" (?P<prep>sur|dans|pour|en|aux?|vers|hors) [^,.;:()\d]{3,60}(?=[,.;)]| et \d|$)"
)
_AND = re.compile(r"(?:,| et|, et) $")
# « les projets portent d'abord sur le logement (27 %), le commerce (14 %) »
_COUNTED = re.compile(
    r"\b(?P<what>projets|dossiers|actions|operations|laureats|candidatures|demandes|beneficiaires"
    r"|credits|subventions|aides|territoires|communes)\b[^.;:]{0,70}?"
    r" (?:portent|concernent|relevent|visent|couvrent|se repartissent|s'inscrivent|sont alle[es]+"
    r"|vont|sont consacre[es]+|beneficient)\b"
)
_BRACKET = re.compile(
    r"(?:, |\bet |\b(?:sur|dans|entre|pour|a|aux?|vers|d'abord|surtout|de) |\bd')"
    r"(?:sur |dans |pour |a |aux? |vers )?"
    r"(?P<part>(?!abord\b)(?:(?:l'|la |le |les )[^,;:()\d]{3,60}|[a-z][^,;:()\d]{3,40})) \($"
)


def _bracketed(scene: Scene, quantity: Quantity, sentence: Sentence) -> Measured | None:
    """« … portent sur le logement (27 %) et le commerce (14 %) »: shares of what is counted."""
    if not scene.plain.startswith(")", quantity.end):
        return None
    at = max(sentence.start, quantity.lead - _NEAR)
    part = _BRACKET.search(scene.plain, at, quantity.lead)
    of = _COUNTED.search(scene.plain, sentence.start, quantity.lead) if part else None
    if part is None or of is None:
        return None
    projects = of["what"] in {"projets", "dossiers", "actions", "operations"}
    indicator = "share-of-projects" if projects else "share-of-total"
    return indicator, "figure.share-bracketed", quantity.end + 1, part.start("part")
