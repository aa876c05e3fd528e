"""The evaluation's report as text, and the floors under its scores, which only rise."""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tdi_graph.extraction.evaluation import Report
from tdi_graph.extraction.scoring import KINDS, LEVELS, Fact

_FIGURES = ("precision", "recall", "f1")
_DIGITS = 1000
_ENDS = ("subject", "person", "what", "predicate", "measure", "title", "value", "object", "date")
_WIDEST = 90


def render(report: Report) -> str:
    """Write the scores, the rules and the times as a table."""
    return "\n".join([*_scores(report), "", *_rules(report), "", *_times(report), ""])


def _scores(report: Report) -> Iterable[str]:
    yield f"{'level':6}{'kind':10}{'right':>6}{'wrong':>6}{'missed':>7}{'P':>7}{'R':>7}{'F1':>7}"
    for level in LEVELS:
        for kind in (*KINDS, None):
            score = report.score(level, kind)
            yield (
                f"{level:6}{kind or 'ALL':10}{score.right:6}{score.wrong:6}{score.missed:7}"
                f"{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
            )
    yield f"facts that rest on a trap: {report.trapped}"


def _rules(report: Report) -> Iterable[str]:
    yield f"{'rule':40}{'facts':>6}{'right':>6}{'P':>7}"
    for rule, tally in report.rules.items():
        yield f"{rule:40}{tally.hits:6}{tally.right:6}{tally.precision:7.3f}"


def _times(report: Report) -> Iterable[str]:
    yield f"{'document':40}{'facts':>6}{'ms':>8}"
    for document in report.documents:
        yield f"{document.name:40}{len(document.facts):6}{document.seconds * 1000:8.1f}"
    yield from _faults(report)


def _faults(report: Report) -> Iterable[str]:
    for document in report.documents:
        yield from (f"a rule failed on {document.name}: {fault}" for fault in document.faults)


def mistakes(report: Report, level: str = "core") -> str:
    """List the facts that were found wrong and those that were missed, by document."""
    lines = []
    for document in report.documents:
        marks = document.marks[level]
        rules = {id(f): rule for f, rule in zip(document.facts, document.rules, strict=True)}
        lines.append(f"== {document.name}")
        lines += [f"wrong   {_told(fact)}  [{rules[id(fact)]}]" for fact in marks.wrong]
        lines += [f"trapped {_told(fact)}  [{rules[id(fact)]}]" for fact in marks.trapped]
        lines += [f"missed  {_told(fact)}" for fact in marks.missed]
    return "\n".join([*lines, ""])


def _told(fact: Fact) -> str:
    ends = " · ".join(str(fact[end]) for end in _ENDS if fact.get(end) is not None)
    words = " ".join(str(fact.get("evidence") or "").split())
    return f"{fact['kind']}: {ends} « {words[:_WIDEST]} »"


@dataclass(frozen=True, slots=True)
class Floors:
    """What a set of documents must reach: scores by level, kind and name; and the most traps."""

    scores: Mapping[str, Mapping[str, Mapping[str, float]]]
    trapped: int

    def broken(self, report: Report) -> list[str]:
        """Say which scores lie under their floor, if traps were sprung, and where rules failed."""
        here = reached(report)
        found = [
            f"{level} {kind} {name}: {here.scores[level][kind][name]:.3f} is under {floor:.3f}"
            for level, kinds in self.scores.items()
            for kind, figures in kinds.items()
            for name, floor in figures.items()
            if here.scores[level][kind][name] < floor
        ]
        if here.trapped > self.trapped:
            found.append(f"{here.trapped} facts rest on a trap: more than {self.trapped}")
        return [*found, *_faults(report)]

    def lifted(self, report: Report) -> "Floors":
        """Return the floors lifted to what a report reached; none is lowered."""
        here = reached(report)
        scores = {
            level: {
                kind: {
                    name: max(value, self.scores.get(level, {}).get(kind, {}).get(name, 0.0))
                    for name, value in figures.items()
                }
                for kind, figures in kinds.items()
            }
            for level, kinds in here.scores.items()
        }
        return Floors(scores, min(self.trapped, here.trapped))


NO_FLOORS = Floors({}, sys.maxsize)


def reached(report: Report) -> Floors:
    """Return the scores of a report, rounded down, in the form of floors."""
    scores = {
        level: {
            kind or "all": {
                name: math.floor(getattr(report.score(level, kind), name) * _DIGITS) / _DIGITS
                for name in _FIGURES
            }
            for kind in (*KINDS, None)
        }
        for level in LEVELS
    }
    return Floors(scores, report.trapped)


def read_floors(path: Path) -> dict[str, Floors]:
    """Read the floors of each set of documents; a file that is not there has none."""
    if not path.is_file():
        return {}
    held = json.loads(path.read_text("utf-8"))
    return {name: Floors(each["scores"], each["trapped"]) for name, each in held.items()}


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Write the floors, one set of documents after the other."""
    held = {name: asdict(each) for name, each in sorted(floors.items())}
    path.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", "utf-8")
