"""A release: the whole graph as one sorted N-Quads file, and the manifest that names it.

The N-Quads file bears its digest in its name and the manifest names the file, so replacing the
manifest is the one atomic step that publishes a release; whatever fails before leaves the last
release as it was. The same input gives the same bytes: lines are sorted, there are no blank
nodes, and no clock is read.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from tdi_graph import __version__
from tdi_graph.assembly import Authored, assemble
from tdi_graph.derivation import derive
from tdi_graph.documents import digest
from tdi_graph.errors import Place, ReleaseError
from tdi_graph.saving import replace
from tdi_graph.statements import TYPE
from tdi_graph.validation import Fault, faults
from tdi_graph.vocabulary import BASE, BASE_VARIABLE, DATASET, ONTOLOGY, compact, expand

MANIFEST = "manifest.json"
_DIGEST_IN_NAME = 12

Progress = Callable[[str], None]
_A_DATASET = (TYPE, expand("void:Dataset"))


@dataclass(frozen=True, slots=True)
class Release:
    """The quads of a release, and the SHA-256 of their sorted N-Quads."""

    quads: tuple[Quad, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the files of a checkout make: what was authored, the release, and what is wrong."""

    authored: Authored
    release: Release
    faults: tuple[Fault, ...]


def compile_release(root: Path, *, shacl: bool, progress: Progress) -> Compiled:
    """Read, derive and validate the files below ``root``; nothing is written."""
    authored = assemble(root, imports=True)
    progress(f"read {len(authored.sources)} files, {len(authored.quads)} quads")
    derived = derive(authored.quads, root / "ontology" / "rules" / "derive")
    progress(f"derived {len(derived)} quads")
    found = faults(authored, derived, shacl=shacl)
    progress("validated" if shacl else "validated, without SHACL")
    quads = (*authored.quads, *derived)
    return Compiled(authored, Release(quads, digest(n_quads(quads))), tuple(found))


def n_quads(quads: Iterable[Quad]) -> bytes:
    """Return ``quads`` as sorted N-Quads (RDF 1.1 N-Quads, W3C Recommendation)."""
    written = BytesIO()
    serialize(set(quads), written, format=RdfFormat.N_QUADS)
    return b"\n".join(sorted(filter(None, written.getvalue().split(b"\n")))) + b"\n"


def write(release: Release, folder: Path) -> Path:
    """Write ``release`` into ``folder`` and return its manifest; replace the last one at once."""
    try:
        return _written(release, folder)
    except OSError as error:
        raise ReleaseError(
            f"the release cannot be written: {error.strerror or error}",
            do="name another folder with --out",
            place=Place(folder),
        ) from None


def _written(release: Release, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"tdi-graph-{release.digest[:_DIGEST_IN_NAME]}.nq"
    replace(folder / name, n_quads(release.quads))
    text = json.dumps(describe(release, name), indent=2, ensure_ascii=False) + "\n"
    replace(folder / MANIFEST, text.encode())
    for old in folder.glob("tdi-graph-*.nq"):
        if old.name != name:
            old.unlink()
    return folder / MANIFEST


def describe(release: Release, name: str) -> dict[str, Any]:
    """Return the manifest: versions, the file with its digest, and counts."""
    graphs = Counter(compact(str(getattr(q.graph_name, "value", ""))) for q in release.quads)
    classes = Counter(
        compact(q.object.value)
        for q in release.quads
        if q.predicate == TYPE and isinstance(q.object, NamedNode)
    )
    return {
        "dataset": DATASET.value,
        "edition": int(_version(release.quads, DATASET)),
        "ontology": _version(release.quads, NamedNode(ONTOLOGY.rstrip("#"))),
        "software": __version__,
        "file": name,
        "sha256": release.digest,
        "quads": len(set(release.quads)),
        "graphs": dict(sorted(graphs.items())),
        "classes": dict(sorted(classes.items())),
    }


def _version(quads: Iterable[Quad], subject: NamedNode) -> str:
    version = expand("owl:versionInfo")
    found = (q.object for q in quads if q.subject == subject and q.predicate == version)
    return next((str(getattr(value, "value", "")) for value in found), "0")


def load(path: Path) -> Release:
    """Load a release by its folder, its manifest or an N-Quads file; check its digest."""
    manifest = path / MANIFEST if path.is_dir() else path
    if not manifest.exists():
        raise ReleaseError(
            "there is no release here", do="make one with tdi-graph build", place=Place(manifest)
        )
    if manifest.suffix == ".nq":
        return _read(manifest, expected=None)
    while True:
        said = manifest.read_bytes()
        try:
            return _named(manifest, said)
        except ReleaseError:
            # A build may have replaced the manifest, and removed the old file, since it was read.
            if manifest.read_bytes() == said:
                raise


def _named(manifest: Path, text: bytes) -> Release:
    try:
        said = json.loads(text)
        file, expected = manifest.parent / said["file"], said["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"this is no manifest of a release: {error}",
            do="name manifest.json, its folder, or an .nq file",
            place=Place(manifest),
        ) from None
    return _read(file, expected=expected)


def _read(file: Path, *, expected: str | None) -> Release:
    try:
        data = file.read_bytes()
        quads: Sequence[Any] = list(parse(data, format=RdfFormat.N_QUADS))
    except (OSError, SyntaxError) as error:
        raise ReleaseError(
            f"the release cannot be read: {error}", do="build it anew", place=Place(file)
        ) from None
    found = digest(data)
    if expected not in (None, found):
        raise ReleaseError(
            "the file is not the one that the manifest describes",
            do="build the release anew",
            place=Place(file),
        )
    described = {q.subject for q in quads if (q.predicate, q.object) == _A_DATASET}
    if described and DATASET not in described:
        raise ReleaseError(
            f"the release names no dataset below {BASE}",
            do=f"build it anew, or set {BASE_VARIABLE} to the base that it was built with",
            place=Place(file),
        )
    return Release(tuple(quads), found)
