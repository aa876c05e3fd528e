"""The SPARQL 1.1 Protocol as functions from a request to a response.

https://www.w3.org/TR/sparql11-protocol/

No socket and no web framework: ``answer`` takes what a request says and returns what to reply.
The service is read-only; a response is complete or is a problem, never a part of a result.
"""

from io import BytesIO

from tdi_graph.errors import TdiError
from tdi_graph.isolation import Job, Kind, writing
from tdi_graph.protocol.evaluation import Answering, Evaluation
from tdi_graph.protocol.lookups import is_lookup
from tdi_graph.protocol.prepared import Prepared, holds, prepare, too_slow
from tdi_graph.protocol.reply import PREFLIGHT, Response, refuse, reply
from tdi_graph.protocol.request import MAX_BODY, METHODS, Operation, Request, read
from tdi_graph.store import Backend

__all__ = [
    "MAX_BODY",
    "METHODS",
    "PREFLIGHT",
    "Answering",
    "Evaluation",
    "Operation",
    "Prepared",
    "Request",
    "Response",
    "answer",
    "evaluated",
    "holds",
    "is_lookup",
    "prepare",
    "read",
    "refuse",
    "reply",
    "too_slow",
]

_LONGEST = 3600.0


def answer(request: Request, backend: Backend) -> Response:
    """Answer one request; whatever it holds, the response says what became of it."""
    prepared = prepare(request, _LONGEST, backend.release)
    if isinstance(prepared, Response):
        return prepared
    try:
        sort, written = evaluated(prepared.job, backend)
    except TdiError as error:
        return prepared.refuse(error)
    return prepared.reply(sort, written)


def evaluated(job: Job, backend: writing.Evaluator) -> tuple[Kind, bytes]:
    """Return the sort of an answer and all of it, or raise what became of it instead."""
    made: list[Kind] = []

    def outlet(sort: Kind) -> BytesIO:
        made.append(sort)
        return BytesIO()

    written = writing.answer(backend, job, outlet).getvalue()
    return made[0], written
