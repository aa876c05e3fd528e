"""Services: whose clauses are read, what may be called, what is taken, and what is done with it."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, TypeAlias
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions

from tdi_graph import federation
from tdi_graph.errors import QueryError
from tdi_graph.federation import Asked, Misused, NotAllowed, ServiceFailed
from tdi_graph.federation.asking import MOST_BYTES, MOST_ROWS
from tdi_graph.store import Dataset, EmbeddedStore

CASES = Path(__file__).parent / "cases" / "federation" / "clauses.txt"
LINES = [ln for ln in CASES.read_text("utf-8").splitlines() if not ln.startswith("# ")]


@pytest.mark.parametrize("line", LINES)
def test_clauses_are_read(line: str) -> None:
    query, _, expected = line.rpartition(" | ")
    if expected.startswith("! "):
        with pytest.raises(Misused) as caught:
            federation.clauses(query)
        assert str(caught.value).startswith(expected[2:])
        assert caught.value.line == 1
        return
    found = federation.clauses(query)
    told = [" ".join(f"{each.address} {each.query}".split()) for each in found]
    assert told == ([] if expected == "-" else [expected])


def test_no_other_address_is_called() -> None:
    query = "ASK {\n  SERVICE <http://a.b/> { ?s ?p ?o } SERVICE <http://a.b> { ?s ?p ?o } }"
    with pytest.raises(NotAllowed, match=r"SERVICE <http://a\.b> is not allowed → call <http") as c:
        federation.judged(query, {"http://a.b/"})
    assert (c.value.line, c.value.column) == (2, 38)


def test_only_a_few_services_are_called() -> None:
    with pytest.raises(Misused, match="more than 4 services"):
        federation.clauses("ASK { " + "SERVICE <http://a.b/> { ?s ?p ?o } " * 5 + "}")


@given(st.text(alphabet="SERVICE<>{}()\"'#?: \nab/\\", max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    try:
        found = federation.clauses(text)
    except Misused:
        return
    for clause in found:
        assert text[clause.start : clause.end].lower().startswith("service")


# ---- Another endpoint, which may misbehave ----


class Outside(BaseHTTPRequestHandler):
    """Answers as each test has it; remembers what it was asked."""

    asked: ClassVar[list[str]] = []
    behave: ClassVar[Callable[["Outside"], None]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        type(self).asked.append(form["query"][0])
        type(self).behave(self)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def outside(behave: Callable[[Outside], None]) -> Iterator[str]:
    Outside.asked, Outside.behave = [], behave
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    running = threading.Thread(target=server.serve_forever, args=(0.01,))
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql?a=b"
    finally:
        server.shutdown()
        running.join()
        server.server_close()


def ask(address: str, seconds: float = 5, query: str = "SELECT * WHERE { ?x a ?y }") -> Asked:
    return federation.Call(address, query, time.monotonic() + seconds).answer()


def told(*rows: dict[str, dict[str, str]], names: tuple[str, ...] = ("x",)) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def test_what_is_answered_is_taken() -> None:
    row = {"x": {"type": "uri", "value": "http://a.b/"}}
    with outside(lambda o: o.reply(told(row))) as address:
        assert ask(address) == Asked(("x",), (row,))
        assert Outside.asked == ["SELECT * WHERE { ?x a ?y }"]


def _slowly(handler: Outside) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        return


def _cut(handler: Outside) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/sparql-results+json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(told()[:5])
    handler.connection.shutdown(socket.SHUT_RDWR)


MISBEHAVIOURS = {
    "a redirect": (lambda o: o.reply(b"", 302, Location="http://127.0.0.1:1/"), "answers 302"),
    "a failure": (lambda o: o.reply(b"no", 500), "answers 500"),
    "no JSON": (lambda o: o.reply(b"<sparql/>"), "answers no solutions in SPARQL JSON"),
    "other JSON": (lambda o: o.reply(b'{"head": {}, "boolean": true}'), "answers no solutions"),
    "nested JSON": (lambda o: o.reply(b"[" * 100_000), "answers no solutions"),
    "no list": (
        lambda o: o.reply(b'{"head": {"vars": []}, "results": {"bindings": 1}}'),
        "answers no solutions",
    ),
    "half an answer": (_cut, "does not answer (IncompleteRead)"),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_service_that_misbehaves_is_told_of(name: str) -> None:
    behave, words = MISBEHAVIOURS[name]
    with outside(behave) as address, pytest.raises(ServiceFailed) as caught:
        ask(address)
    assert words in str(caught.value)
    assert address in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b" " * (MOST_BYTES + 1), f"answers more than {MOST_BYTES} bytes"),
        (told(*[{}] * (MOST_ROWS + 1)), f"answers more than {MOST_ROWS} solutions"),
    ],
    ids=["bytes", "rows"],
)
def test_too_much_is_for_who_asks_to_lessen(body: bytes, words: str) -> None:
    with outside(lambda o: o.reply(body)) as address, pytest.raises(QueryError, match=words):
        ask(address)


def test_a_trickle_ends_with_the_time() -> None:
    with outside(_slowly) as address, pytest.raises(TimeoutError):
        ask(address, 0.3)


def test_a_call_that_is_stopped_ends() -> None:
    heard, ended = threading.Event(), threading.Event()

    def silent(_: Outside) -> None:
        heard.set()
        ended.wait(20)

    with outside(silent) as address, ThreadPoolExecutor(1) as turns:
        call = federation.Call(address, "ASK {}", time.monotonic() + 60)
        waiting = turns.submit(call.answer)
        assert heard.wait(20)
        call.stop()
        with pytest.raises((ServiceFailed, TimeoutError)):
            waiting.result(20)
        ended.set()


def test_a_call_that_was_stopped_before_does_not_begin() -> None:
    with outside(lambda o: o.reply(told())) as address:
        call = federation.Call(address, "ASK {}", time.monotonic() + 60)
        call.stop()
        with pytest.raises(TimeoutError):
            call.answer()
        assert Outside.asked == []


def test_another_media_type_is_not_read() -> None:
    def hypertext(handler: Outside) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()

    with (
        outside(hypertext) as address,
        pytest.raises(ServiceFailed, match="answers in 'text/html'"),
    ):
        ask(address)


def test_nobody_there_is_told_of() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}/"
        with pytest.raises(ServiceFailed, match=r"does not answer \(ConnectionRefusedError\)"):
            ask(address)


# ---- Answers as data ----

TERMS = st.one_of(
    st.builds(lambda n: NamedNode(f"http://a.b/{n}"), st.text("abé/20", max_size=6).filter(bool)),
    st.builds(Literal, st.text(max_size=12)),
    st.builds(lambda t: Literal(t, language="fr"), st.text(max_size=12)),
    st.builds(
        lambda t: Literal(str(t), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        st.integers(),
    ),
)
Row: TypeAlias = dict[str, dict[str, str]]
ROWS = st.lists(st.fixed_dictionaries({}, optional={"x": TERMS, "y": TERMS}), max_size=5)


def answer(store: EmbeddedStore, query: str) -> dict[str, dict[str, list[Row]]]:
    found = store.evaluate(query, Dataset())
    assert isinstance(found, QuerySolutions)
    read: dict[str, dict[str, list[Row]]] = json.loads(
        found.serialize(format=QueryResultsFormat.JSON) or b"{}"
    )
    return read


@given(ROWS)
def test_solutions_are_the_same_as_data(rows: list[dict[str, NamedNode | Literal]]) -> None:
    store = EmbeddedStore([], release="")
    listed = " ".join(f"({row.get('x', 'UNDEF')} {row.get('y', 'UNDEF')})" for row in rows)
    answered = answer(store, f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {listed} }} }}")
    asked = Asked(("x", "y"), tuple(answered["results"]["bindings"]))
    query = "SELECT ?x ?y { SERVICE <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    assert answer(store, federation.inlined(query, [(clause, asked)]).text) == answered


def filled(query: str, *answers: Asked | None) -> str:
    clauses = federation.clauses(query)
    return federation.inlined(query, zip(clauses, answers, strict=True)).text


def test_a_blank_node_of_others_becomes_a_name_of_its_own() -> None:
    labels = ("b-0", "b.0", "nodeID://b0 >", "é")
    asked = Asked(("x",), tuple({"x": {"type": "bnode", "value": each}} for each in labels))
    service = "SERVICE <http://a.b/> { ?x ?p ?y }"
    store = EmbeddedStore([], release="")
    same = filled(f"SELECT DISTINCT ?x {{ {service} FILTER(ISIRI(?x)) }}", asked)
    assert len(store.select(same).rows) == len(labels)
    both = filled(f"SELECT ?x {{ {service} {service} }}", asked, asked)
    assert store.select(both).rows == (), "the nodes of one answer are not those of another"


@pytest.mark.parametrize(
    "value",
    [
        {"type": "uri", "value": "http://a b/> } DROP"},
        {"type": "uri"},
        {"type": "triple", "value": "x"},
        {"type": "literal", "value": "x", "xml:lang": "not a language"},
        {"type": "literal", "value": "x", "datatype": "no IRI"},
        {"type": "literal", "value": "\ud800"},
        "http://a.b/",
        ["uri", "http://a.b/"],
        None,
    ],
)
def test_a_term_that_is_none_is_refused(value: Any) -> None:  # noqa: ANN401
    query = "SELECT ?x { SERVICE <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    with pytest.raises(ServiceFailed, match="a term that is none"):
        federation.inlined(query, [(clause, Asked(("x",), ({"x": value},)))])


@pytest.mark.parametrize("row", [None, 1, [["x", "y"]], "x"])
def test_a_solution_that_is_none_is_refused(row: Any) -> None:  # noqa: ANN401
    with pytest.raises(ServiceFailed, match="a term that is none"):
        filled("SELECT ?x { SERVICE <http://a.b/> { ?x ?p ?y } }", Asked(("x",), (row,)))


def test_only_what_was_asked_for_is_taken() -> None:
    names = ("x) } #", "x", "x", "z", "p")
    row = {name: {"type": "uri", "value": f"http://a.b/{len(name)}"} for name in names}
    text = filled("SELECT * { ?z ?p ?o SERVICE <http://a.b/> { ?x a ?y } }", Asked(names, (row,)))
    assert "VALUES (?x) { (<http://a.b/1>) }" in text


def test_no_solution_joins_with_nothing_and_a_silent_failure_with_all() -> None:
    store = EmbeddedStore([], release="")
    query = "SELECT ?z { VALUES ?z { 1 } SERVICE SILENT <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    assert store.select(federation.inlined(query, [(clause, Asked(("x",), ()))]).text).rows == ()
    assert len(store.select(federation.inlined(query, [(clause, None)]).text).rows) == 1


# What can stand where SERVICE can, and nothing else, takes its place.


@pytest.mark.parametrize(
    "query",
    [
        "ASK {} {S}",
        "SELECT * {S}",
        "ASK { OPTIONAL {S} }",
        "ASK { FILTER EXISTS {S} }",
        "ASK { {S} UNION {} }",
        "ASK { { SELECT * {} {S} } }",
        "ASK { GRAPH ?g {S} }",
        "CONSTRUCT { {S} } WHERE {}",
        "CONSTRUCT WHERE { {S} }",
        "PREFIX : <http://c.d/> ASK { SERVICE:x {S} }",
        "ASK { FILTER({S}) }",
        "ASK { {S} . . }",
        "ASK { ?s {S} ?p }",
    ],
)
def test_what_is_no_query_with_a_service_is_none_with_its_answer(query: str) -> None:
    asking = query.replace("{S}", "SERVICE <http://a.b/> { ?x ?p ?y }")
    with pytest.raises(QueryError) as caught:
        EmbeddedStore([], release="").evaluate(asking, Dataset())
    assert caught.value.line
    with pytest.raises(QueryError) as again:
        EmbeddedStore([], release="").evaluate(filled(asking, Asked(("x",), ())), Dataset())
    assert again.value.line


@pytest.mark.parametrize(
    "end", ["OPTIONAL", "  ?x ?y", "\n\n ?x ?y }}", "\n SERVICE <http://a.b/>\n{ ?x a ?y }\n ?x }"]
)
def test_an_error_is_placed_where_it_stands_in_what_was_asked(end: str) -> None:
    service = "SERVICE <http://a.b/>\n { ?x\n a ?y }"
    query = f"ASK {{\n ?x ?p ?o . {service} {end} "
    clauses = federation.clauses(query)
    rows = tuple({"x": {"type": "literal", "value": text}} for text in ("a\nb", "c"))
    made = federation.inlined(query, [(clause, Asked(("x",), rows)) for clause in clauses])
    store = EmbeddedStore([], release="")
    with pytest.raises(QueryError) as other:
        store.evaluate(made.text, Dataset())
    with pytest.raises(QueryError) as expected:
        store.evaluate(query, Dataset())
    placed = made.placed(other.value)
    assert (placed.line, placed.column) == (expected.value.line, expected.value.column)


def test_answers_are_not_more_than_a_query_may_be() -> None:
    rows = ({"x": {"type": "literal", "value": "é" * 1000}},) * 5000
    with pytest.raises(QueryError, match="too much"):
        filled("ASK { SERVICE <http://a.b/> { ?x a ?y } }", Asked(("x",), rows))
    service = "SERVICE <http://a.b/> { ?x a ?y } "
    with pytest.raises(QueryError, match="too much together"):
        filled(f"ASK {{ {service * 4} }}", *[Asked(("x",), rows[:2000])] * 4)


@pytest.mark.parametrize(
    "address",
    [
        *("http://a", "https://a.b/sparql", "http://127.0.0.1:1/?a=b", "http://[::1]:80/%20x"),
        *("http://EXAMPLE.org/", "http://a.b/c;d=(e)'f'"),
    ],
)
def test_an_address_may_be_on_the_list(address: str) -> None:
    assert federation.allowable(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "a.b", "//a.b/", "ftp://a.b/", "file:///etc/passwd", "HTTP://a.b/", "http:a.b"),
        *(
            "http://",
            "http:///x",
            "http://u@a.b/",
            "http://u:p@a.b/",
            "http://a.b#c",
            "http://a.b/#",
        ),
        *("http://a.b:0/", "http://a.b:65536/", "http://a.b:x/", "http://a.b:/", "http://[::1"),
        *("http://a b/", "http://a.b/ ", " http://a.b/", "http://a.b/\r\nX: y", "http://a.b/\n"),
        *("http://é.fr/", "http://a.b/é", "http://a.b/%2", "http://a.b/<>", "http://a.b/{x}"),
        *("http://a.b\\@c.d/", "http://a.b/\\u0061", "http://-a.b/", "http://a.b/\x00"),
    ],
)
def test_an_address_may_not_be_on_the_list(address: str) -> None:
    with pytest.raises(ValueError, match="is no address of a service"):
        federation.allowable(address)
