"""The five documents' statements follow from their texts, the rules and the decisions."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewing_desk import ROOT, TEXTS, checkout, read
from tdi_graph.cli import main
from tdi_graph.reviewing import decisions, desk, rebuilding
from tdi_graph.reviewing.decisions import Decision, Verdict
from tdi_graph.reviewing.rebuilding import Rebuilt
from tdi_graph.store import EmbeddedStore

README = ROOT / "README.md"
SLUGS = sorted(path.stem for path in (ROOT / "data" / "statements").glob("*.trig"))
NEEDS_TEXTS = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="NOT RUN: the source texts are not at hand"
)


@pytest.fixture(scope="module")
def rebuilt() -> dict[str, Rebuilt]:
    return {each.slug: each for each in rebuilding.rebuild_all(desk.open_desk(ROOT), TEXTS)}


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return checkout(tmp_path / "copy")


def build(root: Path) -> int:
    arguments = ["--no-shacl", "--root", str(root), "--out", str(root / "release")]
    return main(["build", "--documents", str(TEXTS), *arguments])


@NEEDS_TEXTS
@pytest.mark.parametrize("slug", SLUGS)
def test_the_statements_follow_byte_for_byte(rebuilt: dict[str, Rebuilt], slug: str) -> None:
    assert rebuilt[slug].text == read(ROOT, f"data/statements/{slug}.trig")


@NEEDS_TEXTS
@pytest.mark.parametrize("slug", SLUGS)
def test_each_candidate_is_decided_and_each_decision_applies(
    rebuilt: dict[str, Rebuilt], slug: str
) -> None:
    assert [c.name for c in rebuilt[slug].outcome.undecided] == []
    assert [d.name for d in rebuilt[slug].outcome.stale] == []


@NEEDS_TEXTS
@pytest.mark.parametrize("slug", SLUGS)
def test_a_review_is_written_as_it_is_read(rebuilt: dict[str, Rebuilt], slug: str) -> None:
    written = decisions.write(rebuilt[slug].review, rebuilding.place_of(rebuilt[slug]))
    assert written == read(ROOT, f"data/reviews/{slug}.yaml")


@NEEDS_TEXTS
def test_a_build_from_the_texts_says_so(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(copy) == 0
    told = capsys.readouterr().err
    assert "statements made anew from 5 documents" in told
    assert "wrote" in told


DIFFERENCES = [
    ("schema:value 148.0", "schema:value 149.0", ("value is 149 in the file", "give 148")),
    ("c:expected", "c:observed", ("modality is observed in the file", "give expected")),
    ('"office.apposition"', '"reviewer.added"', ("found by is", "reviewer.added", "apposition")),
]


@NEEDS_TEXTS
@pytest.mark.parametrize(("old", "new", "said"), DIFFERENCES)
def test_a_difference_fails_the_build_in_words(
    copy: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: tuple[str, ...]
) -> None:
    path = copy / "data" / "statements" / "cp-483.trig"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert build(copy) == 1
    told = capsys.readouterr().err
    assert "st:cp-483-" in told
    assert [words for words in said if words not in told] == []
    assert not (copy / "release").exists()


@NEEDS_TEXTS
def test_a_statement_too_many_and_one_too_few_are_named(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "data" / "reviews" / "cp-483.yaml"
    first, _, rest = path.read_text("utf-8").partition("- accepted: ")
    dropped, _, kept = rest.partition("\n- ")
    path.write_text(f"{first}- {kept}", "utf-8")
    assert build(copy) == 1
    told = capsys.readouterr().err
    assert dropped.partition("\n")[0] in told
    assert "the file has it, but text and decisions do not give it" in told
    assert "cp-483: 1 to decide" in told


@NEEDS_TEXTS
def test_a_decision_that_no_longer_applies_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "data" / "reviews" / "cp-483.yaml"
    text = path.read_text("utf-8")
    hash_ = re.search(r"content: '?(\w{8})", text)
    assert hash_
    path.write_text(text.replace(hash_[1], "00000000", 1), "utf-8")
    assert build(copy) == 1
    told = capsys.readouterr().err
    assert "was accepted, but is no longer found so" in told
    assert "review --refresh" in told


@NEEDS_TEXTS
def test_a_missing_text_is_told(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none").mkdir()
    assert main(["check", "--documents", str(tmp_path / "none"), "--root", str(copy)]) == 1
    assert "doc:cp-483: the text of this document is not at hand" in capsys.readouterr().err


@NEEDS_TEXTS
def test_the_extractor_reads_neither_statements_nor_decisions(
    copy: Path, rebuilt: dict[str, Rebuilt]
) -> None:
    shutil.rmtree(copy / "data" / "statements")
    shutil.rmtree(copy / "data" / "reviews")
    held = desk.open_desk(copy)
    for slug, path in desk.texts(held, TEXTS).items():
        found = held.examine(path, held.entries[slug])
        assert found.candidates == rebuilt[slug].examined.candidates
        assert found.proposals == rebuilt[slug].examined.proposals


CANDIDATES = """
from pathlib import Path
import sys
from tdi_graph.reviewing import desk, rebuilding
held = desk.open_desk(Path(sys.argv[1]))
for each in rebuilding.rebuild_all(held, Path(sys.argv[2])):
    print(each.text, [(c.key, c.rule) for c in each.examined.candidates])
"""


@NEEDS_TEXTS
def test_the_same_text_and_data_give_the_same_bytes() -> None:
    def run(seed: str) -> bytes:
        given = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")}
        command = [sys.executable, "-c", CANDIDATES, str(ROOT), str(TEXTS)]
        return subprocess.run(command, env=given, capture_output=True, check=True).stdout

    texts = [run(seed) for seed in ("0", "1")]
    assert texts[0] == texts[1]
    assert texts[0].count(b" a tdi:Figure") == 54


def all_decisions() -> Iterator[Decision]:
    for slug in SLUGS:
        yield from decisions.load(ROOT, slug).decisions


def test_each_statement_says_how_it_was_found(store: EmbeddedStore) -> None:
    rows = store.select("SELECT ?s ?by { ?s tdi:foundBy ?by }").rows
    held: dict[str, set[str]] = {}
    for row in rows:
        subject, by = (str(getattr(term, "value", "")) for term in row)
        held.setdefault(subject.rpartition("/")[2], set()).add(by)
    decided = {
        (d.says.name(slug) if d.says else d.name): set(d.found_by)
        for slug in SLUGS
        for d in decisions.load(ROOT, slug).decisions
        if d.verdict is not Verdict.REJECTED
    }
    assert held == decided


def test_one_triple_tells_what_was_corrected_and_what_a_rule_found(store: EmbeddedStore) -> None:
    def count(by: str) -> int:
        return len(store.select(f'SELECT ?s {{ ?s tdi:foundBy "{by}" }}').rows)

    verdicts = [decision.verdict for decision in all_decisions()]
    assert count("reviewer.corrected") == verdicts.count(Verdict.CORRECTED) > 0
    assert count("reviewer.added") == verdicts.count(Verdict.ADDED) > 0
    rules = [d.rule for d in all_decisions() if d.verdict is not Verdict.REJECTED]
    assert count("office.apposition") == rules.count("office.apposition") > 0


def test_the_share_that_rules_find_is_in_the_readme() -> None:
    told = [d.verdict for d in all_decisions() if d.verdict is not Verdict.REJECTED]
    accepted, corrected = told.count(Verdict.ACCEPTED), told.count(Verdict.CORRECTED)
    share = (accepted + corrected) / len(told)
    text = README.read_text("utf-8")
    said = dict(re.findall(r"<!-- (\w+) -->([\d ,.]+)<!-- /\1 -->", text))
    assert int(said["found"]) == int(100 * share)
    assert int(said["unchanged"]) == accepted
    assert int(said["corrected"]) == corrected
    assert int(said["added"]) == told.count(Verdict.ADDED)
    assert share >= 0.8


def test_a_rejection_has_its_reason() -> None:
    rejected = [d for d in all_decisions() if d.verdict is Verdict.REJECTED]
    assert rejected
    assert all(decision.reason for decision in rejected)
