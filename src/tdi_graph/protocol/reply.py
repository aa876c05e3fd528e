"""What is replied: a status, headers and a body, with what every reply of the endpoint says.

Any page may ask, and none sends its cookies along: the Fetch standard's "*"
(https://fetch.spec.whatwg.org/#http-cors-protocol).
"""

from dataclasses import dataclass, replace
from http import HTTPStatus

from tdi_graph.protocol import problems
from tdi_graph.protocol.problems import Problem
from tdi_graph.protocol.request import FORM_TYPE, METHODS, QUERY_TYPE, Request

VARY = "Accept, Accept-Encoding"
"""What an answer depends on beside the address: the headers of the request that are looked at."""

_METHODS = ", ".join(METHODS)
_ALLOW = ("Allow", _METHODS)
# RFC 10008, section 3: a list of media types, as a structured field.
_ACCEPT_QUERY = ("Accept-Query", f"{QUERY_TYPE}, {FORM_TYPE}")
_NOT_KEPT = ("Cache-Control", "no-store")
_EXPOSED = "Content-Encoding, ETag, Link, Retry-After, Server-Timing"
_PREFLIGHT = (
    ("Access-Control-Allow-Methods", _METHODS),
    ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
)
_ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("Vary", VARY),
    ("X-Content-Type-Options", "nosniff"),
)


@dataclass(frozen=True, slots=True)
class Response:
    """What to reply; for HEAD the headers are those of GET and there is no body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


PREFLIGHT = Response(204, (_ALLOW, _ACCEPT_QUERY, *_PREFLIGHT, *_ALWAYS))
"""What a request by OPTIONS is answered."""


def reply(
    content_type: str,
    body: bytes,
    more: tuple[tuple[str, str], ...] = (),
    *,
    complete: bool = True,
) -> Response:
    """Reply with a body, whose length is told if it is complete."""
    length = (("Content-Length", str(len(body))),) if complete else ()
    return Response(200, (("Content-Type", content_type), *length, *more, *_ALWAYS), body)


def unchanged(more: tuple[tuple[str, str], ...]) -> Response:
    """Tell the client that what it holds is still so (RFC 9110, section 15.4.5)."""
    return Response(int(HTTPStatus.NOT_MODIFIED), (*more, *_ALWAYS))


def refuse(problem: Problem, accept: str | None) -> Response:
    """Reply with a problem, in a form that suits the client."""
    content_type, body = problem.written(accept)
    headers = [*reply(content_type, body, (_NOT_KEPT, _ACCEPT_QUERY)).headers]
    if problem.kind is problems.WRONG_METHOD:
        # RFC 9110, section 15.5.6: the methods that would have been allowed.
        headers.append(_ALLOW)
    return Response(int(problem.kind.status), tuple(headers), body)


def as_asked(response: Response, request: Request) -> Response:
    """Return the response without its body, if it was asked for so."""
    return replace(response, body=b"") if request.method == "HEAD" else response
