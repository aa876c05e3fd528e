"""The answer to a job, evaluated and written in the media type that it asks for."""

from collections.abc import Callable, Mapping
from typing import IO, Final, Protocol, TypeVar, cast

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

from tdi_graph import negotiation
from tdi_graph.errors import TdiError
from tdi_graph.isolation import hypertext
from tdi_graph.isolation.faults import Failed, NoForm, Unwritable
from tdi_graph.isolation.framing import Kind
from tdi_graph.isolation.job import Job
from tdi_graph.store import Dataset, Results

_TABLES: Final[Mapping[str, QueryResultsFormat]] = {
    each.media_type: each.format for each in negotiation.RESULTS
}
_GRAPHS: Final[Mapping[str, RdfFormat]] = {
    each.media_type: each.format for each in negotiation.GRAPHS
}


class Evaluator(Protocol):
    """The one thing that is asked of a store here."""

    def evaluate(self, query: str, dataset: Dataset) -> Results:
        """Evaluate any query form against ``dataset``."""
        ...


class Outlet(Protocol):
    """What an answer is written to, chunk by chunk."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""
        ...


OutletT = TypeVar("OutletT", bound=Outlet)


def answer(store: Evaluator, job: Job, outlet: Callable[[Kind], OutletT]) -> OutletT:
    """Evaluate a job and write all of its answer to the outlet that is made for its sort.

    Many an evaluation fails only after its first rows: what was written then is not an answer.
    """
    results = store.evaluate(job.query, job.dataset)
    sort = Kind.GRAPH if isinstance(results, QueryTriples) else Kind.TABLE
    media_type = job.graph if sort is Kind.GRAPH else job.table
    if not media_type:
        raise NoForm(sort)
    written = outlet(sort)
    try:
        _serialise(results, media_type, cast("IO[bytes]", written))
    except (OSError, RuntimeError, ValueError) as error:
        raise _failure(error) from None
    return written


def _serialise(results: Results, media_type: str, file: IO[bytes]) -> None:
    if media_type == negotiation.HTML:
        hypertext.write(results, file)
    elif isinstance(results, QueryTriples):
        results.serialize(file, _GRAPHS[media_type])
    else:
        results.serialize(file, _TABLES[media_type])


def _failure(error: Exception) -> TdiError:
    # The one thing a format of ours cannot say: a triple about a triple, in JSON-LD.
    if "does not support RDF 1.2" in str(error):
        what = "JSON-LD cannot hold the triple terms of this answer"
        return Unwritable(what, do="ask for text/turtle")
    return Failed(f"the query cannot be evaluated to its end: {error}")
