"""Funds and plans that money comes from: « 100 M€ issus du fonds X »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import openings, subjects
from tdi_graph.extraction.findings import Finding, link
from tdi_graph.extraction.frames import costs
from tdi_graph.extraction.mentions import Entity, Mention
from tdi_graph.extraction.scene import Scene

_GIVING = frozenset({"tdi:Fund", "tdi:Plan"})
_OF = r"(?:du |de la |de l'|de |d')(?:plan |programme |fonds |dispositif )?[«\"]? ?$"
# What joins an amount to where it comes from.
_FROM = re.compile(
    rf"(?: par an| chaque annee| au total| de credits| d'aides?| de subventions?)?,? ?"
    rf"(?P<how>issus?|provenant|venant|tires?|prelevee?s?|financee?s?|credits|ressources)?"
    rf"(?: pour l'essentiel| en grande partie| notamment| essentiellement)? ?{_OF}"
)
# « doté de 80 M€ par le plan Y »
_BY = re.compile(r",? par (?:le |la |l')?(?:plan |programme |fonds |dispositif )?[«\"]? ?$")
_ENDOWED = re.compile(r"\b(?:dote|finance|abonde|alimente)e?s? [^.;,]{0,40}$")
_DRAWS = re.compile(r"\b(?:puise|tire|preleve)(?:nt)? (?=\d)|\bmobilise(?:nt)? (?=\d)")
_IN = re.compile(
    r" (?:dans|sur|de) (?:le |la |l'|les )?(?:credits d[eu] (?:la |l')?)?(?:plan |fonds )?$"
)
_NEAR = 72
_SURE = 0.1


def find(scene: Scene) -> Iterator[Finding]:
    """Yield the schemes that pay for others, as amounts show."""
    for quantity in scene.quantities:
        sentence = scene.sentence_at(quantity.start)
        if quantity.rejected or quantity.unit != "EUR" or sentence is None:
            continue
        low = max(sentence.start, quantity.lead - _NEAR)
        draws = list(_DRAWS.finditer(scene.plain, low, quantity.start + 1))
        for payer in scene.within(quantity.end, min(sentence.end, quantity.end + _NEAR), "scheme"):
            if payer.entity.type not in _GIVING:
                break
            gap = scene.plain[quantity.end : payer.start]
            joined = _FROM.fullmatch(gap)
            endowed = _BY.fullmatch(gap) and _ENDOWED.search(scene.plain, low, quantity.lead)
            drawn = draws and draws[-1].end() >= quantity.lead - _LEAD and _IN.fullmatch(gap)
            if not (joined or drawn or endowed):
                break
            thing = _thing(
                scene,
                quantity.lead,
                payer,
                told=bool(drawn or endowed or (joined and joined["how"])),
            )
            if thing is not None and thing.iri != payer.entity.iri:
                span = (quantity.lead, payer.end)
                yield link("relation.source", thing, "schema:funder", payer.entity, spans=(span,))
            break


_LEAD = 24


def _thing(scene: Scene, position: int, payer: Mention, *, told: bool) -> Entity | None:
    """Return what the money is for: named after « pour », else what the clause is about."""
    sentence = scene.sentence_at(position)
    if sentence is None:
        return None
    named = costs.named(scene, payer.end, sentence)
    if named is not None:
        return named if named.type != "tdi:Plan" else None
    aid = scene.plain.find(" d'aide", position, payer.start) >= 0
    if not told and (scene.kind(sentence) != "list-item" or aid):
        return None
    opening = openings.subject(scene, position, sentence)
    about = opening or subjects.of_clause(scene, position, sentence)
    if about is None or about.margin <= _SURE or about.entity.type in {"tdi:Plan", "tdi:Fund"}:
        return None
    return about.entity
