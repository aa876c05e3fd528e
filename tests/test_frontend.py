"""The query editor: what it is built from, what was built, and the pages without it."""

import gzip
import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from tdi_graph import resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import assets, create_app
from wellformed import Page

ROOT = resources.root()
FRONTEND = ROOT / "frontend"
NOT_BUILT = "NOT RUN: the editor is not built here (pip install -e . builds it)"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    pytest.importorskip("hatchling", reason="NOT RUN: hatchling is not installed")
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("hatch_build")


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    packages = {name: held for name, held in lock["packages"].items() if name}
    assert [name for name, held in packages.items() if "resolved" in held] == []
    assert [name for name, held in packages.items() if "integrity" not in held] == []
    for held in packages.values():
        held.pop("funding", None)
    assert "://" not in json.dumps(lock)
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text("utf-8")


def test_versions_are_fixed_and_no_package_is_the_wrong_one() -> None:
    held = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    wanted = held["dependencies"] | held["devDependencies"]
    assert all(version.replace(".", "").isdecimal() for version in wanted.values())
    # The package of this bare name is an older editor, which no policy of ours lets work.
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    assert "node_modules/codemirror" not in lock["packages"]


def test_nothing_built_is_committed() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("NOT RUN: this is no checkout")
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    files = listed.stdout.splitlines()
    assert "frontend/package.json" in files or "frontend" not in listed.stdout
    assert not [name for name in files if "/built/" in name or "node_modules" in name]


def test_what_is_built_is_known_by_its_manifest(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    assert assets.entries(manifest) == {}
    chunk = {"file": "assets/a-1.js", "name": "editor", "isEntry": True}
    manifest.write_text(json.dumps({"src/a.js": chunk, "src/b.js": {"file": "b", "name": "b"}}))
    assert assets.entries(manifest) == {"editor": "/static/built/assets/a-1.js"}


def test_the_page_does_without_the_editor(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "entries", dict)
    client = TestClient(create_app(store, root=ROOT))
    page = Page(client.get("/requete?query=ASK{}").text)
    assert page.faults == []
    assert not [held for held in page.elements("script") if "built" in str(held.get("src"))]
    assert page.elements("textarea")


def test_what_is_built_is_light_licensed_and_kept_for_good(store: EmbeddedStore) -> None:
    if not assets.entries():
        pytest.skip(NOT_BUILT)
    client = TestClient(create_app(store, root=ROOT))
    [address] = [
        held["src"]
        for held in Page(client.get("/requete").text).elements("script")
        if "built" in str(held["src"])
    ]
    answer = client.get(str(address))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/javascript")
    built = sorted((assets.BUILT / "assets").glob("*.js"))
    assert sum(len(gzip.compress(path.read_bytes())) for path in built) <= 130 * 1024
    licences = (assets.BUILT / "licences.md").read_text("utf-8")
    assert "@codemirror/view" in licences
    assert "codemirror-lang-sparql" in licences


def test_the_scripts_of_every_page_are_light(store: EmbeddedStore) -> None:
    client = TestClient(create_app(store, root=ROOT))
    answer = client.get("/static/page.js")
    assert len(gzip.compress(answer.content)) <= 8 * 1024
    assert answer.headers["cache-control"] == "no-cache"


def test_a_build_is_stale_when_a_source_changes(hook: ModuleType, tmp_path: Path) -> None:
    sources, built = tmp_path / "frontend", tmp_path / "built"
    (sources / "src").mkdir(parents=True)
    built.mkdir()
    (sources / "src" / "a.js").write_bytes(b"1;\n")
    assert not hook.fresh(sources, built)
    (built / ".build-id").write_text(hook.digest(sources))
    assert hook.fresh(sources, built)
    (sources / "src" / "a.js").write_bytes(b"1;\r\n")
    assert hook.fresh(sources, built)
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "x.js").write_bytes(b"")
    assert hook.fresh(sources, built)
    for name in ("src/b.js", "package-lock.json", ".npmrc"):
        (sources / name).write_bytes(b"")
        assert not hook.fresh(sources, built), name
        (built / ".build-id").write_text(hook.digest(sources))


def test_a_build_that_fails_is_told_and_does_no_harm(
    hook: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "frontend" / "src").mkdir(parents=True)
    (tmp_path / "frontend" / "src" / "a.js").write_text("")
    failing = [[sys.executable, "-c", "import sys; sys.exit('npm error code ECONNREFUSED')"]]
    monkeypatch.setattr(hook, "_commands", lambda: failing)
    one = hook.Frontend(str(tmp_path), {}, None, None, "", "")
    one.initialize("editable", {})
    assert "not built: npm error code ECONNREFUSED" in capfd.readouterr().err
    assert not (tmp_path / "src").exists()
    monkeypatch.setenv("TDI_SKIP_FRONTEND", "1")
    one.initialize("editable", {})
    assert capfd.readouterr().err == ""
    assert one.dependencies() == []


def test_node_is_asked_for_only_where_there_is_none(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "frontend").mkdir()
    one = hook.Frontend(str(tmp_path), {}, None, None, "", "")
    monkeypatch.delenv("TDI_SKIP_FRONTEND", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert one.dependencies() == [hook.NODE]
    (tmp_path / "npm").touch(0o755)
    for version, enough in (("v18.20.1", False), ("v20.19.0", True), ("v24.1.0", True)):
        (tmp_path / "node").write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / "node").chmod(0o755)
        assert (one.dependencies() == []) is enough, version
