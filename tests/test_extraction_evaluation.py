"""The scores of the extraction: counted as the guidelines say, and never under their floors."""

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tdi_graph import resources
from tdi_graph.errors import DocumentError
from tdi_graph.extraction import evaluation, marksheet, measuring, scoring
from tdi_graph.extraction.evaluation import Report, evaluate
from tdi_graph.extraction.marksheet import Floors
from tdi_graph.extraction.scoring import LEVELS, Fact, Marks, Names, Score

TESTS = Path(__file__).parent
SHARED = resources.root().parent / "shared"
FLOORS = TESTS / "floors.json"
SETS = {
    "documents": (SHARED / "documents", SHARED / "gold"),
    "dev": (TESTS / "corpus" / "dev", TESTS / "corpus" / "dev"),
    "heldout": (TESTS / "corpus" / "heldout", TESTS / "corpus" / "heldout"),
    "plain": (TESTS / "corpus" / "plain", TESTS / "corpus" / "plain"),
    "fresh": (TESTS / "corpus" / "fresh", TESTS / "corpus" / "fresh"),
    "broad": (TESTS / "corpus" / "broad", TESTS / "corpus" / "broad"),
    "unseen": (TESTS / "corpus" / "unseen", TESTS / "corpus" / "unseen"),
    "releases": (TESTS / "corpus" / "releases", TESTS / "corpus" / "releases"),
    "siblings": (TESTS / "corpus" / "siblings", TESTS / "corpus" / "siblings"),
    "sealed": (TESTS / "corpus" / "sealed", TESTS / "corpus" / "sealed"),
    "regional": (TESTS / "corpus" / "regional", TESTS / "corpus" / "regional"),
    "institutional": (TESTS / "corpus" / "institutional", TESTS / "corpus" / "institutional"),
    "briefs": (TESTS / "corpus" / "briefs", TESTS / "corpus" / "briefs"),
    "portals": (TESTS / "corpus" / "portals", TESTS / "corpus" / "portals"),
    "notices": (TESTS / "corpus" / "notices", TESTS / "corpus" / "notices"),
    "varied": (TESTS / "corpus" / "varied", TESTS / "corpus" / "varied"),
}
NO_GOLD = "NOT RUN: the shared gold facts are not beside the checkout"

FIGURE: Fact = {
    "kind": "figure",
    "subject": "Fonds rural",
    "measure": "endowment_eur",
    "value": 5_000_000,
    "unit": "EUR",
    "qualifier": "about",
    "period": "/2022",
    "status": "announced",
    "scope": None,
    "evidence": "doté d’environ 5 millions d’euros d’ici 2022",
}
OFFICE: Fact = {
    "kind": "office",
    "person": "Anne Martin",
    "title": "ministre déléguée chargée de la Montagne",
    "organisation": None,
    "as_of": "2021-03-12",
    "evidence": "Anne Martin, ministre déléguée chargée de la Montagne",
}
RELATION: Fact = {
    "kind": "relation",
    "subject": "Régions",
    "predicate": "pilots",
    "object": "Fonds rural",
    "date": None,
    "evidence": "le Fonds rural est piloté par les Régions",
}
EVENT: Fact = {
    "kind": "event",
    "what": "Assemblée générale du Fonds rural",
    "date": "2021-03",
    "participants": ["Anne Martin", "Régions"],
    "evidence": "l’assemblée générale du Fonds rural, en mars 2021",
}
NAMES = Names({"Fonds rural": ["FR", "le fonds pour les campagnes"]})


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("fact", [FIGURE, OFFICE, RELATION, EVENT], ids=lambda fact: fact["kind"])
def test_a_fact_is_itself(fact: Fact, level: str) -> None:
    assert LEVELS[level](fact, fact, NAMES)


CHANGES: list[tuple[Fact, dict[str, Any], bool, bool]] = [
    (FIGURE, {"subject": "FR"}, True, True),
    (FIGURE, {"subject": "le fonds pour les campagnes"}, True, True),
    (FIGURE, {"subject": "Fonds vert"}, False, False),
    (FIGURE, {"value": 5_000_000.000001}, True, True),
    (FIGURE, {"value": 5_000_001}, True, True),
    (FIGURE, {"value": 5_100_000}, False, False),
    (FIGURE, {"value": None}, False, False),
    (FIGURE, {"unit": "euros"}, True, True),
    (FIGURE, {"unit": "percent"}, False, False),
    (FIGURE, {"unit": None}, True, True),
    (FIGURE, {"measure": "investment_eur"}, False, False),
    (FIGURE, {"qualifier": "exact"}, True, False),
    (FIGURE, {"status": "achieved"}, True, False),
    (FIGURE, {"scope": "Bretagne"}, True, False),
    (FIGURE, {"period": "2021/2022"}, True, False),
    (FIGURE, {"period": "2022"}, True, True),
    (FIGURE, {"evidence": "doté d’environ 5 millions"}, True, True),
    (FIGURE, {"evidence": "tout autre chose"}, False, False),
    (FIGURE, {"kind": "office"}, False, False),
    (OFFICE, {"person": "Anne  Martin"}, True, True),
    (OFFICE, {"person": "Jean Martin"}, False, False),
    (OFFICE, {"title": "ministre déléguée", "organisation": "chargée de la Montagne"}, True, True),
    (OFFICE, {"title": "ministre déléguée chargée de la Ville"}, False, False),
    (OFFICE, {"title": "la ministre déléguée chargée des Montagnes"}, True, True),
    (OFFICE, {"as_of": "2021-03-30"}, True, True),
    (OFFICE, {"as_of": "2020-03-12"}, True, False),
    (RELATION, {"predicate": "operates"}, False, False),
    (RELATION, {"object": "FR"}, True, True),
    (RELATION, {"date": "2021"}, True, False),
    (EVENT, {"date": "2021-03-12"}, True, True),
    (EVENT, {"date": "2021-04"}, False, False),
    (EVENT, {"what": "assemblée générale"}, True, True),
    (EVENT, {"what": "un bal"}, False, False),
    (EVENT, {"participants": ["Anne Martin"]}, True, True),
    (EVENT, {"participants": []}, True, False),
]


@pytest.mark.parametrize(("true", "change", "core", "full"), CHANGES)
def test_a_change_is_seen_at_its_level(
    true: Fact, change: dict[str, Any], *, core: bool, full: bool
) -> None:
    found = {**true, **change}
    assert [same(found, true, NAMES) for same in LEVELS.values()] == [core, full]


def test_a_date_that_the_text_leaves_open_must_be_left_open() -> None:
    true = {**OFFICE, "as_of": None}
    assert not scoring.same_full(OFFICE, true, NAMES)
    assert scoring.same_full(OFFICE, {**true, "date_if_corpus_context": "2021-03-12"}, NAMES)


def test_facts_are_counted_once_and_optional_ones_not_at_all() -> None:
    optional = {**RELATION, "optional": True}
    gold = {"facts": [FIGURE, OFFICE, optional], "traps": [{"text": "12 mars"}]}
    trapped = {**EVENT, "evidence": "le 12 mars à Paris"}
    marks = scoring.mark([FIGURE, FIGURE, RELATION, trapped], gold, scoring.same_core, NAMES)
    assert marks.scores["figure"] == Score(right=1, wanted=1)
    assert marks.scores["office"] == Score(missed=1, wanted=1)
    assert marks.scores["relation"] == Score()
    assert marks.scores["event"] == Score(wrong=1)
    assert (len(marks.good), len(marks.wrong), len(marks.missed)) == (2, 1, 1)
    assert marks.trapped == [trapped]


def test_a_score_is_precision_recall_and_their_mean() -> None:
    score = Score(right=6, wrong=2, missed=6, wanted=12)
    assert (score.precision, score.recall) == (0.75, 0.5)
    assert score.f1 == pytest.approx(0.6)
    assert Score().f1 == 0.0


def perturbed(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, most of them a little wrong, in turn."""
    changes: list[dict[str, Any]] = [
        {},
        {"subject": "autre chose", "person": "Jean Petit"},
        {"scope": "Bretagne", "as_of": "2001-01-01", "date": "2001-01-01"},
        {"evidence": "rien"},
        {"qualifier": "at_least", "participants": []},
        {"object": "autre chose", "title": "maire", "what": "un bal"},
        {"status": "planned", "period": "1999"},
    ]
    return [{**fact, **change} for fact, change in zip(facts, itertools.cycle(changes))]


def told(level: str, kind: str, score: Score) -> str:
    """Return the counts as the shared scorer prints them."""
    counts = f"tp={score.right:3d} fp={score.wrong:3d} fn={score.missed:3d} gold={score.wanted:3d}"
    return f"{level:5s} {kind:9s} {counts}"


def test_the_shared_scorer_counts_the_same(tmp_path: Path) -> None:
    gold = SHARED / "gold"
    if not gold.is_dir():
        pytest.skip(NO_GOLD)
    names = evaluation.read_names(gold)
    marks: dict[str, list[Marks]] = {level: [] for level in LEVELS}
    for path in sorted(gold.glob("0*.json")):
        true = json.loads(path.read_text("utf-8"))
        traps = [{**true["facts"][0], "evidence": trap["text"]} for trap in true["traps"]]
        found = [*perturbed(true["facts"]), *true["facts"][:3], *traps]
        (tmp_path / path.name).write_text(json.dumps({"facts": found}), "utf-8")
        for level, same in LEVELS.items():
            marks[level].append(scoring.mark(found, true, same, names))
    ours = [
        told(level, kind, sum((mark.scores[kind] for mark in marks[level]), Score()))
        for level in LEVELS
        for kind in scoring.KINDS
    ]
    command = [sys.executable, str(gold / "score.py"), str(tmp_path), str(gold)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    theirs = [line for line in printed.splitlines() if "MICRO" not in line]
    assert [line.partition(" P=")[0] for line in theirs] == ours
    trapped = [sum(len(mark.trapped) for mark in marks[level]) for level in LEVELS]
    assert [int(count) for count in re.findall(r"trap_hits=(\d+)", printed)] == trapped


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The reports of the sets that are at hand, made once."""
    return {
        name: evaluate(texts, gold)
        for name, (texts, gold) in SETS.items()
        if texts.is_dir() and gold.is_dir()
    }


@pytest.mark.parametrize("name", SETS)
def test_no_score_is_under_its_floor(reports: dict[str, Report], name: str) -> None:
    if name not in reports:
        pytest.skip(NO_GOLD)
    assert marksheet.read_floors(FLOORS)[name].broken(reports[name]) == []


def test_the_report_tells_scores_rules_and_times(reports: dict[str, Report]) -> None:
    report = reports["dev"]
    text = marksheet.render(report)
    for word in ("core", "full", "figure", "ALL", "rule", "ms", "trap"):
        assert word in text
    assert all(document.name in text for document in report.documents)
    assert sum(tally.hits for tally in report.rules.values()) == sum(
        len(document.facts) for document in report.documents
    )
    assert "missed" in marksheet.mistakes(report)


def test_floors_rise_and_never_fall(reports: dict[str, Report], tmp_path: Path) -> None:
    report = reports["dev"]
    reached = marksheet.reached(report)
    high = Floors({"core": {"all": {"precision": 1.0, "recall": 1.0, "f1": 1.0}}}, 0)
    lifted = high.lifted(report)
    assert lifted.scores["core"]["all"] == high.scores["core"]["all"]
    assert lifted.scores["full"] == reached.scores["full"]
    assert lifted.trapped == 0
    assert marksheet.NO_FLOORS.lifted(report) == reached
    assert reached.broken(report) == []
    assert any("core all recall" in line for line in high.broken(report))
    assert any("trap" in line for line in Floors({}, -1).broken(report))
    path = tmp_path / "floors.json"
    marksheet.write_floors(path, {"dev": reached})
    assert marksheet.read_floors(path) == {"dev": reached}
    assert marksheet.read_floors(tmp_path / "nowhere.json") == {}


def test_the_command_prints_and_judges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reports: dict[str, Report]
) -> None:
    assert reports
    folder = TESTS / "corpus" / "dev"
    for name in ("d15_rien_festival.txt", "d15_rien_festival.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    floors = tmp_path / "floors" / "floors.json"
    floors.parent.mkdir()
    arguments = [str(tmp_path), str(tmp_path), "--floors", str(floors), "--name", "one"]
    assert measuring.main([*arguments, "--raise", "--mistakes", "core"]) == 0
    assert marksheet.read_floors(floors)["one"].scores["core"]["all"]["f1"] == 0.0
    marksheet.write_floors(floors, {"one": Floors({"core": {"all": {"f1": 0.5}}}, 0)})
    assert measuring.main(arguments) == 1
    assert "UNDER THE FLOOR: core all f1" in capsys.readouterr().out


def test_a_folder_without_gold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DocumentError, match="no document"):
        evaluate(tmp_path, tmp_path)
    assert measuring.main([str(tmp_path), str(tmp_path)]) == 1
    assert "no document of this folder" in capsys.readouterr().err
