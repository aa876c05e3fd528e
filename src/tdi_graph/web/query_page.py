"""The query page: a query in a form, its answer on the same page, at an address that is kept.

The form is sent by POST, so that a query may be of any length; a short one is then sent on to the
address that holds it, which can be kept and shared.
"""

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tdi_graph import protocol
from tdi_graph.protocol import Evaluation, form
from tdi_graph.protocol.problems import TOO_LARGE, Problem, Refusal
from tdi_graph.questions import Question
from tdi_graph.vocabulary import PREFIXES
from tdi_graph.web import query_sheet
from tdi_graph.web.addresses import PREFIXES as LANGUAGES
from tdi_graph.web.addresses import place
from tdi_graph.web.current import Current
from tdi_graph.web.origin import origin
from tdi_graph.web.site import Site, Voice
from tdi_graph.web.snippets import bare
from tdi_graph.web.visiting import MOST, Outcome, evaluate

_QUERY = "application/sparql-query"
_EXAMPLES = 6
_PROLOGUE = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who asks, for which page, within how many seconds."""

    site: Site
    voice: Voice
    request: Request
    seconds: Decimal | None


def routes(current: Current, evaluation: Evaluation) -> list[Route]:
    """Return the routes of the page, whose queries ``evaluation`` answers."""
    return [
        Route(
            place("query", language),
            current.awaited(language, partial(page, evaluation)),
            methods=["GET", "POST"],
        )
        for language in LANGUAGES
    ]


async def page(evaluation: Evaluation, site: Site, voice: Voice, request: Request) -> Response:
    """Show the form and, if there is a query, what it came to."""
    seconds = Decimal(str(evaluation.timeout))
    sender = _Sender(site, voice, request, seconds)
    try:
        given = await _given(request, evaluation)
        query = given.one("query") or ""
    except (ClientDisconnect, TimeoutError):
        return Response(status_code=HTTPStatus.REQUEST_TIMEOUT)
    except Refusal as refusal:
        problem = {"type": refusal.problem.kind.name, "detail": refusal.problem.detail}
        refused = Outcome(refusal.problem.kind.status, problem=problem)
        return await run_in_threadpool(_page, sender, form.Parameters(), refused)
    if not query.strip():
        return await run_in_threadpool(_page, sender, given, None)
    address = query_sheet.permalink(voice, given)
    if request.method == "POST" and len(address) <= query_sheet.LONGEST_ADDRESS:
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)
    about = urlencode(query_sheet.kept(given)).encode()
    asked = protocol.Request("POST", about, _QUERY, query.encode("utf-8", "replace"))
    outcome = await evaluate(asked, request, evaluation)
    return await run_in_threadpool(_page, sender, given, outcome)


async def _given(request: Request, evaluation: Evaluation) -> form.Parameters:
    given = form.read(request.scope["query_string"])
    if request.method != "POST":
        return given
    async with asyncio.timeout(evaluation.timeout):
        body = await _body(request)
    if len(body) > protocol.MAX_BODY:
        detail = f"the body is longer than {protocol.MAX_BODY} bytes"
        raise Refusal(Problem(TOO_LARGE, detail))
    return form.Parameters((*form.read(body).pairs, *given.pairs))


async def _body(request: Request) -> bytes:
    """Read the body, but hardly more of it than is allowed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > protocol.MAX_BODY:
            break
    return bytes(body)


def _first(site: Site) -> list[Question]:
    return list(site.questions.values())[:_EXAMPLES]


def _page(sender: _Sender, given: form.Parameters, outcome: Outcome | None) -> Response:
    voice, site = sender.voice, sender.site
    if outcome is None:
        sheet = query_sheet.blank(voice, given)
    else:
        sheet = query_sheet.filled(voice, given, outcome, origin(sender.request))
    answered = site.page(
        sender.request,
        voice,
        "query.html",
        status=outcome.status if outcome else HTTPStatus.OK,
        sheet=sheet,
        prefixes=len(PREFIXES),
        prologue=_PROLOGUE,
        examples=[(q.title[voice.language], bare(q.sparql)) for q in _first(site)],
        most=MOST,
        seconds=sender.seconds,
    )
    if outcome:
        # The same query may come to something else the next time: it may ask for the hour.
        del answered.headers["ETag"]
    if outcome and outcome.retry_after:
        answered.headers["Retry-After"] = outcome.retry_after
    return answered
