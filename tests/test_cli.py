"""The command line: what it prints, its exit codes, and one clear line for each fault."""

import csv
import io
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tdi_graph import resources
from tdi_graph.cli import HOMES, main, parser, verbs

ROOT = resources.root()
TEXTS = ROOT.parent / "shared" / "documents"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without a release."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def built(elsewhere: Path, released: Path) -> Path:
    """A working folder with a release."""
    shutil.copytree(released, elsewhere / "build" / "release")
    return elsewhere


@pytest.fixture
def checkout(elsewhere: Path) -> Path:
    """A copy of the data that a test may spoil."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, elsewhere / "copy" / name)
    return elsewhere / "copy"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_without_a_verb_it_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "tdi-graph build" in capsys.readouterr().out


@pytest.mark.parametrize("verb", verbs(), ids=lambda v: v.name)
def test_each_verb_has_help_with_an_example(
    verb: object, capsys: pytest.CaptureFixture[str]
) -> None:
    name = verb.name  # type: ignore[attr-defined]
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert f"example:\n  tdi-graph {name}" in capsys.readouterr().out


def test_each_verb_is_found_in_its_home() -> None:
    assert [verb.name for verb in verbs()] == list(HOMES)
    assert all(name in {verb.name for verb in verbs(name)} for name in HOMES)


def test_who_asks_for_a_verb_waits_for_no_other() -> None:
    loaded = "import sys; from tdi_graph.cli import verbs; verbs('extract'); print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, check=True, text=True
    )
    assert "tdi_graph.cli.extracting" in told.stdout.split()
    assert not {"tdi_graph.web", "fastapi", "tdi_graph.cli.serving"} & set(told.stdout.split())


def test_an_unknown_verb_is_not_understood() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2


@pytest.mark.usefixtures("elsewhere")
def test_a_build_is_the_same_to_the_byte_and_leaves_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second, second):
        assert main(["build", "--no-shacl", "--out", str(folder)]) == 0
    names = sorted(p.name for p in first.iterdir())
    assert names == sorted(p.name for p in second.iterdir())
    assert len(names) == 2
    assert all((first / n).read_bytes() == (second / n).read_bytes() for n in names)


FAULTS = [
    ("data/statements/cp-483.trig", "schema:value 148.0", "schema:value", "not valid"),
    ("data/statements/cp-483.trig", "schema:value 148.0", "schema:valeur 148.0", "value"),
    ("data/statements/cp-483.trig", "tdi:evidence", "tdi:preuve", "evidence"),
    ("data/entities/people.ttl", "person:carole-delga a", "person:carole-d a", "carole-delga"),
    ("ontology/tdi.ttl", "tdi:Agency a owl:Class ;", "tdi:Agency a owl:Class", "not valid"),
    ("data/links.sssom.tsv", "semapv:ManualMappingCuration", "", "mapping_justification"),
    ("ontology/rules/derive/links.rq", "CONSTRUCT", "CONSTRUIT", "does not run"),
    ("queries/20-one-triple.rq", "SELECT ", "SELEC ", "syntax error"),
]


# What the shapes alone see; they take longer than all the other gates.
SEEN_BY_SHAPES = {"schema:valeur 148.0", "tdi:preuve"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_its_file_and_leaves_the_last_release(
    checkout: Path,
    built: Path,
    capsys: pytest.CaptureFixture[str],
    fault: tuple[str, str, str, str],
) -> None:
    file, old, new, words = fault
    out = built / "build" / "release"
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    spoil(checkout / file, old, new)
    gates = [] if new in SEEN_BY_SHAPES else ["--no-shacl"]
    assert main(["build", *gates, "--root", str(checkout), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert f"{checkout / file}:" in said
    assert words in said
    assert "Traceback" not in said
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before


def test_format_repairs_the_form_and_tells(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = checkout / "data" / "entities" / "people.ttl"
    before = people.read_bytes()
    people.write_bytes(before.replace(b"    skos", b"  skos"))
    assert main(["format", "--check", "--root", str(checkout)]) == 1
    assert main(["format", "--root", str(checkout)]) == 0
    assert main(["format", "--check", "--root", str(checkout)]) == 0
    assert people.read_bytes() == before
    assert f"rewrote {people}" in capsys.readouterr().err


@pytest.mark.usefixtures("elsewhere")
def test_a_saved_question_is_answered_with_a_parameter(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    name = "territories-over-time"
    assert main(["query", name, "--param", "indicator=c:project-managers", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode())))
    assert {row["value"] for row in rows} == {"50", "162"}


@pytest.mark.parametrize(
    ("query", "form", "starts"),
    [
        ("ASK { ?s a tdi:Figure }", "table", b"yes\n"),
        ("ASK { ?s a tdi:Figure }", "json", b'{"head":{},"boolean":true}'),
        (
            "SELECT ?s { ?s a tdi:Minister } ORDER BY ?s LIMIT 1",
            "table",
            b"s\n-----------------------------\nperson:agnes-pannier-runacher\n",
        ),
        ("CONSTRUCT { ?s a tdi:Fund } { ?s a tdi:Fund }", "nt", b"<https://w3id.org/tdi-graph/id/"),
        ("DESCRIBE person:carole-delga", "table", b"@prefix"),
    ],
)
def test_any_form_of_query_is_answered(
    built: Path, capfdbinary: pytest.CaptureFixture[bytes], query: str, form: str, starts: bytes
) -> None:
    path = built / "mine.rq"
    path.write_text(query, "utf-8")
    assert main(["query", str(path), "--format", form]) == 0
    assert capfdbinary.readouterr().out.startswith(starts)


@pytest.mark.usefixtures("built")
def test_a_query_comes_from_standard_input_too(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { ?s a tdi:Nothing }"))
    assert main(["query", "-"]) == 0
    assert capfdbinary.readouterr().out == b"no\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "nobody-asked-this"], "no saved question"),
        (["query", "territories-over-time", "--param", "indicator"], "NAME=VALUE"),
        (["query", "territories-over-time", "--param", "colour=red"], "colour"),
        (["query", "territories-over-time", "--format", "docx"], "no format docx"),
        (["query", "broken.rq"], "broken.rq:2: "),
        (["export", "--format", "csv"], "no format csv"),
        (["serve", "--port", "70000"], "cannot listen"),
        (["query", "territories-over-time", "--release", "nowhere"], "no release"),
        (["check", "--documents", "nowhere"], "no such folder"),
        (["annotate", "cp-483", "words"], "--documents"),
        (["annotate", "cp-999", "words", "--documents", "."], "no catalogued document"),
        (["build", "--root", "nowhere"], "no ontology/tdi.ttl"),
        (["build", "--no-shacl", "--out", "broken.rq"], "cannot be written"),
        (["export", "--out", "nowhere/x"], "cannot write"),
        (["query", "service.rq"], "SERVICE"),
        (["extract", "nowhere.txt"], "could not be read"),
    ],
)
def test_bad_input_gets_one_clear_line(
    built: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (built / "broken.rq").write_text("SELECT ?s {\n ?s ?p }", "utf-8")
    (built / "service.rq").write_text("SELECT ?s { SERVICE <http://x/> {?s ?p ?o} }", "utf-8")
    assert main(arguments) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("tdi-graph: ") or "could not be read" in last
    assert words in last


@pytest.mark.usefixtures("built")
def test_a_port_in_use_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"tdi-graph: port {port} is in use" in capsys.readouterr().err


@pytest.mark.usefixtures("elsewhere")
def test_the_export_of_a_release_is_its_own_bytes(elsewhere: Path) -> None:
    assert main(["build", "--no-shacl"]) == 0
    assert main(["export", "--out", "graph.nq"]) == 0
    manifest = json.loads((elsewhere / "build/release/manifest.json").read_text("utf-8"))
    released = (elsewhere / "build/release" / manifest["file"]).read_bytes()
    assert sorted(released.splitlines()) == sorted(
        (elsewhere / "graph.nq").read_bytes().splitlines()
    )


@pytest.mark.skipif(not TEXTS.is_dir(), reason="NOT RUN: the source texts are not at hand")
@pytest.mark.usefixtures("built")
class TestWithTheTexts:
    def test_every_passage_is_verified(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--documents", str(TEXTS)]) == 0
        said = capsys.readouterr().err
        number = said.partition(" passages verified in 5 documents")[0].split()[-3:]
        assert number[0] == number[2]

    def test_annotate_gives_the_passage(self, capsys: pytest.CaptureFixture[str]) -> None:
        words = "148 territoires d'industrie"
        assert main(["annotate", "cp-483", words, "--documents", str(TEXTS)]) == 0
        assert "/id/passage/cp-483/521-548>" in capsys.readouterr().out

    def test_annotate_refuses_other_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["annotate", "cp-483", "149 territoires", "--documents", str(TEXTS)]) == 1
        assert "is not in cp-483" in capsys.readouterr().err
