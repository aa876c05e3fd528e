"""The pages that the types of problems lead to: what each means, and what to do about it.

A problem's type is an IRI, which should lead to its explanation (RFC 9457, section 3.1.1).
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from tdi_graph.errors import UnknownName
from tdi_graph.protocol.problems import KINDS
from tdi_graph.web.site import Site, Voice

# Beside those of the endpoint, those of the pages, which are called by the phrase of their status.
_OTHERS = {
    status.phrase.lower().replace(" ", "-"): (status, "other")
    for status in HTTPStatus
    if status >= HTTPStatus.BAD_REQUEST
}
_KNOWN = _OTHERS | {kind.name: (kind.status, kind.name) for kind in KINDS}


def one(site: Site, voice: Voice, request: Request) -> Response:
    """Explain a sort of problem."""
    name = request.path_params["name"]
    if name not in _KNOWN:
        raise UnknownName(f"no problem is called {name}", do="see the list of problems")
    return _page(site, voice, request, (name,))


def every(site: Site, voice: Voice, request: Request) -> Response:
    """Explain all the problems of the endpoint."""
    return _page(site, voice, request, tuple(kind.name for kind in KINDS))


def _page(site: Site, voice: Voice, request: Request, names: tuple[str, ...]) -> Response:
    explained = [
        (name, int(_KNOWN[name][0]), voice.catalogue(f"problem.{_KNOWN[name][1]}"))
        for name in names
    ]
    return site.page(request, voice, "problems.html", explained=explained)
