"""The W3C's tests of the protocol and of the graph store as requests, and what they expect."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.client import HTTPConnection

from pyoxigraph import Dataset, Quad, RdfFormat, parse

from w3c_manifests import CNT, HT, MF, Description, Test
from w3c_results import same

_STATUS = re.compile(r"#(?:StatusCode(\d)xx|(\w+))$")
_CODES = {"OK": 200, "Created": 201, "NoContent": 204, "BadRequest": 400, "NotFound": 404}
_LONGEST = 30.0


@dataclass(frozen=True)
class Exchange:
    """A request, and what its response must be."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: str
    format: str
    content_type: str
    graph: bytes | None


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str] = field(repr=False)
    body: bytes

    def triples(self) -> Dataset:
        """Return the triples of the body."""
        return triples(self.body, self.headers["content-type"])


def exchanges(test: Test) -> list[Exchange]:
    """Return the requests of a test, in order."""
    action = test.entry.one(MF + "action")
    assert action
    return [_exchange(each) for each in action.items(HT + "requests")]


def _exchange(said: Description) -> Exchange:
    response = said.one(HT + "resp")
    assert response
    body = response.one(HT + "body")
    kind = dict(_headers(response)).get("content-type", "")
    return Exchange(
        method=said.text(HT + "methodName"),
        target=said.text(HT + "absolutePath"),
        headers=dict(_headers(said)),
        body=_body(said.one(HT + "body")),
        statuses=frozenset(each.value for each in response.each(MF + "expectedStatus")),
        boolean=response.text(MF + "expectedBoolean"),
        format=response.text(MF + "expectedFormat"),
        content_type=kind,
        graph=None if body is None else _body(body),
    )


def _headers(said: Description) -> Iterator[tuple[str, str]]:
    for each in said.items(HT + "headers"):
        yield each.text(HT + "fieldName").lower(), each.text(HT + "fieldValue")


def _body(said: Description | None) -> bytes:
    if said is None:
        return b""
    return said.text(CNT + "chars").encode(said.text(CNT + "characterEncoding") or "utf-8")


def send(port: int, exchange: Exchange, target: str) -> Reply:
    """Send a request to a server of this machine."""
    line = HTTPConnection("127.0.0.1", port, timeout=_LONGEST)
    try:
        line.request(exchange.method, target, exchange.body or None, exchange.headers)
        found = line.getresponse()
        headers = {name.lower(): value for name, value in found.getheaders()}
        return Reply(found.status, headers, found.read())
    finally:
        line.close()


def fault(exchange: Exchange, reply: Reply) -> str:
    """Return what is wrong with a reply, or nothing."""
    if not any(_is(reply.status, each) for each in exchange.statuses):
        return f"{reply.status} is none of {sorted(exchange.statuses)}: {reply.body[:200]!r}"
    kind = reply.headers.get("content-type", "")
    if exchange.boolean and f'"boolean":{exchange.boolean}'.encode() not in reply.body:
        return f"not {exchange.boolean}: {reply.body[:200]!r}"
    wanted = {"boolean": "sparql-results", "tabular": "sparql-results", "RDF": "turtle"}
    if wanted.get(exchange.format, "") not in kind:
        return f"{kind} is not {exchange.format}"
    if exchange.content_type and kind.partition(";")[0] not in exchange.content_type:
        return f"{kind} is not {exchange.content_type}"
    if exchange.graph is None or exchange.method == "HEAD":
        return ""
    right = same(reply.triples(), triples(exchange.graph, exchange.content_type))
    return "" if right else f"another graph: {reply.body[:200]!r}"


def _is(status: int, named: str) -> bool:
    found = _STATUS.search(named)
    assert found, named
    return status // 100 == int(found[1]) if found[1] else status == _CODES[found[2]]


def triples(data: bytes, content_type: str) -> Dataset:
    """Read what a request or a response holds, the parts of a form together."""
    if content_type.startswith("multipart/"):
        form = message_from_bytes(
            b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data, policy=HTTP
        )
        parts = [
            (part.get_payload(decode=True), part.get_content_type()) for part in form.iter_parts()
        ]
        return Dataset(quad for body, kind in parts for quad in triples(bytes(body), kind))
    syntax = RdfFormat.from_media_type(content_type.partition(";")[0])
    assert syntax, content_type
    read = parse(data, syntax, base_iri="http://www.example/", rename_blank_nodes=True)
    return Dataset(Quad(q.subject, q.predicate, q.object) for q in read if isinstance(q, Quad))
