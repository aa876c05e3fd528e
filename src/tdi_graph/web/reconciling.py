"""The reconciliation service ``/reconcile``: forms and JSON on one side, its core on the other.

Reconciliation Service API 0.1 and 0.2, W3C Entity Reconciliation Community Group
(https://reconciliation-api.github.io/specs/0.2/), sections 3 to 7; JSONP as 0.1 has it. All
addresses answer any origin, since clients are pages of other sites.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from tdi_graph import views
from tdi_graph.errors import TdiError, UnknownName
from tdi_graph.reconciliation import BadQuery, NoForm, Reconciler, TooMuch, answers, queries
from tdi_graph.reconciliation.manifest import manifest
from tdi_graph.reconciliation.queries import BATCH, Json
from tdi_graph.views.labels import Names
from tdi_graph.web import faults
from tdi_graph.web.addresses import PREFIXES
from tdi_graph.web.current import Current
from tdi_graph.web.origin import origin
from tdi_graph.web.site import Site, Voice

PATH = "/reconcile"
MAX_BODY = 1 << 20
"""The longest body, in bytes, that is read."""

_FORM = "application/x-www-form-urlencoded"
_METHODS = ["GET", "POST", "OPTIONS"]
_MOST_FIELDS = 20
_OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}
# A dotted name of JavaScript: a callback is nothing else, so that it can do nothing else.
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_LONGEST_CALLBACK = 128
# Clients show a preview in a frame of their own pages, wherever these are; there is nothing in it
# that a click could change.
_FRAMED = (
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asked: the fields of its form and of its address, and by which method."""

    held: Reconciler
    names: Names
    prefix: str
    root: str
    form: Mapping[str, str]
    posted: bool

    def count(self, name: str) -> int:
        """Return the number in a field, 0 if there is none; raise ``BadQuery``."""
        text = self.form.get(name) or "0"
        if not text.isascii() or not text.isdecimal():
            raise BadQuery(f"{name} is no whole number", do=f"write {name}=10")
        return min(int(text[:9]), 10_000)


Answer: TypeAlias = Callable[[Asked], Json]


def routes(current: Current) -> list[Route]:
    """Return the routes of the service, in both languages."""
    found = []
    for language, prefix in PREFIXES.items():
        found.append(Route(f"{prefix}{PATH}/preview", current.page(language, preview)))
        found += [
            Route(prefix + PATH + local, _endpoint(current, language, answer), methods=_METHODS)
            for local, answer in _ANSWERS.items()
        ]
    return found


def service(asked: Asked) -> Json:
    """Answer a batch, a single query (0.1) or a data extension; describe the service otherwise."""
    form = asked.form
    if "queries" in form:
        batch = queries.batch(queries.decode(form["queries"]))
        return {key: answers.result(asked.held, asked.names, one) for key, one in batch.items()}
    if "query" in form:
        return answers.result(asked.held, asked.names, queries.query(_single(form)))
    if "extend" in form:
        wanted = queries.extension(queries.decode(form["extend"]))
        return answers.extension(asked.held, asked.names, wanted)
    if asked.posted:
        raise BadQuery("the form has no field that is known", do="send queries, query or extend")
    return manifest(asked.held, asked.names, asked.root, asked.prefix)


def proposals(asked: Asked) -> Json:
    """Propose properties of a type."""
    wanted = asked.form.get("type", "")
    return answers.proposals(asked.held, asked.names, wanted, asked.count("limit"))


def entities(asked: Asked) -> Json:
    """Suggest entities."""
    types = [name for name in [asked.form.get("type", "")] if name]
    prefix, cursor = asked.form.get("prefix", ""), asked.count("cursor")
    return answers.suggest_entities(asked.held, asked.names, prefix, cursor, types)


def types(asked: Asked) -> Json:
    """Suggest types."""
    prefix, cursor = asked.form.get("prefix", ""), asked.count("cursor")
    return answers.suggest_types(asked.held, asked.names, prefix, cursor)


def properties(asked: Asked) -> Json:
    """Suggest properties."""
    prefix, cursor = asked.form.get("prefix", ""), asked.count("cursor")
    return answers.suggest_properties(asked.held.properties, asked.names, prefix, cursor)


def flyout(what: str) -> Answer:
    """Return what answers with a few lines on an entity, a type or a property."""

    def answered(asked: Asked) -> Json:
        return answers.flyout(asked.held, asked.names, what, asked.form.get("id", ""))

    return answered


def preview(site: Site, voice: Voice, request: Request) -> Response:
    """Show a thing in the frame that a client makes for it."""
    name = request.query_params.get("id", "")
    entry = site.reconciler.thing(name)
    if entry is None:
        raise UnknownName(f"no thing has the id {name[:80]}", do="take one that was answered")
    view = views.entity(site.backend, voice.names, entry.iri)
    shown = site.page(request, voice, "preview.html", view=view)
    shown.headers.update(_OPEN | {"Content-Security-Policy": _FRAMED})
    return shown


_ANSWERS: Mapping[str, Answer] = {
    "": service,
    "/properties": proposals,
    "/suggest/entity": entities,
    "/suggest/type": types,
    "/suggest/property": properties,
    "/flyout/entity": flyout("entity"),
    "/flyout/type": flyout("type"),
    "/flyout/property": flyout("property"),
}


def _endpoint(
    current: Current, language: str, answer: Answer
) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        site = current.of(request.scope)
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        callback = request.query_params.get("callback", "")
        if callback and not _is_name(callback):
            refusal = BadQuery("the callback is no name of JavaScript", do="name a function")
            return _refused(refusal, "")
        try:
            asked = Asked(
                held=site.reconciler,
                names=site.voices[language].names,
                prefix=PREFIXES[language],
                root=origin(request),
                form=await _form(request),
                posted=request.method == "POST",
            )
            # In a thread, so that other clients are heard meanwhile.
            return _sent(await run_in_threadpool(answer, asked), callback)
        except TdiError as error:
            return _refused(error, callback)

    return answered


def _is_name(callback: str) -> bool:
    return len(callback) <= _LONGEST_CALLBACK and bool(_CALLBACK.fullmatch(callback))


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of the address and of the form; the form's win."""
    fields = _fields(request.scope["query_string"])
    if request.method != "POST":
        return fields
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise NoForm(f"the body is {kind or 'of no type'}, no form", do=f"send {_FORM}")
    return fields | _fields(await _body(request))


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                told = f"the body is longer than {MAX_BODY} bytes"
                raise TooMuch(told, do=f"send at most {BATCH} queries at once")
    except ClientDisconnect:
        # Nobody hears this.
        raise BadQuery("the client left") from None
    return bytes(body)


def _fields(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        told = "the form cannot be read"
        raise BadQuery(told, do=f"send at most {_MOST_FIELDS} fields, in UTF-8") from None
    return dict(pairs)


def _single(form: Mapping[str, str]) -> Json:
    """Return the query of 0.1's parameter ``query``: a text, or a JSON object."""
    text = form["query"]
    if text.lstrip().startswith("{"):
        return queries.decode(text)
    return {"query": text, "type": form.get("type"), "limit": form.get("limit")}


def _refused(error: TdiError, callback: str) -> Response:
    return _sent({"status": "error", "message": str(error)}, callback, faults.status(error))


def _sent(told: Json, callback: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    if callback:
        # The comment keeps the beginning of the answer out of the client's hands.
        script = f"/**/{callback}({json.dumps(told)});"
        return Response(script, status, _OPEN, media_type="application/javascript")
    text = json.dumps(told, ensure_ascii=False)
    return Response(text, status, _OPEN, media_type="application/json")
