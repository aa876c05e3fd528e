"""A copy below another base: the same graph, word for word, under other IRIs."""

import json
import os
import re
import runpy
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from served import listening
from tdi_graph import release, vocabulary
from tdi_graph.errors import ReleaseError
from tdi_graph.vocabulary import BASE, PUBLIC_BASE, public, rebased

ROOT = Path(__file__).parents[1]
BASES = ["http://localhost:8765/", "https://graphs.example.org/a.b/tdi/"]


def run(base: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TDI_BASE_IRI": base}
    command = [sys.executable, "-m", "tdi_graph", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def quads(folder: Path) -> list[str]:
    (file,) = folder.glob("*.nq")
    return file.read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of a release below each base, which all the gates let through."""
    folders = {base: tmp_path_factory.mktemp("copy") for base in BASES}
    for base, folder in folders.items():
        done = run(base, "build", "--out", str(folder))
        assert done.returncode == 0, done.stderr
    return folders


@pytest.mark.parametrize("base", BASES)
def test_a_rebased_release_is_the_same_graph(
    base: str, released: Path, copies: dict[str, Path]
) -> None:
    theirs = quads(copies[base])
    assert not [line for line in theirs if PUBLIC_BASE in line]
    assert sorted(line.replace(base, PUBLIC_BASE) for line in theirs) == sorted(quads(released))


def test_a_question_is_asked_below_the_base_in_use(copies: dict[str, Path]) -> None:
    asked = ["query", "territories-over-time", "--format", "csv"]
    rebased_answer = run(BASES[0], *asked, "--release", str(copies[BASES[0]])).stdout
    assert len(rebased_answer.splitlines()) > 5
    assert rebased_answer.count(BASES[0]) > 5


def test_a_release_of_another_base_is_not_served(copies: dict[str, Path]) -> None:
    with pytest.raises(ReleaseError, match=re.escape(f"names no dataset below {BASE}")):
        release.load(copies[BASES[0]])


@pytest.mark.parametrize(
    "base",
    ["tdi", "http://localhost:8765", "ftp://a.b/", "http://a b/", "http://a/?b/", "http:///"],
)
def test_what_is_no_base_is_refused(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(vocabulary.BASE_VARIABLE, base)
    held = runpy.run_path(vocabulary.__file__)
    assert held["BASE_FAULT"] == f"TDI_BASE_IRI is “{base}”, which is no base of IRIs"
    assert held["BASE"] == PUBLIC_BASE


def test_no_command_runs_below_what_is_no_base() -> None:
    done = run("tdi", "build")
    assert done.returncode == 2
    assert "TDI_BASE_IRI is “tdi”, which is no base of IRIs" in done.stderr
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


# A copy whose IRIs resolve where it is served: each is followed as it is.


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The base of a server that serves a copy below its own address, and the copy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base, folder = f"http://127.0.0.1:{port}/", tmp_path_factory.mktemp("local")
    done = run(base, "build", "--no-shacl", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "tdi_graph", "serve", "--release", str(folder)]
    with subprocess.Popen(
        [*command, "--port", str(port)],
        env={**os.environ, "TDI_BASE_IRI": base},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            listening(process, port)
            yield base, quads(folder)
        finally:
            process.terminate()
            process.wait(20)


def got(address: str, accept: str) -> tuple[str, str]:
    """Return where an address led and what was found there."""
    with urlopen(Request(address, headers={"Accept": accept}), timeout=120) as answered:
        assert answered.headers["Content-Type"].partition(";")[0] == accept
        return answered.url, answered.read().decode()


def test_each_iri_of_a_local_copy_leads_to_what_is_said_of_it(
    local: tuple[str, list[str]],
) -> None:
    base, lines = local
    iris = sorted(set(re.findall(f"<({base}[^>]*)>", "\n".join(lines))))
    assert len(iris) > 800
    kinds: dict[str, list[str]] = {}
    for iri in iris:
        kinds.setdefault("/".join(iri.removeprefix(base).split("/")[:2]), []).append(iri)
    followed = [iri for same in kinds.values() for iri in same[:: max(1, len(same) // 4)]]
    for iri in followed:
        _, text = got(iri, "application/n-triples")
        mentioned = f"<{iri}>" in text
        assert mentioned or iri.startswith(f"{base}graph/"), iri
        assert PUBLIC_BASE not in text
        where, page = got(iri, "text/html")
        assert where.startswith(base)
        assert PUBLIC_BASE not in page


def test_what_describes_a_local_copy_leads_back_to_it(local: tuple[str, list[str]]) -> None:
    base, _ = local
    for address in ("catalog", "dataset", ".well-known/void", "sparql", "catalog.nt"):
        _, text = got(base + address, "application/n-triples")
        assert PUBLIC_BASE not in text
        assert f"<{base}dataset>" in text
    _, catalogue = got(f"{base}catalog", "application/n-triples")
    (file,) = re.findall(r"downloadURL> <([^>]*/tdi-graph\.nt)>", catalogue)
    _, dump = got(file, "application/n-triples")
    assert f"<{base}id/" in dump
    _, context = got(f"{base}context.jsonld", "application/ld+json")
    assert json.loads(context)["@context"]["tdi"] == f"{base}ontology#"
    for address, kind in (
        ("releases.atom", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
    ):
        _, text = got(base + address, kind)
        assert PUBLIC_BASE not in text
