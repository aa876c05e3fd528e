"""The embedded store: a set for a default graph, the protocol's datasets, clear errors."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from tdi_graph.errors import QueryError
from tdi_graph.store import Dataset, EmbeddedStore

A, B, P = NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:p")
G, H = NamedNode("urn:g"), NamedNode("urn:h")


@pytest.fixture
def small() -> EmbeddedStore:
    return EmbeddedStore([Quad(A, P, B, G), Quad(A, P, B, H), Quad(B, P, A, H)], release="r")


def count(store: EmbeddedStore, dataset: Dataset, query: str = "SELECT ?s { ?s ?p ?o }") -> int:
    found = store.evaluate(query, dataset)
    assert isinstance(found, QuerySolutions)
    return len(list(found))


def test_a_triple_of_two_graphs_is_answered_once(small: EmbeddedStore) -> None:
    assert count(small, Dataset()) == 2


@pytest.mark.parametrize(
    ("dataset", "query", "rows"),
    [
        (Dataset(default_graphs=(G,)), "SELECT ?s { ?s ?p ?o }", 1),
        (Dataset(default_graphs=(G, G)), "SELECT ?s { ?s ?p ?o }", 1),
        (Dataset(default_graphs=(G,)), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }", 0),
        (Dataset(named_graphs=(H,)), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }", 2),
        (Dataset(named_graphs=(H,)), "SELECT ?s { ?s ?p ?o }", 0),
        (Dataset(), "SELECT ?s FROM <urn:h> { ?s ?p ?o }", 2),
        (Dataset(default_graphs=(G,)), "SELECT ?s FROM <urn:h> { ?s ?p ?o }", 1),
    ],
)
def test_the_dataset_is_the_one_the_protocol_says(
    small: EmbeddedStore, dataset: Dataset, query: str, rows: int
) -> None:
    assert count(small, dataset, query) == rows


def test_a_binding_is_a_term_and_not_text(small: EmbeddedStore) -> None:
    found = small.select("SELECT ?s ?o { ?s <urn:p> ?o }", {"s": A})
    assert found.records() == [{"s": A, "o": B}]
    hostile = Literal('" } DROP ALL #')
    assert small.select("SELECT ?s ?o { ?s <urn:p> ?o }", {"o": hostile}).rows == ()


def test_describe_gives_each_triple_once(small: EmbeddedStore) -> None:
    assert [(t.predicate, t.object) for t in small.describe(A)] == [(P, B)]
    assert small.describe(NamedNode("urn:unknown")) == []


def test_forms_are_not_mixed_up(small: EmbeddedStore) -> None:
    assert small.ask("ASK { <urn:a> ?p ?o }")
    with pytest.raises(QueryError, match="not a SELECT"):
        small.select("ASK {}")
    with pytest.raises(QueryError, match="not an ASK"):
        small.ask("SELECT ?s {}")
    with pytest.raises(QueryError, match="makes no graph"):
        small.construct("ASK {}")


def test_a_syntax_error_has_a_position(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as fault:
        small.select("SELECT ?s {\n  ?s ?p \n}")
    assert (fault.value.line, fault.value.column) == (3, 1)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p 'a:b' ",
        "SELECT ?s { <urn:a:b> ?p } # c:d",
        "PREFIX a: <urn:a> SELECT { a:b",
    ],
)
def test_no_prefix_is_blamed_for_another_fault(small: EmbeddedStore, query: str) -> None:
    with pytest.raises(QueryError, match="syntax error"):
        small.select(query)


def test_a_missing_prefix_is_named_as_such(small: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="prefix") as fault:
        small.select("SELECT ?s { ?s nowhere:p ?o }")
    assert "PREFIX nowhere:" in fault.value.do
    assert (fault.value.line, fault.value.column) == (1, 16)
