"""What the protocol refuses, and the problem it answers (RFC 9457)."""

from dataclasses import dataclass, replace
from typing import IO, cast
from urllib.parse import quote

import pytest
from pyoxigraph import QueryResultsFormat

from sparql_sample import (
    ASK,
    BACKEND,
    CONSTRUCT,
    FORM,
    PROBLEM,
    QUERY,
    SELECT,
    UPDATE,
    asked,
    by_body,
    by_form,
    by_get,
    content_type,
    problem,
)
from tdi_graph.errors import QueryError
from tdi_graph.protocol import MAX_BODY, METHODS, Request
from tdi_graph.store import Backend, Dataset, Results

TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"

# Requests that cannot be read


@pytest.mark.parametrize(
    "request_",
    [Request("GET"), Request("HEAD", b"format=json"), Request("POST", b"", FORM, b"quer=x")],
)
def test_there_must_be_a_query(request_: Request) -> None:
    detail = problem(replace(request_, method="GET"), 400)["detail"]
    assert detail == "there is no query: send one as query=…"


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", b"query=ASK{}&query=ASK{}"),
        Request("POST", b"", FORM, b"query=ASK{}&query=ASK{}"),
        Request("POST", b"query=ASK{}", FORM, b"query=ASK{}"),
        Request("POST", b"query=ASK{}", QUERY, b"ASK{}"),
    ],
)
def test_there_must_be_one_query(request_: Request) -> None:
    assert problem(request_, 400)["detail"] == "the parameter query is given more than once"


@pytest.mark.parametrize("lost", [b"%", b"%4", b"%zz", b"100% of %20", b"%%20", b"%C3%A9%"])
def test_a_lost_percent_sign_is_told(lost: bytes) -> None:
    for request in (Request("GET", b"query=" + lost), Request("POST", b"", FORM, b"a=1&" + lost)):
        assert "write a literal % as %25" in str(problem(request, 400)["detail"])


@pytest.mark.parametrize("data", [b"query=%E9", b"query=\xe9", b"query=%ED%A0%80", b"%ff=1"])
def test_parameters_are_utf_8(data: bytes) -> None:
    for request in (Request("GET", data), Request("POST", b"", FORM, data)):
        assert "not valid UTF-8" in str(problem(request, 400)["detail"])


def test_a_query_sent_alone_is_utf_8() -> None:
    request = Request("POST", b"", QUERY, "ASK {}".encode("utf-16"))
    assert "not valid UTF-8" in str(problem(request, 400)["detail"])


def test_a_percent_sign_in_a_query_sent_alone_is_a_percent_sign() -> None:
    assert asked(by_body("ASK { FILTER('100%' = '100%') }")).status == 200


# The body


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/json", "multipart/form-data"]
)
def test_other_content_types_are_not_read(kind: str | None) -> None:
    assert QUERY in str(problem(Request("POST", b"", kind, b"ASK {}"), 415)["detail"])


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_the_charset_may_be_named(charset: str) -> None:
    for request in (by_form(ASK), by_body(ASK)):
        named = f"{str(request.content_type).upper()}; charset={charset}"
        assert asked(replace(request, content_type=named)).status == 200


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "utf8", "us-ascii"])
def test_no_other_charset_is_read(charset: str) -> None:
    for request in (by_form(ASK), by_body(ASK)):
        named = replace(request, content_type=f"{request.content_type};charset={charset}")
        assert "must be utf-8" in str(problem(named, 415)["detail"])


def test_the_body_has_a_limit() -> None:
    longest = b"query=ASK{}&x=" + b"x" * (MAX_BODY - 14)
    assert asked(Request("POST", b"", FORM, longest)).status == 200
    assert str(MAX_BODY) in str(problem(Request("POST", b"", FORM, longest + b"x"), 413)["detail"])


# The method, and writing


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "get", ""])
def test_other_methods_are_told_those_allowed(method: str) -> None:
    request = replace(by_get(ASK), method=method)
    problem(request, 405)
    assert dict(asked(request).headers)["Allow"] == ", ".join(METHODS)


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", b"", "application/sparql-update", UPDATE.encode()),
        Request("POST", b"", "application/sparql-update; charset=utf-8", b"not even an update"),
        Request("POST", b"", FORM, b"update=" + quote(UPDATE).encode()),
        Request("POST", b"", FORM, b"query=ASK{}&update="),
        Request("GET", b"update=" + quote(UPDATE).encode()),
    ],
)
def test_an_update_is_forbidden(request_: Request) -> None:
    assert "updates are not supported" in str(problem(request_, 403)["detail"])


@pytest.mark.parametrize(
    "update",
    [
        UPDATE,
        "delete where { ?s ?p ?o }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1:9/>",
        "PREFIX insert: <urn:x> BASE <urn:load>\n# SELECT\nDROP GRAPH <urn:x>",
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_no_query(update: str) -> None:
    for request in (by_get(update), by_form(update), by_body(update)):
        assert "updates are not supported" in str(problem(request, 400)["detail"])


def test_words_of_updates_are_free_elsewhere() -> None:
    query = "PREFIX insert: <urn:insert> SELECT ?delete { ?delete insert:load 'CLEAR' } # DROP"
    assert asked(by_get(query)).status == 200


# The query


def test_a_syntax_error_is_shown_in_its_line() -> None:
    members = problem(by_get("SELECT * {\n  ?s nope:x ?o\n}"), 400)
    assert members["line"] == 2
    assert str(members["excerpt"]).splitlines()[0] == "  ?s nope:x ?o"
    assert str(members["excerpt"]).splitlines()[1].strip() == "^"
    assert "the prefix nope: is not declared" in str(members["detail"])
    assert f"(line 2, column {members['column']})" in str(members["detail"])


def test_the_caret_stands_below_the_fault() -> None:
    excerpt = str(problem(by_get("\n\tASK { 'é' SERVICE <urn:x> {} }"), 400)["excerpt"])
    shown, caret = excerpt.split("\n")
    assert caret == "\t" + " " * (len(caret) - 2) + "^"
    assert shown[len(caret) - 1 :].startswith("SERVICE")


def test_a_long_line_is_shown_in_part() -> None:
    query = f"ASK {{ {'?s ?p ?o . ' * 50} SERVICE <urn:x> {{}} {'?s ?p ?o . ' * 50} }}"
    shown, caret = str(problem(by_get(query), 400)["excerpt"]).split("\n")
    assert len(shown) < 100
    assert shown[len(caret) - 1 :].startswith("SERVICE")


def test_a_fault_at_the_very_end_has_an_excerpt() -> None:
    assert str(problem(by_get("ASK {\n"), 400)["excerpt"]).endswith("^")
    assert problem(by_get(""), 400)["excerpt"] == "\n^"


def test_an_unknown_function_is_the_fault_of_the_query() -> None:
    members = problem(by_get("SELECT * { FILTER(<urn:f>(1)) }"), 400)
    assert "<urn:f>" in str(members["detail"])
    assert "line" not in members


# What is answered, and to whom


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0"])
def test_what_cannot_be_had_is_told_with_what_can(accept: str) -> None:
    response = asked(by_get(SELECT, accept))
    assert response.status == 406
    assert b"ask for one of application/sparql-results+json" in response.body


def test_an_unknown_format_cannot_be_had() -> None:
    assert "text/turtle" in str(problem(by_get(CONSTRUCT, format="csv"), 406)["detail"])


def test_json_ld_cannot_hold_a_triple_about_a_triple() -> None:
    query = "CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> } {}"
    assert asked(by_get(query, "text/turtle")).status == 200
    members = problem(by_get(query, "application/ld+json"), 406)
    assert "ask for text/turtle" in str(members["detail"])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, PROBLEM),
        ("*/*", PROBLEM),
        ("application/*", PROBLEM),
        ("application/json", PROBLEM),
        ("application/problem+json", PROBLEM),
        ("application/sparql-results+json", PROBLEM),
        ("application/ld+json, text/turtle", PROBLEM),
        ("text/csv, */*;q=0.1", PROBLEM),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/turtle", TEXT),
        ("text/plain, */*;q=0.5", TEXT),
        ("application/sparql-results+xml", TEXT),
        ("garbage", TEXT),
    ],
)
def test_a_problem_is_told_in_json_to_those_who_read_it(accept: str | None, expected: str) -> None:
    response = asked(by_get("SELEKT", accept))
    assert (response.status, content_type(response)) == (400, expected)


def test_a_problem_in_text_says_the_same() -> None:
    lines = asked(by_get("ASK { SERVICE <urn:x> {} }", "text/turtle")).body.decode().splitlines()
    assert lines == [
        "The query is refused: SERVICE is not supported (line 1, column 7)",
        "",
        "ASK { SERVICE <urn:x> {} }",
        "      ^",
    ]


# A failing engine


@dataclass
class Broken:
    """Results that fail after their first rows."""

    error: Exception

    def serialize(self, output: IO[bytes], _: QueryResultsFormat) -> None:
        output.write(b'{"head":{"vars":["s"]},"results":{"bindings":[{')
        raise self.error


@dataclass
class Failing:
    """A store of which only ``evaluate`` is asked."""

    error: Exception
    release: str = "0" * 64

    def evaluate(self, _: str, __: Dataset) -> Results:
        if isinstance(self.error, QueryError):
            raise self.error
        return cast("Results", Broken(self.error))


@pytest.mark.parametrize("error", [RuntimeError("cancelled"), OSError("disk"), ValueError("x")])
def test_a_result_that_breaks_off_is_no_result(error: Exception) -> None:
    store = cast("Backend", Failing(error))
    members = problem(by_get(SELECT), 500, store)
    assert members["detail"] == f"the query cannot be evaluated to its end: {error}"


def test_a_position_is_taken_from_the_store() -> None:
    store = cast("Backend", Failing(QueryError("so not", do="so", line=2, column=3)))
    members = problem(by_get("ASK\n{ x }"), 400, store)
    assert members["detail"] == "so not → so (line 2, column 3)"
    assert members["excerpt"] == "{ x }\n  ^"


def test_the_sample_is_sound() -> None:
    assert BACKEND.ask(ASK)
