"""A checkout that a test may change, and reviews in it by typed answers."""

import io
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tdi_graph import resources
from tdi_graph.cli import main

ROOT = resources.root()
TEXTS = ROOT.parent / "shared" / "documents"
GROWING = Path(__file__).parent / "cases" / "growing"
LETTER = GROWING / "ateliers.txt"


def checkout(folder: Path) -> Path:
    """A copy of the ontology, the data and the questions."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def bare(folder: Path) -> Path:
    """A copy in which no document is catalogued yet, so that only a test's own are."""
    root = checkout(folder)
    for name in ("statements", "reviews"):
        shutil.rmtree(root / "data" / name)
    (root / "data" / "documents.ttl").unlink()
    return root


def answer(monkeypatch: pytest.MonkeyPatch, lines: Iterable[str]) -> None:
    """Let the next review read these lines, then the end of its input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def review(root: Path, *arguments: str) -> int:
    """Run ``tdi-graph review`` in ``root``."""
    return main(["review", *arguments, "--root", str(root)])


def read(root: Path, path: str) -> str:
    """The text of a file below ``root``."""
    return (root / path).read_text("utf-8")


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below ``root`` with its bytes."""
    held = sorted(path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in held}


def whole_answers() -> list[str]:
    """The answers that review LETTER from its first new thing to its last statement."""
    return (GROWING / "answers.txt").read_text("utf-8").splitlines()
