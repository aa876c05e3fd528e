"""What a number without a unit counts: by the noun beside it, before it, or in a label."""

import re

from tdi_graph.extraction import headings
from tdi_graph.extraction.frames import counted, elisions, excluding, labelled, measures, nouns
from tdi_graph.extraction.frames.figure import Figure, Measured, clause_of
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import plain
from tdi_graph.extraction.view import Sentence

_NUMBER_OF = re.compile(
    r"(?P<noun>[\w' -]{3,60}?) (?:\w+ )?(?:sont|est|etaient)(?: \w+){0,2} au nombre de ?$"
)
_AT_THE_NUMBER = ("au nombre de", "au nombre de ")


def find(
    scene: Scene, quantity: Quantity, sentence: Sentence, earlier: list[Figure]
) -> Measured | None:
    """Return the measure of a number, by whatever tells what it counts, or nothing."""
    start, end = clause_of(scene, quantity, sentence)
    clause = scene.plain[start:end]
    if excluding.multiplied(quantity, clause) or excluding.named(scene, quantity):
        return None
    jobs = elisions.jobs(scene, quantity, start)
    if jobs is not None:
        return jobs
    known = measures.COUNTED.match(scene.plain, quantity.end, end)
    for indicator, pattern in measures.COUNTS if known else ():
        found = pattern.match(scene.plain, quantity.end, end)
        needed = measures.NEEDED.get(indicator)
        if found and (
            needed is None or needed.search(clause) or _called(scene, sentence, found[0])
        ):
            noun = indicator, found[0]
            shown = counted.indicator(scene, quantity, sentence, noun, earlier)
            return (shown, f"figure.{shown}", found.end(), quantity.lead) if shown else None
    listed = nouns.find(scene, quantity, (start, end))
    told = not listed and scene.plain.endswith(_AT_THE_NUMBER, start, quantity.lead)
    of = _NUMBER_OF.search(scene.plain, start, quantity.lead) if told else None
    if listed or of:
        return listed or (of and _number_of(scene, quantity, of))
    label = labelled.count(scene, quantity, sentence, earlier)
    if label:
        return label
    return elisions.find(scene, quantity, (start, end), earlier)


def _called(scene: Scene, sentence: Sentence, noun: str) -> bool:
    """Tell whether the topic is named after what is counted, as « Sites clés en main » is.

    A heading right above may name another scheme, whose figures its lines give.
    """
    headed = headings.above(scene, sentence)
    about = headed or scene.topic
    words = plain(about.label).split() if about else []
    return noun.strip().partition(" ")[0] in words


def _number_of(scene: Scene, quantity: Quantity, of: re.Match[str]) -> Measured | None:
    """« les territoires sont désormais au nombre de 136 »."""
    noun = " " + re.sub(r"^.*\b(?:les|des) ", "", of["noun"])
    for indicator, pattern in measures.COUNTS:
        if pattern.match(noun):
            start = scene.plain.rfind("desormais", of.start(), quantity.start)
            at = start if start >= 0 else scene.plain.rfind("au nombre", 0, quantity.start)
            return indicator, "figure.number-of", quantity.end, at
    return None
