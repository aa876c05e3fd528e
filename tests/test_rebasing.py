"""A copy below another base: the same graph, word for word, under other IRIs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tdi_graph import release
from tdi_graph.errors import ReleaseError
from tdi_graph.vocabulary import BASE, PUBLIC_BASE, public, rebased

ROOT = Path(__file__).parents[1]
BASES = ["http://localhost:8765/", "https://graphs.example.org/a.b/tdi/"]


def run(base: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TDI_BASE_IRI": base}
    command = [sys.executable, "-m", "tdi_graph", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def quads(folder: Path) -> list[str]:
    (file,) = folder.glob("*.nq")
    return file.read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("ours")
    done = run("", "build", "--no-shacl", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return quads(folder)


@pytest.mark.parametrize("base", BASES)
def test_a_rebased_release_is_the_same_graph(base: str, ours: list[str], tmp_path: Path) -> None:
    done = run(base, "build", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    theirs = quads(tmp_path)
    assert not [line for line in theirs if PUBLIC_BASE in line]
    assert sorted(line.replace(base, PUBLIC_BASE) for line in theirs) == sorted(ours)


def test_a_question_is_asked_below_the_base_in_use(tmp_path: Path) -> None:
    done = run(BASES[0], "build", "--no-shacl", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    asked = ["query", "territories-over-time", "--format", "csv", "--release", str(tmp_path)]
    rebased_answer = run(BASES[0], *asked).stdout
    assert len(rebased_answer.splitlines()) > 5
    assert rebased_answer.count(BASES[0]) > 5


def test_a_release_of_another_base_is_not_served(tmp_path: Path) -> None:
    assert run(BASES[0], "build", "--no-shacl", "--out", str(tmp_path)).returncode == 0
    with pytest.raises(ReleaseError, match=re.escape(f"names no dataset below {BASE}")):
        release.load(tmp_path)


@pytest.mark.parametrize(
    "base",
    ["tdi", "http://localhost:8765", "ftp://a.b/", "http://a b/", "http://a/?b/", "http:///"],
)
def test_what_is_no_base_is_refused(base: str) -> None:
    done = run(base, "build")
    assert done.returncode == 2
    assert f"TDI_BASE_IRI is “{base}”, which is no base of IRIs" in done.stderr
    assert "Traceback" not in done.stderr


def test_files_are_not_rewritten_below_another_base() -> None:
    done = run(BASES[0], "format")
    assert done.returncode == 1
    assert "unset TDI_BASE_IRI" in done.stderr


def test_nothing_changes_below_the_public_base() -> None:
    assert BASE == PUBLIC_BASE
    assert rebased("<https://w3id.org/tdi-graph/x>") == "<https://w3id.org/tdi-graph/x>"
    assert public("https://w3id.org/tdi-graph/x") == "https://w3id.org/tdi-graph/x"


def test_the_redirect_keeps_the_path() -> None:
    rules = (ROOT / "ontology" / "w3id" / ".htaccess").read_text("utf-8")
    (rule,) = re.findall(r"^RewriteRule (\S+) (\S+) \[(\S+)\]$", rules, re.MULTILINE)
    pattern, target, flags = rule
    moved = re.sub(pattern, target.replace("$", "\\"), "id/person/x", count=1)
    assert moved == "https://graph.example.org/id/person/x"
    assert "NE" in flags.split(",")
