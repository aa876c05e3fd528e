"""Browsers that come to the endpoint are sent to the query page, which shows what they ask for."""

from tdi_graph import negotiation
from tdi_graph.errors import NotAcceptable
from tdi_graph.protocol import Request, Response
from tdi_graph.protocol.reply import VARY
from tdi_graph.web.addresses import place
from tdi_graph.web.dereferencing import spoken

LONGEST = 8_000
"""The longest address that a browser is sent to; a longer query is answered by a plain table."""

_OFFERED = (
    *(each.media_type for each in negotiation.RESULTS),
    *(each.media_type for each in negotiation.GRAPHS),
)
_SEE_OTHER = 303


def aside(request: Request, accept_language: bytes | None) -> Response | None:
    """Return where a browser is sent instead of an answer, None for anybody else."""
    if request.method not in {"GET", "HEAD"} or not _prefers_pages(request):
        return None
    page = place("query", spoken((accept_language or b"").decode("latin-1")))
    asked = request.query_string.decode("latin-1")
    location = f"{page}?{asked}" if asked else page
    if len(location) > LONGEST:
        return None
    headers = (
        ("Location", location),
        ("Content-Length", "0"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cache-Control", "no-store"),
        ("Vary", f"{VARY}, Accept-Language"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Response(_SEE_OTHER, headers)


def may_be(accept: bytes | None) -> bool:
    """Tell at a glance at Accept whether this may be a browser."""
    return accept is not None and b"html" in accept.lower()


def _prefers_pages(request: Request) -> bool:
    accept = request.accept
    # Who names a format wants that one.
    if not accept or "html" not in accept.lower() or b"format=" in request.query_string:
        return False
    try:
        return negotiation.preferred(accept, (*_OFFERED, negotiation.HTML)) == negotiation.HTML
    except NotAcceptable:
        return False
