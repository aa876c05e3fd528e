"""The protocol in two halves, for queries that are evaluated elsewhere and answered in chunks.

``prepare`` makes a job of a request; what becomes of the job is made into a response by the
``Prepared`` request: of the beginning of its answer, or of the error that came instead.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from tdi_graph import negotiation
from tdi_graph.errors import NotAcceptable, QueryError, TdiError
from tdi_graph.isolation import Busy, Expired, Job, Kind, NoForm, TooLarge, Unwritable
from tdi_graph.protocol import PREFLIGHT, Operation, Request, Response, fault, problems, read
from tdi_graph.protocol import refuse as refuse_with
from tdi_graph.protocol import reply as reply_with
from tdi_graph.protocol.problems import Problem, Refusal

_KINDS = {
    Busy: problems.BUSY,
    Expired: problems.EXPIRED,
    NoForm: problems.NOT_ACCEPTABLE,
    TooLarge: problems.REFUSED_QUERY,
    Unwritable: problems.NOT_ACCEPTABLE,
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that was let through, and the job that it comes to."""

    request: Request
    operation: Operation
    job: Job
    timeout: float

    def reply(self, sort: Kind, begun: bytes, *, complete: bool) -> Response:
        """Reply with an answer that begins so; its length is told if that is all of it."""
        media_type = self.job.graph if sort is Kind.GRAPH else self.job.table
        response = reply_with(200, negotiation.content_type(media_type), begun)
        if not complete:
            headers = tuple(each for each in response.headers if each[0] != "Content-Length")
            response = replace(response, headers=headers)
        return _as_asked(response, self.request)

    def refuse(self, error: TdiError) -> Response:
        """Reply to a request whose job came to nothing."""
        response = refuse_with(self._problem(error), self.request.accept)
        if isinstance(error, Busy):
            later = ("Retry-After", str(error.retry_after))
            response = replace(response, headers=(*response.headers, later))
        return _as_asked(response, self.request)

    def _problem(self, error: TdiError) -> Problem:
        if isinstance(error, QueryError):
            return fault(error, self.operation.query)
        detail = self._no_form(error.sort) if isinstance(error, NoForm) else str(error)
        return Problem(_KINDS.get(type(error), problems.FAILED), detail)

    def _no_form(self, sort: Kind) -> str:
        choose = negotiation.for_graph if sort is Kind.GRAPH else negotiation.for_results
        try:
            return choose(self.request.accept, self.operation.format).media_type
        except NotAcceptable as error:
            return str(error)


def prepare(request: Request, longest: float) -> Prepared | Response:
    """Make a job of a request, with at most ``longest`` seconds, or say at once what is wrong."""
    if request.method == "OPTIONS":
        return PREFLIGHT
    try:
        operation = read(request)
    except Refusal as refusal:
        return _as_asked(refuse_with(refusal.problem, request.accept), request)
    table, graph = _forms(request.accept, operation.format)
    timeout = min(longest, operation.timeout or longest)
    job = Job(operation.query, operation.dataset, table, graph, ceil(timeout) + 1)
    return Prepared(request, operation, job, timeout)


def too_slow(request: Request) -> Response:
    """Reply to a request that does not come to its end."""
    problem = Problem(problems.TOO_SLOW, "the body of the request did not come in time")
    return refuse_with(problem, request.accept)


@lru_cache(maxsize=256)
def _forms(accept: str | None, name: str) -> tuple[str, str]:
    """Choose the media types of a table and of a graph, empty where none will do."""
    table = graph = ""
    with suppress(NotAcceptable):
        table = negotiation.for_results(accept, name).media_type
    with suppress(NotAcceptable):
        graph = negotiation.for_graph(accept, name).media_type
    return table, graph


def _as_asked(response: Response, request: Request) -> Response:
    return replace(response, body=b"") if request.method == "HEAD" else response
