"""The embedded store: a set for a default graph, the protocol's datasets, clear errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Triple,
)

from tdi_graph.errors import QueryError
from tdi_graph.store import Dataset, EmbeddedStore

A, B, P = NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:p")
G, H = NamedNode("urn:g"), NamedNode("urn:h")


@pytest.fixture
def small() -> EmbeddedStore:
    return EmbeddedStore([Quad(A, P, B, G), Quad(A, P, B, H), Quad(B, P, A, H)], release="r")


@pytest.fixture
def parted() -> EmbeddedStore:
    """Hold each triple in one graph only, so that the default graph is made at query time."""
    return EmbeddedStore([Quad(A, P, B, G), Quad(B, P, A, H), Quad(B, P, B)], release="r")


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


@pytest.mark.parametrize(
    ("dataset", "query", "rows"),
    [
        (Dataset(), "SELECT ?s { ?s ?p ?o }", 3),
        (Dataset(), "SELECT ?s { ?s ?p ?o FILTER(?s != 'FROM') } # FROM <urn:g>", 3),
        (Dataset(), "PREFIX from: <urn:> SELECT ?s { ?s from:p ?o }", 3),
        (Dataset(), "SELECT ?s { GRAPH ?g { ?s ?p ?o } }", 2),
        (Dataset(), "SELECT ?s FROM <urn:g> { ?s ?p ?o }", 1),
        (Dataset(), "PREFIX : <urn:> SELECT*FROM:g{ ?s ?p ?o }", 1),
        (Dataset(), "SELECT ?s FROM NAMED <urn:g> { ?s ?p ?o }", 0),
        (Dataset(default_graphs=(G,)), "SELECT ?s { ?s ?p ?o }", 1),
        (Dataset(named_graphs=(H,)), "SELECT ?s { ?s ?p ?o }", 0),
    ],
)
def test_a_union_made_at_query_time_is_a_default_graph_like_any_other(
    parted: EmbeddedStore, dataset: Dataset, query: str, rows: int
) -> None:
    assert count(parted, dataset, query) == rows


@pytest.mark.parametrize("value", ["1.0", "1.00"])
def test_a_number_written_in_two_ways_is_one_triple_to_the_union(value: str) -> None:
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    one, same = (Literal(text, datatype=decimal) for text in ("1", value))
    store = EmbeddedStore([Quad(A, P, one, G), Quad(A, P, same, H)], release="r")
    assert count(store, Dataset()) == 1


def test_a_binding_is_a_term_and_not_text(small: EmbeddedStore) -> None:
    found = small.select("SELECT ?s ?o { ?s <urn:p> ?o }", {"s": A})
    assert found.records() == [{"s": A, "o": B}]
    hostile = Literal('" } DROP ALL #')
    assert small.select("SELECT ?s ?o { ?s <urn:p> ?o }", {"o": hostile}).rows == ()


def test_describe_gives_each_triple_once(small: EmbeddedStore, parted: EmbeddedStore) -> None:
    assert [(t.predicate, t.object) for t in small.describe(A)] == [(P, B)]
    assert [t.object for t in parted.describe(B)] == [A, B]
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


XSD = "http://www.w3.org/2001/XMLSchema#"
VALUES = st.sampled_from(
    [
        NamedNode("urn:o"),
        BlankNode("o"),
        *(Literal(text) for text in ("1", "1.0")),
        Literal("1", language="fr-FR"),
        *(
            Literal(text, datatype=NamedNode(XSD + kind))
            for text in ("1", "01", "1.0", "-0", "x")
            for kind in ("integer", "nonNegativeInteger", "decimal", "double", "boolean", "date")
        ),
        Literal("2026-01-01T00:00:00.000Z", datatype=NamedNode(XSD + "dateTime")),
        Triple(A, P, Literal("1.0", datatype=NamedNode(XSD + "decimal"))),
        Triple(A, P, Literal("1.00", datatype=NamedNode(XSD + "decimal"))),
    ]
)
RELEASED = st.lists(
    st.builds(
        Quad,
        st.sampled_from([A, B]),
        st.sampled_from([P, NamedNode("urn:q")]),
        VALUES,
        st.sampled_from([G, H, DefaultGraph()]),
    )
)


@given(RELEASED)
def test_terms_are_given_back_as_they_were_released(quads: list[Quad]) -> None:
    """Though Oxigraph keeps numbers, dates and truth values in forms of its own."""
    store = EmbeddedStore(quads, release="r")
    store.settle()
    assert sorted(map(str, store.quads())) == sorted(map(str, set(quads)))
    for name in (A, B):
        said = {quad.triple for quad in quads if quad.subject == name}
        assert store.describe(name) == sorted(said, key=str)
    for graph in (G, H):
        said = {quad.triple for quad in quads if quad.graph_name == graph}
        assert store.graph(graph) == sorted(said, key=str)
