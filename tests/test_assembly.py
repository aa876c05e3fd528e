"""Files become quads, each in the graph it belongs to."""

import shutil
from pathlib import Path

import pytest

from tdi_graph import resources
from tdi_graph.assembly import Authored, assemble, digests
from tdi_graph.errors import DataError
from tdi_graph.vocabulary import PREFIXES


def test_each_graph_is_one_of_the_table(authored: Authored) -> None:
    names = {str(getattr(q.graph_name, "value", "")) for q in authored.quads}
    documents = {f"{PREFIXES['gdoc']}{slug}" for slug in digests(authored.quads).values()}
    fixed = {f"{PREFIXES['g']}{n}" for n in ("entities", "concepts", "links", "ontology")}
    assert names == documents | fixed


def test_the_five_documents_are_known_by_digest(authored: Authored) -> None:
    assert len(digests(authored.quads)) == 5


def test_the_place_of_a_subject_is_its_line(authored: Authored) -> None:
    place = authored.place(PREFIXES["person"] + "carole-delga")
    assert place is not None
    line = place.file.read_text("utf-8").splitlines()[place.line - 1]
    assert line.startswith("person:carole-delga a schema:Person")
    assert authored.place("urn:unknown") is None


def test_a_statement_outside_the_graph_of_its_file_is_refused(tmp_path: Path) -> None:
    root = resources.root()
    for name in ("ontology", "data"):
        shutil.copytree(root / name, tmp_path / name)
    path = tmp_path / "data" / "statements" / "cp-483.trig"
    path.write_text(path.read_text("utf-8").replace("gdoc:cp-483", "gdoc:other"), "utf-8")
    with pytest.raises(DataError, match="outside the graph of cp-483"):
        assemble(tmp_path)
