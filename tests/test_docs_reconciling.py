"""What docs/reconciling.md shows is what the service answers."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import serving
from tdi_graph import resources
from tdi_graph.cli import main
from tdi_graph.reconciliation.candidates import GAP, SURE
from tdi_graph.reconciliation.queries import BATCH, MOST_IDS, MOST_PROPERTIES
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app
from tdi_graph.web.reconciling import MAX_BODY

PAGE = (resources.root() / "docs" / "reconciling.md").read_text("utf-8")
LOCAL = "http://127.0.0.1:8000"
SHOWN = re.findall(r"```sh\n(curl .*?)\n```\n\n```json\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"^\$ (tdi-graph .*)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def address(store: EmbeddedStore) -> Iterator[str]:
    with serving(create_app(store, root=resources.root())) as served:
        yield served


@pytest.mark.parametrize(("command", "answer"), SHOWN)
def test_each_example_answers_what_is_shown(address: str, command: str, answer: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("NOT RUN: curl is not installed")
    words = shlex.split(command.replace(LOCAL, address))
    said = subprocess.run([*words, "--noproxy", "*"], capture_output=True, check=True, timeout=180)
    assert json.loads(said.stdout) == json.loads(answer)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_runs(
    address: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command.replace(LOCAL, address))[1:]) == 0


def test_there_are_examples() -> None:
    assert (len(SHOWN), len(COMMANDS)) == (2, 1)


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"at most {BATCH} queries" in PAGE
    assert f"{MOST_IDS} entities and {MOST_PROPERTIES} properties" in PAGE
    assert f"scores {SURE:.0f} or more and no other comes within {GAP:.0f}" in PAGE
    assert MAX_BODY == 1 << 20
