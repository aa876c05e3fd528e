"""Services: whose clauses are read, what may be called, what is taken, and what is done with it."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, TypeAlias
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions

from tdi_graph import federation
from tdi_graph.errors import QueryError
from tdi_graph.federation import Asked, NotAllowed
from tdi_graph.federation.asking import MOST_BYTES, MOST_ROWS
from tdi_graph.store import Dataset, EmbeddedStore

CASES = Path(__file__).parent / "cases" / "federation" / "clauses.txt"
LINES = [ln for ln in CASES.read_text("utf-8").splitlines() if not ln.startswith("# ")]


@pytest.mark.parametrize("line", LINES)
def test_clauses_are_read(line: str) -> None:
    query, _, expected = line.rpartition(" | ")
    if expected.startswith("! "):
        with pytest.raises(NotAllowed) as caught:
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
    with pytest.raises(NotAllowed, match="more than 4 services"):
        federation.clauses("ASK { " + "SERVICE <http://a.b/> { ?s ?p ?o } " * 5 + "}")


@given(st.text(alphabet="SERVICE<>{}()\"'#?: \nab/\\", max_size=60))
def test_no_text_makes_it_stumble(text: str) -> None:
    try:
        found = federation.clauses(text)
    except NotAllowed:
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


def told(*rows: dict[str, dict[str, str]], names: tuple[str, ...] = ("x",)) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def test_what_is_answered_is_taken() -> None:
    row = {"x": {"type": "uri", "value": "http://a.b/"}}
    with outside(lambda o: o.reply(told(row))) as address:
        assert federation.ask(address, "SELECT * WHERE { ?x a ?y }", 5) == Asked(("x",), (row,))
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
    "too many bytes": (lambda o: o.reply(b" " * (MOST_BYTES + 1)), "answers more than"),
    "too many rows": (lambda o: o.reply(told(*[{}] * (MOST_ROWS + 1))), "has more than"),
    "a trickle": (_slowly, "does not answer in time"),
    "half an answer": (_cut, "does not answer (IncompleteRead)"),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_a_service_that_misbehaves_is_told_of(name: str) -> None:
    behave, words = MISBEHAVIOURS[name]
    with outside(behave) as address, pytest.raises(QueryError) as caught:
        federation.ask(address, "SELECT * WHERE { ?x a ?y }", 0.5)
    assert words in str(caught.value)
    assert address in str(caught.value)


def test_another_media_type_is_not_read() -> None:
    def hypertext(handler: Outside) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()

    with outside(hypertext) as address, pytest.raises(QueryError, match="answers in text/html"):
        federation.ask(address, "SELECT * WHERE { ?x a ?y }", 5)


def test_nobody_there_is_told_of() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}/"
        with pytest.raises(QueryError, match=r"does not answer \(ConnectionRefusedError\)"):
            federation.ask(address, "SELECT * WHERE { ?x a ?y }", 5)


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
    assert answer(store, federation.inlined(query, [(clause, asked)])) == answered


def test_a_blank_node_of_others_becomes_a_name() -> None:
    asked = Asked(("x",), ({"x": {"type": "bnode", "value": "b-0 >"}},))
    query = "SELECT ?x { SERVICE <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    inlined = federation.inlined(query, [(clause, asked)])
    assert "<https://w3id.org/tdi-graph/.well-known/genid/0-b-0-->" in inlined


@pytest.mark.parametrize(
    "value",
    [
        {"type": "uri", "value": "http://a b/> } DROP"},
        {"type": "uri"},
        {"type": "triple", "value": "x"},
        {"type": "literal", "value": "x", "xml:lang": "not a language"},
    ],
)
def test_a_term_that_is_none_is_refused(value: dict[str, str]) -> None:
    query = "SELECT ?x { SERVICE <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    with pytest.raises(QueryError, match="a term that is none"):
        federation.inlined(query, [(clause, Asked(("x",), ({"x": value},)))])


def test_a_variable_that_is_none_is_refused() -> None:
    query = "SELECT ?x { SERVICE <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    with pytest.raises(QueryError, match="a variable that none can be called"):
        federation.inlined(query, [(clause, Asked(("x) } #",), ()))])


def test_no_solution_joins_with_nothing_and_a_silent_failure_with_all() -> None:
    store = EmbeddedStore([], release="")
    query = "SELECT ?z { VALUES ?z { 1 } SERVICE SILENT <http://a.b/> { ?x ?p ?y } }"
    (clause,) = federation.clauses(query)
    assert store.select(federation.inlined(query, [(clause, Asked(("x",), ()))])).rows == ()
    assert len(store.select(federation.inlined(query, [(clause, None)])).rows) == 1
