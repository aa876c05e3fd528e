"""Links are asked of a service elsewhere: here, of our own, and of some that behave badly."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs

import pytest

from served import serving
from tdi_graph import links, resources
from tdi_graph.assembly import Authored
from tdi_graph.cli import main
from tdi_graph.importing import proposals
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import BASE
from tdi_graph.web import create_app

MANIFEST = {"name": "elsewhere", "identifierSpace": "http://www.wikidata.org/entity/"}


@pytest.fixture(scope="module")
def ours(store: EmbeddedStore) -> Iterator[str]:
    """The address of our own service."""
    with serving(create_app(store, root=resources.root())) as address:
        yield f"{address}/reconcile"


Suggest = Callable[..., int]


@pytest.fixture(scope="module")
def suggest(tmp_path_factory: pytest.TempPathFactory) -> Suggest:
    """The command, on a release that is made once."""
    release = tmp_path_factory.mktemp("release") / "quads.nq"
    assert main(["export", "--format", "nq", "--out", str(release)]) == 0

    def run(service: str, out: Path, *more: str) -> int:
        given = ["--service", service, "--out", str(out), "--release", str(release)]
        return main(["link", "suggest", *given, *more])

    return run


def lines(path: Path) -> list[dict[str, str]]:
    text = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_our_own_service_knows_our_things(suggest: Suggest, ours: str, tmp_path: Path) -> None:
    out = tmp_path / "proposed.sssom.tsv"
    assert suggest(ours, out, "--type", "Agency", "--service-type", "Agency", "--limit", "1") == 0
    found = lines(out)
    same = {line["subject_id"].partition(":")[2] for line in found}
    assert {line["object_id"].rpartition("/")[2] for line in found} == same
    assert {"ademe", "anct", "bpifrance"} <= same
    for line in found:
        assert line["confidence"] == "1.00"
        assert line["mapping_justification"] == "semapv:LexicalMatching"
        assert line["mapping_source"] == ours
        assert line["predicate_id"] == "skos:exactMatch"
        assert line["author_label"] == ""
        assert line["comment"].startswith("matched by the service; ")


def test_the_file_is_sssom_that_nobody_has_signed(
    suggest: Suggest, ours: str, tmp_path: Path, authored: Authored
) -> None:
    """It reads as our own table does, and is refused while nobody says to have looked."""
    out = tmp_path / "proposed.sssom.tsv"
    assert suggest(ours, out, "--type", "Ministry", "--limit", "2") == 0
    read = list(links.read_links(out))
    assert {one.predicate.value.rpartition("#")[2] for one in read} == {"closeMatch"}
    assert all(one.object.value.startswith(f"{BASE}id/organisation/") for one in read)
    table = (resources.root() / "data" / "links.sssom.tsv").read_text("utf-8")
    merged = proposals.merged(table, authored, read)
    assert merged.text == table
    assert any("nobody is its author" in str(fault) for fault in merged.faults)


def test_what_is_linked_already_is_not_asked_for(suggest: Suggest, tmp_path: Path) -> None:
    """The eighteen regions have a Wikidata item; the territories have none."""
    with elsewhere() as (address, heard):
        regions = tmp_path / "regions.tsv"
        assert suggest(address, regions, "--type", "schema:AdministrativeArea") == 0
        assert (heard, lines(regions)) == ([], [])
        territories = tmp_path / "territories.tsv"
        assert suggest(address, territories, "--type", "Territory", "--limit", "1") == 0
    assert [len(batch) for batch in heard] == [2, 2, 2]
    found = lines(territories)
    assert [line["object_id"] for line in found] == ["wikidata:Q1"] * 6
    assert [line["confidence"] for line in found] == ["0.42"] * 6
    assert '#  wikidata: "http://www.wikidata.org/entity/"' in territories.read_text("utf-8")


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        ({"status": 503}, "answered 503"),
        ({"status": 404}, "answered 404"),
        ({"manifest": "<html>"}, "no JSON"),
        ({"manifest": "[]"}, "an object is missing"),
        ({"manifest": "{}"}, "describes no reconciliation service"),
        ({"manifest": " " * (9 << 20)}, "more than"),
        ({"location": "http://127.0.0.2:9/"}, "sends to http://127.0.0.2:9/"),
        ({"refuses": True}, "answered 500"),
        ({"result": "{}"}, "an object is missing"),
        ({"result": '{"q0": {"result": 7}, "q1": {"result": []}}'}, "a list is missing"),
        ({"result": '{"q0": {"result": [{"id": "Q1"}]}}'}, "without id or score"),
    ],
)
def test_a_service_that_behaves_badly_ends_it(
    suggest: Suggest,
    behaviour: dict[str, object],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "proposed.tsv"
    with elsewhere(**behaviour) as (address, heard):
        assert suggest(address, out, "--type", "Territory") == 1
    assert told in capsys.readouterr().err
    assert not out.exists()
    assert len(heard) <= 1


def test_a_silent_service_is_not_waited_for(
    suggest: Suggest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with elsewhere(silent=True) as (address, _):
        assert suggest(address, tmp_path / "out.tsv", "--timeout", "0.3") == 1
    assert "cannot be asked" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://127.0.0.1/", "no address of the web"),
        ("reconcile", "no address of the web"),
        ("http://me:secret@127.0.0.1/", "holds a password"),
        ("http://127.0.0.1:1/", "cannot be asked"),
    ],
)
def test_only_the_web_is_asked(
    suggest: Suggest, service: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suggest(service, tmp_path / "out.tsv") == 1
    said = capsys.readouterr().err
    assert told in said
    assert "secret" not in said


def test_nothing_unreviewed_is_written_among_the_data(
    suggest: Suggest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    within = resources.root() / "data" / "proposed.sssom.tsv"
    assert suggest("http://127.0.0.1:1/", within) == 1
    assert "nobody has reviewed" in capsys.readouterr().err
    there = tmp_path / "there.tsv"
    there.write_text("mine", "utf-8")
    assert suggest("http://127.0.0.1:1/", there) == 1
    assert there.read_text("utf-8") == "mine"
    assert suggest("http://127.0.0.1:1/", tmp_path / "no" / "folder.tsv") == 1


def test_an_unknown_class_is_told(
    suggest: Suggest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with elsewhere() as (address, _):
        assert suggest(address, tmp_path / "out.tsv", "--type", "Nothing") == 1
    assert "no type is called Nothing" in capsys.readouterr().err


class Elsewhere(BaseHTTPRequestHandler):
    """A service that behaves as it is told."""

    behaviour: ClassVar[dict[str, object]]
    heard: ClassVar[list[list[str]]]

    def do_GET(self) -> None:
        if "silent" in self.behaviour:
            self.rfile.read(1)
            return
        if "location" in self.behaviour:
            self.send_response(302)
            self.send_header("Location", str(self.behaviour["location"]))
            self.end_headers()
            return
        text = self.behaviour.get("manifest", json.dumps(MANIFEST | {"batchSize": 2}))
        self.answer(int(str(self.behaviour.get("status", 200))), str(text))

    def do_POST(self) -> None:

        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        queries = json.loads(parse_qs(body)["queries"][0])
        self.heard.append([one["query"] for one in queries.values()])
        candidate = {"id": "Q1", "name": "a\tname", "score": 42, "match": False, "type": ["T"]}
        told = json.dumps({key: {"result": [candidate]} for key in queries})
        status = 500 if "refuses" in self.behaviour else 200
        self.answer(status, str(self.behaviour.get("result", told)))

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
        """Say nothing."""


@contextmanager
def elsewhere(**behaviour: object) -> Iterator[tuple[str, list[list[str]]]]:
    """Serve a service that behaves so; yield its address and the batches that it hears."""
    heard: list[list[str]] = []
    handler = type("Told", (Elsewhere,), {"behaviour": behaviour, "heard": heard})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=partial(server.serve_forever, poll_interval=0.05))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/", heard
        finally:
            server.shutdown()
            thread.join()
