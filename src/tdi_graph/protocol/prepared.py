"""The protocol in two halves, for queries that are evaluated elsewhere and answered in chunks.

``prepare`` makes a job of a request; what becomes of the job is made into a response by the
``Prepared`` request: of the beginning of its answer, or of the error that came instead.
"""

import hashlib
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

import pyoxigraph

from tdi_graph import __version__, negotiation
from tdi_graph.errors import NotAcceptable, QueryError, TdiError
from tdi_graph.federation import ServiceFailed
from tdi_graph.isolation import Busy, Expired, Job, Kind, NoForm, TooLarge, Unwritable
from tdi_graph.negotiation.codings import Coding, coding
from tdi_graph.protocol import problems
from tdi_graph.protocol.problems import Problem, Refusal
from tdi_graph.protocol.repeatable import is_repeatable
from tdi_graph.protocol.reply import PREFLIGHT, Response, as_asked, refuse, reply, unchanged
from tdi_graph.protocol.request import Operation, Request, read

_KINDS = {
    Busy: problems.BUSY,
    Expired: problems.EXPIRED,
    NoForm: problems.NOT_ACCEPTABLE,
    ServiceFailed: problems.FAILED_SERVICE,
    TooLarge: problems.REFUSED_QUERY,
    Unwritable: problems.NOT_ACCEPTABLE,
}
_CONDITIONAL = frozenset({"GET", "HEAD", "QUERY"})
# opaque-tag, RFC 9110, section 8.8.3; the comparison is the weak one (section 13.1.2).
_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')
_MADE_BY = f"{__version__} {pyoxigraph.__version__}"
_TAG_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that was let through, and the job that it comes to.

    ``tag`` names the bytes of the answer, and is empty if they are not the same each time.
    """

    request: Request
    operation: Operation
    job: Job
    timeout: float
    coding: Coding
    tag: str = ""

    def reply(
        self, sort: Kind, begun: bytes, *, complete: bool = True, encoded: bool = False
    ) -> Response:
        """Reply with an answer that begins so; its length is told if that is all of it."""
        more = _validators(self.tag) if self.request.method in _CONDITIONAL else _NOT_KEPT
        if encoded:
            more = (("Content-Encoding", self.coding.name), *more)
        content_type = negotiation.content_type(self.media_type(sort))
        return as_asked(reply(content_type, begun, more, complete=complete), self.request)

    def media_type(self, sort: Kind) -> str:
        """Return the media type of an answer of this sort."""
        return self.job.graph if sort is Kind.GRAPH else self.job.table

    @property
    def unchanged(self) -> Response:
        """What to reply to a client that holds the answer already."""
        return unchanged(_validators(self.tag))

    def refuse(self, error: TdiError) -> Response:
        """Reply to a request whose job came to nothing."""
        response = refuse(self._problem(error), self.request.accept)
        if isinstance(error, Busy):
            later = ("Retry-After", str(error.retry_after))
            response = replace(response, headers=(*response.headers, later))
        return as_asked(response, self.request)

    def untagged(self) -> "Prepared":
        """Return the same for data that are no longer those which the tag was made for."""
        return replace(self, tag="")

    def _problem(self, error: TdiError) -> Problem:
        if isinstance(error, QueryError):
            return fault(error, self.operation.query)
        detail = self._no_form(error.sort) if isinstance(error, NoForm) else str(error)
        return Problem(_KINDS.get(type(error), problems.FAILED), detail)

    def _no_form(self, sort: Kind) -> str:
        choose = negotiation.graph_type if sort is Kind.GRAPH else negotiation.table_type
        try:
            return choose(self.request.accept, self.operation.format)
        except NotAcceptable as error:
            return str(error)


def prepare(
    request: Request, longest: float, release: str = "", services: Collection[str] = ()
) -> Prepared | Response:
    """Make a job of a request, with at most ``longest`` seconds, or say at once what to reply.

    ``release`` is the digest of the data, without which no answer has a tag; ``services`` are the
    addresses that SERVICE may call.
    """
    if request.method == "OPTIONS":
        return PREFLIGHT
    try:
        prepared = _prepared(request, longest, release, services)
    except Refusal as refusal:
        return as_asked(refuse(refusal.problem, request.accept), request)
    conditional = prepared.tag and request.method in _CONDITIONAL
    same = conditional and holds(request.if_none_match, prepared.tag)
    return prepared.unchanged if same else prepared


def holds(held: str | None, tag: str) -> bool:
    """Tell whether an If-None-Match names this tag, by weak comparison (RFC 9110, 13.1.2)."""
    if held is None:
        return False
    return held.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(held)


def too_slow(request: Request) -> Response:
    """Reply to a request that does not come to its end."""
    problem = Problem(problems.TOO_SLOW, "the body of the request did not come in time")
    return refuse(problem, request.accept)


def fault(error: QueryError, query: str) -> Problem:
    """Make a problem of what the engine says about a query."""
    detail = str(error)
    if not error.line:
        return Problem(problems.REFUSED_QUERY, detail, hint=error.do)
    place = (error.line, error.column)
    return Problem.at(problems.MALFORMED_QUERY, detail, query, place, hint=error.do)


def _prepared(
    request: Request, longest: float, release: str, services: Collection[str]
) -> Prepared:
    operation = read(request, services)
    try:
        chosen = coding(request.accept_encoding)
    except NotAcceptable as error:
        raise Refusal(Problem(problems.NOT_ACCEPTABLE, str(error))) from None
    table, graph = _forms(request.accept, operation.format)
    timeout = min(longest, operation.timeout or longest)
    job = Job(operation.query, operation.dataset, table, graph, ceil(timeout) + 1)
    tag = _tag(release, job, chosen) if release and is_repeatable(operation.query) else ""
    return Prepared(request, operation, job, timeout, chosen, tag)


def _tag(release: str, job: Job, chosen: Coding) -> str:
    """Make a strong entity tag of all that the bytes of an answer follow from."""
    graphs = (job.dataset.default_graphs, job.dataset.named_graphs)
    form = (job.table, job.graph, chosen.name, chosen.required)
    whole = (_MADE_BY, release, job.query, graphs, form)
    return f'"{hashlib.sha256(repr(whole).encode()).hexdigest()[:_TAG_LENGTH]}"'


def _validators(tag: str) -> tuple[tuple[str, str], ...]:
    # The next release may come at any moment: to ask again costs hardly anything.
    return (("ETag", tag), ("Cache-Control", "no-cache")) if tag else _NOT_KEPT


_NOT_KEPT = (("Cache-Control", "no-store"),)


@lru_cache(maxsize=256)
def _forms(accept: str | None, name: str) -> tuple[str, str]:
    """Choose the media types of a table and of a graph, empty where none will do."""
    table = graph = ""
    with suppress(NotAcceptable):
        table = negotiation.table_type(accept, name)
    with suppress(NotAcceptable):
        graph = negotiation.graph_type(accept, name)
    return table, graph
