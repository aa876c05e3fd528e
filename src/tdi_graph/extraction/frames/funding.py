"""Who pays: « 9,3 M€ versés par l'État », « la Région apporte 12 M€ »."""

import re
from collections.abc import Iterator

from tdi_graph.extraction import agents, subjects
from tdi_graph.extraction.agents import Agent
from tdi_graph.extraction.findings import Finding, involvement
from tdi_graph.extraction.frames import costs, event, payables, staff
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mentions import Entity
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_BY = re.compile(
    r"(?: (?:d'aides?|de subventions?|de credits|au total|des aides|du cout))?"
    r"(?: (?:sur|pour|en) (?:la periode )?\d{4}(?:[-/ a]+\d{4})?)?,?(?: (?:ont ete"
    r"|a ete|est|sont|seront|sera|ont|a))?"
    r"(?: d'ores et deja| deja)?(?: ete)?"
    r" (?:apporte|verse|finance|mobilise|engage|alloue|consacre|abonde|mis|pris|accorde|octroye"
    r"|cofinance|debloque)"
    r"e?s?(?: a disposition| en charge)?(?: [\w']+ment)?"
    r"(?: par| (?:a parite|a parts egales),? (?:par|entre))(?= )"
)
# « 300 millions d'euros, à parité entre A et B »
_EVENLY = re.compile(
    r",? (?:(?:reparti|partage|finance)e?s? )?(?:a parite|a parts egales|pour moitie) (?:entre|par)"
    r"(?= )"
)
_FROM = re.compile(
    r" (?:venant|viendr\w+|viennent|provien\w+|provenant|emanent|emanant|issus?|sont issus)"
    r" (?:de l'|de la |des |du |de |d')(?=\w)"
    r"|(?: de subventions?)? (?:au titre|a la charge) (?:de l'|de la |des |du )(?=\w)"
)
# « doté de 7 millions d'euros à travers A, B et C »
_THROUGH = re.compile(r",? (?:a travers|via|par l'intermediaire d[eu]|grace a|par) (?=\w)")
_ENDOWED = Indexed(r"\b(?:dotee?s?|finance\w*|beneficie\w*) [^.;]{0,24}$")
# « 5 milliards d'euros, dont 1,5 milliard de A, 1 milliard de B »
_LISTED = Indexed(
    r"\bdotee?s? (?:d'une enveloppe )?de \d[^.;:]{3,60} : (?:[^.;:]{0,160}(?:,| et) )?$|"
    r"\bdont ?:? ?(?:[^.;]{0,160}(?:,| et) )?$"
)
_GIVES = Indexed(
    r"\b(?:(?:a|ont|aura|auront|va|vont|avait|avaient)(?: [\w']+ment| deja| egalement"
    r"| ainsi| d'ores et deja|, (?:de son cote|pour sa part|quant a elle|elle aussi"
    r"|par ailleurs),)? )?(?:decide d(?:e |')|s'engage(?:nt)? a "
    r"|prevoi(?:t|ent) d(?:e |'))?"
    r"(?:y )?"
    r"(?:apport\w+|engag\w+|mobilis\w+|consacr\w+|investi(?:t|ssent|r|ra|ront)?|vers(?:e|ent|era"
    r"|eront)|allou\w+"
    r"|abond(?:e|ent|era|eront)|contribu\w+|ajout\w+|accord\w+|financer?(?:nt|a|ont)?|met(?:tent"
    r"|tra|tront)?"
    r"|flech\w+|debloqu\w+|reserv\w+|mis|vot\w+)(?: [\w']+){0,3}? ?$"
)
# « le programme mobilise 12 M€ de l'État et 3 M€ de la Région »: known bodies alone.
_OF = re.compile(
    r"(?: d'aides?(?: publiques?)?| de (?:credits|subventions?|financements?))?"
    r" (?:de la |de l'|du |des |d')(?=\w)"
)
_MOBILISED = Indexed(
    r"\b(?:mobilise|reunit|rassemble|recoit|beneficie|combine|totalise)\w* [^.;]{0,90}$"
)
# « le programme bénéficie d'un financement de A », « avec le soutien financier de A »
_BACKED = Indexed(
    r"\b(?:(?:a |ont )?benefici(?:e|ent|era|eront|ant)(?: (?:par ailleurs|egalement|aussi"
    r"|notamment|ainsi))? (?:d'un(?:e)?|du|de|de l'|de la|des)"
    r"|(?P<with>avec) (?:le|la|l'|un|une)|(?P<thanks>grace) (?:au|a l'|a la|a un|a une)) ?"
    r"(?:important )?(?:(?:co-?)?financements?"
    r"|(?:soutien|appui|concours|aide|participation|contribution)s? financiere?s?|subventions?"
    r"|cofinancements?) (?:de la |de l'|du |des |de |d')(?=\w)"
)
_SHARES = re.compile(r"(?:,| et|, et) (?P<who>[^,.;:\d]{3,70}?) (?:pour|a hauteur de) ?$")
_ITEM_LEAD = 6
_PAYING = frozenset({"body", "post"})


def find(scene: Scene) -> Iterator[Finding]:
    """Yield those who pay the amounts and the shares of the text."""
    last: dict[int, bool] = {}
    for quantity in scene.quantities:
        sentence = scene.sentence_at(quantity.start)
        if quantity.rejected or quantity.unit not in {"EUR", "percent"} or sentence is None:
            continue
        if scene.plain.endswith("l'autre ", 0, quantity.lead):
            continue
        payers = _payers(scene, quantity, sentence, shared=last.get(sentence.start, False))
        found = [a for a in payers if a.entity.label.casefold() != "partenaires"]
        if found:
            last[sentence.start] = True
            yield from _funds(scene, quantity, sentence, found)


def sole(scene: Scene, quantity: Quantity, sentence: Sentence) -> Entity | None:
    """Return the one known body, other than the State, whose money an amount is: not all."""
    if quantity.unit != "EUR":
        return None
    found = [payer.entity for payer in _payers(scene, quantity, sentence, shared=False)]
    known = len(found) == 1 and found[0].sort == "body" and found[0].known
    return found[0] if known and found[0].label not in _THE_STATE else None


_THE_STATE = frozenset({"État", "Gouvernement"})
_UNSURE = re.compile(r"\b(?:devrai|pourrai|pourr)\w+ $")


def backed(scene: Scene) -> Iterator[Finding]:
    """« le programme bénéficie d'un financement de A et de B »."""
    for found in scene.matches(_BACKED, "financ", "subvention"):
        sentence = scene.sentence_at(found.start())
        listed = agents.listed(scene, found.end(), sentence.end, _PAYING) if sentence else []
        thing = _backed(scene, found, sentence, listed) if sentence and listed else None
        for payer in listed if thing else []:
            span = (found.start(), payer.end)
            if thing is not None:
                yield involvement(
                    "relation.funding.backed", "funding", payer.entity, thing, spans=(span,)
                )


def _backed(
    scene: Scene, found: re.Match[str], sentence: Sentence, listed: list[Agent]
) -> Entity | None:
    """Return the scheme that is paid for: the subject, or what follows « Avec …, »."""
    if found.start() - sentence.start <= 1:
        after = scene.within(listed[-1].end, min(sentence.end, listed[-1].end + _NEXT), "scheme")
        return after[0].entity if after else None
    if _OTHERS.search(scene.masked(sentence.start, found.start())):
        return None
    subject = subjects.of_clause(scene, found.start(), sentence)
    return subject.entity if subject is not None and subject.score >= _STOOD_FOR else None


_NEXT, _STOOD_FOR = 40, 0.6
_OTHERS = re.compile(
    r"\b(?:projets?|communes?|villes?|entreprises?|territoires?|laureate?s?|collectivites?|postes?"
    r"|structures?|sites?|associations?|travaux|etudes?)\b[^,]{0,60}$"
)


_LEADS = (_BY, _FROM, _EVENLY)


def _payers(
    scene: Scene, quantity: Quantity, sentence: Sentence, *, shared: bool
) -> Iterator[Agent]:
    by = next((b for lead in _LEADS if (b := lead.match(scene.plain, quantity.end))), None)
    through = _THROUGH.match(scene.plain, quantity.end) if by is None else None
    low = max(sentence.start, quantity.lead - 64)
    if through and not _ENDOWED.search(scene.words, low, quantity.lead):
        through = None
    by = by or through
    if by:
        yield from agents.listed(scene, by.end(), sentence.end, _PAYING)
        return
    again = _again(scene, quantity, sentence, shared=shared)
    if again is not None:
        yield from again
        return
    of = _OF.match(scene.plain, quantity.end) if quantity.unit == "EUR" else None
    if of and (shared or _MOBILISED.search(scene.words, sentence.start, quantity.lead)):
        yield from (
            a for a in agents.listed(scene, of.end(), sentence.end, _PAYING) if a.entity.known
        )
        return
    gives = _GIVES.search(scene.words, low, quantity.lead)
    unsure = gives and _UNSURE.search(scene.plain, sentence.start, gives.start())
    if gives and costs.WHOM.search(scene.plain, sentence.start, gives.start()):
        return
    if gives and not unsure and not re.search(r"\b(?:ete|est|sont)\b", gives[0]):
        yield from (
            a for a in event.doing(scene, gives.start(), sentence) if a.entity.sort in _PAYING
        )


def _again(
    scene: Scene, quantity: Quantity, sentence: Sentence, *, shared: bool
) -> list[Agent] | None:
    """« 9 M€ versés par A et 5 M€ par B »: B, in what goes on with a list of shares."""
    item = scene.kind(sentence) == "list-item"
    first = item and quantity.lead - sentence.start < _ITEM_LEAD
    listing = _LISTED.search(scene.words, sentence.start, quantity.lead)
    if not (shared or first or listing):
        return None
    again = _BY_AGAIN.match(scene.plain, quantity.end)
    if again and item and not first and _PROJECT.match(scene.text, sentence.start, sentence.end):
        return None
    if again:
        found = agents.listed(scene, again.end(), sentence.end, _PAYING)
        bare = quantity.unit == "percent" and "par" not in again[0]
        return [a for a in found if a.entity.known] if bare else found
    share = _SHARES.search(scene.plain, max(sentence.start, quantity.lead - 80), quantity.lead)
    return agents.listed(scene, share.start("who"), quantity.lead, _PAYING)[:1] if share else None


# « • Scierie X (19) – un séchoir – 80 000 €, dont 40 000 € de B »: for that project.
_PROJECT = re.compile(r"[•·*>–\- ]{0,4}[A-ZÀÂÉÈÊÎÔ][^.;:–—€\n]{2,60} [–—] [^.;–—€\n]{3,90} [–—] ")
_BY_AGAIN = re.compile(r"(?: par| de| d')(?= |(?<='))")


# « 2 M€ ont été accordés par A pour des études »: for those.
_PURPOSE = re.compile(r" pour (?:des|les|la|le|l'|une?) ?(?!programme|plan|fonds|dispositif)\w")


def _funds(
    scene: Scene, quantity: Quantity, sentence: Sentence, payers: list[Agent]
) -> Iterator[Finding]:
    after = scene.within(quantity.end, min(sentence.end, quantity.end + 80), "scheme")
    named = next((m for m in after if _for(scene, quantity.end, m.start)), None)
    resolved = costs.there(scene, quantity.lead, sentence)
    resolved = resolved or subjects.of_clause(scene, quantity.start, sentence)
    thing = named.entity if named else resolved.entity if resolved else None
    sure = named is not None or (resolved is not None and resolved.score >= _CLEAR)
    paid = _paid(scene, quantity, sentence)
    goal = costs.GOAL.match(scene.plain, quantity.end) if named is None else None
    if goal is not None:
        thing = costs.aimed_at(scene, goal.end(), sentence)
    elif paid is not None:
        thing = paid[0]
    elif named is None and (
        _elsewhere(scene, quantity, sentence, sure=sure)
        or _PURPOSE.match(scene.plain, payers[-1].end)
    ):
        thing = None
    if thing is None:
        return
    for payer in payers:
        end = max(quantity.end, payer.end, named.end if named else 0)
        span = (min(quantity.lead, payer.start), end)
        yield involvement("relation.funding.amount", "funding", payer.entity, thing, spans=(span,))


def _elsewhere(scene: Scene, quantity: Quantity, sentence: Sentence, *, sure: bool) -> bool:
    """Tell whether an amount goes to somebody, or into what costs on its own."""
    if costs.to_others(scene, quantity.end, sentence):
        return True
    if costs.elsewhere(scene, quantity.lead, sentence):
        return True
    if not sure and _IN_FAVOUR.match(scene.plain, quantity.end):
        return True
    return not sure and bool(_COSTS.search(scene.masked(sentence.start, quantity.end)))


def _paid(scene: Scene, quantity: Quantity, sentence: Sentence) -> tuple[Entity, int] | None:
    """« 1 chef de projet, financé à 60 % par l'État »: the post."""
    lead = _FINANCED.search(scene.plain, sentence.start, quantity.lead)
    if lead is None:
        return None
    costly = payables.behind(scene, sentence.start, lead.start())
    held = (costly.entity, costly.start) if costly else None
    return staff.before(scene, sentence.start, lead.start()) or held


_CLEAR = 0.8
# « 14 M€ en faveur de l'industrie »: of a whole field, not of the scheme.
_IN_FAVOUR = re.compile(
    r"(?: d'aides?| de subventions?| de credits)? (?:en faveur|au profit|au benefice|au service)"
    r" d(?:e l'|e la |u |es |e )(?!programme|plan|fonds|dispositif|territoires?|projets?|laureat)"
)
# What costs on its own: not the scheme that the text is about.
_COSTS = re.compile(
    r"\b(?:couts?|amenagements?|chantier|travaux|batiments?|ateliers?|usines?|vehicules?|bus"
    r"|salaires?|remunerations?|postes?|chef(?:fe)?s? de projets?|loyers?|depollution)\b"
)
_FINANCED = re.compile(r",? ?(?:est |sont )?(?:co-?)?financee?s? [^.;]{0,60}$")


def _for(scene: Scene, start: int, end: int) -> bool:
    gap = scene.plain[start:end]
    return bool(re.fullmatch(r"[^,.;]{0,40}?(?: pour| au| a la| a l'| dans"
                             r"| (?:en faveur|au profit|au benefice|au service) d(?:[eu]|')"
                             r"| a) ?(?:le |la |l'|les )?"
                             r"(?:programme |plan |fonds |dispositif )?[«\"]? ?", gap))  # fmt: skip
