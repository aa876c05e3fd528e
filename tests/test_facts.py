"""The graph holds every required fact that two readers found by hand, and none of the traps."""

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from tdi_graph import facts, resources
from tdi_graph.documents import digest
from tdi_graph.store import EmbeddedStore

SHARED = resources.root().parent / "shared"
GOLD = SHARED / "gold"
NO_GOLD = f"NOT RUN: {GOLD.name}/ is not beside the checkout, so the gold facts were not compared"


@pytest.fixture(scope="module")
def exported(store: EmbeddedStore) -> dict[str, list[facts.Fact]]:
    table = facts.read_table(resources.root() / "data" / "facts-mapping.tsv")
    return facts.facts(store, table)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not GOLD.is_dir():
        pytest.skip(NO_GOLD)
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    aliases = json.loads((GOLD / "aliases.json").read_text("utf-8"))
    for name, others in aliases.items():
        vars(module)["AL"] |= {module.nrm(o): module.nrm(name) for o in [name, *others]}
    return module


def golds(captures: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return the gold of each document by its slug; texts are known by their digest."""
    found = {}
    for path in sorted((SHARED / "documents").glob("*.txt")):
        slug = captures[digest(path.read_bytes())]
        found[slug] = json.loads((GOLD / f"{path.stem}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("level", ["m_core", "m_full"])
def test_every_required_gold_fact_is_in_the_graph(
    exported: dict[str, list[facts.Fact]],
    scorer: ModuleType,
    captures: dict[str, str],
    level: str,
) -> None:
    match = getattr(scorer, level)
    for slug, gold in golds(captures).items():
        for fact in gold["facts"]:
            if not fact.get("optional"):
                found = any(match(candidate, fact) for candidate in exported[slug])
                assert found, f"first missing in {slug}: {json.dumps(fact, ensure_ascii=False)}"


def test_no_trap_is_exported(
    exported: dict[str, list[facts.Fact]],
    scorer: ModuleType,
    captures: dict[str, str],
) -> None:
    for slug, gold in golds(captures).items():
        for fact in exported[slug]:
            if any(scorer.m_core(fact, true) for true in gold["facts"]):
                continue
            said = scorer.nrm(fact["evidence"])
            hit = [trap["text"] for trap in gold["traps"] if scorer.nrm(trap["text"]) in said]
            assert not hit, f"{slug}: {fact}"


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        ("253 projets soutenus et 5 000 créations d’emplois", "achieved"),
        ("permettront la création de 640 emplois", "planned"),
        ("l’espoir de créer 120 emplois", "planned"),
        ("40 emplois à créer", "planned"),
        ("ont permis de créer 40 emplois", "achieved"),
    ],
)
def test_jobs_are_results_unless_their_words_say_that_they_are_to_come(
    evidence: str, status: str
) -> None:
    table = facts.read_table(resources.root() / "data" / "facts-mapping.tsv")
    assert table.status("c:expected", "c:jobs-created", evidence) == status
    assert table.status("c:considered", "c:jobs-created", evidence) == "planned"


def test_a_post_has_the_form_that_the_words_have() -> None:
    table = facts.read_table(resources.root() / "data" / "facts-mapping.tsv")
    said = "lancé le 15 juin 2023 par la Première ministre"
    assert table.worded("Premier ministre", said) == "Première ministre"
    assert table.worded("Premier ministre", "par le Premier ministre") == "Premier ministre"
    assert table.worded("préfet", said) == "préfet"
