"""The site is replaced while requests run; each keeps the one that it began with."""

from pyoxigraph import Literal, Quad
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tdi_graph import questions, resources
from tdi_graph.errors import UnknownName
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import DATASET, expand
from tdi_graph.web import Current, application, site

COUNT = "SELECT ?o { ?s dcterms:title ?o }"
PAGES = ("/", "/en/classes", "/nothing", "/questions/nothing")


def made(name: str) -> site.Site:
    """Make the site of a release that only bears a name."""
    title = Quad(DATASET, expand("dcterms:title"), Literal(name))
    store = EmbeddedStore([title], release=name * 64)
    return site.make(store, {}, questions.load(resources.root() / "queries"))


def release_of(client: TestClient, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    (shown,) = {name for name in "ab" if name * 12 in answer.text}
    return shown


def test_pages_faults_and_endpoint_change_together() -> None:
    current = Current(made("a"))
    client = TestClient(application(current))
    for name in "ab":
        current.replace(made(name))
        assert {release_of(client, path) for path in PAGES} == {name}
        assert name in client.get("/sparql", params={"query": COUNT, "format": "csv"}).text
        assert client.get("/dataset.nt").text.count(f'"{name}"') == 1


def test_followers_are_told_of_the_site_that_comes() -> None:
    first, second = made("a"), made("b")
    current = Current(first)
    told: list[site.Site] = []
    current.follow(told.append)
    current.replace(second)
    assert told == [second]
    assert current.site is second


def test_a_request_keeps_the_site_it_began_with_down_to_its_failure() -> None:
    current = Current(made("a"))
    app = application(current)

    def replaced(_: site.Site, __: site.Voice, request: Request) -> Response:
        current.replace(made("b"))
        raise UnknownName(request.url.path)

    app.router.routes.insert(0, Route("/replaced", current.page("fr", replaced)))
    client = TestClient(app)
    assert release_of(client, "/replaced") == "a"
    assert release_of(client, "/") == "b"
