"""Decisions after rules or data changed: matched anew, told, and nothing stated is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal

from reviewing_desk import LETTER, bare, read, review
from tdi_graph.documents import Document
from tdi_graph.reviewing import applying
from tdi_graph.reviewing.applying import Found
from tdi_graph.reviewing.content import Content, fingerprint, of_statement
from tdi_graph.reviewing.content import read as content
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.reviewing.refreshing import Refreshed, refresh
from tdi_graph.vocabulary import expand, thing

TEXT = "En tout, 12 projets sont soutenus, dont 3 projets en cours, disait-on."
DOCUMENT = Document("essai", TEXT, Path("essai.txt"))
VALUE = expand("schema:value")


def figure(value: str, start: int, end: int, more: str = "") -> Content:
    return content(
        f"""a tdi:Figure ; schema:observationAbout scheme:essai ; schema:value {value} ;
        schema:variableMeasured c:projects-supported ; schema:observationDate "2021"^^xsd:gYear ;
        tdi:modality c:observed ; {more} tdi:evidence passage:{start}-{end}""",
        "essai",
    )


SAID = figure("12.0", 9, 19)


def found(said: Content, rule: str = "figure.one") -> Found:
    return Found(said.name("essai"), said, fingerprint(said, "essai"), rule)


def accepted(said: Content) -> Decision:
    one = found(said)
    return Decision(Verdict.ACCEPTED, one.name, one.rule, one.hash)


def corrected(was: Content, says: Content) -> Decision:
    return replace(accepted(was), verdict=Verdict.CORRECTED, found=was, says=says)


def rejected(was: Content) -> Decision:
    return replace(accepted(was), verdict=Verdict.REJECTED, found=was, reason="no")


def added(says: Content) -> Decision:
    return Decision(Verdict.ADDED, says.name("essai"), says=says)


def refreshed(decisions: list[Decision], now: list[Content]) -> Refreshed:
    held = {SAID.name("essai"): SAID}
    return refresh(Review("essai", tuple(decisions)), [found(c) for c in now], DOCUMENT, held)


def outcome(done: Refreshed, now: list[Content]) -> list[Content]:
    settled = applying.settle(done.review, [found(c) for c in now], DOCUMENT)
    assert settled.stale == ()
    return [of_statement(s) for s in settled.statements]


LONGER = figure("12.0", 9, 33)
SHORTER = figure("12.0", 9, 11)
OTHER = figure("13.0", 9, 19)
CASES = [
    ("nothing changed", accepted(SAID), [SAID], Verdict.ACCEPTED, SAID),
    ("more words are quoted", accepted(SAID), [LONGER], Verdict.ACCEPTED, LONGER),
    ("fewer words are quoted", accepted(SAID), [SHORTER], Verdict.CORRECTED, SAID),
    ("another value is found", accepted(SAID), [OTHER], Verdict.CORRECTED, SAID),
    ("no rule finds it", accepted(SAID), [], Verdict.ADDED, SAID),
    ("the rule was mended", corrected(OTHER, SAID), [SAID], Verdict.ACCEPTED, SAID),
    ("the rule errs otherwise", corrected(OTHER, SAID), [SHORTER], Verdict.CORRECTED, SAID),
    ("the rule errs no more", corrected(OTHER, SAID), [], Verdict.ADDED, SAID),
    ("a rule was made for it", added(SAID), [SAID], Verdict.ACCEPTED, SAID),
    ("nothing finds it still", added(SAID), [], Verdict.ADDED, SAID),
    ("the same is found elsewhere", rejected(OTHER), [figure("13.0", 40, 49)], "rejected", None),
]


@pytest.mark.parametrize(
    ("decision", "now", "verdict", "says"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_decision_is_matched_anew(
    decision: Decision, now: list[Content], verdict: str, says: Content | None
) -> None:
    done = refreshed([decision], now)
    assert [d.verdict for d in done.review.decisions] == [verdict]
    assert outcome(done, now) == ([says] if says else [])


def test_a_rejection_of_what_is_found_no_more_is_dropped_and_told() -> None:
    done = refreshed([rejected(OTHER)], [])
    assert done.review.decisions == ()
    assert done.told == (f"{OTHER.name('essai')}: no longer found, so no longer rejected",)


def test_a_rejection_does_not_hold_for_what_says_something_else() -> None:
    now = [figure("14.0", 9, 19)]
    assert refreshed([rejected(OTHER)], now).review.decisions == ()


def test_what_holds_is_not_told() -> None:
    assert refreshed([accepted(SAID)], [SAID]).told == ()


def test_a_part_follows_its_whole_to_a_new_name() -> None:
    whole, old = LONGER.name("essai"), SAID.name("essai")
    part = figure("3.0", 40, 49, f"dcterms:isPartOf st:{old} ;")
    part_now = figure("3.0", 40, 49, f"dcterms:isPartOf st:{whole} ;")
    decisions = [added(part), accepted(SAID)]
    done = refreshed(decisions, [LONGER, part_now])
    assert done.renamed == {old: whole}
    assert [d.verdict for d in done.review.decisions] == ["accepted", "accepted"]
    said = outcome(done, [LONGER, part_now])
    assert thing("statement", whole) in said[1].values(expand("dcterms:isPartOf"))


def test_the_closest_candidate_is_taken() -> None:
    far = figure("3.0", 40, 49)
    done = refreshed([accepted(SAID), added(figure("3.0", 36, 49))], [far, OTHER])
    assert {d.name for d in done.review.decisions} == {far.name("essai"), OTHER.name("essai")}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    root = bare(tmp_path / "copy")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "letter.txt").write_bytes(LETTER.read_bytes())
    assert review(root, str(LETTER), "--accept-all") == 0
    return root


def again(root: Path) -> int:
    return review(root, "--refresh", "--documents", str(root.parent / "texts"))


def test_what_was_edited_in_the_file_becomes_a_correction(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "data" / "statements" / "ateliers.trig"
    path.write_text(path.read_text("utf-8").replace("schema:value 14.0", "schema:value 15.0"))
    capsys.readouterr()
    assert again(root) == 0
    assert "edited in the file, so corrected by the reviewer" in capsys.readouterr().out
    said = read(root, "data/statements/ateliers.trig")
    assert "schema:value 15.0" in said
    assert '"figure.projects-supported" , "reviewer.corrected"' in said
    assert "corrected: ateliers-figure" in read(root, "data/reviews/ateliers.yaml")


def test_a_refresh_without_a_change_changes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("data/statements/ateliers.trig", "data/reviews/ateliers.yaml")
    before = [read(root, name) for name in names]
    capsys.readouterr()
    assert again(root) == 0
    assert [read(root, name) for name in names] == before
    assert capsys.readouterr().err.endswith("0 decisions changed in 1 documents\n")


def test_a_content_differs_by_its_value_only_where_it_does() -> None:
    assert SAID.values(VALUE) == [Literal("12.0", datatype=expand("xsd:decimal"))]
    assert SAID.name("essai") == OTHER.name("essai")
    assert fingerprint(SAID, "essai") != fingerprint(OTHER, "essai")
