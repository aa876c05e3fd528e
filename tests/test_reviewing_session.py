"""A review in the terminal: each answer does what it says and is kept at once."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pdf_files import pdf
from reviewing_desk import LETTER, ROOT, answer, bare, read, review, snapshot, whole_answers
from tdi_graph import saving
from tdi_graph.assembly import assemble, digests
from tdi_graph.cli import main
from tdi_graph.documents import read_folder
from tdi_graph.errors import DataError
from tdi_graph.extraction.reading import text_of
from tdi_graph.reviewing import decisions
from tdi_graph.reviewing.decisions import Review, Verdict
from tdi_graph.reviewing.terminal import Terminal
from tdi_graph.verification import verify

THINGS = whole_answers()[:10]  # the new things, before the first statement


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return bare(tmp_path / "copy")


def decided(root: Path) -> Review:
    return decisions.load(root, "ateliers")


def verdicts(root: Path) -> list[str]:
    return [decision.verdict.value for decision in decided(root).decisions]


def test_a_whole_review_gives_a_document_its_statements(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, whole_answers())
    assert review(root, str(LETTER)) == 0
    assert verdicts(root) == [*["accepted"] * 3, "rejected", "accepted", "corrected"]
    told = capsys.readouterr()
    assert "ateliers: 4 accepted, 1 corrected, 1 rejected, 0 added; 0 to decide" in told.err
    assert "›doté de 12 millions d’euros‹" in told.out
    assert "doc:ateliers a tdi:Document" in read(root, "data/documents.ttl")
    assert "orga:agence-des-ateliers a tdi:Agency" in read(root, "data/entities/organisations.ttl")
    said = read(root, "data/statements/ateliers.trig")
    assert said.count("tdi:foundBy") == 5
    assert '"figure.jobs-created" , "reviewer.corrected"' in said
    assert 'oa:exact "créera 150 emplois d’ici 2027"' in said


def test_what_was_reviewed_is_built_from_its_text(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, whole_answers())
    assert review(root, str(LETTER)) == 0
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "letter.txt").write_bytes(LETTER.read_bytes())
    before = read(root, "data/statements/ateliers.trig")
    assert review(root, "--refresh", "--documents", str(tmp_path / "texts")) == 0
    assert read(root, "data/statements/ateliers.trig") == before


def test_a_review_goes_on_where_it_stopped(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, [*THINGS, "a", "q"])
    assert review(root, str(LETTER)) == 0
    assert verdicts(root) == ["accepted"]
    capsys.readouterr()
    answer(monkeypatch, ["a", "q"])
    assert review(root, str(LETTER)) == 0
    assert capsys.readouterr().out.startswith("\n5 to decide")
    assert verdicts(root) == ["accepted", "accepted"]


def test_the_end_of_the_input_keeps_what_was_decided(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, [*THINGS, "a", "r"])
    assert review(root, str(LETTER)) == 0
    assert verdicts(root) == ["accepted"]


def test_nothing_is_written_before_the_first_decision(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(root)
    answer(monkeypatch, ["s", "s", "s", "s", "s", "q"])
    assert review(root, str(LETTER)) == 0
    assert snapshot(root) == before


def test_what_names_an_unknown_thing_cannot_be_accepted(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, ["s", "s", "s", "s", "a", "q"])
    assert review(root, str(LETTER)) == 0
    told = capsys.readouterr().out
    assert "cannot be accepted: schema:observationAbout names scheme:ateliers-de-demain" in told
    assert verdicts(root) == []


def test_a_statement_that_the_rules_missed_is_added(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = [
        "tdi:involvedIn scheme:ateliers-de-demain",
        "tdi:role c:operating",
        "tdi:agent orga:agence-des-ateliers",
        "evidence piloté par l'Agence des ateliers",
    ]
    answer(monkeypatch, [*THINGS, "n", "3", *typed, "", "q"])
    assert review(root, str(LETTER)) == 0
    added = decided(root).decisions[0]
    assert added.verdict is Verdict.ADDED
    assert added.found_by == ("reviewer.added",)
    said = read(root, "data/statements/ateliers.trig")
    assert 'tdi:foundBy "reviewer.added"' in said
    assert 'oa:exact "piloté par l’Agence des ateliers"' in said


def test_a_decision_is_undone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, [*THINGS, "a", "a", "u", "q"])
    assert review(root, str(LETTER)) == 0
    assert verdicts(root) == ["accepted"]


def test_a_thing_known_by_another_name_takes_that_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, ["k", "orga:nobody", "k", "orga:anct", "q"])
    assert review(root, str(LETTER)) == 0
    assert '"Agence des ateliers"@fr' in read(root, "data/entities/organisations.ttl")
    assert decided(root).things[0].known == "orga:anct"


def test_a_person_is_not_known_as_a_fund(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(root)
    answer(monkeypatch, ["k", "scheme:fonds-vert", "k", "back", "q"])
    assert review(root, str(LETTER)) == 0
    assert "scheme:fonds-vert is no body" in capsys.readouterr().out
    assert snapshot(root) == before


def test_what_was_just_accepted_is_known_for_the_next(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "deux.txt"
    letter.write_text(
        "Le bilan\n\nVille-Neuve, le 3 mars 2026\n\nJeanne Martin, ministre du Budget, et Anne"
        " Petit, ministre de la Ville, ont salué le programme Territoires d’industrie.\n",
        "utf-8",
    )
    answer(monkeypatch, ["a", "", "", "k", "orga:ministere-de-la-ville", "q"])
    assert review(root, str(letter)) == 0
    assert [thing.known for thing in decisions.load(root, "deux").things] == [
        "",
        "orga:ministere-de-la-ville",
    ]


def test_a_question_is_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken_back = ["a", "back", "a", "", "back", "r", "", "back"]
    answer(monkeypatch, [*taken_back, *THINGS, "r", "back", "n", "1", "back", "c", "back", "q"])
    assert review(root, str(LETTER)) == 0
    told = capsys.readouterr()
    assert "write something, or “back”" in told.out
    assert "1 of 4 new things" in told.out
    assert verdicts(root) == []
    assert "6 to decide\nnext: the same command goes on here" in told.err


def test_what_cannot_be_typed_is_told_and_asked_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ["z", "c", "value 12", "", "schema:value douze", "", "evidence pas dans ce texte", ""]
    bad += ["", "schema:vaule 12.0", "", "schema:vaule", "schema:value 12", ""]
    answer(monkeypatch, [*THINGS, *bad, "evidence 9000-9001", "", "back", "q"])
    assert review(root, str(LETTER)) == 0
    told = capsys.readouterr().out
    assert "“z” is no answer here" in told
    assert "“value” is no predicate" in told
    assert "not valid Turtle: douze is not a valid RDF object →" in told
    assert "nothing is corrected" in told
    assert "A figure has no such property (schema:vaule" in told
    assert "A value is a decimal number" in told
    assert "“pas dans ce texte” is not in ateliers" in told
    assert "9000-9001 lies outside" in told
    assert verdicts(root) == []


def test_all_that_can_be_accepted_is_accepted_without_asking(root: Path) -> None:
    assert review(root, str(LETTER), "--accept-all") == 0
    assert verdicts(root) == ["accepted"] * 6
    assert [thing.verdict for thing in decided(root).things] == ["accepted"] * 4


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.txt"], "neither a file nor a catalogued document"),
        ([], "no document is named"),
        (["--refresh"], "name their folder with --documents DIR"),
        (["undated.txt"], "no date was found in the text"),
        (["undated.txt", "--estimated", "2021"], "an estimated date has its reason"),
        (["undated.txt", "--estimated", "hier", "--because", "x"], "is not a date"),
        (["undated.txt", "--issued", "hier"], "is not a date"),
        (["empty.txt"], "the file is empty"),
        ([str(LETTER), "--slug", "Pas Un Slug"], "is no slug"),
    ],
)
def test_bad_input_is_told_and_nothing_is_written(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    (tmp_path / "empty.txt").write_text("")
    undated = LETTER.read_text("utf-8").replace("Ville-Neuve, le 3 mars 2026\n\n", "")
    (tmp_path / "undated.txt").write_text(undated, "utf-8")
    before = snapshot(root)
    assert review(root, *arguments) == 1
    assert told in capsys.readouterr().err
    assert snapshot(root) == before


@pytest.mark.parametrize("url", ["pas une adresse", "creuse.example/page", "ftp://a.example/b"])
def test_an_address_is_one_or_is_told(
    root: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    before = snapshot(root)
    assert review(root, str(LETTER), "--accept-all", "--url", url) == 1
    assert f"« {url} » is no address" in capsys.readouterr().err
    assert snapshot(root) == before


def test_a_second_document_with_the_same_title_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(root, str(LETTER), "--accept-all") == 0
    page = tmp_path / "page.md"
    page.write_text("# " + LETTER.read_text("utf-8"), "utf-8")
    before = snapshot(root)
    assert review(root, str(page), "--accept-all") == 1
    assert "doc:ateliers bears this title already" in capsys.readouterr().err
    assert snapshot(root) == before
    assert review(root, str(page), "--accept-all", "--title", "Le même, en page") == 0


def test_an_undated_document_gets_its_date_here(root: Path, tmp_path: Path) -> None:
    undated = LETTER.read_text("utf-8").replace("Ville-Neuve, le 3 mars 2026\n\n", "")
    (tmp_path / "undated.txt").write_text(undated, "utf-8")
    dated = ["--estimated", "2026-03", "--because", "parle du bilan de mars 2026"]
    assert review(root, "undated.txt", "--accept-all", *dated) == 0
    assert "tdi:estimatedDate" in read(root, "data/documents.ttl")
    said = read(root, "data/statements/undated.trig")
    assert said.count("tdi:dateBasis c:estimated") == 6
    assert '"2026-03"^^xsd:gYearMonth' in said


def test_a_damaged_review_is_told_with_its_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(root, str(LETTER), "--accept-all") == 0
    path = root / "data" / "reviews" / "ateliers.yaml"
    text = path.read_text("utf-8")
    for old, new, told in (
        ("- accepted: ateliers", "- liked: ateliers", "“liked” is no field"),
        ("  rule: figure", "  rool: figure", "“rool” is no field"),
        ("document: ateliers", "document: another", "this is no review of ateliers"),
        ("decisions:", "decisions: 12 #", "not YAML"),
    ):
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        assert review(root, str(LETTER), "--accept-all") == 1
        error = capsys.readouterr().err
        assert "ateliers.yaml" in error
        assert told in error


def test_statements_that_do_not_follow_are_not_overwritten(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(root, str(LETTER), "--accept-all") == 0
    path = root / "data" / "statements" / "ateliers.trig"
    path.write_text(path.read_text("utf-8").replace("14.0", "15.0"), "utf-8")
    before = snapshot(root)
    assert review(root, str(LETTER), "--accept-all") == 1
    assert "review --refresh" in capsys.readouterr().err
    assert snapshot(root) == before


def test_a_decision_taken_away_with_its_statement_is_asked_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, [*THINGS, "a", "q"])
    assert review(root, str(LETTER)) == 0
    (name,) = (decision.name for decision in decided(root).decisions)
    path = root / "data/reviews/ateliers.yaml"
    path.write_text(path.read_text("utf-8").partition("decisions:")[0] + "decisions: []\n", "utf-8")
    assert review(root, str(LETTER)) == 1
    assert f"({name}) → " in capsys.readouterr().err
    (root / "data/statements/ateliers.trig").unlink()
    answer(monkeypatch, ["a", "q"])
    assert review(root, str(LETTER)) == 0
    assert [decision.name for decision in decided(root).decisions] == [name]


def test_a_thing_that_changes_what_was_decided_loses_no_statement(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    things = ["s", "s", "s", "a", "", "Workshops of Tomorrow"]
    answer(monkeypatch, [*things, "a", "c", "tdi:agent orga:etat", "", "q"])
    assert review(root, str(LETTER)) == 0
    before = read(root, "data/statements/ateliers.trig")
    assert "tdi:agent orga:etat" in before
    capsys.readouterr()
    answer(monkeypatch, ["k", "orga:anct", "s", "s", "a", "a", "a", "q"])
    assert review(root, str(LETTER)) == 1
    assert "run tdi-graph review --refresh" in capsys.readouterr().err
    assert read(root, "data/statements/ateliers.trig") == before
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "letter.txt").write_bytes(LETTER.read_bytes())
    assert review(root, "--refresh", "--documents", str(tmp_path / "texts")) == 0
    assert read(root, "data/statements/ateliers.trig") == before
    answer(monkeypatch, ["s", "s", "a", "q"])
    assert review(root, str(LETTER)) == 0
    assert "tdi:agent orga:etat" in read(root, "data/statements/ateliers.trig")


def test_a_document_is_not_catalogued_under_the_name_of_another(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(root, str(LETTER), "--accept-all") == 0
    other = tmp_path / "ateliers.txt"
    other.write_text(LETTER.read_text("utf-8") + "Et voilà.\n", "utf-8")
    before = snapshot(root)
    assert review(root, str(other), "--accept-all") == 1
    assert "ateliers is catalogued with another text" in capsys.readouterr().err
    assert snapshot(root) == before


def test_who_is_cut_off_between_two_files_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, [*THINGS, "a", "q"])
    assert review(root, str(LETTER)) == 0
    path = root / "data" / "statements" / "ateliers.trig"
    before = path.read_bytes()
    answer(monkeypatch, ["a", "q"])
    assert review(root, str(LETTER)) == 0
    path.write_bytes(before)  # as if the second decision had just been written
    answer(monkeypatch, ["a", "q"])
    assert review(root, str(LETTER)) == 0
    assert read(root, "data/statements/ateliers.trig").count("tdi:foundBy") == 3


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot be written"):
        saving.save(tmp_path / "file" / "below", "text")


@pytest.mark.skipif(sys.platform == "win32", reason="NOT RUN: there is no pty here")
def test_ctrl_c_in_a_terminal_keeps_what_was_decided(root: Path) -> None:
    ours, theirs = pty.openpty()
    given = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "tdi_graph", "review", str(LETTER), "--root", str(root)]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=given, start_new_session=True
    ) as process:
        os.close(theirs)
        for line in [*THINGS, "a"]:
            os.write(ours, f"{line}\n".encode())
        written = root / "data" / "reviews" / "ateliers.yaml"
        for _ in range(3_600):
            if written.exists() and "- accepted: ateliers-figure" in written.read_text("utf-8"):
                break
            time.sleep(0.05)
        process.send_signal(2)
        assert process.wait(120) == 130
    os.close(ours)
    assert verdicts(root) == ["accepted"]
    assert main(["review", str(LETTER), "--accept-all", "--root", str(root)]) == 0


def test_who_interrupts_is_told_where_it_goes_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter([*THINGS, "a"])

    def typed(_terminal: Terminal, _question: str) -> str:
        if (given := next(answers, None)) is None:
            raise KeyboardInterrupt
        return given

    monkeypatch.setattr(Terminal, "line", typed)
    assert review(root, str(LETTER)) == 130
    assert verdicts(root) == ["accepted"]
    assert "5 to decide\nnext: the same command goes on here" in capsys.readouterr().err


PAGE = """<html lang="fr"><head><title>Ateliers</title></head><body><h1>Ateliers de demain</h1>
<p>Ville-Neuve, le 3 mars 2026</p>
<p>Le programme national « Ateliers de demain » est doté de 12 millions d’euros et il soutient
14 projets industriels dans les communes rurales du pays.</p></body></html>"""
LINES = [
    "Ateliers de demain : un premier bilan",
    "",
    "Ville-Neuve, le 3 mars 2026",
    "",
    "Le programme national « Ateliers de demain » est doté de 12 millions d’euros.",
    "Le Gouvernement a retenu 14 projets industriels dans les communes rurales du pays.",
]


@pytest.mark.parametrize(
    ("name", "data"), [("page.html", PAGE.encode()), ("letter.pdf", pdf([LINES]))]
)
def test_the_passages_of_a_page_and_of_a_pdf_are_read_again_in_their_text(
    root: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / "texts").mkdir()
    path = tmp_path / "texts" / name
    path.write_bytes(data)
    given = ["--title", "Ateliers de demain", "--url", "https://example.org/ateliers"]
    assert review(root, str(path), "--accept-all", *given) == 0
    authored = assemble(root)
    slugs = digests(authored.quads)
    texts = read_folder(path.parent, slugs, text_of)
    number, faults = verify(authored, texts)
    assert number > 0
    assert faults == []
    assert "schema:value 12000000.0" in read(root, f"data/statements/{path.stem}.trig")
    assert "schema:url <https://example.org/ateliers>" in read(root, "data/documents.ttl")
