"""The project's own data, assembled once for all tests."""

import os

import pytest
from hypothesis import settings

from tdi_graph import assembly, derivation, resources
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
def captures(authored: Authored) -> dict[str, str]:
    """The slug of each catalogued document, by the digest of its text."""
    return assembly.digests(authored.quads)
