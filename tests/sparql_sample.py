"""A handful of quads, requests about them, and an address that notices when it is called."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlencode

from pyoxigraph import RdfFormat, parse

from tdi_graph.protocol import Request, Response, answer
from tdi_graph.store import Backend, EmbeddedStore

TRIG = """
PREFIX : <https://example.org/>
:agreements { :pact :label "Pacte"@fr ; :amount 100 ; :signed :ana . }
:people { :ana :label "Ana" . :bob :label "Bob, dit « le petit »"@fr ; :knows :ana . }
"""
QUADS = 6
SELECT = "SELECT ?s ?o { ?s <https://example.org/label> ?o } ORDER BY ?s"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
UPDATE = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
NO_VARIABLES = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'
PROBLEM = "application/problem+json"


def backend() -> EmbeddedStore:
    """Load the sample into a store."""
    return EmbeddedStore(parse(TRIG.encode(), RdfFormat.TRIG), release="0" * 64)


BACKEND = backend()


def by_get(query: str, accept: str | None = None, **more: str) -> Request:
    """Ask by GET, section 2.1.1."""
    return Request("GET", urlencode({"query": query, **more}).encode(), accept=accept)


def by_form(query: str, accept: str | None = None) -> Request:
    """Ask by POST of a form, section 2.1.2."""
    return Request("POST", b"", FORM, urlencode({"query": query}).encode(), accept)


def by_body(query: str, accept: str | None = None) -> Request:
    """Ask by POST of the query itself, section 2.1.3."""
    return Request("POST", b"", QUERY, query.encode(), accept)


def by_query(query: str, accept: str | None = None) -> Request:
    """Ask by QUERY of the query itself, RFC 10008."""
    return Request("QUERY", b"", QUERY, query.encode(), accept)


def by_query_form(query: str, accept: str | None = None) -> Request:
    """Ask by QUERY of a form."""
    return Request("QUERY", b"", FORM, urlencode({"query": query}).encode(), accept)


def asked(request: Request, store: Backend = BACKEND) -> Response:
    """Return the answer, after a look at what every answer has."""
    response = answer(request, store)
    headers = dict(response.headers)
    assert len(headers) == len(response.headers), "a header is given twice"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Vary"] == "Accept, Accept-Encoding"
    return response


def content_type(response: Response) -> str:
    """Return the value of Content-Type."""
    return dict(response.headers)["Content-Type"]


def problem(request: Request, status: int, store: Backend = BACKEND) -> dict[str, str | int]:
    """Return the members of the problem that a request must get."""
    response = asked(request, store)
    assert (response.status, content_type(response)) == (status, PROBLEM), response.body
    members: dict[str, str | int] = json.loads(response.body)
    assert members["status"] == status
    assert str(members["type"]).startswith("https://")
    assert members["title"]
    return members


@dataclass
class Listener:
    """A loopback address and the requests that it heard."""

    address: str
    heard: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port, answering as a SPARQL endpoint would."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(NO_VARIABLES)))
            self.end_headers()
            self.wfile.write(NO_VARIABLES)

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    heard: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        yield Listener(f"http://127.0.0.1:{server.server_port}/", heard)
        server.shutdown()
        thread.join()
