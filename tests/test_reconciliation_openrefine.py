"""OpenRefine itself, as Debian packages it, reconciles a column against our service."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from openrefine import PROGRAM, OpenRefine, running
from reconciliation_cases import DECOYS, NAMES
from served import serving
from tdi_graph import resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app

COLUMN = "name"

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="NOT RUN: openrefine is not installed (apt-get install openrefine)"
)


@pytest.fixture(scope="module")
def service(store: EmbeddedStore) -> Iterator[str]:
    """The address of our own service, on a real server."""
    with serving(create_app(store, root=resources.root())) as address:
        yield f"{address}/reconcile"


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    with running(tmp_path_factory.mktemp("openrefine")) as started:
        yield started


def reconcile(refine: OpenRefine, service: str, **config: object) -> list[dict[str, Any]]:
    """Let OpenRefine reconcile the column; return what it has found for each value."""
    told = {
        "mode": "standard-service",
        "service": service,
        "identifierSpace": "https://w3id.org/tdi-graph/id/",
        "schemaSpace": "https://w3id.org/tdi-graph/ontology#",
        "autoMatch": True,
        "columnDetails": [],
        "limit": 0,
        **config,
    }
    refine.post("reconcile", columnName=COLUMN, engine="{}", config=json.dumps(told))
    refine.wait()
    return [row[0] for row in refine.rows()]


def matched(cells: list[dict[str, Any]]) -> dict[str, str]:
    return {cell["v"]: cell["r"]["m"]["id"] for cell in cells if cell["r"].get("j") == "matched"}


def test_a_column_of_misspelt_names(refine: OpenRefine, service: str) -> None:
    """At least 28 of 30 are matched as meant, none otherwise, and no decoy is."""
    values = [*NAMES, *DECOYS]
    refine.create({COLUMN: values})
    cells = reconcile(refine, service)
    assert [cell["v"] for cell in cells] == values
    found, wanted = matched(cells), NAMES
    assert {value: thing for value, thing in found.items() if wanted.get(value) != thing} == {}
    assert len(wanted) == 30
    assert len(found) >= 28


def test_types_are_guessed_and_narrow_the_choice(refine: OpenRefine, service: str) -> None:
    refine.create({COLUMN: ["Épinal", "Saint-Omer", "Finistère", "Fonds vert"]})
    told = refine.post("guess-types-of-column", columnName=COLUMN, service=service)
    assert "Territory" in [one["id"] for one in told["types"]]
    assert "Épinal" not in matched(reconcile(refine, service))
    cells = reconcile(refine, service, type={"id": "Territory", "name": "territoire"})
    assert matched(cells) == {
        "Épinal": "territory/epinal",
        "Saint-Omer": "territory/saint-omer",
        "Finistère": "territory/finistere",
    }


def test_another_column_decides_and_new_columns_come(refine: OpenRefine, service: str) -> None:
    """A SIREN matches a name that is not known; identifiers and things are fetched."""
    refine.create({COLUMN: ["Agence (ex-AFME)", "Bretagne"], "number": ["385 290 309", ""]})
    detail = {
        "column": "number",
        "propertyName": "SIREN",
        "propertyID": "siren",
    }
    cells = reconcile(refine, service, columnDetails=[detail])
    wanted = {"Agence (ex-AFME)": "organisation/ademe", "Bretagne": "place/bretagne"}
    assert matched(cells) == wanted
    properties = [{"id": "cog-region", "name": "code"}, {"id": "wikidata", "name": "QID"}]
    refine.post(
        "extend-data",
        engine="{}",
        baseColumnName=COLUMN,
        endpoint=service,
        identifierSpace="https://w3id.org/tdi-graph/id/",
        schemaSpace="https://w3id.org/tdi-graph/ontology#",
        columnInsertIndex="1",
        extension=json.dumps({"properties": properties}),
    )
    refine.wait()
    added = [[cell.get("v") for cell in row[2:4]] for row in refine.rows()]
    assert added[1] == ["53", "Q12130"]
    assert not any(added[0])


def test_a_refusal_matches_nothing(refine: OpenRefine, service: str) -> None:
    """OpenRefine 3.6 tells its log about a type that is not known, and leaves the cells alone."""
    refine.create({COLUMN: ["Bretagne"]})
    (cell,) = reconcile(refine, service, type={"id": "Nothing", "name": "nothing"})
    assert not cell["r"].get("c")
    assert cell["r"].get("j") != "matched"
