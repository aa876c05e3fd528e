"""The W3C's tests of query syntax, evaluation and result formats, through the protocol."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad

import w3c_queries
from w3c_manifests import KNOWN, VARIABLE, Suite, Test, known, suite
from w3c_results import Rows, same, table

SUITE = suite()
WHY = f"no checkout of github.com/w3c/rdf-tests here: name one in {VARIABLE}"
FEWEST = {"1.0": 482, "1.1": 341, "1.2": 246}
"""How many tests there are at least: a suite that is not read must not pass."""


def cases(found: Suite | None) -> list[tuple[str, Test]]:
    if found is None:
        return []
    versions = w3c_queries.MANIFESTS
    return [(each, test) for each in versions for test in w3c_queries.tests(found, each)]


CASES = cases(SUITE)


@pytest.mark.skipif(SUITE is None, reason=WHY)
@pytest.mark.parametrize("version", w3c_queries.MANIFESTS)
def test_the_suite_is_whole_and_what_is_known_is_in_it(version: str) -> None:
    names = [test.name for of, test in CASES if of == version]
    assert len(set(names)) == len(names) >= FEWEST[version]
    assert set(known(version)) <= set(names)


@pytest.mark.skipif(SUITE is None, reason=WHY)
@pytest.mark.parametrize(("version", "test"), CASES, ids=[test.name for _, test in CASES])
def test_a_query_of_the_suite(version: str, test: Test) -> None:
    fault, reason = w3c_queries.fault(test), known(version).get(test.name)
    assert not (reason and not fault), f"stale: it passes; remove its line from {KNOWN.name}"
    assert reason or not fault, fault


@pytest.mark.skipif(SUITE is None, reason=WHY)
def test_the_documentation_counts_right() -> None:
    text = (Path(__file__).parents[1] / "docs" / "for-programs.md").read_text("utf-8")
    for version in w3c_queries.MANIFESTS:
        whole = sum(of == version for of, _ in CASES)
        row = next(line for line in text.splitlines() if line.startswith(f"| SPARQL {version}"))
        assert row.endswith(f"| {whole - len(known(version))} of {whole} |")


# The judge is judged: what is not the same must not pass.

A, B = NamedNode("urn:a"), NamedNode("urn:b")
X, Y = BlankNode("x"), BlankNode("y")


def rows(*found: dict[str, NamedNode | BlankNode | Literal], ordered: bool = False) -> Rows:
    return Rows(frozenset({"s", "o"}), tuple(dict(each) for each in found), ordered)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (rows({"s": A}), rows({"s": B})),
        (rows({"s": A}), rows({"s": A}, {"s": A})),
        (rows({"s": A, "o": B}), rows({"s": A})),
        (rows({"s": X, "o": X}), rows({"s": X, "o": Y})),
        (rows({"s": A}, {"s": B}), rows({"s": B}, {"s": A}, ordered=True)),
        (rows({"s": Literal("1")}), rows({"s": Literal(1)})),
        (rows(), Rows(frozenset({"s"}), ())),
        (True, False),
        (rows(), True),
        (Dataset([Quad(X, A, X)]), Dataset([Quad(X, A, Y)])),
    ],
)
def test_results_that_differ_are_told_apart(got: object, wanted: object) -> None:
    assert isinstance(got, Rows | bool | Dataset)
    assert isinstance(wanted, Rows | bool | Dataset)
    assert not same(got, wanted)


def test_results_that_differ_in_labels_and_forms_alone_are_the_same() -> None:
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    got = rows({"s": X}, {"s": Y, "o": Literal("1.0", datatype=decimal)})
    wanted = rows({"s": Y, "o": Literal("1", datatype=decimal)}, {"s": X})
    assert same(got, wanted)
    assert same(rows({"s": A}), rows({"s": A}, {"s": A}), lax=True)
    assert same(Dataset([Quad(X, A, Y)]), Dataset([Quad(Y, A, X)]))
    assert table(b"a,b\r\n1,_:x\r\n") == table(b"b,a\r\n_:y,1\r\n") != table(b"a,b\r\n1,2\r\n")


def test_a_checkout_is_found_by_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert suite() is None
    (tmp_path / "sparql" / "sparql11").mkdir(parents=True)
    assert suite() == Suite(tmp_path)
