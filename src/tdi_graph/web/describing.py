"""Where descriptions are found: the endpoint's at the endpoint, the dataset's, the examples'.

A description tells the addresses of this server as the client reached it. Each is found in the
form that the client prefers; those with a suffix are found in the form that this names.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from pyoxigraph import RdfFormat
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph import isolation, protocol, views
from tdi_graph.description import Addresses, Terms, Topic, limits
from tdi_graph.errors import NotAcceptable, UnknownName
from tdi_graph.negotiation import GRAPHS, content_type, preferred
from tdi_graph.protocol.problems import NOT_ACCEPTABLE, Problem
from tdi_graph.questions import ParameterError
from tdi_graph.vocabulary import DATASET
from tdi_graph.web.addresses import PREFIXES, TWINS, path
from tdi_graph.web.current import Current, Resource
from tdi_graph.web.dereferencing import language
from tdi_graph.web.evaluating import Means
from tdi_graph.web.origin import origin
from tdi_graph.web.site import VARY, Site, known
from tdi_graph.web.twins import HTML, accept, leading, response

SYNTAXES: Mapping[str, RdfFormat] = {each.media_type: each.format for each in GRAPHS}
"""The syntaxes of a description, by media type."""

_PAGES = {Topic.SERVICE: "/questions", Topic.DATASET: "/", Topic.EXAMPLES: "/questions"}
_TAG = 32


def routes(current: Current) -> list[Route]:
    """Return the routes of the descriptions, but for the endpoint's own."""
    resources: dict[str, Resource] = {
        "/.well-known/void": _negotiated,
        "/dataset.{suffix}": partial(_suffixed, Topic.DATASET),
        "/questions.{suffix}": partial(_suffixed, Topic.EXAMPLES),
        "/lookup": lookup,
    }
    return [
        Route(address, current.resource(function), methods=["GET"])
        for address, function in resources.items()
    ]


def of_endpoint(current: Current, means: Means) -> Callable[[Request], protocol.Response]:
    """Return what answers a request to the endpoint that asks nothing."""
    timeout = means.pool.timeout if means.pool else None
    answer = isolation.Limits().answer if means.pool else None
    terms = Terms(limits(timeout, answer), tuple(sorted(means.services)))

    def describe(request: Request) -> protocol.Response:
        try:
            return negotiate(current.of(request.scope), Topic.SERVICE, terms, request)
        except NotAcceptable as error:
            return protocol.refuse(Problem(NOT_ACCEPTABLE, str(error)), accept(request))

    return describe


def addresses(request: Request) -> Addresses:
    """Return the addresses of the server, as this request reached it."""
    return Addresses(origin(request))


def negotiate(site: Site, topic: Topic, terms: Terms, request: Request) -> protocol.Response:
    """Describe a topic in the form that the client prefers; send a browser to a page."""
    wanted = preferred(accept(request), [*SYNTAXES, HTML])
    if wanted != HTML:
        return _described(site, topic, terms, request, wanted)
    found = PREFIXES[language(request)] + _PAGES[topic]
    return protocol.Response(HTTPStatus.SEE_OTHER, (("Location", found), *_common()))


def _described(
    site: Site, topic: Topic, terms: Terms, request: Request, media_type: str
) -> protocol.Response:
    body = site.description.written(topic, addresses(request), SYNTAXES[media_type], terms)
    about = DATASET.value if topic == Topic.DATASET else ""
    return answer(request, media_type, body, about)


def answer(request: Request, media_type: str, body: bytes, about: str) -> protocol.Response:
    """Answer with the description of ``about``, or say that the client has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:_TAG]}"'
    headers = (
        ("ETag", tag),
        ("Cache-Control", "no-cache"),
        *_common(),
        *_leading(about, media_type),
    )
    if known(request, tag):
        return protocol.Response(HTTPStatus.NOT_MODIFIED, headers)
    own = (("Content-Type", content_type(media_type)), ("Content-Length", str(len(body))))
    whole = protocol.Response(HTTPStatus.OK, (*own, *headers), body)
    return replace(whole, body=b"") if request.method == "HEAD" else whole


def _leading(about: str, media_type: str) -> Iterable[tuple[str, str]]:
    suffix = next((s for s, form in TWINS.items() if form == SYNTAXES[media_type]), "")
    return leading(about, suffix).items() if suffix else ()


def _common() -> tuple[tuple[str, str], ...]:
    return (
        ("Vary", VARY),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", "ETag, Link"),
        ("X-Content-Type-Options", "nosniff"),
    )


def _negotiated(site: Site, request: Request) -> Response:
    return sent(negotiate(site, Topic.DATASET, Terms(), request))


def _suffixed(topic: Topic, site: Site, request: Request) -> Response:
    form = TWINS.get(request.path_params["suffix"])
    if form is None:
        raise UnknownName("there is no such form", do=f"use .{', .'.join(TWINS)}")
    return sent(_described(site, topic, Terms(), request, form.media_type))


def sent(answer: protocol.Response) -> Response:
    """Return the answer as the framework takes it."""
    return Response(answer.body, int(answer.status), dict(answer.headers))


def lookup(site: Site, request: Request) -> Response:
    """Describe what bears the IRI ``uri`` (VoID, section 3.4), or show its page if it has one."""
    iri = request.query_params.get("uri", "")
    if not iri:
        what, do = "no IRI is given", "append one, percent-encoded, to /lookup?uri="
        raise ParameterError(what, parameter="uri", do=do)
    described = views.describe(site.backend, iri)
    forms = {syntax.media_type: suffix for suffix, syntax in TWINS.items()}
    wanted, page = preferred(accept(request), [*forms, HTML]), path(iri)
    if wanted != HTML or not page:
        return response(site, request, described, forms.get(wanted, "ttl"), about=iri)
    headers = {"Location": PREFIXES[language(request)] + page, **dict(_common())}
    return Response(status_code=HTTPStatus.SEE_OTHER, headers=headers)
