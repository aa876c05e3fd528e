"""What follows from statements, and what must not follow."""

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from tdi_graph import resources
from tdi_graph.derivation import derive
from tdi_graph.errors import DataError
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import PREFIXES, expand

RULES = resources.root() / "ontology" / "rules" / "derive"
HEADER = "".join(f"@prefix {p}: <{ns}> .\n" for p, ns in PREFIXES.items())


def derived(turtle: str) -> set[tuple[str, str, str]]:
    quads = [Quad(*t) for t in parse(HEADER + turtle, format=RdfFormat.TURTLE)]
    return {tuple(map(str, q.triple)) for q in derive(quads, RULES)}  # type: ignore[misc]


def edge(subject: str, predicate: str, obj: str) -> tuple[str, str, str]:
    return str(expand(subject)), str(expand(predicate)), str(expand(obj))


ROLE = "c:operating tdi:shortcut tdi:operatedBy .\n"


@pytest.mark.parametrize(
    ("modality", "follows"),
    [("observed", True), ("expected", False), ("considered", False), ("announced", False)],
)
def test_only_what_was_observed_makes_an_edge(modality: str, *, follows: bool) -> None:
    made = derived(
        f"{ROLE} st:1 a tdi:Involvement ; tdi:modality c:{modality} ; tdi:role c:operating ;"
        " tdi:agent orga:x ; tdi:involvedIn scheme:y ."
        f" st:2 a tdi:Link ; tdi:modality c:{modality} ; rdf:subject scheme:y ;"
        " rdf:predicate dcterms:isPartOf ; rdf:object scheme:z ."
    )
    assert (edge("scheme:y", "tdi:operatedBy", "orga:x") in made) is follows
    assert (edge("scheme:y", "dcterms:isPartOf", "scheme:z") in made) is follows


def test_a_minister_is_one_who_holds_a_post_of_the_government() -> None:
    made = derived(
        "post:a org:postIn orga:gouvernement . post:b org:postIn orga:regions-de-france ."
        " st:1 a tdi:Tenure ; tdi:modality c:observed ; org:member person:a ; tdi:post post:a ."
        " st:2 a tdi:Tenure ; tdi:modality c:observed ; org:member person:b ; tdi:post post:b ."
    )
    assert edge("person:a", "rdf:type", "tdi:Minister") in made
    assert edge("person:b", "rdf:type", "tdi:Minister") not in made
    assert edge("person:b", "org:holds", "post:b") in made
    assert edge("st:2", "org:organization", "orga:regions-de-france") in made


def test_a_tenure_is_in_the_ministry_that_its_own_document_shows() -> None:
    said = (
        "st:{n} a tdi:Tenure ; tdi:modality c:observed ; org:member person:a ; tdi:post post:a ;"
        " tdi:evidence territory:{n} . territory:{n} oa:hasSource doc:{n} .\n"
    )
    made = derived(
        said.format(n=1) + said.format(n=2) + "st:3 a tdi:Link ; tdi:modality c:observed ;"
        " rdf:subject post:a ; rdf:predicate org:postIn ; rdf:object orga:m ;"
        " tdi:evidence territory:1 ."
    )
    assert edge("st:1", "org:organization", "orga:m") in made
    assert edge("st:2", "org:organization", "orga:m") not in made


def figure(name: str, date: str, more: str = "") -> str:
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return (
        f"st:{name} a tdi:Figure ; tdi:modality c:observed ; schema:observationAbout scheme:x ;"
        f' schema:variableMeasured c:i ; schema:observationDate "{date}"^^xsd:{kinds[len(date)]}'
        f" {more} .\n"
    )


@pytest.mark.parametrize(
    ("figures", "newest"),
    [
        ([("a", "2019", ""), ("b", "2021-10-11", "")], "b"),
        ([("a", "2020-12-15", ""), ("b", "2020-12", "")], "a"),
        ([("a", "2020", ""), ("b", "2021", "; tdi:scope c:s")], "a"),
        ([("a", "2020", ""), ("b", "2021", "; tdi:restates st:a")], "a"),
        ([("a", "2020", "; schema:measurementQualifier c:nearly"), ("b", "2020", "")], "b"),
        ([("b", "2020", ""), ("a", "2020", "")], "a"),
    ],
)
def test_the_latest_figure_follows_its_written_rule(
    figures: list[tuple[str, str, str]], newest: str
) -> None:
    made = derived("".join(figure(*parts) for parts in figures))
    latest = {e for e in made if e[1] == str(expand("tdi:latest"))}
    assert latest == {edge("scheme:x", "tdi:latest", f"st:{newest}")}


def test_who_is_represented_does_not_attend(store: EmbeddedStore) -> None:
    attends = "ASK { event:comite-de-pilotage-2021 schema:attendee person:%s }"
    assert store.ask(attends % "marie-guite-dufay")
    assert not store.ask(attends % "carole-delga")


def test_an_expected_end_is_no_end(store: EmbeddedStore) -> None:
    assert store.ask("ASK { scheme:temps-2 schema:startDate ?date }")
    assert not store.ask("ASK { scheme:temps-2 schema:endDate ?date }")


def test_a_rule_that_does_not_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.rq").write_text("CONSTRUCT {\n ?s ?p } WHERE {}", "utf-8")
    with pytest.raises(DataError, match=r"broken\.rq:2"):
        derive([], tmp_path)
