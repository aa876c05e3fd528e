"""What crawlers are told: which pages there are, in which languages, and what to leave alone.

The map follows https://www.sitemaps.org/protocol.html, with the other languages of each page as
``xhtml:link``; the rules are those of RFC 9309.
"""

from collections.abc import Mapping
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph.errors import UnknownName
from tdi_graph.web.addresses import PREFIXES, place, translated
from tdi_graph.web.current import Current
from tdi_graph.web.describing import addresses
from tdi_graph.web.site import Site, known

MOST = 40_000
"""How many addresses a map holds at the most; the protocol allows 50,000, and 50 MB."""

# Answers to whatever is asked are without end; what describes the service is not among them.
_LEFT_ALONE = (
    "/sparql?",
    "/lookup",
    "/rdf-graph-store",
    "/completion.json",
    *(f"{place('query', language)}?" for language in PREFIXES),
    *(place("search", language) for language in PREFIXES),
)


def routes(current: Current) -> list[Route]:
    """Return the routes of the map, of its parts, and of the rules."""
    return [
        Route("/sitemap.xml", current.resource(sitemap), methods=["GET"]),
        Route("/sitemap-{part:int}.xml", current.resource(sitemap), methods=["GET"]),
        Route("/robots.txt", current.resource(robots), methods=["GET"]),
    ]


def sitemap(site: Site, request: Request) -> Response:
    """Give the map, a part of it, or the index of its parts where it is too long for one."""
    paths, each = site.places.paths, MOST // len(PREFIXES)
    parts = -(-len(paths) // each)
    part = request.path_params.get("part", 0)
    if part > parts or (part and parts == 1):
        raise UnknownName(f"the map of the site has no part {part}", do="see /sitemap.xml")
    tag = f'W/"{site.tag}-map-{part}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if known(request, tag):
        return Response(status_code=304, headers=headers)
    whole = part or parts == 1
    start = max(part - 1, 0) * each
    text = site.templates.get_template("sitemap.xml").render(
        origin=addresses(request).origin,
        modified=site.description.profile.modified,
        pages=[_spoken(one) for one in islice(paths, start, start + each)] if whole else (),
        parts=() if whole else [f"/sitemap-{number}.xml" for number in range(1, parts + 1)],
    )
    return Response(text, 200, headers, "application/xml")


def _spoken(local: str) -> Mapping[str, str]:
    """Return the path of a page in each language."""
    return {language: translated(local, "fr", language) for language in PREFIXES}


def robots(_: Site, request: Request) -> Response:
    """Give the rules."""
    rules = "".join(f"Disallow: {each}\n" for each in _LEFT_ALONE)
    origin = addresses(request).origin
    text = f"User-agent: *\n{rules}\nSitemap: {origin}/sitemap.xml\n"
    return Response(text, 200, {"Cache-Control": "no-cache"}, "text/plain")
