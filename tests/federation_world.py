"""The world outside, on this machine: services that do what their paths say."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import Quad, RdfFormat, parse

from tdi_graph import protocol
from tdi_graph.federation.asking import MOST_BYTES, MOST_ROWS
from tdi_graph.store import EmbeddedStore

CASES = Path(__file__).parent / "cases" / "federation"
QUERY = "application/sparql-query"
RESULTS = "application/sparql-results+json"
ONE = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"it"}}]}}'
ROW = b'{"x":{"type":"literal","value":"it"}}'


def data(*names: str) -> list[Quad]:
    """Return the data of files that imitate those of others."""
    paths = [CASES / f"{name}.ttl" for name in names]
    return [
        q for p in paths for q in parse(p.read_bytes(), RdfFormat.TURTLE) if isinstance(q, Quad)
    ]


@dataclass
class World:
    """A server that answers as its paths say, and what it was asked there."""

    port: int = 0
    store: EmbeddedStore = field(default_factory=lambda: EmbeddedStore([], release=""))
    asked: list[tuple[str, str]] = field(default_factory=list, repr=False)
    left: list[str] = field(default_factory=list, repr=False)
    over: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str) -> str:
        """Return an address."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def heard(self, words: str) -> int:
        """Count the queries with these words: what other tests began may arrive late."""
        return sum(words in query for _, query in self.asked)


def _reply(handler: "Handler", body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in ({"Content-Type": RESULTS} | named).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)


def _never(handler: "Handler") -> None:
    """Answer nothing until the other side leaves."""
    handler.connection.settimeout(0.05)
    while not handler.world.over.is_set():
        try:
            if not handler.connection.recv(1):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    handler.world.left.append(handler.query)


def _real(handler: "Handler") -> None:
    said = protocol.Request("POST", b"", QUERY, handler.query.encode(), RESULTS)
    answered = protocol.answer(said, handler.world.store)
    _reply(handler, answered.body, answered.status, **dict([answered.headers[0]]))


def _redirect(handler: "Handler") -> None:
    _reply(handler, b"", 307, Location=handler.world.at("elsewhere"))


def _rows(row: bytes, count: int) -> bytes:
    return b'{"head":{"vars":["x"]},"results":{"bindings":[' + b",".join([row] * count) + b"]}}"


PATHS: dict[str, Callable[["Handler"], None]] = {
    "good": partial(_reply, body=ONE),
    "real": _real,
    "never": _never,
    "fails": partial(_reply, body=b"no", status=500),
    "refuses": partial(_reply, body=b"no", status=400),
    "redirects": _redirect,
    "hypertext": partial(_reply, body=b"<html>", Content_Type="text/html"),
    "nonsense": partial(_reply, body=b'{"head": {"vars": ["x"]}, "results": 1}'),
    "split": partial(_reply, body=ONE[:-1] + b"}\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + ONE),
    "untrue": partial(_reply, body=ONE.replace(b'"literal"', b'"uri"')),
    "long": partial(_reply, body=b" " * (MOST_BYTES + 1)),
    "many": partial(_reply, body=_rows(b"{}", MOST_ROWS + 1)),
    "wide": partial(_reply, body=_rows(ROW.replace(b'"it"', b'"%s"' % (b"it" * 20)), MOST_ROWS)),
    "elsewhere": partial(_reply, body=ONE),
}


class Handler(BaseHTTPRequestHandler):
    """Answers as the path says."""

    world: World
    query = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        alone = self.headers["Content-Type"] == QUERY
        self.query = body if alone else parse_qs(body)["query"][0]
        self._answer()

    def do_GET(self) -> None:
        self.query = parse_qs(urlsplit(self.path).query)["query"][0]
        self._answer()

    def _answer(self) -> None:
        path = urlsplit(self.path).path[1:]
        self.world.asked.append((path, self.query))
        PATHS[path](self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def world() -> Iterator[World]:
    """Serve the world while the block runs."""
    made = World()
    handler = type("Here", (Handler,), {"world": made})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        made.port = server.server_port
        running = threading.Thread(target=server.serve_forever, args=(0.01,))
        running.start()
        try:
            yield made
        finally:
            made.over.set()
            server.shutdown()
            running.join()
