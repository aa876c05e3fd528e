"""Links and identifiers: from tables to triples, each fault with its line."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdi_graph.assembly import Authored
from tdi_graph.errors import DataError
from tdi_graph.links import (
    Identifier,
    Link,
    faults,
    identifier_quads,
    link_quads,
    read_identifiers,
    read_links,
)
from tdi_graph.links.registers import luhn
from tdi_graph.store import EmbeddedStore

CASES = Path(__file__).parent / "cases" / "links"
HEADER = '#curie_map:\n#  wikidata: "http://www.wikidata.org/entity/"\n'
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_source\n"
ROW = "place:corse\tskos:exactMatch\twikidata:Q14112\tsemapv:ManualMappingCuration\ta table\n"
PREFIXES = """#curie_map:
#  eu_atu: "http://publications.europa.eu/resource/authority/atu/"
#  insee_commune: "http://id.insee.fr/geo/commune/"
#  insee_departement: "http://id.insee.fr/geo/departement/"
#  insee_region: "http://id.insee.fr/geo/region/"
#  jorf: "https://www.legifrance.gouv.fr/jorf/id/"
#  wikidata: "http://www.wikidata.org/entity/"
"""
SOUND = {
    "subject_id": "place:corse",
    "predicate_id": "skos:exactMatch",
    "predicate_modifier": "",
    "object_id": "wikidata:Q14112",
    "mapping_justification": "semapv:ManualMappingCuration",
    "confidence": "0.95",
    "mapping_date": "2026-11-22",
    "mapping_source": "a table",
    "author_label": "somebody",
}
REGISTERED = "subject_id\tscheme\tmodifier\tidentifier\tsource\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "links.sssom.tsv"
    path.write_text(text, "utf-8")
    return path


def cases(name: str) -> list[tuple[str, str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    split = (line.partition(" | ") for line in lines if not line.startswith("#"))
    return [(case.strip(), fault.strip()) for case, _, fault in split]


def mappings(folder: Path, *changed: dict[str, str]) -> tuple[Link, ...]:
    rows = [SOUND | change for change in changed]
    lines = ["\t".join(SOUND), *("\t".join(row.values()) for row in rows)]
    return tuple(read_links(written(folder, PREFIXES + "\n".join(lines) + "\n")))


def registered(folder: Path, *rows: str) -> tuple[Identifier, ...]:
    return tuple(read_identifiers(written(folder, REGISTERED + "".join(f"{r}\n" for r in rows))))


def told(found: Iterable[DataError]) -> str:
    return "\n".join(str(fault) for fault in found) or "-"


def test_a_mapping_is_one_triple_of_the_graph_links(tmp_path: Path) -> None:
    (quad,) = link_quads(read_links(written(tmp_path, HEADER + COLUMNS + ROW)))
    assert str(quad.object) == "<http://www.wikidata.org/entity/Q14112>"
    assert str(quad.graph_name) == "<https://w3id.org/tdi-graph/graph/links>"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("wikidata:", "nowhere:"), ":4: nowhere:Q14112 has an unknown prefix"),
        (ROW.replace("Q14112", "Q 1"), ":4: wikidata:Q 1 is no IRI"),
        (ROW.replace("semapv:ManualMappingCuration", ""), ":4: no mapping_justification"),
        (ROW.replace("\ta table", "\t"), ":4: no mapping_source"),
        ("place:corse\n", ":4: no predicate_id"),
        (ROW.rstrip("\n") + "\tand\tmore\n", ":4: more cells than columns"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(DataError) as fault:
        list(read_links(written(tmp_path, HEADER + COLUMNS + row)))
    assert words in str(fault.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#a: [b\n" + COLUMNS + ROW, "not YAML"),
        ("#curie_map: none\n" + COLUMNS + ROW, "no curie_map"),
        (HEADER + "subject\tobject\n" + ROW, "no column subject_id"),
        ("", "no column subject_id"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        list(read_links(written(tmp_path, text)))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes((HEADER + COLUMNS + ROW).replace("corse", "réunion").encode("latin-1"))
    with pytest.raises(DataError, match="no text in UTF-8"):
        list(read_links(path))


def test_a_modifier_is_not_or_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="predicate_modifier is “not”"):
        mappings(tmp_path, {"predicate_modifier": "not"})


def test_an_identifier_is_read_and_joined_on(tmp_path: Path) -> None:
    named, typed = identifier_quads(registered(tmp_path, "orga:anct\tsiren\t\t130026032\tx"))
    assert str(named.object) == '"siren:130026032"'
    assert str(typed.object) == '"130026032"^^<https://w3id.org/tdi-graph/id/concept/siren>'


def test_what_is_denied_makes_no_triple(tmp_path: Path) -> None:
    assert not list(link_quads(mappings(tmp_path, {"predicate_modifier": "Not"})))
    denied = registered(tmp_path, "orga:bpifrance\tsiren\tNot\t483790069\tx")
    assert not list(identifier_quads(denied))


@pytest.mark.parametrize(("changes", "expected"), cases("mappings.txt"))
def test_a_mapping_is_judged(
    tmp_path: Path, authored: Authored, changes: str, expected: str
) -> None:
    pairs = (change.partition("=") for change in changes.split(";") if change)
    changed = mappings(tmp_path, {column: value for column, _, value in pairs})
    found = told(faults(changed, (), authored.quads))
    assert found == "-" if expected == "-" else expected in found


@pytest.mark.parametrize(("row", "expected"), cases("identifiers.txt"))
def test_an_identifier_is_judged(
    tmp_path: Path, authored: Authored, row: str, expected: str
) -> None:
    subject, register, value = row.split()
    held = registered(tmp_path, f"{subject}\t{register}\t\t{value}\ta table")
    found = told(faults((), held, authored.quads))
    assert found == "-" if expected == "-" else expected in found


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"object_id": "wikidata:Q1"}, "wikidata has it as Q14112 too"),
        ({"subject_id": "place:bretagne"}, "wikidata Q14112 is place:corse already"),
        ({"predicate_modifier": "Not"}, "this is said not to be http://www.wikidata.org/"),
    ],
)
def test_two_lines_may_contradict_each_other(
    tmp_path: Path, authored: Authored, second: dict[str, str], words: str
) -> None:
    assert words in told(faults(mappings(tmp_path, {}, second), (), authored.quads))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (("orga:anct siren  130026032", "orga:anct siren  385290309"), "has it as 130026032 too"),
        (("orga:anct siren  130026032", "orga:ademe siren  130026032"), "is orga:anct already"),
        (("orga:anct siren  130026032", "orga:anct siren Not 130026032"), "said to be another’s"),
    ],
)
def test_two_identifiers_may_contradict_each_other(
    tmp_path: Path, authored: Authored, rows: tuple[str, str], words: str
) -> None:
    held = registered(tmp_path, *("\t".join([*row.split(" "), "a table"]) for row in rows))
    assert words in told(faults((), held, authored.quads))


def test_a_code_and_an_iri_of_one_register_agree(tmp_path: Path, authored: Authored) -> None:
    linked = mappings(tmp_path, {"object_id": "insee_region:94"})
    held = registered(tmp_path, "place:corse\tcog-region\t\t93\ta table")
    assert "cog-region has it as 94 too" in told(faults(linked, held, authored.quads))


@given(st.text("0123456789", min_size=1, max_size=20))
def test_one_check_digit_in_ten_is_right(digits: str) -> None:
    assert sum(luhn(digits + last) for last in "0123456789") == 1


def test_our_own_tables_are_sound(authored: Authored) -> None:
    assert told(faults(authored.links, authored.identifiers, authored.quads)) == "-"
    assert len(authored.links) > 60
    assert len(authored.identifiers) > 25


def test_the_eighteen_regions_are_linked(store: EmbeddedStore) -> None:
    linked = "SELECT DISTINCT ?r { ?r a schema:AdministrativeArea ; skos:exactMatch ?other }"
    assert len(store.select(linked).rows) == 18


def test_no_outside_thing_is_two_of_ours(store: EmbeddedStore) -> None:
    twice = "SELECT ?o { ?a skos:exactMatch ?o . ?b skos:exactMatch ?o FILTER(?a != ?b) }"
    assert store.select(twice).rows == ()
