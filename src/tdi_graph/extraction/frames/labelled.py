"""Numbers that a label announces: « Lauréats : 34 », « Enveloppe régionale : 8,6 M€ ».

A label is a noun with a few words, from the beginning of its line, sentence or cell to a colon;
beside an amount it may also be what the amount stands in apposition to: « les aides, soit 4 M€ ».
"""

import re

from tdi_graph.extraction.frames import counted, measures
from tdi_graph.extraction.frames.figure import Figure, Measured
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_LABEL = re.compile(
    r"(?:^|[.;|/•>–-] |, |\n)(?:[-–•>→▪◆*] ?)?(?:nombre (?:total )?(?:de |d'))?"
    r"(?P<label>[a-zœ][\w'œ-]*(?: [\w'œ-]+){0,4}?) ?: ?$"
)
_ENDS = re.compile(r"(?= ?(?:[;,.|/)\n–-]|$)| \()")
_WON = re.compile(r"\b(?:retenu|laureat|soutenu|finance|accompagne|selectionne|accepte|valide)")
_FILED = re.compile(r"\b(?:depose|recu|candidat|enregistre|presente|instruit|examine)")
_COMPLETED = re.compile(r"\b(?:acheve|termine|livre|realise)")
_ALONE = re.compile(
    r"(?:dont )?(?P<verb>retenue?s?|laureate?s?|soutenue?s?|financee?s|selectionnee?s|acceptee?s"
    r"|validee?s|achevee?s|terminee?s)"
)
_BACK = 90
_HEADS: tuple[tuple[str, str], ...] = (
    (
        "endowment",
        (
            r"enveloppe|dotation|credits(?! d'impot)|budget(?! (?:municipal|communal|de la"
            r" (?:ville|commune)|previsionnel|de l'operation|du projet|des travaux))"
        ),
    ),
    ("engineering", r"ingenierie|etudes?(?: de faisabilite| prealables?| de programmation)?"),
    ("public-aid", r"subventions?|aides?|soutien financier|concours financiers?"),
    (
        "investment",
        (
            r"cout (?:total|global)|investissements? (?:total|totaux|global|genere|induit)s?"
            r"|montant (?:total |global )?(?:des (?:travaux|investissements)|d'investissement)"
        ),
    ),
)
_SHOWN = (
    r"(?P<more>(?: (?!(?:est|sont|a|ont|sera|seront|qui|que|dont|et|ou)\b)[\w'&/-]+){0,6}?)"
    r"(?: ?: ?|, soit |, |,? (?:d'un montant|pour un total) (?:total )?de "
    r"|, (?:annonc|fix|port|estim|evalu|limit)ee?s? (?:d'abord |desormais |initialement )?a "
    r"| ?\((?:soit )?)$"
)
_APPOSED = tuple(
    (indicator, re.compile(rf"(?:^|[.;:|•>(–-] |\b(?:les?|la|l'|une?|avec|son|sa|cette|ces) ?)"
                           rf"(?P<head>{words})\b{_SHOWN}"))
    for indicator, words in _HEADS
)  # fmt: skip
_AMOUNT_ENDS = re.compile(
    r"(?= ?(?:[;,.|/):\n–-]|$)| (?:\(|(?:pour|en|par|sur|au|d'ici|cette|chaque|ht|ttc|hors|environ)"
    r"\b))"
)


def count(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return the measure of a number that the label before it says to count something."""
    if not _ENDS.match(scene.plain, quantity.end):
        return None
    at = max(sentence.start, quantity.lead - _BACK)
    found = _LABEL.search(scene.plain[at : quantity.lead])
    if found is None:
        return None
    start = at + found.start("label")
    indicator = _indicator(scene, quantity, sentence, found["label"], earlier)
    return (indicator, "figure.labelled", quantity.end, start) if indicator else None


def _indicator(
    scene: Scene, quantity: Quantity, sentence: Sentence, label: str, earlier: list[Figure]
) -> str:
    alone = _ALONE.fullmatch(label)
    if alone:
        filed = bool(earlier) and earlier[-1].indicator in {*_PROJECTS, "projects-supported"}
        done = "completed" if _COMPLETED.search(label) else "supported"
        return f"projects-{done}" if filed else ""
    for indicator, nouns in measures.COUNTS:
        found = nouns.match(f" {label}")
        if found and indicator in _PROJECTS:
            return _of_projects(indicator, label)
        if found and indicator == "territories-count" and "laureat" in label:
            noun = indicator, found[0]
            return counted.indicator(scene, quantity, sentence, noun, earlier)
        if found and label[found.end() - 1 :].count(" ") <= _MOST_MORE:
            return "" if indicator in measures.NEEDED else indicator
    return ""


_PROJECTS = frozenset({"applications-count", "projects-submitted"})
_MOST_MORE = 3


def _of_projects(indicator: str, label: str) -> str:
    """Return what the label says was done with projects."""
    if _WON.search(label):
        return "projects-supported"
    if _COMPLETED.search(label):
        return "projects-completed"
    return "applications-count" if _FILED.search(label) else indicator


def money(scene: Scene, quantity: Quantity, sentence: Sentence) -> Measured | None:
    """Return the measure of an amount that a label or an apposition names."""
    if not _AMOUNT_ENDS.match(scene.plain, quantity.end):
        return None
    at = max(sentence.start, quantity.lead - _BACK)
    before = scene.masked(at, quantity.lead)
    for indicator, words in _APPOSED:
        found = words.search(before)
        # « Aide : 22 M€ » alone is what one beneficiary gets.
        if found and (found["more"] or indicator != "public-aid"):
            return indicator, "figure.labelled", quantity.end, at + found.start("head")
    return None
