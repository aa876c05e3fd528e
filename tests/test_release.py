"""A release: deterministic, switched in one step, and refused when it is not whole."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from tdi_graph import release
from tdi_graph.documents import digest
from tdi_graph.errors import ReleaseError
from tdi_graph.release import Release, load, n_quads, write

A, B, P, G = (NamedNode(f"urn:{n}") for n in "abpg")
QUADS = (Quad(B, P, A, G), Quad(A, P, B, G))


def made(*quads: Quad) -> Release:
    return Release(quads, digest(n_quads(quads)))


def test_lines_are_sorted_and_order_does_not_matter() -> None:
    lines = n_quads(QUADS).decode().splitlines()
    assert lines == sorted(lines)
    assert n_quads(reversed(QUADS)) == n_quads((*QUADS, QUADS[0]))


@pytest.mark.parametrize("name", [".", "manifest.json", None])
def test_what_was_written_is_loaded(tmp_path: Path, name: str | None) -> None:
    manifest = write(made(*QUADS), tmp_path)
    file = json.loads(manifest.read_text("utf-8"))["file"]
    loaded = load(tmp_path / (name or file))
    assert set(loaded.quads) == set(QUADS)
    assert loaded.digest == made(*QUADS).digest


def test_the_next_release_replaces_the_last(tmp_path: Path) -> None:
    write(made(*QUADS), tmp_path)
    write(made(QUADS[0]), tmp_path)
    assert set(load(tmp_path).quads) == {QUADS[0]}
    assert len(list(tmp_path.iterdir())) == 2


def test_whoever_reads_while_builds_write_gets_one_of_them(tmp_path: Path) -> None:
    """The file that a manifest names may be gone by the time that it is opened."""
    # Each is another: were an old one built again meanwhile, its file would be missed for good.
    builds = [made(Quad(A, P, NamedNode(f"urn:{number}"), G)) for number in range(200)]
    write(builds[0], tmp_path)
    done = threading.Event()

    def read() -> set[str]:
        seen = {load(tmp_path).digest}
        while not done.is_set():
            seen.add(load(tmp_path).digest)
        return seen

    with ThreadPoolExecutor(1) as reading:
        read_by_then = reading.submit(read)
        try:
            for each in builds:
                write(each, tmp_path)
        finally:
            done.set()
        seen = read_by_then.result()
    assert seen <= {each.digest for each in builds}


def test_a_release_that_fails_half_way_leaves_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(made(*QUADS), tmp_path)

    def full(_: Release, __: str) -> dict[str, object]:
        raise OSError("no space left on device")

    monkeypatch.setattr(release, "describe", full)
    with pytest.raises(ReleaseError, match="no space"):
        write(made(QUADS[0]), tmp_path)
    assert set(load(tmp_path).quads) == set(QUADS)


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    manifest = write(made(*QUADS), tmp_path)
    file = tmp_path / json.loads(manifest.read_text("utf-8"))["file"]
    file.write_bytes(n_quads(QUADS[:1]))
    with pytest.raises(ReleaseError, match="not the one that the manifest describes"):
        load(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"file": 3}', "no json"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(ReleaseError):
        load(tmp_path)
