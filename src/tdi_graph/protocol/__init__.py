"""The SPARQL 1.1 Protocol as a function from a request to a response.

https://www.w3.org/TR/sparql11-protocol/

No socket and no web framework: ``answer`` takes what a request says and returns what to reply.
The service is read-only; a response is complete or is a problem, never a part of a result.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from pyoxigraph import NamedNode, QueryTriples

from tdi_graph import negotiation
from tdi_graph.errors import NotAcceptable, QueryError
from tdi_graph.protocol import admission, form, problems
from tdi_graph.protocol.problems import Kind, Problem, Refusal
from tdi_graph.store import Backend, Dataset, Results

__all__ = ["MAX_BODY", "METHODS", "Request", "Response", "answer"]

MAX_BODY = 1 << 20
"""The longest body of a request that is read, in bytes."""

METHODS = ("GET", "HEAD", "OPTIONS", "POST")

_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_FORM = "application/x-www-form-urlencoded"

_DURATION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")

_ALLOW = ("Allow", ", ".join(METHODS))
_PREFLIGHT = (
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    ("Access-Control-Allow-Headers", "Accept, Content-Type"),
    ("Access-Control-Max-Age", "86400"),
)
_ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Vary", "Accept"),
    ("X-Content-Type-Options", "nosniff"),
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a request says: its query string and its body as they came, not yet decoded."""

    method: str
    query_string: bytes = b""
    content_type: str | None = None
    body: bytes = b""
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What to reply; for HEAD the headers are those of GET and there is no body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation (section 2.1): what a GET and both sorts of POST come down to."""

    query: str
    dataset: Dataset
    format: str
    timeout: float | None = None


PREFLIGHT = Response(204, (_ALLOW, *_PREFLIGHT, *_ALWAYS))
"""What a request by OPTIONS is answered."""


def answer(request: Request, backend: Backend) -> Response:
    """Answer one request; whatever it holds, the response says what became of it."""
    if request.method == "OPTIONS":
        return PREFLIGHT
    try:
        response = _answered(request, backend)
    except Refusal as refusal:
        response = refuse(refusal.problem, request.accept)
    return Response(response.status, response.headers) if request.method == "HEAD" else response


def _answered(request: Request, backend: Backend) -> Response:
    operation = read(request)
    results = _evaluated(operation, backend)
    try:
        content_type, body = _serialised(results, request.accept, operation.format)
    except NotAcceptable as error:
        raise _refusal(problems.NOT_ACCEPTABLE, str(error)) from None
    return reply(200, content_type, body)


def read(request: Request) -> Operation:
    """Read and admit what a request asks for; whether the query is one, only the engine knows."""
    parameters = _parameters(request)
    if parameters.all("update"):
        raise _refusal(problems.READ_ONLY, "updates are not supported: only queries are answered")
    query = parameters.one("query")
    if query is None:
        raise _refusal(problems.MALFORMED_REQUEST, "there is no query: send one as query=…")
    admission.check(query)
    dataset = Dataset(
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
    )
    return Operation(query, dataset, parameters.one("format") or "", _seconds(parameters))


def _seconds(parameters: form.Parameters) -> float | None:
    """Return the time that the client gives us, which may be less than we would take."""
    said = parameters.one("timeout")
    if said is None:
        return None
    if not _DURATION.fullmatch(said) or not float(said):
        detail = "the parameter timeout is no positive number of seconds"
        raise _refusal(problems.MALFORMED_REQUEST, detail)
    return float(said)


def _parameters(request: Request) -> form.Parameters:
    """Gather the parameters of a request; a query sent alone (section 2.1.3) becomes one."""
    in_url = form.read(request.query_string)
    match request.method:
        case "GET" | "HEAD":
            return in_url
        case "POST" if _body_type(request) == _FORM:
            return form.Parameters(in_url.pairs + form.read(request.body).pairs)
        case "POST":
            return form.Parameters((*in_url.pairs, ("query", form.text(request.body))))
    raise _refusal(problems.WRONG_METHOD, f"{request.method} is none of {', '.join(METHODS)}")


def _body_type(request: Request) -> str:
    """Return the media type of the body, if it is one that can be read."""
    if len(request.body) > MAX_BODY:
        raise _refusal(problems.TOO_LARGE, f"the body is longer than {MAX_BODY} bytes")
    known = negotiation.media_type(request.content_type or "")
    essence = known.essence if known else ""
    if essence == _UPDATE:
        raise _refusal(problems.READ_ONLY, "updates are not supported: only queries are answered")
    if not known or essence not in {_QUERY, _FORM}:
        raise _refusal(problems.WRONG_MEDIA_TYPE, f"send the query as {_QUERY} or {_FORM}")
    charset = known.parameter("charset") or "utf-8"
    if charset.lower() != "utf-8":
        raise _refusal(problems.WRONG_MEDIA_TYPE, f"the charset must be utf-8, not {charset}")
    return essence


def _graphs(parameters: form.Parameters, name: str) -> tuple[NamedNode, ...] | None:
    values = parameters.all(name)
    try:
        return tuple(NamedNode(value) for value in values) or None
    except ValueError as error:
        detail = f"a value of {name} is no absolute IRI: {error}"
        raise _refusal(problems.MALFORMED_REQUEST, detail) from None


def _evaluated(operation: Operation, backend: Backend) -> Results:
    try:
        return backend.evaluate(operation.query, operation.dataset)
    except QueryError as error:
        raise Refusal(fault(error, operation.query)) from None


def fault(error: QueryError, query: str) -> Problem:
    """Make a problem of what the engine says about a query."""
    detail = str(error)
    if not error.line:
        return Problem(problems.REFUSED_QUERY, detail)
    place = (error.line, error.column)
    return Problem.at(problems.MALFORMED_QUERY, detail, query, place)


def _serialised(results: Results, accept: str | None, name: str) -> tuple[str, bytes]:
    """Write all of the results, since many an evaluation fails only after its first rows."""
    written = BytesIO()
    try:
        if isinstance(results, QueryTriples):
            graph = negotiation.for_graph(accept, name)
            results.serialize(written, graph.format)
            return graph.content_type, written.getvalue()
        table = negotiation.for_results(accept, name)
        results.serialize(written, table.format)
    except (OSError, RuntimeError, ValueError) as error:
        raise _failure(error) from None
    return table.content_type, written.getvalue()


def _failure(error: Exception) -> Refusal:
    # The one thing a format of ours cannot say: a triple about a triple, in JSON-LD.
    if "does not support RDF 1.2" in str(error):
        detail = "JSON-LD cannot hold the triple terms of this answer → ask for text/turtle"
        return _refusal(problems.NOT_ACCEPTABLE, detail)
    return _refusal(problems.FAILED, f"the query cannot be evaluated to its end: {error}")


def _refusal(kind: Kind, detail: str) -> Refusal:
    return Refusal(Problem(kind, detail))


def refuse(problem: Problem, accept: str | None) -> Response:
    """Reply with a problem, in a form that suits the client."""
    content_type, body = problem.written(accept)
    response = reply(problem.kind.status, content_type, body)
    if problem.kind is not problems.WRONG_METHOD:
        return response
    # RFC 9110, section 15.5.6: the methods that would have been allowed.
    return Response(response.status, (*response.headers, _ALLOW), response.body)


def reply(status: int, content_type: str, body: bytes) -> Response:
    """Reply with a body that is complete."""
    own = (("Content-Type", content_type), ("Content-Length", str(len(body))))
    return Response(int(status), (*own, *_ALWAYS), body)
