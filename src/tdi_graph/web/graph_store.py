"""The graphs as a graph store, to read: SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-http-rdf-update/

A graph is found directly, where its IRI leads on this server (``pages``), or indirectly, at
``/rdf-graph-store?graph=IRI``; ``?default`` is the union of all graphs. Nothing is written over
HTTP: data enter by a build and a release.
"""

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.negotiation import GRAPHS, preferred
from tdi_graph.protocol import form
from tdi_graph.protocol.problems import (
    MALFORMED_REQUEST,
    WRONG_METHOD,
    Problem,
    Refusal,
)
from tdi_graph.vocabulary import BASE
from tdi_graph.web import dumps
from tdi_graph.web.addresses import TWINS
from tdi_graph.web.current import Current
from tdi_graph.web.describing import addresses
from tdi_graph.web.site import Site
from tdi_graph.web.twins import accept, response

PATH = "/rdf-graph-store"
_READ = ("GET", "HEAD", "OPTIONS")
_WRITE = ("DELETE", "PATCH", "POST", "PUT")
_OPEN = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
_ALLOW = {"Allow": ", ".join(_READ)}
_WHY = (
    "the graphs are read-only: data enter by a change of the files, tdi-graph build and a release"
)
_SUFFIXES = {
    each.media_type: suffix
    for suffix, syntax in TWINS.items()
    for each in GRAPHS
    if each.format == syntax
}


def routes(current: Current) -> list[Route]:
    """Return the routes of the graph store; those that read graphs directly are pages."""
    return [
        Route(PATH, current.resource(answer), methods=[*_READ, *_WRITE]),
        Route("/graph", refuse, methods=[*_WRITE]),
        Route("/graph/{name:path}", refuse, methods=[*_WRITE]),
        Route("/graph/{name:path}", preflight, methods=["OPTIONS"]),
    ]


def answer(site: Site, request: Request) -> Response:
    """Answer a request to the graph store."""
    if request.method in _WRITE:
        return refuse(request)
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        iri = _named(request)
    except Refusal as refusal:
        return _problem(request, refusal.problem)
    by_type = list(_SUFFIXES)
    suffix = _SUFFIXES[preferred(accept(request), by_type)]
    if iri is None:
        union = f"tdi-graph.{suffix}"
        headers = {**_OPEN, "Cache-Control": "no-cache"}
        return dumps.sent(request, site.description.archive, union, headers)
    return response(site, request, views.in_graph(site.backend, iri), suffix, about=iri)


def refuse(request: Request) -> Response:
    """Refuse to write, and say how data enter (RFC 9110, section 15.5.6)."""
    return _problem(request, Problem(WRONG_METHOD, f"{request.method} is refused: {_WHY}"), _ALLOW)


def preflight(_: Request) -> Response:
    """Tell which methods there are."""
    allowed = {"Access-Control-Allow-Methods": _ALLOW["Allow"], "Access-Control-Max-Age": "86400"}
    return Response(status_code=204, headers={**_ALLOW, **allowed, **_OPEN})


def _named(request: Request) -> str | None:
    """Return the IRI of the graph that a request names, None if that is the default graph."""
    parameters = form.read(request.scope["query_string"])
    iri, default = parameters.one("graph"), parameters.one("default")
    if (iri is None) == (default is None):
        raise _malformed("name one graph: ?graph= and its IRI, percent-encoded, or ?default")
    if iri is None:
        return None
    # Directly named, a graph has the address that it is reached by (section 4.1).
    here = addresses(request).origin + "/"
    iri = BASE + iri.removeprefix(here) if iri.startswith(here) else iri
    try:
        return NamedNode(iri).value
    except ValueError:
        raise _malformed(f"{iri[:200]} is no absolute IRI") from None


def _malformed(detail: str) -> Refusal:
    return Refusal(Problem(MALFORMED_REQUEST, detail))


def _problem(request: Request, problem: Problem, more: dict[str, str] | None = None) -> Response:
    kind, body = problem.written(accept(request))
    headers = {"Content-Type": kind, **_OPEN, **(more or {})}
    return Response(body, int(problem.kind.status), headers)
