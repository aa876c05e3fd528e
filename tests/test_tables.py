"""The tables hold what the graph holds, a row a fact, and their metadata say what they hold."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from tdi_graph import cli, tables
from tdi_graph.store import EmbeddedStore
from tdi_graph.views import Names, read_labels
from tdi_graph.vocabulary import PREFIXES

KINDS = {
    "offices": "tdi:Tenure",
    "figures": "tdi:Figure",
    "promises": "tdi:Pledge",
}
CELL = {
    "anyURI": re.compile(r"https?://\S+"),
    "decimal": re.compile(r"-?\d+(\.\d+)?"),
    "string": re.compile(r".*"),
}


def read(store: EmbeddedStore, name: str, language: str = "fr") -> list[dict[str, str]]:
    names = Names(language, read_labels(store))
    table = tables.TABLES[name]
    text = tables.csv_text(table, tables.read_rows(store, names, table))
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_each_statement_is_one_row(store: EmbeddedStore, name: str, kind: str) -> None:
    rows = read(store, name)
    expected = store.select(f"SELECT ?s {{ ?s a {kind} }}").rows
    assert sorted(row["statement"] for row in rows) == sorted(
        getattr(term, "value", "") for (term,) in expected
    )


def test_relations_are_links_and_involvements(store: EmbeddedStore) -> None:
    rows = read(store, "relations")
    expected = store.select("SELECT ?s { VALUES ?k { tdi:Link tdi:Involvement } ?s a ?k }").rows
    assert len(rows) == len({row["statement"] for row in rows}) == len(expected)
    assert all(row["object"] or row["moment"] for row in rows)


@pytest.mark.parametrize("name", [name for name in tables.TABLES if name != "entities"])
def test_every_fact_has_its_words_and_document(store: EmbeddedStore, name: str) -> None:
    for row in read(store, name):
        assert row["words"]
        assert row["document_iri"].rpartition("/")[2] in row["statement"]


def test_a_name_stands_beside_its_iri(store: EmbeddedStore) -> None:
    names = Names("fr", read_labels(store))
    several = 0
    for row in read(store, "offices"):
        labels, iris = row["body"].split("|"), row["body_iri"].split("|")
        several += len(iris) > 1
        assert labels == [names(iri).label.text if iri else "" for iri in iris]
    assert several


def test_values_are_those_of_the_graph(store: EmbeddedStore) -> None:
    query = "SELECT ?s ?v { ?s a tdi:Figure ; schema:value ?v }"
    held = {str(s)[1:-1]: float(getattr(v, "value", "")) for s, v in store.select(query).rows}
    told = {r["statement"]: float(r["value"]) for r in read(store, "figures") if r["value"]}
    assert told == held


def test_entities_leave_out_what_only_carries(store: EmbeddedStore) -> None:
    classes = {row["class"] for row in read(store, "entities")}
    assert "schema:Person" in classes
    assert not classes & {"tdi:Document", "tdi:Capture", "void:Dataset"}


def test_labels_are_in_the_language_asked_for(store: EmbeddedStore) -> None:
    french = {row["indicator"] for row in read(store, "figures")}
    english = {row["indicator"] for row in read(store, "figures", "en")}
    assert "territoires" in " ".join(french)
    assert "territories" in " ".join(english)


def exported(released: Path, folder: Path, *more: str) -> dict[str, str]:
    wanted = ["export", "tables", "--release", str(released), "--out", str(folder)]
    assert cli.main([*wanted, *more]) == 0
    return {path.name: path.read_bytes().decode() for path in folder.iterdir()}


@pytest.mark.parametrize("more", [(), ("--language", "en"), ("--spreadsheet",)])
def test_the_metadata_describe_the_files(
    released: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    files = exported(released, tmp_path / "out", *more)
    described = json.loads(files.pop(tables.METADATA))
    assert {table["url"] for table in described["tables"]} == set(files)
    for table in described["tables"]:
        text = files[table["url"]].removeprefix("\ufeff")
        reader = csv.reader(
            StringIO(text, newline=""), delimiter=described["dialect"]["delimiter"], strict=True
        )
        columns = table["tableSchema"]["columns"]
        assert next(reader) == [column["name"] for column in columns]
        keys = []
        for row in reader:
            for column, cell in zip(columns, row, strict=True):
                judge(column, cell)
            keys.append(row[0])
        assert len(keys) == len(set(keys))


def judge(column: dict[str, object], cell: str) -> None:
    if not cell:
        assert not column["required"]
        return
    kind = column["datatype"]
    form = re.compile(kind["format"]) if isinstance(kind, dict) else CELL[str(kind)]
    for value in cell.split("|") if "separator" in column else [cell]:
        assert form.fullmatch(value), (column["name"], value)


def test_a_spreadsheet_takes_no_text_for_a_formula() -> None:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    hostile = """
      g:entities { scheme:mean a tdi:Fund ; skos:prefLabel "=HYPERLINK(1)"@fr , "a|b;\\"c\\""@en }
    """
    quads = [q for q in parse(prefixes + hostile, format=RdfFormat.TRIG) if isinstance(q, Quad)]
    spoilt = EmbeddedStore(quads, release="")
    table, names = tables.TABLES["entities"], Names("fr", {})
    rows = list(tables.read_rows(spoilt, names, table))
    sheet = tables.csv_text(table, rows, tables.Dialect(spreadsheet=True))
    ((_, _, french, english, *_),) = list(csv.reader(StringIO(sheet[1:]), delimiter=";"))[1:]
    assert french == "'=HYPERLINK(1)"
    assert english == 'a|b;"c"'
    assert "=HYPERLINK(1)," in tables.csv_text(table, rows)


def test_the_tables_are_the_same_each_time(released: Path, tmp_path: Path) -> None:
    assert exported(released, tmp_path / "one") == exported(released, tmp_path / "two")


def test_a_folder_that_cannot_be_made_is_told(
    released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    wanted = ["export", "tables", "--release", str(released), "--out", str(blocked / "in")]
    assert cli.main(wanted) == 1
    assert "cannot make the folder" in capsys.readouterr().err
