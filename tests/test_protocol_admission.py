"""Which queries reach the engine: none that calls another endpoint, none that would end us."""

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sparql_sample import BACKEND, asked, by_body, by_form, by_get, listening, problem
from tdi_graph.errors import QueryError
from tdi_graph.protocol import admission
from tdi_graph.protocol.admission import MAX_NESTING, MAX_PARTS, MAX_QUERY
from tdi_graph.protocol.problems import Refusal
from tdi_graph.store import Dataset

# SERVICE


CALLS = [
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "select * { service <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <U> {} }",
    "SELECT * { sErViCe\n#\nsilent#\n<U>{} }",
    "PREFIX u: <U> SELECT * { SERVICE u: {} }",
    "PREFIX u: <U> SELECT * { SERVICEu:{} }",
    "PREFIX u: <U> SELECT * { SERVICESILENTu:{} }",
    "PREFIX : <U> SELECT * { SERVICE:{} }",
    "PREFIX : <U> PREFIX service: <urn:s> SELECT * { SERVICE: #\n {} }",
    "PREFIX : <U> SELECT * { SERVICE :\u2103UNION {} }",
    "PREFIX u: <U> SELECT * { SERVICEu:\u2103.\u2103{} }",
    "SELECT * { OPTIONAL { SERVICE <U> {} } }",
    "SELECT * { { SELECT * { SERVICE <U> {} } } }",
    "ASK { FILTER EXISTS { SERVICE <U> {} } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <U> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <U> { ?s ?p ?o } }",
    # The engine needs no blank before the keyword.
    "SELECT * { BIND(1 AS ?x)SERVICE<U>{} }",
    "SELECT * { ?s ?p ?o.SERVICE<U>{} }",
    "SELECT * { OPTIONAL{?s ?p 1SERVICE<U>{}} }",
    "SELECT * { OPTIONAL{?s ?p 1.SERVICE<U>{}} }",
    "SELECT * { OPTIONAL{?s ?p 1e0SERVICE<U>{}} }",
    "SELECT * { OPTIONAL{?s ?p trueSERVICE<U>{}} }",
    "PREFIX e: <urn:e> SELECT * { OPTIONAL{?s ?p e:.SERVICE<U>{}} }",
    "PREFIX e: <urn:e> SELECT * { OPTIONAL{?s ?p e:a.b.SERVICE<U>{}} }",
    "PREFIX : <U> SELECT * { OPTIONAL{?s ?p 'x'@GRAPH SERVICE:{}} }",
    # What looks like a string, an IRI or a comment to a careless reader.
    "SELECT * { BIND('a' AS ?a) FILTER(?a<'x>y')SERVICE <U> {} # '\n}",
    "SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE#>\n<U>{} }",
    "SELECT * { OPTIONAL{?s ?p ('''a')SERVICE<U>{}} # \\uD800 '''\n}",
    "SELECT * { OPTIONAL{?s ?p ''''a'''SERVICE<U>{}} # '''\n}",
    "SELECT * { OPTIONAL{?s ?p 'a\\'' SERVICE<U>{}} # '\n}",
    "SELECT * { #\rSERVICE<U>{}\n}",
]
FREE = [
    "SELECT ?service { ?service ?p 'SERVICE <U> {}' }",
    'SELECT $SERVICE { $SERVICE ?p "SERVICE" }',
    "SELECT * { ?s <U#SERVICE> '''SERVICE ' SERVICE''' } # SERVICE <U> {}",
    'SELECT * { ?s ?p """SERVICE " <U> {}""" }',
    "PREFIX service: <U> SELECT * { service:a service:service service:SERVICE }",
    "PREFIX s: <U> SELECT * { s:SERVICE s:a.SERVICE _:service ; ?p 'x'@service }",
    "SELECT * { ?s ?p 'x\\'SERVICE <U> {}' }",
    "SELECT * { ?s ?p 'x' # ' SERVICE <U> {}\n}",
    "SELECT * { ?s <U(a)SERVICE> <U> FILTER(?s IN (<U#SERVICE>, <Uit's>)) }",
    "PREFIX s: <U> SELECT * { ?s ?p s:\\'SERVICE\\' }",
    "SELECT * { \\u0053ERVICE <U> {} }",
]


@pytest.mark.parametrize("query", CALLS)
def test_the_engine_would_call_and_we_do_not(query: str) -> None:
    with listening() as listener:
        text = query.replace("<U", "<" + listener.address)
        for ask in (by_get, by_form, by_body):
            members = problem(ask(text), 400)
            assert members["type"] == "https://w3id.org/tdi-graph/problem/refused-query"
        assert not listener.heard
        # The engine by itself, to know that the listener would have heard.
        with suppress(TypeError):  # ASK: not an iterable answer
            list(BACKEND.evaluate(text, Dataset()))  # type: ignore[arg-type]
        assert listener.heard


@pytest.mark.parametrize("query", FREE)
def test_the_word_is_free_where_it_calls_nobody(query: str) -> None:
    with listening() as listener:
        response = asked(by_get(query.replace("<U", "<" + listener.address)))
        assert b"SERVICE is not supported" not in response.body
        assert response.status == (400 if "\\u0053" in query else 200)
        assert not listener.heard


@pytest.mark.parametrize(
    "query", ["# SERVICE", "  # service {", "'SERVICE'", "<a:SERVICE>", "service:"]
)
def test_a_text_that_is_no_query_is_malformed(query: str) -> None:
    assert str(problem(by_body(query), 400)["type"]).endswith("/malformed-query")


def test_a_refused_service_is_shown() -> None:
    members = problem(by_get("ASK {\n  SERVICE <urn:x> {} }"), 400)
    assert members["detail"] == "SERVICE is not supported (line 2, column 3)"
    assert members["excerpt"] == "  SERVICE <urn:x> {} }\n  ^"


def parses(query: str) -> bool:
    try:
        BACKEND.evaluate(query, Dataset())
    except QueryError as error:
        return not error.line
    return True


def calls(query: str) -> bool:
    """Ask the engine itself: a call is what no longer parses once the keyword is misspelt."""
    misspelt = re.sub("(?i)(servic)e", r"\1x", query)
    return parses(query) and not parses(misspelt)


TRAPS = (
    *("'", '"', "'''", "<", ">", "<=", "(", ")", "{", "}", "[]", "#", "\n", "\\", "\\'", "\\uD800"),
    *(
        ".",
        ";",
        ",",
        ":",
        "^",
        "|",
        "!",
        "+",
        "-",
        "1",
        "1.",
        ".5",
        "1e5",
        "true",
        "a",
        "@en",
        "@GRAPH",
    ),
    *(
        "'x'",
        "'x>y'",
        "<a:b>",
        "<urn:x#y>",
        "<urn:x'y>",
        "<http://x/(a)#b>",
        "<?b>",
        "<#>",
        "?s",
        "?p ?o",
    ),
    *(
        "e:a",
        "e:a.b",
        "e:a\\'",
        "e:a%20",
        "e:\u2103",
        "_:b.c",
        "service:x",
        "?service",
        "<a:service>",
    ),
    *("SERVICE", "SERVICE:x{}", "SERVICEe:x{}", "SERVICESILENT<a:b>{}", "SERVICE#>\n<a:b>{}"),
    *("GRAPH", "GRAPHe:g{}", "FILTER(1<2)", "FILTER(?a<'x>y')", "BIND(1 AS ?a)", "VALUES(?x){(1)}"),
)
TRAPPED = st.lists(st.sampled_from(TRAPS), max_size=4).map("".join)
FRAMES = st.sampled_from(
    [
        ("?s ?p ?o ", "SERVICE:x{}"),
        ("?s ?p (", ")SERVICE:x{}"),
        ("?s ?p ", "SERVICE:x{}"),
        ("?s ?p ?o FILTER(?a<", ")SERVICE:x{}"),
        ("VALUES(?x){(", ")}SERVICE:x{}"),
    ]
)
ENDS = st.sampled_from(["", "#'\n", "#'''\n", '#"\n', "#\\uD800'''\n", "#>\n"])


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.filter_too_much])
@given(FRAMES, TRAPPED, TRAPPED, ENDS)
def test_no_disguise_hides_a_call(frame: tuple[str, str], one: str, two: str, end: str) -> None:
    before, after = frame
    prologue = "PREFIX : <urn:n> PREFIX e: <urn:e> PREFIX service: <urn:s> BASE <http://b/>"
    query = f"{prologue} SELECT * {{{before}{one}{after}{two}{end}}}"
    assume(calls(query))
    with pytest.raises(Refusal):
        admission.check(query)


# Bombs: each of these texts ends the process if the engine sees it.

BOMBS = {
    "groups": "SELECT * " + "{" * 5_000 + "}" * 5_000,
    "open groups": "SELECT * " + "{" * 5_000,
    "parentheses": "ASK { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
    "functions": "ASK { FILTER(" + "STR(" * 1_500 + "1" + ")" * 1_500 + ") }",
    "EXISTS": "ASK { " + "FILTER EXISTS { " * 1_500 + "}" * 1_501,
    "negations": "ASK { FILTER(" + "!" * 12_000 + "1) }",
    "sums": "ASK { FILTER(1" + "+1" * 12_000 + ") }",
    "differences": "ASK { FILTER(1" + "-1" * 12_000 + ") }",
    "disjunctions": "ASK { FILTER(?x" + "||?x" * 12_000 + ") }",
    "paths": "PREFIX : <urn:p> ASK { ?s :" + "|:" * 20_000 + " ?o }",
    "unions": "ASK { {}" + "UNION{}" * 12_000 + " }",
    "MINUS": "ASK { ?a ?b ?c " + "MINUS{?a ?b ?c}" * 5_000 + " }",
    "assignments": "ASK { " + "".join(f"BIND(1 AS ?v{n})" for n in range(5_000)) + " }",
    "resources": "DESCRIBE " + "<urn:a> " * 5_000,
    "columns": "SELECT " + "".join(f"(1 AS ?v{n})" for n in range(5_000)) + " {}",
    "conditions": "ASK {} HAVING " + "(1)" * 12_000,
    "a list": "ASK { ?s ?p (" + "1 " * 16_000 + ") }",
    "a list of decimals": "ASK { ?s ?p (" + ".1" * 16_000 + ") }",
    "objects": "ASK { ?s ?p 1" + ",1" * 16_000 + " }",
    "patterns": "ASK { " + "?s ?p ?o." * 10_000 + " }",
    "groups in what may be a string": "ASK { FILTER(1<'>')" + "{" * 5_000 + "}" * 5_000 + "#'\n}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    members = problem(by_body(BOMBS[name]), 400)
    assert re.search(f"more than {MAX_PARTS}|deeper than {MAX_NESTING}|two ways", str(members))


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", ("[<urn:p> ", "]"), ("{(", ")}")])
def test_nesting_is_refused_where_it_becomes_too_deep(opening: str, closing: str) -> None:
    levels = MAX_NESTING // len(opening.strip("<urn:p> "))
    admission.check(opening * levels + closing * levels)
    with pytest.raises(
        Refusal, match=f"deeper than {MAX_NESTING} .*column {len(opening) * levels + 1}"
    ):
        admission.check(opening * levels + "{")


def test_nesting_counts_no_brackets_in_strings_comments_and_iris() -> None:
    admission.check("ASK { ?s ?p '" + "{" * 5_000 + "' }")
    admission.check("ASK { ?s ?p <urn:" + "(" * 5_000 + "> }")
    admission.check("ASK { ?s ?p ?o } #" + "{" * 5_000)
    admission.check("{}" * 400 + "'" + "x" * 5_000)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x { " + "-1.5 'x'@fr <urn:a> UNDEF " * 2_000 + "} }",
        "SELECT * { VALUES (?x ?y) { " + "(1 'x'^^xsd:date) " * 4_000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (1" + ", <urn:a#b>, tdi:x, 'x'" * 3_000 + ")) }",
        "SELECT * { ?s ?p ?o FILTER(?o = CONCAT('' " + ", ?o" * 10_000 + ")) }",
    ],
)
def test_much_data_is_not_too_much(query: str) -> None:
    assert asked(by_body(query)).status == 200


def test_a_query_has_a_longest_length() -> None:
    longest = "ASK {} #" + "x" * (MAX_QUERY - 8)
    assert asked(by_body(longest)).status == 200
    for ask in (by_get, by_form, by_body):
        assert str(MAX_QUERY) in str(problem(ask(longest + "x"), 413)["detail"])
    assert problem(by_get("ASK {} #" + "é" * (MAX_QUERY // 2)), 413)


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(TRAPS), max_size=400).map("".join))
def test_any_text_is_let_through_or_refused(query: str) -> None:
    with suppress(Refusal):
        admission.check(query)
