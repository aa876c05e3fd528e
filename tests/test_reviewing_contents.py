"""What a statement says, written as Turtle and read again; corrected line by line."""

from pathlib import Path

import pytest

from reviewing_desk import ROOT
from tdi_graph.documents import Document
from tdi_graph.errors import DataError
from tdi_graph.reviewing import content, desk, rebuilding
from tdi_graph.reviewing.correcting import corrected
from tdi_graph.reviewing.neighbours import neighbours
from tdi_graph.reviewing.obstacles import obstacles

SLUGS = sorted(path.stem for path in (ROOT / "data" / "statements").glob("*.trig"))
FIGURE = """a tdi:Figure ;
schema:observationAbout scheme:fonds-vert ;
schema:observationDate "2021"^^xsd:gYear ;
schema:value 12.0 ;
schema:variableMeasured c:projects-supported ;
tdi:dateBasis c:publication ;
tdi:evidence passage:0-10 ;
tdi:modality c:observed .
"""
DOCUMENT = Document("essai", "12 projets d’avenir et 12 projets anciens, à 3 euros", Path())


@pytest.mark.parametrize("slug", SLUGS)
def test_each_statement_is_read_as_it_was_written(slug: str) -> None:
    held = rebuilding.in_file(desk.open_desk(ROOT), slug)
    for name, stated in held.items():
        said = content.read(content.write(stated.content, slug), slug)
        assert said == stated.content
        assert said.name(slug) == name


def test_a_content_is_written_line_by_line() -> None:
    assert content.write(content.read(FIGURE, "essai"), "essai") == FIGURE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not valid Turtle"),
        ("schema:value 12.0 ; tdi:evidence passage:0-1", "a statement is of one kind"),
        ("a tdi:Figure , tdi:Link ; tdi:evidence passage:0-1", "a statement is of one kind"),
        ("a tdi:Figure ; schema:value 12.0", "no passage says this"),
        ("a tdi:Figure ; tdi:evidence passage:10-1", "is no passage of essai"),
        ("a tdi:Figure ; tdi:evidence c:nearly", "is no passage of essai"),
        ("a tdi:Figure ; tdi:evidence passage:0-1 . c:a c:b c:c", "another subject stands here"),
        ("a tdi:Figure ; schema:value [ ] ; tdi:evidence passage:0-1", "a blank node stands"),
    ],
)
def test_what_is_no_statement_is_told(text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        content.read(text, "essai")


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("schema:value 13.0", "schema:value 13.0 ;"),
        ("schema:observationDate 2021-10", 'schema:observationDate "2021-10"^^xsd:gYearMonth ;'),
        ("tdi:scope c:fragile-areas, c:recovery", "tdi:scope c:fragile-areas , c:recovery ."),
        ("evidence 3-10", "tdi:evidence passage:3-10 ;"),
        ("evidence projets d'avenir", "tdi:evidence passage:3-19 ;"),
    ],
)
def test_a_line_corrects_a_field(line: str, written: str) -> None:
    said = corrected(content.read(FIGURE, "essai"), [line], DOCUMENT)
    assert written in content.write(said, "essai")


def test_a_predicate_alone_takes_its_values_away() -> None:
    said = corrected(content.read(FIGURE, "essai"), ["schema:value"], DOCUMENT)
    assert "schema:value" not in content.write(said, "essai")


def test_words_that_stand_twice_must_be_told_apart() -> None:
    with pytest.raises(DataError, match="stands at 0-10, 23-33"):
        corrected(content.read(FIGURE, "essai"), ["evidence 12 projets"], DOCUMENT)


def test_obstacles_name_what_is_missing_and_what_is_unknown() -> None:
    said = corrected(content.read(FIGURE, "essai"), ["tdi:modality"], DOCUMENT)
    told = obstacles(said, DOCUMENT, {"https://w3id.org/tdi-graph/id/concept/projects-supported"})
    assert told == [
        "tdi:modality is missing",
        "schema:observationAbout names scheme:fonds-vert, which is not known",
        "tdi:dateBasis names c:publication, which is not known",
    ]


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("schema:value 12.0", "the same: st:x"),
        ("schema:value 13.0", "contradicts in schema:value: st:x"),
        ("schema:observationDate 2020", "the same: st:x"),
        (
            "schema:measurementQualifier c:nearly",
            "contradicts in schema:measurementQualifier: st:x",
        ),
        ("schema:observationAbout scheme:dsil", "differs in schema:observationAbout: st:x"),
        ("schema:variableMeasured c:jobs-created", "differs in schema:variableMeasured: st:x"),
    ],
)
def test_what_the_data_hold_is_compared(line: str, how: str) -> None:
    known = content.read(FIGURE, "essai")
    said = corrected(known, [line], DOCUMENT)
    assert [str(near) for near in neighbours(said, "essai", {"x": known})] == [how]


def test_another_value_at_another_date_is_no_contradiction() -> None:
    known = content.read(FIGURE, "essai")
    said = corrected(known, ["schema:value 13.0", "schema:observationDate 2022"], DOCUMENT)
    assert [near.how for near in neighbours(said, "essai", {"x": known})] == ["differs"]
