"""Links and identifiers: from tables to triples, each fault with its line."""

from pathlib import Path

import pytest

from tdi_graph.errors import DataError
from tdi_graph.links import identifier_quads, link_quads
from tdi_graph.store import EmbeddedStore

HEADER = '#curie_map:\n#  wikidata: "http://www.wikidata.org/entity/"\n'
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_source\n"
ROW = "place:corse\tskos:exactMatch\twikidata:Q14112\tsemapv:ManualMappingCuration\ta table\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "links.sssom.tsv"
    path.write_text(text, "utf-8")
    return path


def test_a_mapping_is_one_triple_of_the_graph_links(tmp_path: Path) -> None:
    (quad,) = link_quads(written(tmp_path, HEADER + COLUMNS + ROW))
    assert str(quad.object) == "<http://www.wikidata.org/entity/Q14112>"
    assert str(quad.graph_name) == "<https://w3id.org/tdi-graph/graph/links>"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("wikidata:", "nowhere:"), ":4: nowhere:Q14112 has an unknown prefix"),
        (ROW.replace("semapv:ManualMappingCuration", ""), ":4: no mapping_justification"),
        (ROW.replace("\ta table", "\t"), ":4: no mapping_source"),
        ("place:corse\n", ":4: no predicate_id"),
        (ROW.rstrip("\n") + "\tand\tmore\n", ":4: more cells than columns"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(DataError) as fault:
        list(link_quads(written(tmp_path, HEADER + COLUMNS + row)))
    assert words in str(fault.value)


def test_a_header_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="not YAML"):
        list(link_quads(written(tmp_path, "#a: [b\n" + COLUMNS + ROW)))


def test_identifiers_are_texts_with_their_scheme(tmp_path: Path) -> None:
    table = "subject_id\tscheme\tidentifier\tsource\norga:anct\tsiren\t130026032\ta table\n"
    (quad,) = identifier_quads(written(tmp_path, table))
    assert str(quad.object) == '"siren:130026032"'


def test_the_eighteen_regions_are_linked(store: EmbeddedStore) -> None:
    linked = "SELECT DISTINCT ?r { ?r a schema:AdministrativeArea ; skos:exactMatch ?other }"
    assert len(store.select(linked).rows) == 18


def test_no_outside_thing_is_two_of_ours(store: EmbeddedStore) -> None:
    twice = "SELECT ?o { ?a skos:exactMatch ?o . ?b skos:exactMatch ?o FILTER(?a != ?b) }"
    assert store.select(twice).rows == ()
