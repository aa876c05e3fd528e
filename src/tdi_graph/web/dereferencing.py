"""From the IRI of a thing, or of the dataset, to what describes it: a page or RDF.

A thing is not a document, so its IRI answers 303 See Other (Cool URIs for the Semantic Web,
W3C Note, section 4.2).
"""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.errors import UnknownName
from tdi_graph.vocabulary import BASE, DATASET, KINDS
from tdi_graph.web.addresses import PREFIXES, described_by, document, link, path
from tdi_graph.web.current import Current
from tdi_graph.web.site import VARY, Site, known
from tdi_graph.web.twins import chosen

# language-range and weight, RFC 9110, sections 12.5.4 and 12.4.2; subtags are not looked at.
_LANGUAGE = re.compile(r"([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?")

_OPEN = {"Access-Control-Allow-Origin": "*"}


def routes(current: Current) -> list[Route]:
    """Return the routes of what is not itself a page."""
    return [
        Route(address, current.resource(function), methods=["GET"])
        for address, function in _RESOURCES
    ]


def thing(site: Site, request: Request) -> Response:
    """Send whoever asks for a thing to its page, or to the RDF that describes it."""
    kind, slug = request.path_params["kind"], request.path_params["slug"]
    if kind not in KINDS:
        raise UnknownName(f"no kind of thing is called {kind}", do="see the list of classes")
    iri = f"{BASE}id/{kind}/{slug}"
    views.own(site.backend, iri)
    return _see_other(request, iri)


def dataset(_: Site, request: Request) -> Response:
    """Send whoever asks for the dataset to the home page, or to the RDF that describes it."""
    return _see_other(request, DATASET.value)


def context(site: Site, request: Request) -> Response:
    """Give the JSON-LD context: short names of the classes and properties of the graph."""
    headers = {"ETag": f'W/"{site.tag}-context"', "Cache-Control": "no-cache", **_OPEN}
    if known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(site.description.context.document(), 200, headers, "application/ld+json")


def _see_other(request: Request, iri: str) -> Response:
    suffix = chosen(request)
    page = PREFIXES[language(request)] + path(iri)
    found = f"{document(iri)}.{suffix}" if suffix else page
    headers = {"Vary": VARY, "Link": link(described_by(iri)), **_OPEN}
    return RedirectResponse(found, status_code=303, headers=headers)


def language(request: Request) -> str:
    """Return the language of the pages that the client prefers: French unless it is English."""
    return spoken(",".join(request.headers.getlist("accept-language")))


def spoken(header: str) -> str:
    """Return the language of the pages that a header Accept-Language prefers.

    >>> spoken("en-GB, fr;q=0.5"), spoken("de"), spoken("")
    ('en', 'fr', 'fr')
    """
    wanted = {name.lower(): float(q or 1) for name, q in _LANGUAGE.findall(header)}
    rest = wanted.get("*", 0.0)
    return "en" if wanted.get("en", rest) > wanted.get("fr", rest) else "fr"


_RESOURCES = (
    ("/id/{kind}/{slug:path}", thing),
    ("/dataset", dataset),
    ("/context.jsonld", context),
)
