"""The period that a figure covers, from the words of time around it."""

import re
from itertools import pairwise

from tdi_graph.extraction import numerals
from tdi_graph.extraction.frames import sections
from tdi_graph.extraction.frames.figure import Figure, clause_of
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.view import Sentence

_NEAR = 40
_YEAR, _MONTH = 4, 7
_SINCE = re.compile(r"\bdepuis (?:l'|la |le |son |sa |leur )[^.;:]{3,60}?,? (?:en|le|du|de) ?$")
_PERIOD = re.compile(r"\b(?:sur|pour|pendant|couvrant|au titre de) la periode ?$")
_OPENING = re.compile(
    r"(?:(?:en|pour|courant|a fin|fin|a la fin de|au cours de l'annee|des|sur|entre|de) ?"
    r"|(?:lors de|au cours de|pendant|pour) [^.;:]{3,60}?,?"
    r" (?:\(|organisee? en |lancee? en |en |entre |de |sur la periode )?"
    r"|a[ux] (?:(?:debut|milieu|premier|second|deuxieme|troisieme|quatrieme)"
    r" (?:semestre |trimestre )?(?:de )?)?)"
)
_HAPPENED = re.compile(r"\b(?:lance|cree|annonce|present)[ei]\w* (?:en|le) ?$")
_FOR_A_YEAR = re.compile(
    r",? (?:s'elev\w+|s'etabli\w+|attei\w+|est (?:de|fixee?|portee?|ramenee?)|represente\w*"
    r"|sera (?:de|portee?))\b[^.;:]{0,30}"
)


def covered(scene: Scene, figure: Figure, sentence: Sentence) -> str:
    """Return the period that a figure covers, or nothing."""
    low, high = clause_of(scene, figure.quantity, sentence)
    times = [t for t in scene.times_in(low, high) if t.value]
    # The year right after the number goes before whatever else the clause tells of time.
    after = (t for t in times if t.start >= figure.quantity.end)
    found = next((t.value or "" for t in after if _in_year(scene, figure, t)), "")
    found = found or _between(scene, times)
    found = found or next((c for t in times if (c := _beside(scene, figure, t))), "")
    found = found or next((c for t in times if (c := _ahead(scene, figure, t, sentence))), "")
    found = found or next((c for t in times if (c := _state(scene, t))), "")
    found = found or _years_past(scene, scene.plain[low:high])
    if found or times:
        return found
    return sections.period(scene, figure, sentence) or _titled(scene, figure)


def _between(scene: Scene, times: list[Time]) -> str:
    """« Entre septembre 2020 et décembre 2022 »: two points that make a period."""
    for first, last in pairwise(times):
        opens = _ENTRE.search(scene.plain, max(0, first.start - 14), first.start)
        joins = _JOINS.get(opens["lead"]) if opens else None
        if joins and scene.plain[first.end : last.start].strip() in joins and not last.until:
            return f"{first.value}/{last.value}"
    return ""


_ENTRE = re.compile(r"\b(?P<lead>entre|de|du)(?: le| debut| fin)? $")
_JOINS = {"entre": ("et", "et le"), "de": ("a", "a fin"), "du": ("au",)}


def _state(scene: Scene, time: Time) -> str:
    """« 96 projets avaient été retenus au 30 septembre »: the state of a day."""
    exact = len(time.value or "") > _MONTH and time.bound == "at" and not time.until
    return (
        (time.value or "")
        if exact and _AT.search(scene.plain, max(0, time.start - 6), time.start)
        else ""
    )


_AT = re.compile(r"\bau $")


def _titled(scene: Scene, figure: Figure) -> str:
    """« Fonds vert : exercice 2023 », as the title: the year of what the document counts."""
    if figure.modality != "observed" or figure.indicator == "endowment" or not scene.sentences:
        return ""
    titles = (s for s in scene.sentences[:_TITLES] if scene.kind(s) == "title")
    found = (_OF_A_YEAR.search(scene.plain, s.start, s.end) for s in titles)
    return next((match["year"] for match in found if match), "")


_TITLES = 3
_OF_A_YEAR = re.compile(
    r"\b(?:exercice|bilan|campagne|millesime|resultats|chiffres(?: cles)?)(?: de)?(?: l'annee)?"
    r" (?P<year>20\d\d)\b(?! ?[-/–] ?\d)"
)


def _beside(scene: Scene, figure: Figure, time: Time) -> str:
    """Return the period that an expression of time gives a figure near it, or nothing."""
    before = scene.plain[max(0, time.start - 90) : time.start]
    if time.bound == "since" or (time.bound == "at" and not time.until and _SINCE.search(before)):
        return f"{time.value}/.."
    if time.bound == "at" and _in_year(scene, figure, time):
        return time.value or ""
    gap = scene.plain[figure.quantity.end : time.start]
    between = gap.endswith(" entre ") and not _DIGIT.search(gap)
    near = between or abs(time.start - figure.quantity.end) < _NEAR or _PERIOD.search(before)
    return f"{time.value}/{time.until}" if time.until and near else ""


def _ahead(scene: Scene, figure: Figure, time: Time, sentence: Sentence) -> str:
    """« Entre 2018 et 2022, … », « Au 1er juin 2024, … »: said first, of the whole sentence."""
    if time.bound != "at" or time.start > figure.quantity.start:
        return ""
    before = scene.plain[sentence.start : time.start]
    after = scene.plain[time.end : figure.quantity.lead]
    of_year = re.search(r"\b(?:pour|en)(?: l'annee)? $", before)
    if of_year and _FOR_A_YEAR.fullmatch(after):
        return time.value or ""
    if not _OPENING.fullmatch(before.lstrip()) or not after.startswith((",", ")", " :", " (")):
        return ""
    if _HAPPENED.search(before):
        return ""
    whole = time.until is not None or before.lstrip().startswith("au ")
    if not whole and len(time.value or "") > _MONTH:
        return ""
    return f"{time.value}/{time.until}" if time.until else time.value or ""


def _in_year(scene: Scene, figure: Figure, time: Time) -> bool:
    """« 150 millions d'euros en 2021 », « pour 2024 », said right after the figure."""
    before = scene.plain[time.end : figure.quantity.lead] if time.end < figure.core[0] else "."
    if _YEAR_FIRST.fullmatch(before) and scene.plain.endswith(" en ", 0, time.start):
        return True
    gap = scene.plain[figure.quantity.end : time.start] if time.start > figure.quantity.end else "."
    if len(time.value or "") == _YEAR and _BRACKETED.fullmatch(gap):
        return scene.plain.startswith(")", time.end)
    return (
        time.until is None
        and time.bound == "at"
        and bool(
            re.fullmatch(r"[^,.;:()]{0,40} (?:en|pour|sur|des|au|au titre de)(?: l'annee)? ", gap)
        )
    )


_DIGIT = re.compile(r"\d|, ")
# « est doté en 2025 de 1,15 milliard », « accompagner en 2024 172 projets »; « 9 emplois (2021) »
_YEAR_FIRST = re.compile(r",? (?:de |d'|a )?")
_BRACKETED = re.compile(r"[^,.;:()]{0,30} \(")
_YEARS_PAST = re.compile(r"\ben (?P<n>deux|trois|quatre|cinq|six|dix|\d{1,2}) ans\b")


def _years_past(scene: Scene, clause: str) -> str:
    """« en trois ans », said in 2021: from 2018 to 2021."""
    found = _YEARS_PAST.search(clause) if " ans" in clause else None
    if found is None or scene.anchor is None:
        return ""
    count = numerals.cardinal([found["n"]]) or (int(found["n"]) if found["n"].isdigit() else 0)
    year = int(scene.anchor[:_YEAR])
    return f"{year - count}/{year}" if count else ""


def runs_on(scene: Scene, coverage: str) -> bool:
    """Tell whether a period ends in the year of the document or later."""
    if not coverage or scene.anchor is None or coverage.endswith(".."):
        return False
    return coverage.rpartition("/")[2][:_YEAR] >= scene.anchor[:_YEAR]
