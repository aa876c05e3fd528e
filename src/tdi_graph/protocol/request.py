"""What a request asks for: a query operation (SPARQL 1.1 Protocol, section 2.1), or why it cannot.

A query comes by GET, by POST of a form or of the query itself, and, the same two ways, by QUERY,
which is safe and may be repeated and cached (RFC 10008, https://www.rfc-editor.org/rfc/rfc10008).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import NamedNode

from tdi_graph import negotiation
from tdi_graph.protocol import admission, form, problems
from tdi_graph.protocol.problems import Kind, Problem, Refusal
from tdi_graph.store import Dataset

MAX_BODY = 1 << 20
"""The longest body of a request that is read, in bytes."""

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "QUERY")

QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"

_IN_URL = frozenset({"GET", "HEAD"})
_IN_BODY = frozenset({"POST", "QUERY"})
_DURATION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Request:
    """What a request says: its query string and its body as they came, not yet decoded."""

    method: str
    query_string: bytes = b""
    content_type: str | None = None
    body: bytes = b""
    accept: str | None = None
    accept_encoding: str | None = None
    if_none_match: str | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether this is a look at the endpoint itself: it has no parameter at all."""
        return self.method in _IN_URL and not self.query_string.strip(b"&")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation: what GET, POST and QUERY come down to."""

    query: str
    dataset: Dataset
    format: str
    timeout: float | None = None


def read(request: Request, services: Collection[str] = ()) -> Operation:
    """Read and admit what a request asks for; whether the query is one, only the engine knows.

    ``services`` are the addresses that SERVICE may call.
    """
    parameters = _parameters(request)
    if parameters.all("update"):
        raise _refusal(problems.READ_ONLY, "updates are not supported: only queries are answered")
    query = parameters.one("query")
    if query is None:
        raise _refusal(problems.MALFORMED_REQUEST, "there is no query: send one as query=…")
    admission.check(query, services)
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
    if request.method in _IN_URL:
        return in_url
    if request.method not in _IN_BODY:
        detail = f"{request.method} is none of {', '.join(METHODS)}"
        raise _refusal(problems.WRONG_METHOD, detail)
    if _body_type(request) == FORM_TYPE:
        return form.Parameters(in_url.pairs + form.read(request.body).pairs)
    return form.Parameters((*in_url.pairs, ("query", form.text(request.body))))


def _body_type(request: Request) -> str:
    """Return the media type of the body, if it is one that can be read."""
    if len(request.body) > MAX_BODY:
        raise _refusal(problems.TOO_LARGE, f"the body is longer than {MAX_BODY} bytes")
    if request.method == "QUERY" and not request.content_type:
        detail = f"a QUERY says what it holds: Content-Type: {QUERY_TYPE}"
        raise _refusal(problems.MALFORMED_REQUEST, detail)
    known = negotiation.media_type(request.content_type or "")
    essence = known.essence if known else ""
    if essence == _UPDATE:
        raise _refusal(problems.READ_ONLY, "updates are not supported: only queries are answered")
    if not known or essence not in {QUERY_TYPE, FORM_TYPE}:
        raise _refusal(problems.WRONG_MEDIA_TYPE, f"send the query as {QUERY_TYPE} or {FORM_TYPE}")
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


def _refusal(kind: Kind, detail: str) -> Refusal:
    return Refusal(Problem(kind, detail))
