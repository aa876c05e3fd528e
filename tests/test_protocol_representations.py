"""What names an answer, and what it is encoded as: entity tags, conditions, codings, QUERY."""

import re
from dataclasses import replace
from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparql_sample import (
    ASK,
    BACKEND,
    CONSTRUCT,
    FORM,
    QUERY,
    SELECT,
    asked,
    by_body,
    by_get,
    by_query,
    content_type,
    problem,
)
from tdi_graph.errors import NotAcceptable, QueryError
from tdi_graph.negotiation.codings import CODINGS, coding
from tdi_graph.protocol import Request, answer, form
from tdi_graph.protocol.repeatable import is_repeatable
from tdi_graph.store import Dataset, EmbeddedStore

TAG = re.compile(r'"[0-9a-f]{32}"')


def tag(request: Request, store: EmbeddedStore = BACKEND) -> str:
    found = dict(asked(request, store).headers).get("ETag", "")
    assert not found or TAG.fullmatch(found)
    return found


# Entity tags, RFC 9110, section 8.8.3


def test_the_same_request_has_the_same_tag() -> None:
    assert tag(by_get(SELECT)) == tag(by_get(SELECT)) != ""
    assert tag(by_get(SELECT)) == tag(replace(by_get(SELECT), method="HEAD"))
    assert tag(by_get(SELECT)) == tag(by_query(SELECT))


@pytest.mark.parametrize(
    "other",
    [
        by_get(SELECT + " "),
        by_get(SELECT, "text/csv"),
        by_get(SELECT, format="csv"),
        by_get(SELECT, **{"default-graph-uri": "urn:g"}),
        by_get(SELECT, **{"named-graph-uri": "urn:g"}),
        replace(by_get(SELECT), accept_encoding="gzip"),
        replace(by_get(SELECT), accept_encoding="zstd"),
    ],
)
def test_whatever_changes_the_bytes_changes_the_tag(other: Request) -> None:
    assert tag(other) != tag(by_get(SELECT)) != ""


def test_another_release_has_other_tags() -> None:
    assert tag(by_get(ASK)) != tag(by_get(ASK), EmbeddedStore([], release="1" * 64))


def test_the_time_that_is_given_changes_nothing() -> None:
    assert tag(by_get(SELECT, timeout="3")) == tag(by_get(SELECT))


def test_a_post_and_an_error_have_no_tag() -> None:
    for request in (by_body(SELECT), by_get("SELEKT"), by_get(SELECT, "image/png")):
        headers = dict(asked(request).headers)
        assert "ETag" not in headers
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?t) {}",
        "SELECT (rand ( ) AS ?t) {}",
        "SELECT (STRUUID() AS ?t) {}",
        "SELECT (UUID\n#(\n() AS ?t) {}",
        "SELECT (BNODE() AS ?t) {}",
        "CONSTRUCT { ?s ?p [] } { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p _:b } { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p (1 2) } { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o {| <urn:a> 1 |} } { ?s ?p ?o }",
        "CONSTRUCT WHERE { ?s ?p [] }",
    ],
)
def test_what_is_new_each_time_has_no_tag(query: str) -> None:
    BACKEND.evaluate(query, Dataset())
    assert not is_repeatable(query)
    assert not tag(by_get(query))


@pytest.mark.parametrize(
    "query",
    [
        SELECT,
        CONSTRUCT,
        "PREFIX foaf: <urn:f> SELECT * { ?s foaf:knows 'Grand Est' } # now",
        "SELECT * { ?s ?p [] }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o > 1) OPTIONAL { ?s ?q [] } }",
    ],
)
def test_what_is_the_same_each_time_has_a_tag(query: str) -> None:
    assert tag(by_get(query))
    assert asked(by_get(query)).body == asked(by_get(query)).body


# Conditions, RFC 9110, section 13.1.2


@pytest.mark.parametrize("written", ["{}", "W/{}", '"other", {}', '"o,ther",W/{} ', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_holds_the_answer_is_told_so(written: str, method: str) -> None:
    request = replace(by_get(SELECT), method=method)
    held = replace(request, if_none_match=written.format(tag(request)))
    response = answer(held, BACKEND)
    assert (response.status, response.body) == (304, b"")
    headers = dict(response.headers)
    assert headers["ETag"] == tag(request)
    assert headers["Vary"] == "Accept, Accept-Encoding"
    assert "Content-Type" not in headers


@pytest.mark.parametrize("written", ["", "{}x", "x{}", '"other"', "W/"])
def test_who_holds_another_gets_this_one(written: str) -> None:
    request = by_get(SELECT)
    name = tag(request).strip('"')
    assert answer(replace(request, if_none_match=written.format(name)), BACKEND).status == 200


def test_a_query_may_be_conditional_and_a_post_may_not() -> None:
    held = tag(by_get(SELECT))
    assert answer(replace(by_query(SELECT), if_none_match=held), BACKEND).status == 304
    assert answer(replace(by_body(SELECT), if_none_match=held), BACKEND).status == 200


# QUERY, RFC 10008


def test_a_query_method_says_what_it_sends() -> None:
    detail = problem(Request("QUERY", b"", None, SELECT.encode()), 400)["detail"]
    assert QUERY in str(detail)
    assert problem(Request("QUERY", b"", "text/plain", SELECT.encode()), 415)


def test_the_media_types_of_a_query_are_told() -> None:
    headers = dict(asked(Request("OPTIONS")).headers)
    assert headers["Accept-Query"] == f"{QUERY}, {FORM}"
    assert "QUERY" in headers["Allow"]


def test_an_update_by_query_is_forbidden() -> None:
    update = Request("QUERY", b"", "application/sparql-update", b"CLEAR ALL")
    assert problem(update, 403)


# The look at the endpoint itself


@pytest.mark.parametrize(
    ("query_string", "expected"), [(b"", True), (b"&", True), (b"format=csv", False)]
)
def test_a_look_at_the_endpoint_asks_nothing(query_string: bytes, *, expected: bool) -> None:
    assert Request("GET", query_string).asks_nothing is expected
    assert Request("HEAD", query_string).asks_nothing is expected
    assert not Request("POST", query_string).asks_nothing


# Codings, RFC 9110, section 12.5.3


@pytest.mark.parametrize(
    ("header", "name", "required"),
    [
        (None, "", False),
        ("", "", False),
        ("gzip", "gzip", False),
        ("gzip, deflate, br, zstd", "zstd", False),
        ("GZIP", "gzip", False),
        ("x-gzip", "gzip", False),
        ("gzip;q=1, zstd;q=0.5", "gzip", False),
        ("gzip;q=0", "", False),
        ("*", "zstd", False),
        ("*;q=0.5, gzip", "gzip", False),
        ("zstd;q=0, *", "gzip", False),
        ("br", "", False),
        ("identity", "", False),
        ("identity, gzip;q=0.5", "", False),
        ("identity;q=0.5, gzip", "gzip", False),
        ("identity;q=0, gzip", "gzip", True),
        ("gzip, *;q=0", "gzip", True),
        ("gzip;q=2, zstd;q=0.1", "zstd", False),
        ("gzip ; Q=0.3", "gzip", False),
        (",, gzip ,", "gzip", False),
    ],
)
def test_the_coding_is_the_one_that_is_wanted(
    header: str | None,
    name: str,
    required: bool,  # noqa: FBT001
) -> None:
    chosen = coding(header)
    assert (chosen.name, chosen.required) == (name, required)


@pytest.mark.parametrize("header", ["identity;q=0", "*;q=0", "br, identity;q=0", "br, *;q=0"])
def test_to_exclude_every_coding_is_not_acceptable(header: str) -> None:
    with pytest.raises(NotAcceptable):
        coding(header)
    assert problem(replace(by_get(SELECT), accept_encoding=header), 406)


NAMES = st.sampled_from(["gzip", "zstd", "identity", "*", "br", "x-gzip"])
QUALITIES = st.sampled_from(["", ";q=0", ";q=0.001", ";q=0.5", ";q=1", ";q=1.000", "; q=0.9"])


@given(st.dictionaries(NAMES, QUALITIES, max_size=6))
def test_no_coding_is_chosen_that_is_excluded(wanted: dict[str, str]) -> None:
    header = ", ".join(name + quality for name, quality in wanted.items())
    excluded = {name for name, quality in wanted.items() if quality == ";q=0"}
    try:
        chosen = coding(header)
    except NotAcceptable:
        assert {"identity", "*"} & excluded
        return
    assert chosen.name in {"", *CODINGS}
    if chosen.name:
        names = {chosen.name, "x-gzip"} if chosen.name == "gzip" else {chosen.name}
        assert not names <= excluded
        assert names & wanted.keys() or wanted.get("*", ";q=0") != ";q=0"
    else:
        assert "identity" not in excluded


@given(st.text(max_size=40))
def test_any_header_is_borne(header: str) -> None:
    try:
        assert coding(header).name in {"", *CODINGS}
    except NotAcceptable:
        assert "0" in header


# Reading


@given(st.text(max_size=60), st.sampled_from(["", "/:@", "=?&"]))
def test_parameters_are_decoded_as_urllib_does(text: str, safe: str) -> None:
    written = quote(text.encode(errors="replace").decode(), safe=safe).replace("&", "%26")
    read = form.read(f"a={written}".encode())
    assert read.one("a") == unquote_to_bytes(written.replace("+", " ")).decode()


# Where a query is wrong


@pytest.mark.parametrize(
    ("query", "place", "hint"),
    [
        ("SELEKT * {}", (1, 1), "SELECT"),
        ("SELECT * WHRE { ?s ?p ?o }", (1, 10), "WHERE"),
        ("SELECT * {\n ?s ?p ?o } LIMT 10", (2, 13), "LIMIT"),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", (1, 19), ""),
        ("SELECT * { ?s ?p 'abc }", (1, 18), ""),
        ("SELECT * { ?s ?p <a b> }", (1, 18), ""),
        ("SELECT * { ?s ?p ?o }}", (1, 22), ""),
        ("SELECT * {\n  ?s ?p ?o .\n  OPTIONAL ?s ?q ?r\n}", (3, 12), ""),
        ("SELECT * { ?s foaf:name ?o }", (1, 15), "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("SELECT * { ?s nope:name ?o }", (1, 15), "PREFIX nope: <…>"),
    ],
)
def test_the_place_of_a_fault_is_that_of_its_word(
    query: str, place: tuple[int, int], hint: str
) -> None:
    members = problem(by_get(query), 400)
    assert (members["line"], members["column"]) == place
    assert hint in str(members.get("hint", ""))


@given(st.sampled_from([SELECT, CONSTRUCT, "DESCRIBE ?s { ?s ?p ?o }"]), st.data())
def test_the_offender_is_where_the_query_was_spoilt_or_later(
    query: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(query)))
    spoilt = f"{query[:place]} \x01 {query[place:]}"
    with pytest.raises(QueryError) as fault:
        BACKEND.evaluate(spoilt, Dataset())
    assert fault.value.line == 1
    assert fault.value.column <= place + 2


def test_a_browser_reads_a_problem_as_a_page() -> None:
    response = asked(by_get("SELECT * { <b", "text/html"))
    assert content_type(response) == "text/html; charset=utf-8"
    assert b"<pre>SELECT * { &lt;b" in response.body


def test_a_browser_that_posts_gets_a_table() -> None:
    query = 'SELECT ?s ?l { VALUES (?s ?l) { (<http://e.org/?a&b> "<i>"@fr) (UNDEF 1) } }'
    response = asked(by_body(query, "text/html"))
    page = response.body.decode()
    assert content_type(response) == "text/html; charset=utf-8"
    assert '<a href="http://e.org/?a&amp;b">' in page
    assert '<span lang="fr">&lt;i&gt;</span>' in page
    assert page.count("<tr>") == 3
    for other in (ASK, CONSTRUCT):
        assert b"<table>" in asked(by_body(other, "text/html")).body or other == ASK
