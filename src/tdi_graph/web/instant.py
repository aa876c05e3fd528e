"""Look-ups answered as soon as they are read: no task is begun for them, nothing is waited for.

What an ASGI application costs, whatever it answers, is more than what a look-up does. So the server
may ask here first, with the scope of a request that it has read to its end. All that the endpoint
does for others is done: it is negotiated, kept for who asks again, counted, logged and named.
"""

import time
from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import Scope

from tdi_graph.web import observation, sparql, streaming
from tdi_graph.web.evaluating import Lookups, Whole
from tdi_graph.web.observation import Observer, Record
from tdi_graph.web.repeating import Answer, head
from tdi_graph.web.streaming import Again, encoded_headers


class Instant:
    """Answers what is looked up at the endpoint."""

    def __init__(
        self, endpoint: sparql.Endpoint, lookups: Lookups, observers: Iterable[Observer] = ()
    ) -> None:
        """Take the endpoint, what looks up, and who is told of every request."""
        self._endpoint = endpoint
        self._lookups = lookups
        self._observers = tuple(observers)

    def answer(self, scope: Scope) -> Answer | None:
        """Return the answer to a request that has no body, None if it takes more than a look."""
        if scope["path"] != sparql.PATH:
            return None
        arrived = time.monotonic()
        unasked = self._endpoint.unasked(scope)
        whole = self._lookups.answered(unasked[0].job) if unasked else None
        if not unasked or not whole or whole.release != self._endpoint.release:
            return None
        prepared, way = unasked
        again = streaming.at_once(prepared, whole)
        if not again:
            return None
        if again.tag:
            self._endpoint.cache.keep(again, way)
        record = _noted(observation.begun(scope, whole.release), arrived, again, whole)
        fields = prepared.reply(again.sort, again.body, encoded=again.encoded).headers
        written = head(record.status, (*encoded_headers(fields), *observation.told(record)))
        for observer in self._observers:
            observer(record)
        return written, again.body


def _noted(record: Record, arrived: float, again: Again, whole: Whole) -> Record:
    """Note what became of a request, all of it: there is nothing that could still go wrong."""
    now = time.monotonic()
    record.arrived, record.route = arrived, sparql.PATH
    record.status, record.size = HTTPStatus.OK, len(again.body)
    record.waited, record.evaluated = max(whole.began - arrived, 0.0), now - whole.began
    record.asked, record.format = again.prepared.operation.query, again.format
    record.cached, record.ended = False, True
    record.seconds = now - arrived
    return record
