"""From a document's text to statements with evidence, by a cascade of rules.

Names, numbers and times are found first, then frames, then the thing that each figure and each
role is said of; what is unsure is left out. The same bytes give the same statements.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from tdi_graph.extraction import assembling, topic
from tdi_graph.extraction.assembling import Candidate
from tdi_graph.extraction.authority import Authority
from tdi_graph.extraction.findings import Finding
from tdi_graph.extraction.frames import (
    agreements,
    aims,
    events,
    figures,
    offices,
    pledges,
    quotations,
    relations,
)
from tdi_graph.extraction.frames.figure import Figure, Reason
from tdi_graph.extraction.proposals import Proposal
from tdi_graph.extraction.scene import Scene
from tdi_graph.extraction.tokens import Words
from tdi_graph.extraction.view import OFF_TOPIC, Reading

__all__ = ["Authority", "Candidate", "Extraction", "NumberNote", "Proposal", "extract"]

# After offices, which show the persons that all the others name.
FRAMES: tuple[Callable[[Scene], Iterator[Finding]], ...] = (
    relations.find,
    agreements.find,
    agreements.passive,
    agreements.signatories,
    events.find,
    pledges.find,
    quotations.find,
    aims.find,
)


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class NumberNote:
    """What became of a number at ``start`` to ``end`` of the text, and why."""

    start: int
    end: int
    text: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the rules found in a document."""

    statements: tuple[Candidate, ...]
    proposals: tuple[Proposal, ...]
    numbers: tuple[NumberNote, ...]
    faults: tuple[str, ...] = ()
    """Which rules failed, and where: what they would have found is missing."""


def extract(reading: Reading, authority: Authority) -> Extraction:
    """Return the statements that ``reading`` makes, and the new things that they name.

    A text in another language makes none; nor does one about something else, if it is long enough
    to tell and names no known scheme.
    """
    if _is_empty(reading, authority):
        return Extraction((), (), ())
    scene, faults = Scene(reading, authority), list[str]()
    findings = list(_found(offices.find, scene, faults))
    scene.recall()
    findings.extend(finding for frame in FRAMES for finding in _found(frame, scene, faults))
    judged = list(_found(figures.find, scene, faults))
    found = [item for item in judged if isinstance(item, Figure)]
    candidates = assembling.assemble(scene, found, findings)
    proposals = scene.ledger.proposals(assembling.used(candidates))
    numbers = tuple(_note(scene, item) for item in judged)
    return Extraction(candidates, proposals, numbers, tuple(faults))


def _found(rules: Callable[[Scene], Iterable[_T]], scene: Scene, faults: list[str]) -> Iterator[_T]:
    """Yield what rules find in a text; where they fail, what they found before is kept.

    Nobody has read the texts to come: a fault of one rule must not cost what all others find.
    """
    try:
        yield from rules(scene)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        last = extract_tb(error.__traceback__)[-1]
        faults.append(f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}")


def _is_empty(reading: Reading, authority: Authority) -> bool:
    because = reading.empty_because or ""
    if not because.startswith(OFF_TOPIC):
        return bool(because)
    if len(reading.view.text.split()) <= topic.A_FEW_LINES:
        return False
    named = authority.gazetteer.find(Words(reading.view.text))
    return not any(mention.entity.sort == "scheme" for mention in named)


def _note(scene: Scene, item: Figure | Reason) -> NumberNote:
    quantity = item.quantity
    start, end = scene.view.original(quantity.start, quantity.end)
    if isinstance(item, Figure):
        verdict, reason = "figure", f"{item.rule}, about {item.subject.label}"
    else:
        verdict, reason = "no figure", item.reason
    return NumberNote(start, end, scene.reading.text[start:end], verdict, reason)
