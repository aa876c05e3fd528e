"""What an amount of money is: an endowment, an aid, an investment."""

import re

from tdi_graph.extraction.frames import elisions, measures
from tdi_graph.extraction.frames.figure import Figure, Measured, clause_of
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_DONT = re.compile(r"\bdont ?:? ?(?:au moins |plus d[e'] ?|pres d[e'] ?)?$")


_ALSO = re.compile(r"(?:,|\bet|\bpuis|\bainsi que) ?$")


def measured(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return what an amount is, by the words after it, then by those before it."""
    start, end = clause_of(scene, quantity, sentence)
    previous = max(earlier[-1].quantity.end, earlier[-1].core[1]) if earlier else start
    before = scene.masked(max(start, previous - 1), quantity.lead)
    for money in measures.MONEY:
        if money.side == "after":
            found = money.words.match(scene.plain, quantity.end, end)
            if found:
                same = earlier and earlier[-1].indicator == money.indicator
                rule = "part" if same and _DONT.search(before) else money.indicator
                return money.indicator, f"figure.{rule}", found.end(), quantity.lead
    inherited = earlier[-1] if earlier and earlier[-1].quantity.unit == "EUR" else None
    inherited = None if inherited and inherited.rule == "figure.out-of" else inherited
    goes_on = inherited and inherited.rule == "figure.part" and _ALSO.search(before)
    if inherited and (_DONT.search(before) or goes_on):
        return inherited.indicator, "figure.part", quantity.end, quantity.lead
    return _money_before(scene, quantity, before, end) or elisions.money(
        scene, quantity, start, earlier
    )


# « un fonds d'investissement régional d'un montant de … »
_WHOLE = re.compile(
    r"\b(?:fonds|programme|plan|dispositif|appel a projets)\b(?: [\w'-]+){0,10}?"
    r" d'un montant(?: \w+){0,2} d[e'] ?$"
)


# « 857 millions sur les 1,5 milliard prévus »: the whole from which something is taken.
_OUT_OF = re.compile(r"\bsur (?:les?|une enveloppe (?:totale |globale )?d[e']) ?$")
_FORESEEN = re.compile(
    r"(?: d'euros| initialement| [\w]+ment)* (?:prevu|promis|programme|annonce|debloque)e?s?\b"
)
# « … de contribuer au fonds, pour un montant de … »
_TO_A_FUND = re.compile(r"\b(?P<verb>contribu\w+|particip\w+) (?:au|a la|a ce) (?:fonds|x{4,})")


def _whole(scene: Scene, quantity: Quantity, before: str, end: int) -> Measured | None:
    """Return the measure of what a fund has or is given, by the words right before."""
    lead = quantity.lead - len(before)
    told = _FORESEEN.match(scene.plain, quantity.end, end)
    if told and _OUT_OF.search(before):
        return "endowment", "figure.out-of", told.end(), quantity.lead
    given, whole = _TO_A_FUND.search(before), _WHOLE.search(before)
    if given:
        return "commitment", "figure.commitment", quantity.end, lead + given.start()
    if whole:
        return "endowment", "figure.endowment", quantity.end, lead + whole.start()
    return None


def _money_before(scene: Scene, quantity: Quantity, before: str, end: int) -> Measured | None:
    whole = _whole(scene, quantity, before, end)
    if whole or _OUT_OF.search(before):
        return whole
    best: tuple[int, Measured] | None = None
    for money in measures.MONEY:
        found = money.words.search(before) if money.side == "before" else None
        if found is None:
            continue
        start = quantity.lead - len(before) + found.start()
        indicator = money.indicator
        if re.match(r"[^,;\d]{0,60}ingenierie", scene.plain[quantity.end : end]):
            indicator = "engineering"
        if found[0].startswith("investi") and not _PUBLIC.search(before):
            indicator = "investment"
        measured = (indicator, f"figure.{indicator}", quantity.end, start)
        if best is None or (start > best[0] and best[1][0] != "endowment-increase"):
            best = (start, measured)
    return best[1] if best else None


# Whose investment is public money committed; others' is investment.
_PUBLIC = re.compile(
    r"\b(?:etat|gouvernement|regions?|banque|caisse|departements?|collectivites"
    r"|public\w*|x{4,})\b"
)
