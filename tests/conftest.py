"""The project's own data, assembled once for all tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tdi_graph import assembly, derivation, release, resources
from tdi_graph.assembly import Authored
from tdi_graph.store import EmbeddedStore

# Speed is for benchmarks; and what lands must not depend on the day's luck.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def authored() -> Authored:
    return assembly.assemble(resources.root())


@pytest.fixture(scope="session")
def store(authored: Authored) -> EmbeddedStore:
    rules = resources.root() / "ontology" / "rules" / "derive"
    derived = derivation.derive(authored.quads, rules)
    return EmbeddedStore([*authored.quads, *derived], release="0" * 64)


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of our data, for whoever reads one: its folder, which nobody may change."""
    folder = tmp_path_factory.mktemp("release")
    compiled = release.compile_release(resources.root(), shacl=False, progress=lambda _: None)
    release.write(compiled.release, folder)
    return folder


@pytest.fixture(scope="session")
def captures(authored: Authored) -> dict[str, str]:
    """The slug of each catalogued document, by the digest of its text."""
    return assembly.digests(authored.quads)


@pytest.fixture(scope="module")
def address(authored: Authored, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where our data are served, as ``tdi-graph serve`` does, for browsers.

    No longer than for a module: other tests count the processes that this one has started.
    """
    # Imported here: whoever runs one file need not wait for the web's packages.
    import browsing  # noqa: PLC0415

    with browsing.serving(authored, tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a module, each of which opens pages of its own."""
    import browsing  # noqa: PLC0415

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browsing.CHROMIUM, args=browsing.FLAGS)
        yield opened
        opened.close()
