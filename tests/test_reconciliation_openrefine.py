"""OpenRefine itself, as Debian packages it, reconciles a column against our service."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from openrefine import PROGRAM, OpenRefine, running
from tdi_graph import resources
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app

CASES = Path(__file__).parent / "cases" / "reconciliation"
COLUMN = "name"

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="NOT RUN: openrefine is not installed (apt-get install openrefine)"
)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


NAMES, DECOYS = rows("names.tsv"), rows("decoys.tsv")


@pytest.fixture(scope="module")
def service(store: EmbeddedStore) -> Iterator[str]:
    """The address of our own service, on a real server."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(store, root=resources.root()), log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/reconcile"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def refine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    with running(tmp_path_factory.mktemp("openrefine")) as started:
        yield started


def reconciled(
    refine: OpenRefine, service: str, values: list[str], **config: object
) -> list[dict[str, Any]]:
    """Return what OpenRefine has found for each value."""
    refine.create(COLUMN, values)
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
    return [row[0]["r"] | {"value": row[0]["v"]} for row in found_rows(refine)]


def found_rows(refine: OpenRefine) -> list[list[dict[str, Any]]]:
    """Return the rows, each cell with what it was reconciled to, which is sent beside the rows."""
    told = refine.post("get-rows", engine='{"facets":[],"mode":"row-based"}', limit="500")
    recons = told.get("pool", {}).get("recons", {})
    return [
        [
            cell | {"r": recons.get(str(cell.get("r")), cell.get("r"))} if cell else {}
            for cell in row["cells"]
        ]
        for row in told["rows"]
    ]


def test_a_column_of_misspelt_names(refine: OpenRefine, service: str) -> None:
    """At least 28 of 30 are matched as meant, none otherwise, and no decoy is."""
    values = [value for value, _ in [*NAMES, *DECOYS]]
    found = reconciled(refine, service, values)
    assert [one["value"] for one in found] == values
    matched = {one["value"]: one["m"]["id"] for one in found if one["j"] == "matched"}
    wanted = dict(map(tuple, NAMES))
    assert {v: m for v, m in matched.items() if wanted.get(v) != m} == {}
    assert len(matched) >= 28
