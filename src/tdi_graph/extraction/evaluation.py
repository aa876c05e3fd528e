"""How good the extraction is: scores by kind, hits of traps, each rule's precision, and time.

A document, its facts found by hand, the facts extracted from it and the rule behind each come
together here; ``measuring`` prints them, ``marksheet`` holds them against their floors.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tdi_graph import assembly, resources
from tdi_graph.errors import DocumentError, Place
from tdi_graph.extraction import Authority, Candidate, Extraction, extract, scoring
from tdi_graph.extraction.exporting import Exporter, entities
from tdi_graph.extraction.reading import read_file
from tdi_graph.extraction.scoring import KINDS, LEVELS, Fact, Marks, Names, Score
from tdi_graph.statements import Kind, opening

_SUFFIXES = (".txt", ".md", ".html", ".pdf")
# The kinds of statement that the facts of a kind are exported from.
_SOURCES = {
    "office": {Kind.TENURE},
    "figure": {Kind.FIGURE},
    "relation": {Kind.LINK, Kind.INVOLVEMENT, Kind.TENURE},
    "event": {Kind.LINK, Kind.INVOLVEMENT},
}
_UNKNOWN_RULE = "(no rule)"


@dataclass(slots=True)
class Judged:
    """A document: its facts, the rule that each comes from, its marks by level, and its time."""

    name: str
    facts: Sequence[Fact]
    rules: Sequence[str]
    marks: Mapping[str, Marks]
    seconds: float
    faults: Sequence[str] = ()
    """Which rules failed on it."""


@dataclass(slots=True)
class Tally:
    """What became of the facts that one rule found."""

    hits: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of the rule's facts that are right."""
        return self.right / self.hits if self.hits else 0.0


@dataclass(slots=True)
class Report:
    """The marks of a folder of documents."""

    documents: list[Judged] = field(default_factory=list)

    def score(self, level: str, kind: str | None = None) -> Score:
        """Return the score of all documents at a level, of one kind or of all."""
        kinds = KINDS if kind is None else (kind,)
        marks = (document.marks[level] for document in self.documents)
        return sum((m.scores[each] for m in marks for each in kinds), Score())

    @property
    def trapped(self) -> int:
        """How many facts rest on words that say no such thing."""
        return sum(len(document.marks["core"].trapped) for document in self.documents)

    @property
    def rules(self) -> dict[str, Tally]:
        """How many facts each rule found, and how many of them are right."""
        tallies: dict[str, Tally] = {}
        for document in self.documents:
            good = [id(fact) for fact in document.marks["core"].good]
            for fact, rule in zip(document.facts, document.rules, strict=True):
                tally = tallies.setdefault(rule, Tally())
                tally.hits += 1
                tally.right += id(fact) in good
        return dict(sorted(tallies.items()))


class Judge:
    """Extracts the facts of documents and marks them; made once, for the entities of a root."""

    def __init__(self, root: Path) -> None:
        """Take what may be known beforehand: the entities, never the statements."""
        known = entities(assembly.assemble(root))
        self._authority = Authority(known)
        self._exporter = Exporter(root, known)

    def judge(self, path: Path, gold: Mapping[str, Any], names: Names) -> Judged:
        """Read the document at ``path``, extract, and compare with ``gold``."""
        start = time.perf_counter()
        reading = read_file(path)
        extraction = extract(reading, self._authority)
        seconds = time.perf_counter() - start
        found = self._exporter.facts(reading, extraction)
        marks = {level: scoring.mark(found, gold, same, names) for level, same in LEVELS.items()}
        rules = _rules(found, extraction)
        return Judged(path.stem, found, rules, marks, seconds, extraction.faults)


def _rules(facts: Iterable[Fact], extraction: Extraction) -> list[str]:
    """Return the rule of each fact: the one whose statement rests on the same words."""
    by_words: dict[str, list[Candidate]] = {}
    for candidate in extraction.statements:
        by_words.setdefault(_words(candidate), []).append(candidate)
    rules = []
    for fact in facts:
        near = by_words.get(fact["evidence"], [])
        fit = (c.rule for c in near if c.statement.kind in _SOURCES[fact["kind"]])
        rules.append(next(fit, near[0].rule if near else _UNKNOWN_RULE))
    return rules


def _words(candidate: Candidate) -> str:
    """Return the words of a candidate's evidence as the facts give them."""
    said: list[str] = []
    for passage in sorted(candidate.statement.evidence, key=lambda passage: passage.start):
        said += (opening(passage.exact) if passage.abridged else passage.exact).split()
    return " ".join(said)


def evaluate(texts: Path, gold: Path, root: Path | None = None) -> Report:
    """Mark what is extracted from the documents of ``texts`` against the files of ``gold``.

    A document and its gold bear the same name; documents without gold are passed over.
    """
    names, judge = read_names(gold), Judge(root or resources.root())
    report = Report()
    for path, true in _pairs(texts, gold):
        report.documents.append(judge.judge(path, true, names))
    if not report.documents:
        what = f"no document of this folder has its facts in {gold}"
        raise DocumentError(what, do="name both folders", place=Place(texts))
    return report


def _pairs(texts: Path, gold: Path) -> Iterable[tuple[Path, Mapping[str, Any]]]:
    for path in sorted(gold.glob("*.json")):
        text = next(
            (texts / f"{path.stem}{s}" for s in _SUFFIXES if _is_file(texts, path, s)), None
        )
        if text is not None:
            yield text, json.loads(path.read_text("utf-8"))


def _is_file(texts: Path, path: Path, suffix: str) -> bool:
    return (texts / f"{path.stem}{suffix}").is_file()


def read_names(gold: Path) -> Names:
    """Read the names that stand for one another, from ``gold`` or the folder above."""
    for folder in (gold, gold.parent):
        path = folder / "aliases.json"
        if path.is_file():
            return Names(json.loads(path.read_text("utf-8")))
    return Names({})
