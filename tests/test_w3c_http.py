"""The W3C's tests of the protocol, the graph store and the service description, over HTTP.

The tests of the service description need no file of the suite, which gives them in words.

The service is read-only. What a test of the graph store writes is in the release from the start,
one graph for each state that the test then reads; the writing itself must be refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, Store, parse

from isolation_sample import QUADS, Server, serving
from tdi_graph.vocabulary import BASE
from w3c_manifests import KNOWN, LABEL, UT, VARIABLE, Suite, Test, known, suite
from w3c_requests import Exchange, exchanges, fault, send, triples

SUITE = suite()
WHY = f"no checkout of github.com/w3c/rdf-tests here: name one in {VARIABLE}"
SPARQL = "sparql/sparql11"
SD = "http://www.w3.org/ns/sparql-service-description#"
WRITES = {"PUT", "POST", "DELETE", "PATCH"}

of_the_suite = pytest.mark.skipif(SUITE is None, reason=WHY)


def entries(found: Suite | None, folder: str) -> list[Test]:
    return found.tests(f"{SPARQL}/{folder}/manifest.ttl") if found else []


PROTOCOL = entries(SUITE, "protocol")
STORE = entries(SUITE, "graph-store-protocol")


@dataclass(frozen=True)
class Read:
    """A request of a test that reads, with the graphs that are there by then."""

    test: Test
    number: int
    exchange: Exchange
    graphs: dict[str, Dataset]

    @property
    def here(self) -> str:
        """What sets the graphs of this state apart from those of the others."""
        return f"state-{STORE.index(self.test)}-{self.number}"

    @property
    def default(self) -> bool:
        """Tell whether the default graph is read, which holds all that the server has."""
        return self.exchange.target.endswith("?default")

    def target(self) -> str:
        """Return where the graph of this state is read on our server."""
        asked = self.exchange.target.replace("$LOCATION$", "http://www.example/gsp/created")
        if "?" not in asked:
            return self.named(asked).removeprefix(BASE.rstrip("/"))
        asked = asked.replace("/gsp?", "/rdf-graph-store?", 1)
        for prefix in ("http://www.example/gsp/", "http%3A%2F%2Fwww.example%2Fgsp%2F"):
            asked = asked.replace(prefix, prefix + self.here + "/")
        return asked

    def named(self, graph: str) -> str:
        """Return the IRI of a graph in this state."""
        if graph.startswith("/gsp/"):
            # A name that ends in .ttl would be the Turtle form of the graph without it.
            return f"{BASE}graph/{self.here}/{graph.removeprefix('/gsp/').removesuffix('.ttl')}"
        return graph.replace("http://www.example/gsp/", f"http://www.example/gsp/{self.here}/")

    def quads(self) -> Iterator[Quad]:
        """Yield what the graphs of this state hold."""
        for name, dataset in self.graphs.items():
            graph = NamedNode(self.named(name))
            for quad in dataset:
                yield Quad(quad.subject, quad.predicate, quad.object, graph)


def reads(test: Test) -> list[Read]:
    """Play what a test writes, and return what it reads in between."""
    graphs: dict[str, Dataset] = {}
    found = []
    for number, exchange in enumerate(exchanges(test)):
        name = graph_of(exchange.target)
        if exchange.method in {"GET", "HEAD"}:
            found.append(Read(test, number, exchange, dict(graphs)))
        elif exchange.method == "DELETE":
            graphs.pop(name, None)
        else:
            sent = triples(exchange.body, exchange.headers["content-type"])
            kept = graphs.get(name, ()) if exchange.method == "POST" else ()
            graphs[name] = Dataset([*kept, *sent])
    return found


def graph_of(target: str) -> str:
    """Return what a request calls the graph that it is about."""
    path, _, query = target.partition("?")
    if query == "default":
        return "http://www.example/gsp/default"
    if query:
        return (
            query.removeprefix("graph=")
            .replace("%3A", ":")
            .replace("%2F", "/")
            .replace("%31", "1")
            .replace("%25", "%")
            .replace("$LOCATION$", "http://www.example/gsp/created")
        )
    return path if path != "/gsp" else "http://www.example/gsp/created"


READS = [read for test in STORE for read in reads(test)]
SENT = [(test, each) for test in STORE for each in exchanges(test) if each.method in WRITES]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the data of all tests but those of the default graph."""
    quads = [*QUADS, *(q for read in READS if not read.default for q in read.quads())]
    for test in PROTOCOL:
        for each in test.entry.each(UT + "graphData"):
            file = each.one(UT + "graph")
            assert file
            quads += test.suite.quads(file.value, NamedNode(each.text(LABEL)))
    with serving(tmp_path_factory.mktemp("w3c"), quads=quads) as server:
        yield server


def judged(part: str, name: str, what: str) -> None:
    """Fail on a fault that is not known, and on a known one that is none."""
    reason = known(part).get(name)
    assert not (reason and not what), f"stale: it passes; remove its line from {KNOWN.name}"
    assert reason or not what, what


@of_the_suite
def test_the_suites_are_whole_and_what_is_known_is_in_them() -> None:
    assert len(PROTOCOL) >= 34
    assert len(READS) >= 18
    assert set(known("protocol")) <= {test.name for test in PROTOCOL}
    assert set(known("graph-store")) <= {test.name for test in STORE}


@of_the_suite
@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_the_protocol(server: Server, test: Test) -> None:
    said = exchanges(test)
    replies = [send(server.port, each, our(each.target)) for each in said]
    faults = [fault(each, reply) for each, reply in zip(said, replies, strict=True)]
    judged("protocol", test.name, "; ".join(filter(None, faults)))
    if test.name in known("protocol"):
        assert replies[0].status == 403, "an update is refused"


def our(target: str) -> str:
    return target.replace("/sparql/", "/sparql", 1)


@of_the_suite
@pytest.mark.parametrize(
    "read", [r for r in READS if not r.default], ids=lambda r: f"{r.test.name}-{r.number}"
)
def test_the_graph_store_is_read(server: Server, read: Read) -> None:
    reply = send(server.port, read.exchange, read.target())
    judged("graph-store", f"{read.test.name}-{read.number}", fault(read.exchange, reply))


@of_the_suite
@pytest.mark.parametrize(
    "read", [r for r in READS if r.default], ids=lambda r: f"{r.test.name}-{r.number}"
)
def test_the_default_graph_is_read(tmp_path: Path, read: Read) -> None:
    with serving(tmp_path, quads=read.quads()) as server:
        reply = send(server.port, read.exchange, read.target())
    assert not fault(read.exchange, reply)


@of_the_suite
@pytest.mark.parametrize(
    ("test", "sent"), SENT, ids=lambda each: getattr(each, "name", each and "")
)
def test_nothing_is_written_to_the_graph_store(server: Server, test: Test, sent: Exchange) -> None:
    state = Read(test, 0, sent, {})
    target = state.target() if "?" in sent.target or sent.target != "/gsp" else "/rdf-graph-store"
    reply = send(server.port, replace(sent, statuses=frozenset()), target)
    assert reply.status == 405, reply
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS"
    assert b"read-only" in reply.body


# The three tests of the service description.


@pytest.fixture(scope="module")
def description(server: Server) -> Store:
    """What the endpoint says of itself, as RDF."""
    exchange = Exchange("GET", "", {}, b"", frozenset(), "", "", "", None)
    reply = send(server.port, exchange, "/sparql")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    store = Store()
    store.extend(q for q in parse(reply.body, RdfFormat.TURTLE) if isinstance(q, Quad))
    return store


def test_get_on_the_endpoint_returns_rdf(description: Store) -> None:
    assert len(description) > 50


def test_the_description_has_a_matching_endpoint(server: Server, description: Store) -> None:
    address = NamedNode(f"http://127.0.0.1:{server.port}/sparql")
    (found,) = description.quads_for_pattern(None, NamedNode(SD + "endpoint"), None, None)
    assert found.object == address


# Domain and range of each property (Service Description, section 3.4); None: any resource.
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", None),
    "defaultEntailmentRegime": ("Service", None),
    "extensionFunction": ("Service", "Function"),
    "supportedLanguage": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
INDIVIDUALS = {"SPARQL11Query", "UnionDefaultGraph"}


def test_the_description_conforms_to_the_schema(description: Store) -> None:
    used = {q.predicate.value for q in description if q.predicate.value.startswith(SD)}
    assert {iri.removeprefix(SD) for iri in used} == set(SCHEMA)
    for quad in description:
        local = quad.predicate.value.removeprefix(SD)
        if quad.predicate.value in used:
            domain, target = SCHEMA[local]
            assert is_a(description, quad.subject, domain), quad
            assert target is None or is_a(description, quad.object, target), quad
            value = getattr(quad.object, "value", "")
            assert not value.startswith(SD) or value.removeprefix(SD) in INDIVIDUALS


def is_a(description: Store, node: object, name: str) -> bool:
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert isinstance(node, NamedNode)
    return Quad(node, kind, NamedNode(SD + name)) in description
