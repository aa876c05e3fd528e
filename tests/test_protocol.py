"""The SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/, without HTTP."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import cast
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from sparql_sample import (
    ASK,
    CONSTRUCT,
    FORM,
    QUADS,
    QUERY,
    SELECT,
    UPDATE,
    asked,
    by_body,
    by_form,
    by_get,
    by_query,
    by_query_form,
    content_type,
    problem,
)
from tdi_graph import negotiation
from tdi_graph.protocol import METHODS, Request

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def number(request: Request) -> int:
    response = asked(replace(request, accept="text/csv"))
    assert response.status == 200, response.body
    return int(response.body.split()[1])


# What a query gets


@pytest.mark.parametrize("ask", [by_get, by_form, by_body, by_query, by_query_form])
def test_the_five_operations_answer(ask: Callable[[str], Request]) -> None:
    response = asked(ask(SELECT))
    assert response.status == 200
    assert content_type(response) == "application/sparql-results+json"
    labels = [row["o"]["value"] for row in json.loads(response.body)["results"]["bindings"]]
    assert labels == ["Ana", "Bob, dit « le petit »", "Pacte"]


@pytest.mark.parametrize("form", negotiation.RESULTS)
def test_a_select_can_be_had_in_every_form(
    form: negotiation.Representation[QueryResultsFormat],
) -> None:
    response = asked(by_get(SELECT, form.media_type))
    assert content_type(response) == form.content_type
    if form.format == QueryResultsFormat.CSV:
        assert response.body.startswith(b"s,o\r\n")
    else:
        rows = parse_query_results(response.body, form.format)
        assert len(list(cast("QuerySolutions", rows))) == 3


@pytest.mark.parametrize("form", negotiation.RESULTS)
def test_an_ask_can_be_had_in_every_form(
    form: negotiation.Representation[QueryResultsFormat],
) -> None:
    response = asked(by_get(ASK, form.media_type))
    assert response.status == 200
    assert b"true" in response.body


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE ?s { ?s ?p ?o }"])
@pytest.mark.parametrize("form", negotiation.GRAPHS)
def test_a_graph_can_be_had_in_every_form(
    form: negotiation.Representation[RdfFormat], query: str
) -> None:
    response = asked(by_get(query, form.media_type))
    assert content_type(response) == form.content_type
    assert len(set(parse(response.body, form.format))) == QUADS


def test_a_graph_is_turtle_unless_asked_otherwise() -> None:
    assert content_type(asked(by_get(CONSTRUCT))) == "text/turtle; charset=utf-8"


def test_a_named_format_overrules_the_header() -> None:
    response = asked(by_get(SELECT, "application/json", format="csv"))
    assert content_type(response) == "text/csv; charset=utf-8"


def test_head_is_get_without_the_body() -> None:
    for request in (by_get(SELECT), by_get("SELECT"), by_get(UPDATE)):
        got, head = asked(request), asked(replace(request, method="HEAD"))
        assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")
        assert dict(head.headers)["Content-Length"] == str(len(got.body))


def test_options_tells_the_methods_to_a_preflight() -> None:
    response = asked(Request("OPTIONS"))
    headers = dict(response.headers)
    assert (response.status, response.body) == (204, b"")
    assert headers["Allow"] == headers["Access-Control-Allow-Methods"] == ", ".join(METHODS)
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]


# The dataset, section 2.1.4


@pytest.mark.parametrize(
    ("parameters", "in_default", "in_named"),
    [
        ("", QUADS, QUADS),
        ("default-graph-uri=https://example.org/people", 3, 0),
        ("named-graph-uri=https://example.org/people", 0, 3),
        ("default-graph-uri=https%3A%2F%2Fexample.org%2Fagreements&default-graph-uri=urn:x", 3, 0),
        ("default-graph-uri=https://example.org/people&named-graph-uri=urn:none", 3, 0),
    ],
)
def test_the_request_names_the_dataset(parameters: str, in_default: int, in_named: int) -> None:
    for query, expected in ((COUNT, in_default), (COUNT_NAMED, in_named)):
        pairs = parameters.encode()
        written = b"query=" + quote(query).encode()
        body = query.encode()
        assert number(Request("GET", b"&".join([pairs, written]))) == expected
        assert number(Request("POST", b"", FORM, b"&".join([written, pairs]))) == expected
        assert number(Request("POST", pairs, QUERY, body)) == expected


def test_the_request_overrules_the_query() -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM <https://example.org/agreements> { ?s ?p ?o }"
    request = by_get(query, **{"default-graph-uri": "urn:none"})
    assert (number(by_get(query)), number(request)) == (3, 0)


@pytest.mark.parametrize("iri", ["", "people", "not an iri"])
def test_a_graph_is_named_by_an_absolute_iri(iri: str) -> None:
    detail = problem(by_get(ASK, **{"named-graph-uri": iri}), 400)["detail"]
    assert "named-graph-uri" in str(detail)


# Decoding


@pytest.mark.parametrize("encode", [quote, quote_plus])
@pytest.mark.parametrize(("text", "length"), [("a%20b", 5), ("a+b", 3), ("%2520", 5), ("é &=", 4)])
def test_a_query_is_decoded_once(text: str, length: int, encode: Callable[[str], str]) -> None:
    query = f'SELECT (STRLEN("{text}") AS ?n) {{}}'
    pair = b"query=" + encode(query).encode()
    requests = [Request("GET", pair), Request("POST", b"", FORM, pair), by_body(query)]
    assert [number(request) for request in requests] == [length] * 3


WORDS = (
    *("ASK", "SELECT", "CONSTRUCT", "WHERE", "FILTER", "UNION", "OPTIONAL", "BIND", "AS", "VALUES"),
    *("GRAPH", "FROM", "LIMIT", "ORDER BY", "COUNT", "IN", "EXISTS", "INSERT", "SERVICE", "true"),
    *("?s", "?p", "?o", "'x'", "<urn:a>", "<http://b/#c>", "rdf:type", "_:b", "@fr", "1", "1.5"),
    *("'''", "<=", "^^", "||", "&&", "\\'", "%41", "\0", "é", "\n", *'*{}()[].;,"<>#a^!+-/|=\\%&?'),
)
FRAGMENTS = st.sampled_from(WORDS)
ANY_QUERY = st.text(max_size=80) | st.lists(FRAGMENTS, max_size=14).map(" ".join)
"""Queries that mean something rarely, and are read to some depth often."""


@settings(deadline=None)
@given(ANY_QUERY, st.sampled_from([None, "text/csv", "image/png"]))
def test_any_text_is_the_same_query_by_get_by_form_and_alone(
    query: str, accept: str | None
) -> None:
    query = query.encode(errors="replace").decode()
    got = asked(by_get(query, accept))
    assert asked(by_form(query, accept)) == got
    assert asked(by_body(query, accept)) == got
    assert got.status in {200, 400, 406}


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from([FORM, QUERY, "a/b", None]))
def test_any_bytes_get_an_answer(data: bytes, kind: str | None) -> None:
    for request in (Request("GET", data), Request("POST", data, kind, data)):
        assert asked(request).status in {200, 400, 403, 406, 415}
