"""The examples of docs/using.md run as they stand, by clients that know nothing of us."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import serving
from tdi_graph import cli, resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "using.md").read_text("utf-8")
EXAMPLES = re.findall(r"^## (.+?)\n.*?^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHOWN = {
    "rdflib: the endpoint as a graph": "Fonds vert",
    "rdflib: one thing, as Linked Data": "https://w3id.org/tdi-graph/id/organisation/anct",
    "SPARQLWrapper: figures with their words": "183 territoires",
    "pandas: a saved question as a table": "https://w3id.org/tdi-graph/id/concept/public-aid",
    "pandas: all figures, from the exported tables": "emplois",
}


@pytest.fixture(scope="module")
def address(store: EmbeddedStore) -> Iterator[str]:
    with serving(create_app(store, root=resources.root())) as served:
        yield served


def test_every_example_is_run() -> None:
    assert {title for title, _ in EXAMPLES} == set(SHOWN)


@pytest.mark.parametrize(("title", "code"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_shows_what_it_promises(
    title: str, code: str, address: str, released: Path, tmp_path: Path
) -> None:
    if "build/tables" in code:
        wanted = ["export", "tables", "--out", str(tmp_path / "build" / "tables")]
        assert cli.main([*wanted, "--release", str(released)]) == 0
    script = tmp_path / "example.py"
    script.write_text(code.replace("http://127.0.0.1:8000", address), "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert SHOWN[title] in done.stdout
