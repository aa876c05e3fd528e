"""The dumps: the same release in each form, under addresses that never lie."""

import asyncio
import base64
import gzip
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.request import urlopen

import pytest
import zstandard
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from isolation_sample import QUADS, serving, until
from served import PATIENCE
from tdi_graph import release, resources, tables
from tdi_graph.description import DUMPS, Archive, Dump, NotYet, Statistics, dumps, files
from tdi_graph.release import Release
from tdi_graph.store import EmbeddedStore
from tdi_graph.web import create_app, site


@pytest.fixture(scope="module")
def released() -> Release:
    """The release of this checkout."""
    return release.compile_release(resources.root(), shacl=False, progress=lambda _: None).release


@pytest.fixture(scope="module")
def store(released: Release) -> EmbeddedStore:
    """The release, served."""
    return EmbeddedStore(released.quads, release=released.digest)


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    """The whole application."""
    application = create_app(store, root=resources.root())
    with TestClient(application, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def folder(released: Release) -> str:
    return f"/dumps/{released.digest[:12]}/"


SHEETS = [
    f"tables/{language}/{file}"
    for language in ("fr", "en")
    for file in (*(f"{name}.csv" for name in tables.TABLES), "csv-metadata.json")
]


def unpacked(dump: Dump, data: bytes) -> bytes:
    match dump.packing.suffix if dump.packing else "":
        case "gz":
            return gzip.decompress(data)
        case "zst":
            return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return data


@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
def test_a_dump_is_the_whole_release(
    client: TestClient, released: Release, folder: str, dump: Dump
) -> None:
    answered = client.get(folder + dump.name)
    data = unpacked(dump, answered.content)
    held = [quad for quad in parse(data, dump.syntax) if isinstance(quad, Quad)]
    assert len(set(held)) == len(held), "no quad comes twice"
    if dump.graphs:
        assert set(held) == set(released.quads)
    else:
        assert {quad.triple for quad in held} == {quad.triple for quad in released.quads}
    assert data == client.get(folder + dump.plain.name).content


def test_the_digest_of_the_n_quads_is_that_of_the_release(
    client: TestClient, released: Release, folder: str
) -> None:
    data = client.get(folder + "tdi-graph.nq").content
    assert sha256(data).hexdigest() == released.digest
    assert data == release.n_quads(released.quads)


@pytest.mark.parametrize(
    "name", ["tdi-graph.nq", "tdi-graph.ttl.gz", "tdi-graph.jsonld.zst", "tables/fr/figures.csv"]
)
def test_what_the_headers_say_of_a_dump_is_true(
    client: TestClient, released: Release, folder: str, name: str
) -> None:
    answered = client.get(folder + name)
    digest = sha256(answered.content)
    assert answered.headers["etag"] == f'"{digest.hexdigest()}"'
    in_base64 = base64.b64encode(digest.digest()).decode()
    assert answered.headers["repr-digest"] == f"sha-256=:{in_base64}:"
    assert answered.headers["content-length"] == str(len(answered.content))
    assert answered.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in answered.headers
    assert f'"tdi-graph-{released.digest[:12]}' in answered.headers["content-disposition"]
    kind = DUMPS[name].media_type if name in DUMPS else "text/csv"
    assert kind == answered.headers["content-type"].partition(";")[0]
    tag = answered.headers["etag"]
    again = client.get(folder + name, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(folder + name)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    part = client.get(folder + name, headers={"Range": "bytes=10-19", "If-Range": tag})
    assert (part.status_code, part.content) == (206, answered.content[10:20])


def test_the_list_tells_every_file_with_its_size_and_digest(
    client: TestClient, folder: str
) -> None:
    page = client.get("/en/dumps/").text
    sums = client.get(folder + "SHA256SUMS").text
    said = {name: digest for digest, name in (line.split("  ") for line in sums.splitlines())}
    assert set(said) == {*DUMPS, *SHEETS}
    for name, digest in said.items():
        data = client.get(folder + name).content
        assert sha256(data).hexdigest() == digest
        assert (f'href="{folder}{name}"' in page) == ("/fr/" not in name)
        assert digest in page
        assert f"{len(data):,} bytes" in page or "/fr/" in name


def test_the_latest_leads_to_the_release_that_is_served(client: TestClient, folder: str) -> None:
    for asked, found in (
        ("/dumps/latest", "/dumps/"),
        ("/dumps/latest/tdi-graph.ttl", folder + "tdi-graph.ttl"),
        ("/dumps/latest/SHA256SUMS", folder + "SHA256SUMS"),
        ("/dumps/latest/tables/en/offices.csv", folder + "tables/en/offices.csv"),
    ):
        answered = client.get(asked)
        assert (answered.status_code, answered.headers["location"]) == (307, found)
        assert answered.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_tables_are_those_of_the_release(
    client: TestClient, store: EmbeddedStore, folder: str, language: str
) -> None:
    names = site.make(store, {}, {}).voices[language].names
    at = f"{folder}tables/{language}/"
    described = client.get(f"{at}csv-metadata.json")
    assert described.headers["content-type"] == "application/csvm+json"
    assert [one["url"] for one in described.json()["tables"]] == [f"{n}.csv" for n in tables.TABLES]
    for name, table in tables.TABLES.items():
        answered = client.get(f"{at}{name}.csv")
        rows = tables.read_rows(store, names, table)
        assert answered.content.decode() == tables.csv_text(table, rows)
        link = '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
        assert answered.headers["link"] == link
        assert f"-{name}-{language}.csv" in answered.headers["content-disposition"]


def test_what_is_not_served_is_not_found(client: TestClient, folder: str) -> None:
    for address in (
        "/dumps/000000000000/tdi-graph.nq",
        folder + "tdi-graph.exe",
        folder + "..%2f..%2fetc%2fpasswd",
        folder + "tdi-graph.nq.zip",
        folder + "tables/de/figures.csv",
        folder + "tables/fr/nothing.csv",
        folder + "tables/",
        "/dumps/000000000000/tables/fr/figures.csv",
        "/dumps/latest/nothing",
    ):
        assert client.get(address).status_code == 404


# The archive itself: files that are made once, in parts, and go with it.


def quads(count: int) -> list[Quad]:
    label = NamedNode("urn:label")
    return [
        Quad(
            NamedNode(f"urn:{at}"), label, NamedNode(f"urn:{at % 97}"), NamedNode(f"urn:g{at % 3}")
        )
        for at in range(count)
    ]


def archived(held: list[Quad]) -> Archive:
    store = EmbeddedStore(held, release="0" * 64)
    return Archive(store, Statistics(store))


def test_lines_are_sorted_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    held = quads(1_000)
    monkeypatch.setattr(dumps, "_LINES_AT_ONCE", 70)
    kept = archived(held)
    made = kept.made(DUMPS["tdi-graph.nq"], 20)
    assert made.path.read_bytes() == release.n_quads(held)


def test_a_triple_of_two_graphs_is_once_in_their_union() -> None:
    one = Quad(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"), NamedNode("urn:g"))
    two = Quad(one.subject, one.predicate, one.object, NamedNode("urn:h"))
    held = archived([one, two])
    assert held.made(DUMPS["tdi-graph.nt"], 20).path.read_bytes() == b"<urn:a> <urn:b> <urn:c> .\n"
    assert held.made(DUMPS["tdi-graph.nq"], 20).path.read_bytes().count(b"\n") == 2


def test_the_same_release_makes_the_same_bytes() -> None:
    first, second = (
        {dump.name: made and made.sha256 for dump, made in archived(quads(50)).listed(20).items()}
        for _ in range(2)
    )
    assert first == second
    assert None not in first.values()


def test_a_file_is_made_once() -> None:
    held = archived(quads(50))
    first = held.made(DUMPS["tdi-graph.ttl"], 20)
    before = first.path.stat().st_mtime_ns
    assert held.made(DUMPS["tdi-graph.ttl"], 20) == first
    assert first.path.stat().st_mtime_ns == before


def test_of_a_large_release_only_what_is_asked_for_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "SOON", 40)
    held = archived(quads(50))
    assert set(held.listed(20).values()) == {None}
    made = held.made(DUMPS["tdi-graph.nt"], 20)
    assert [each for each in held.listed(20).values() if each] == [made]


def test_whoever_cannot_wait_is_told_to_come_again(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = dumps.write

    told = threading.Event()

    def write(*args: object) -> None:
        told.wait(PATIENCE)
        slow(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(dumps, "write", write)
    monkeypatch.setattr("tdi_graph.web.dumps._PATIENCE", 0.01)
    with pytest.raises(NotYet):
        archived(quads(5)).made(DUMPS["tdi-graph.nt"], 0.01)
    with TestClient(create_app(store, root=resources.root())) as client:
        answered = client.get("/dumps/latest/tdi-graph.nt")
        told.set()
    assert (answered.status_code, answered.headers["retry-after"]) == (503, "60")


def test_what_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = archived(quads(5))
    whole = dumps.write

    def full(*given: object) -> None:
        Path(str(given[2])).write_bytes(b"half")
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(dumps, "write", full)
    with pytest.raises(OSError, match="no space"):
        held.made(DUMPS["tdi-graph.nt"], 20)
    monkeypatch.setattr(dumps, "write", whole)
    assert held.made(DUMPS["tdi-graph.nt"], 20).path.read_bytes().count(b"\n") == 5


def test_the_files_go_with_their_archive() -> None:
    held = archived(quads(5))
    folder = held.made(DUMPS["tdi-graph.nt"], 20).path.parent
    assert list(folder.iterdir())
    del held
    asyncio.run(until(lambda: not folder.exists()))


def test_every_syntax_keeps_graphs_or_says_that_it_does_not() -> None:
    kept = {dump.syntax for dump in DUMPS.values() if dump.graphs}
    assert kept == {RdfFormat.N_QUADS, RdfFormat.TRIG}


def test_the_files_go_when_the_server_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    with serving(tmp_path) as server:
        with urlopen(f"http://127.0.0.1:{server.port}/dumps/latest/tdi-graph.nq") as answered:
            assert answered.read().count(b"\n") == len(QUADS)
        assert list(folder.glob("tdi-graph-dumps-*/tdi-graph.nq"))
    assert not list(folder.glob("tdi-graph-dumps-*"))
