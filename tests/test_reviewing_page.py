"""How a statement was found, where machines and readers see it."""

import re

import pytest
from pyoxigraph import NamedNode
from starlette.testclient import TestClient

from reviewing_desk import LETTER
from tdi_graph import resources
from tdi_graph.cli import main
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app

SHOWN = [
    ("reviewer.added", "", "Origine", "ajout à la relecture"),
    ("reviewer.added", "/en", "Origin", "added by a reviewer"),
    ("reviewer.corrected", "", "Origine", "règle figure.public-aid, correction à la relecture"),
    ("reviewer.corrected", "/en", "Origin", "rule figure.public-aid, corrected by a reviewer"),
    ("figure.territories-count", "", "Origine", "règle figure.territories-count"),
]


@pytest.mark.parametrize(("mark", "root", "term", "shown"), SHOWN)
def test_a_statement_s_page_says_how_it_was_found(
    store: EmbeddedStore, mark: str, root: str, term: str, shown: str
) -> None:
    also = "figure.public-aid" if mark == "reviewer.corrected" else mark
    query = f'SELECT ?s {{ ?s tdi:foundBy "{mark}" , "{also}" }} ORDER BY ?s LIMIT 1'
    found = store.select(query).rows[0][0]
    assert isinstance(found, NamedNode)
    path = f"{root}/doc/{found.value.removeprefix(BASE + 'id/')}"
    client = TestClient(create_app(store, root=resources.root()))
    page = client.get(path)
    assert page.status_code == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split()).replace(" ,", ",")
    assert f"{term} {shown}" in text


def test_extraction_writes_the_rule_of_each_statement(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["extract", str(LETTER), "--format", "trig"]) == 0
    written = capsys.readouterr().out
    assert written.count("tdi:foundBy") == written.count("tdi:since") == 6
    assert 'tdi:foundBy "figure.endowment" ;' in written
