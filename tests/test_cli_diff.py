"""``tdi-graph diff``: two releases made of the project's data with one line changed."""

import json
import shutil
from pathlib import Path

import pytest

from tdi_graph import resources
from tdi_graph.cli import main

ROOT = resources.root()


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A release of the data, and one in which press release no. 483 says 146."""
    folder = tmp_path_factory.mktemp("diff")
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / "copy" / name)
    path = folder / "copy" / "data" / "statements" / "cp-483.trig"
    build = ["build", "--no-shacl", "--root", str(folder / "copy"), "--out"]
    assert main([*build, str(folder / "old")]) == 0
    text = path.read_text("utf-8")
    assert text.count("schema:value 148.0") == 1
    path.write_text(text.replace("schema:value 148.0", "schema:value 146.0"), "utf-8")
    assert main([*build, str(folder / "new")]) == 0
    return folder / "old", folder / "new"


def test_one_corrected_line_is_one_change_to_paste(
    releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *map(str, releases)]) == 0
    summary, document, change = capsys.readouterr().out.splitlines()
    assert summary == "- 1 figure changed."
    assert document.startswith("- “General assembly of the Territoires d’industrie: ")
    assert document.endswith("”:")
    said, _, difference = change.partition("; ")
    assert said.startswith(
        "  - changed figure: Territoires d’industrie: 146 industrial territories"
    )
    assert difference == "**value** from 148 to 146"


def test_machines_get_the_same_as_json(
    releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = releases
    (lines,) = new.glob("*.nq")
    assert main(["diff", str(old / "manifest.json"), str(lines), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["summary"] == "1 figure changed"
    assert told["counts"] == {"figure": {"changed": 1}}
    (change,) = told["changes"]
    assert (change["change"], change["kind"], change["document"]) == ("changed", "figure", "cp-483")
    assert change["properties"] == [
        {
            "property": "schema:value",
            "language": None,
            "label": "value",
            "before": ["148"],
            "after": ["146"],
        }
    ]


def test_what_only_one_release_holds_and_markdown_s_own_signs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    thing, kind = "<https://w3id.org/tdi-graph/id/scheme/x>", "<https://schema.org/Thing>"
    isa = f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {kind} .\n"
    (tmp_path / "a.nq").write_text(isa, "utf-8")
    (tmp_path / "b.nq").write_text(f'{isa}{thing} {label} "a_*b*"@en .\n', "utf-8")
    (tmp_path / "c.nq").write_text("", "utf-8")
    names = [str(tmp_path / f"{name}.nq") for name in "abc"]
    assert main(["diff", *names[:2]]) == 0
    assert r"**name** (en) “a\_\*b\*” added" in capsys.readouterr().out
    assert main(["diff", names[1], names[0]]) == 0
    assert r"**name** (en) “a\_\*b\*” removed" in capsys.readouterr().out
    assert main(["diff", *names[1:]]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "- 1 entity removed.",
        "- Outside the documents:",
        r"  - removed entity: a\_\*b\* (thing)",
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("markdown", "- The releases are identical.\n"),
        ("json", '"summary": "the releases are identical"'),
    ],
)
def test_identical_releases_say_so(
    releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str], form: str, words: str
) -> None:
    assert main(["diff", str(releases[0]), str(releases[0]), "--format", form]) == 0
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("name", ["nowhere", "nowhere.nq"])
def test_a_release_that_is_not_there_gets_one_line(
    releases: tuple[Path, Path], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["diff", str(releases[0]), str(releases[0].parent / name)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("tdi-graph: ")
    assert "there is no release here" in said.err
