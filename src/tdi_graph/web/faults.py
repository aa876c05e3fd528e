"""What is answered when nothing else can be: a page in its language, or a problem for machines.

Problem details follow RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457.html).
"""

import json
import logging
from collections.abc import Mapping
from difflib import get_close_matches
from functools import partial
from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tdi_graph import views
from tdi_graph.errors import NotAcceptable, QueryError, TdiError, UnknownName
from tdi_graph.negotiation import preferred
from tdi_graph.questions import ParameterError, Question
from tdi_graph.reconciliation import BadQuery, NoForm, TooMuch
from tdi_graph.vocabulary import BASE
from tdi_graph.web.addresses import PREFIXES
from tdi_graph.web.current import Current, Overdue
from tdi_graph.web.site import Site, Voice
from tdi_graph.web.twins import HTML, accept

_MOST_ASKED = 5


class UnknownChoice(TdiError):
    """A parameter of a page names nothing that the page could show."""


PROBLEM = "application/problem+json"
STATUS: Mapping[type[TdiError], HTTPStatus] = {
    UnknownName: HTTPStatus.NOT_FOUND,
    NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    ParameterError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownChoice: HTTPStatus.UNPROCESSABLE_ENTITY,
    QueryError: HTTPStatus.BAD_REQUEST,
    Overdue: HTTPStatus.GATEWAY_TIMEOUT,
    BadQuery: HTTPStatus.BAD_REQUEST,
    NoForm: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    TooMuch: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TdiError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each error; a type that is not named has that of the one it is a sort of."""

_WITH_A_PAGE = {"400", "404", "405", "406", "422", "500", "504"}
_MACHINES = (PROBLEM, "application/json", "application/ld+json", "text/turtle")
_LOG = logging.getLogger(__name__)


def install(app: FastAPI, current: Current, headers: Mapping[str, str]) -> None:
    """Let ``app`` answer its errors with pages of the site; ``headers`` are on every answer."""
    app.add_exception_handler(TdiError, partial(_known, current))
    app.add_exception_handler(HTTPException, partial(_refused, current))
    app.add_exception_handler(Exception, partial(_unforeseen, current, headers))


def status(error: TdiError) -> HTTPStatus:
    """Return the status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _known(current: Current, request: Request, error: Exception) -> Response:
    if not isinstance(error, TdiError):
        raise error
    return _answer(current.of(request.scope), request, status(error), str(error))


def _refused(current: Current, request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    answered = _answer(
        current.of(request.scope), request, HTTPStatus(error.status_code), error.detail
    )
    answered.headers.update(error.headers or {})
    return answered


def _unforeseen(
    current: Current, headers: Mapping[str, str], request: Request, error: Exception
) -> Response:
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    code = HTTPStatus.INTERNAL_SERVER_ERROR
    answered = _answer(current.of(request.scope), request, code, code.description)
    answered.headers.update(headers)
    return answered


def _answer(site: Site, request: Request, code: HTTPStatus, detail: str) -> Response:
    if not _reads_html(request):
        return problem(code, detail)
    voice = _voice(site, request)
    missing = code == HTTPStatus.NOT_FOUND
    near = views.near(voice.names, request.url.path) if missing else ()
    asked = _asked(site, request.url.path) if missing else ()
    key = str(int(code)) if str(int(code)) in _WITH_A_PAGE else "400"
    return site.page(
        request,
        voice,
        "error.html",
        status=code,
        key=key,
        code=int(code),
        # What says no more than the status is said by the title already.
        detail="" if detail == code.phrase else detail,
        near=near,
        asked=asked,
    )


def _asked(site: Site, address: str) -> tuple[Question, ...]:
    """Return the saved questions whose name is like the one asked for, or else the first ones."""
    _, mark, name = address.rpartition("/questions/")
    if not mark:
        return ()
    like = get_close_matches(name, site.questions, n=_MOST_ASKED, cutoff=0.4)
    return tuple(site.questions[slug] for slug in like or list(site.questions)[:_MOST_ASKED])


def problem(code: HTTPStatus, detail: str, **members: object) -> Response:
    """Answer with the details of a problem, of which ``members`` tell more."""
    name = code.phrase.lower().replace(" ", "-")
    told = {
        "type": f"{BASE}problem/{name}",
        "title": code.phrase,
        "status": int(code),
        "detail": detail,
        **members,
    }
    return Response(
        json.dumps(told, ensure_ascii=False), code, {"Vary": "Accept"}, media_type=PROBLEM
    )


def _reads_html(request: Request) -> bool:
    try:
        return preferred(accept(request), [HTML, *_MACHINES]) == HTML
    except NotAcceptable:
        return False


def _voice(site: Site, request: Request) -> Voice:
    first = request.url.path.split("/")[1]
    language = next((code for code, prefix in PREFIXES.items() if prefix == f"/{first}"), "fr")
    return site.voices[language]
