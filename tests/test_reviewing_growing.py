"""``docs/growing.md`` is run, line by line, on a small letter of our own."""

import re
import shlex
from pathlib import Path

import pytest

from reviewing_desk import LETTER, ROOT, TEXTS, answer, checkout, read, whole_answers
from tdi_graph.cli import main

PAGE = ROOT / "docs" / "growing.md"
COMMAND = re.compile(r"^\$ tdi-graph (.+)$", re.MULTILINE)


def test_the_page_is_run_from_file_to_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    root = checkout(tmp_path / "copy")
    letter = tmp_path / "ateliers.txt"
    letter.write_bytes(LETTER.read_bytes())
    (tmp_path / "texts").mkdir()
    for path in (letter, *(TEXTS.glob("*.txt") if TEXTS.is_dir() else ())):
        (tmp_path / "texts" / path.name).write_bytes(path.read_bytes())
    commands = COMMAND.findall(PAGE.read_text("utf-8"))
    assert [shlex.split(command)[0] for command in commands] == [
        *("build", "extract", "review", "build", "diff", "review"),
    ]
    for command in commands:
        arguments = shlex.split(command)
        if "texts" in arguments and not TEXTS.is_dir():
            arguments = ["build"]  # the five texts are not at hand
        answer(monkeypatch, whole_answers())
        assert main([*arguments, "--root", str(root)]) == 0, command
    told = capsys.readouterr()
    assert "added figure: Workshops of Tomorrow: endowment, 12 million euros" in told.out
    assert "0 to decide" in told.err
    assert "wrote build/release/manifest.json" in told.err
    entry = re.search(r"```yaml\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert entry
    assert entry[1] in read(root, "data/reviews/ateliers.yaml")
