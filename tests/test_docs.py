"""What the documentation says is executed: commands, queries, numbers, links, verbs."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from tdi_graph import resources
from tdi_graph.cli import main, verbs
from tdi_graph.statements import Kind
from tdi_graph.store import Dataset, EmbeddedStore

ROOT = resources.root()
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# The files that commands of the documentation name, and the verbs that write to data/.
EXAMPLES = {
    "ti_geom.geojson": "importing/territories.geojson",
    "proposed.sssom.tsv": "importing/proposed.sssom.tsv",
}
WRITING = {"import"}
TEXTS = ROOT.parent / "shared" / "documents"
FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
MARKED = re.compile(r"<!-- (\w+) -->([\d ,.]+)<!-- /\1 -->")
LINKED = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def blocks(language: str) -> list[tuple[str, str]]:
    return [
        (page.name, text)
        for page in PAGES
        for name, text in FENCED.findall(page.read_text("utf-8"))
        if name == language
    ]


def commands() -> list[str]:
    lines = (line.strip() for _, text in blocks("sh") for line in text.splitlines())
    return [line for line in lines if line.startswith("tdi-graph ")]


@pytest.mark.parametrize("command", commands())
def test_each_command_runs(
    command: str, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "../shared" in command and not TEXTS.is_dir():
        pytest.skip("NOT RUN: the source texts are not at hand")
    monkeypatch.chdir(tmp_path)
    # As after the first of them, which builds a release.
    shutil.copytree(released, tmp_path / "build" / "release")
    for example, name in EXAMPLES.items():
        shutil.copy(ROOT / "tests" / "cases" / name, tmp_path / example)
    if shlex.split(command)[1] in WRITING:
        copied = tmp_path / "checkout"
        for folder in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / folder, copied / folder)
        monkeypatch.setattr(resources, "root", lambda: copied)
    arguments = [word.replace("../shared/documents", str(TEXTS)) for word in shlex.split(command)]
    assert main(arguments[1:]) == 0


@pytest.mark.parametrize(("page", "query"), blocks("sparql"))
def test_each_query_has_answers(store: EmbeddedStore, page: str, query: str) -> None:
    found = store.evaluate(query, Dataset())
    assert isinstance(found, QuerySolutions), page
    assert list(found), page


def test_the_numbers_are_true(store: EmbeddedStore) -> None:
    said = dict(MARKED.findall((ROOT / "README.md").read_text("utf-8")))
    counted = {
        kind.iri.value.rpartition("#")[2]: len(
            store.select(f"SELECT ?s {{ ?s a <{kind.iri.value}> }}").rows
        )
        for kind in Kind
    }
    counted["statements"] = sum(counted.values())
    counted["questions"] = len(list((ROOT / "queries").glob("*.rq")))
    # What rules found is counted in test_reviewing_rebuilding.py.
    assert said.keys() == counted.keys() | {"found", "unchanged", "corrected", "added"}
    assert {name: int(said[name]) for name in counted} == counted


def test_the_changelog_counts_the_first_edition(store: EmbeddedStore) -> None:
    first = len(store.select("SELECT ?s { ?s tdi:since 1 }").rows)
    assert f"First edition: {first} statements" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_pictures_are_shown_and_light() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [picture.stem for picture in pictures] == ["entity", "relations"]
    for picture in pictures:
        png = picture.read_bytes()
        assert f"(docs/pictures/{picture.name})" in readme
        assert len(png) <= 150_000
        assert int.from_bytes(png[16:20]) == 1280


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_each_link_leads_somewhere(page: Path) -> None:
    targets = [page.parent / target for target in LINKED.findall(page.read_text("utf-8"))]
    assert [str(target) for target in targets if not target.exists()] == []


def test_each_verb_is_in_the_documentation() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [verb.name for verb in verbs() if f"tdi-graph {verb.name}" not in text] == []


@pytest.mark.parametrize("target", ["serve", "test"])
def test_the_two_commands_are_targets(target: str) -> None:
    assert f"\n{target}: " in (ROOT / "Makefile").read_text("utf-8")
