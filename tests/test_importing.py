"""Outside data brought in: all of a sound file, nothing of another, and where it came from."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from tdi_graph import cli, questions, release
from tdi_graph.assembly import Authored
from tdi_graph.derivation import derive
from tdi_graph.errors import DataError
from tdi_graph.importing import read_territories, territory_quads
from tdi_graph.importing.territories import GRAPH
from tdi_graph.store import EmbeddedStore

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases" / "importing"
SAMPLE, TABLE = CASES / "territories.geojson", CASES / "territories.csv"
PUBLISHED = ROOT.parent / "shared" / "links" / "ti_members_2024.csv"
DIGEST = "ab" * 32


def imported(path: Path, known: Sequence[Quad] = ()) -> EmbeddedStore:
    return EmbeddedStore(
        [*known, *territory_quads(read_territories(path), known, digest=DIGEST)], release=""
    )


def answered(authored: Authored, path: Path) -> dict[str, str]:
    quads = [*authored.quads, *territory_quads(read_territories(path), authored.quads, digest="")]
    quads += derive(quads, ROOT / "ontology" / "rules" / "derive")
    question = questions.load(ROOT / "queries")["press-and-register"]
    rows = EmbeddedStore(quads, release="").select(question.sparql).records()
    return {
        str(row["indicator"]).rpartition("/")[2].rstrip(">"): getattr(row["counted"], "value", "")
        for row in rows
    }


def test_geojson_and_table_say_the_same() -> None:
    assert read_territories(SAMPLE) == read_territories(TABLE)


def test_members_are_counted_by_kind_and_regions_by_number(authored: Authored) -> None:
    assert answered(authored, SAMPLE) == {
        "territories-count": "4",
        "regions-count": "4",
        "intercommunalities-count": "5",
    }


def test_the_published_table_counts_as_it_is_known_to(authored: Authored) -> None:
    if not PUBLISHED.exists():
        pytest.skip("the published table of the territories is not at hand")
    assert answered(authored, PUBLISHED) == {
        "territories-count": "183",
        "regions-count": "18",
        "intercommunalities-count": "629",
    }
    kinds = "SELECT ?kind (COUNT(*) AS ?n) WHERE { ?m dcterms:type ?kind } GROUP BY ?kind"
    rows = imported(PUBLISHED).select(kinds).records()
    counted = {getattr(r["kind"], "value", "").rpartition("/")[2]: str(r["n"]) for r in rows}
    assert {kind: count.split('"')[1] for kind, count in counted.items()} == {
        "intercommunality": "626",
        "territorial-body": "3",
        "commune": "12",
    }
    with PUBLISHED.open(encoding="utf-8") as lines:
        told = {row["member_siren"]: row["member_kind"] for row in csv.DictReader(lines)}
    ours = {"epci": "intercommunality", "ept": "territorial-body", "commune": "commune"}
    typed = "SELECT ?n ?kind WHERE { ?m dcterms:type ?kind ; skos:notation ?n }"
    for row in imported(PUBLISHED).select(typed).records():
        siren = getattr(row["n"], "value", "")
        assert ours[told[siren]] == getattr(row["kind"], "value", "").rpartition("/")[2]


def test_what_is_known_keeps_its_name(authored: Authored) -> None:
    store = imported(SAMPLE, authored.quads)
    same = 'SELECT ?t ?a WHERE { ?t skos:notation "ti-4404"^^c:anct-ti ; skos:altLabel ?a }'
    ((territory, alias),) = store.select(same).rows
    assert territory == NamedNode("https://w3id.org/tdi-graph/id/territory/epinal")
    assert getattr(alias, "value", "") == "Epinal – Rambervillers"
    assert not store.select("SELECT ?t { territory:ti-4404 ?t ?o }").rows


def test_the_graph_says_where_it_comes_from() -> None:
    quads = list(territory_quads(read_territories(SAMPLE), (), digest=DIGEST, source="https://e.x"))
    assert {quad.graph_name for quad in quads} == {GRAPH}
    about = {q.predicate.value: getattr(q.object, "value", "") for q in quads if q.subject == GRAPH}
    assert about["https://schema.org/sha256"] == DIGEST
    assert about["http://purl.org/dc/terms/source"] == "https://e.x"


def test_an_unknown_file_has_no_invented_source() -> None:
    told = territory_quads(read_territories(SAMPLE), (), digest=DIGEST)
    assert "http://purl.org/dc/terms/source" not in {quad.predicate.value for quad in told}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the data that may be written to."""
    for name in ("ontology", "data", "queries"):
        source = ROOT / name
        for path in source.rglob("*"):
            if path.is_file() and "imports" not in path.parts:
                target = tmp_path / name / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    return tmp_path


def test_the_verb_writes_once_what_the_release_then_holds(checkout: Path) -> None:
    command = ["import", "anct-territories", str(SAMPLE), "--root", str(checkout)]
    assert cli.main(command) == 0
    written = checkout / "data" / "imports" / "anct-territories.trig"
    first = written.read_bytes()
    assert cli.main(command) == 0
    assert written.read_bytes() == first
    compiled = release.compile_release(checkout, shacl=True, progress=lambda _: None)
    assert [str(fault) for fault in compiled.faults] == []
    assert GRAPH in {quad.graph_name for quad in compiled.release.quads}


def test_a_source_is_an_address(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["import", "anct-territories", str(SAMPLE), "--source", "the web"]
    assert cli.main([*command, "--root", str(checkout)]) == 1
    assert "“the web” is no address of the web" in capsys.readouterr().err
    assert not (checkout / "data" / "imports").exists()


def _geojson(change: Callable[[list[dict[str, dict[str, object]]]], object]) -> str:
    read = json.loads(SAMPLE.read_text("utf-8"))
    change(read["features"])
    return json.dumps(read)


def _set(index: int, name: str, value: object) -> str:
    return _geojson(lambda features: features[index]["properties"].update({name: value}))


FAULTS = [
    ("", "the table has no column ti_id, ti_label"),
    ("{", "this is no JSON"),
    ("[" * 100_000, "this is no JSON"),
    ("[]", "this is no GeoJSON of features"),
    ('{"type": "Feature"}', "this is no GeoJSON of features"),
    ('{"type": "FeatureCollection", "features": []}', "there is no territory in it"),
    ('{"type": "FeatureCollection", "features": [1]}', "feature 1 has no id_territoire"),
    (_set(1, "lib_territoire", ""), "feature 2 has no lib_territoire"),
    (_set(1, "lib_territoire", 7), "feature 2 has no lib_territoire"),
    (_set(1, "lib_territoire", "x" * 300), "feature 2 has a name longer than 200"),
    (_set(0, "id_territoire", "24-01"), "feature 1 has the number “24-01”"),
    (_set(0, "liste_geo", "CC des Essais"), "feature 1 has a member “CC des Essais”"),
    (_set(0, "liste_geo", "CC (200001010)"), "SIREN 200001010, whose check digit is wrong"),
    (_set(0, "liste_geo", "A (130026032); A (130026032)"), "gives 130026032 to ti-2401 a second"),
    (_set(0, "liste_geo", "CC Autre (200001030)"), "feature 4 gives 200001030 another name"),
    (_set(1, "id_territoire", "ti-2401"), "feature 2 calls ti-2401 otherwise"),
    ("a,b\n1,2\n", "the table has no column ti_id, ti_label, member_siren, member_label"),
    ("ti_id,ti_label,member_siren,member_label\n", "there is no territory in it"),
    ("ti_id,ti_label,member_siren,member_label\nti-2401,A,,B\n", ":2: has no member_siren"),
    ("ti_id,ti_label,member_siren,member_label\nti-2401\n", ":2: has no ti_label"),
    ("ti_id,ti_label,member_siren,member_label\nti-2401,A,12,B\n", "which is no nine digits"),
    ("ti_id,ti_label,member_siren,member_label\nti-2401,A,¹²³⁴⁵⁶⁷⁸⁹,B\n", "is no nine digits"),
]


@pytest.mark.parametrize(("text", "words"), FAULTS)
def test_a_faulty_file_is_refused_whole(
    checkout: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    path = checkout / "file"
    path.write_text(text, "utf-8")
    assert cli.main(["import", "anct-territories", str(path), "--root", str(checkout)]) == 1
    assert words in capsys.readouterr().err
    assert not (checkout / "data" / "imports").exists()


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(TABLE.read_text("utf-8").encode("latin-1", "replace"))
    with pytest.raises(DataError, match="no text in UTF-8"):
        read_territories(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_territories(tmp_path / "none.csv")


@given(st.text())
def test_no_text_makes_it_stumble(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_text(text, "utf-8", errors="surrogatepass")
    with pytest.raises(DataError):
        read_territories(path)


# ---- Links that somebody proposes ----

HEADER, PROPOSED = (CASES / "proposed.sssom.tsv").read_text("utf-8").rsplit("orga:dge", 1)
PROPOSED = f"orga:dge{PROPOSED}"


def proposed(checkout: Path, text: str) -> int:
    path = checkout / "proposed.sssom.tsv"
    path.write_text(HEADER + text, "utf-8")
    return cli.main(["import", "links", str(path), "--root", str(checkout)])


def test_a_proposed_link_becomes_one_line_of_the_table(checkout: Path) -> None:
    table = checkout / "data" / "links.sssom.tsv"
    before = table.read_text("utf-8").splitlines()
    assert proposed(checkout, PROPOSED) == 0
    after = table.read_text("utf-8").splitlines()
    (line,) = set(after) - set(before)
    assert line.startswith("orga:dge\t\tskos:exactMatch\t\twikidata:Q4242\tDGE\t")
    assert len(after) == len(before) + 1
    assert proposed(checkout, PROPOSED) == 0
    assert table.read_text("utf-8").splitlines() == after


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Q4242", "4242", ":4: orga:dge: “4242” is not formed as in wikidata"),
        ("orga:dge", "orga:direction", ":4: orga:direction: nothing is called so"),
        ("semapv:ManualMappingCuration", "", ":4: no mapping_justification"),
        ("item:Q4242", "item:Q12130", ":4: orga:dge: wikidata Q12130 is place:bretagne already"),
    ],
)
def test_a_faulty_proposal_changes_nothing(
    checkout: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    table = checkout / "data" / "links.sssom.tsv"
    before = table.read_bytes()
    sound = PROPOSED.replace("orga:dge", "orga:france-industrie").replace("Q4242", "Q4343")
    assert proposed(checkout, PROPOSED.replace(old, new) + sound) == 1
    assert words in capsys.readouterr().err
    assert table.read_bytes() == before


def test_a_file_of_proposals_that_is_not_there_is_told(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = ["import", "links", str(checkout / "none.tsv"), "--root", str(checkout)]
    assert cli.main(missing) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_table_has_a_prefix_for_each_register(authored: Authored) -> None:
    text = (ROOT / "data" / "links.sssom.tsv").read_text("utf-8")
    spaces = [q.object for q in authored.quads if q.predicate.value.endswith("void#uriSpace")]
    assert spaces
    for space in spaces:
        assert f': "{getattr(space, "value", "")}"\n' in text
