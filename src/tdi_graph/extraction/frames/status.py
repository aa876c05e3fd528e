"""How a figure is asserted: what is to come, and what has been decided."""

import re
from dataclasses import replace

from tdi_graph.extraction.frames import spans
from tdi_graph.extraction.frames.figure import Figure, clause_of
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.view import Sentence

_MOST_WORDS = 18
_TO_COME = Indexed(
    r"\b(?:permettr\w+|devr\w+|gener(?:era|eront)|cree(?:ra|ront)|espoir|perspective|objectif"
    r"|ambition)\b[^.;:]{0,80}$"
)
_JOBS = frozenset({"jobs-created", "jobs-maintained"})


def _foreseen(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Let the evidence of jobs show the words which say that they are to come."""
    start, end = figure.span
    if figure.indicator not in _JOBS:
        return figure
    found = _TO_COME.search(scene.words, sentence.start, start)
    if found is None:
        return figure
    whole = found.start(), end
    return (
        replace(figure, span=whole)
        if len(scene.text[slice(*whole)].split()) <= _MOST_WORDS
        else figure
    )


_PUBLIC_MONEY = frozenset({
    "endowment", "endowment-increase", "commitment", "engineering", "public-aid",
})  # fmt: skip
_WILL = re.compile(
    r"\b(?!opera|camera|contra|infra|extra|ultra)(?:[a-z]{2,}(?:erons|era|eront|ira|iront|drons"
    r"|dra|dront|rra|rront)|sera|seront|fera|feront)\b(?! \w+ait)"
)
_PAID = re.compile(r"\b(?:co-?)?financ(?:era|eront|erons|ees? par)\b")
_DONE = re.compile(r"\b(?:auront|aura|dev(?:ra|ront))\b")
_TOLD = Indexed(
    r"\b(?:annonc|devoil)\w+(?! [^.;:]{0,24}\b(?:liste|noms|resultats|laureats))[^.;:]{0,140}$"
)


def _status(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    low, high = clause_of(scene, figure.quantity, sentence)
    times = [t for t in scene.times_in(low, high) if t.value]
    due = next((t for t in times if t.bound == "until"), None)
    coverage, words = spans.covered(scene, figure, sentence), scene.plain[low:high]
    status = figure.modality
    if figure.indicator in _PUBLIC_MONEY and status in {"observed", "expected"}:
        status = _money_status(scene, figure, (low, high), coverage)
    if figure.indicator == "project-managers" and status == "expected" and _PAID.search(words):
        status = "announced"
    if due and figure.indicator in {"endowment", "endowment-increase"}:
        status = "announced"
    elif figure.indicator in {"jobs-created", "jobs-maintained"} and status == "observed":
        status = "expected"
    if "annonce" in scene.plain[slice(*figure.span)] and figure.rule == "figure.instead-of":
        status = "announced"
    if due is None and not coverage and status == figure.modality:
        return figure
    return replace(figure, due=due, coverage=coverage, modality=status)


def _money_status(scene: Scene, figure: Figure, clause: tuple[int, int], coverage: str) -> str:
    """Public money that is to come has been decided: « consacrera », « pour la période … »."""
    words = scene.plain[slice(*clause)]
    if _WILL.search(words) and not _DONE.search(words) and figure.modality == "expected":
        return "announced"
    endows = figure.indicator in {"endowment", "endowment-increase", "engineering"}
    told = _TOLD.search(scene.words, clause[0], figure.quantity.start)
    if endows and (told or spans.runs_on(scene, coverage)):
        return "announced"
    return figure.modality


def of(scene: Scene, figure: Figure, sentence: Sentence) -> Figure:
    """Return ``figure`` with its modality, the day it is due and the period it covers."""
    return _status(scene, _foreseen(scene, figure, sentence), sentence)
