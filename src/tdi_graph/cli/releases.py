"""Which release a verb works on."""

import argparse
from pathlib import Path

from tdi_graph import release
from tdi_graph.cli.authoring import RELEASE
from tdi_graph.errors import TdiError


def release_argument(verb: argparse.ArgumentParser) -> None:
    """Add ``--release`` to a verb."""
    verb.add_argument(
        "--release",
        type=Path,
        metavar="FILE",
        help=f"a release's manifest, folder or N-Quads file (default: {RELEASE}, or, where there "
        "is none, what the data make now)",
    )


def served_release(chosen: argparse.Namespace) -> release.Release:
    """Return the release asked for, the one that was built, or what the data make now."""
    if chosen.release is not None:
        return release.load(chosen.release)
    if (RELEASE / release.MANIFEST).exists():
        return release.load(RELEASE)
    compiled = release.compile_release(chosen.root, shacl=False, progress=lambda _: None)
    if compiled.faults:
        raise TdiError(str(compiled.faults[0]), do="run tdi-graph build to see all faults")
    return compiled.release
