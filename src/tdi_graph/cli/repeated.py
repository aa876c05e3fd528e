"""HTTP that has some requests answered at once: those that came before, and what is looked up."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias, cast

from starlette.types import Scope
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from tdi_graph.cli.heads import BoundedHeads
from tdi_graph.web.repeating import BYTES, EXTENSION, Answer

Again: TypeAlias = Callable[[bytes], Answer | None]
"""Returns the answer to a request of these bytes, if they are known."""

AtOnce: TypeAlias = Callable[[Scope], Answer | None]
"""Returns the answer to a request without a body, if it takes no waiting."""

_SAFE = frozenset({"GET", "HEAD"})


class RepeatedHttp(BoundedHeads):
    """Asks for the answer to what has come at once, and between requests; reads all else.

    Only what was exactly one request before can be known: it came in one piece, nothing else came
    with it, and the connection was to be kept open. What is such a request now, and was read, may
    be answered without a task.
    """

    _again: Again
    _at_once: AtOnce
    _inside = False
    _begun = 0
    _unanswered = 0
    _last = 0.0
    _reading = False
    _held: Callable[[], None] | None = None

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        idle = not (self._inside or self._unanswered or self.flow.write_paused)
        if idle and (answer := self._again(data)):
            self._give(*answer)
            return
        self._begun, self._reading = 0, True
        super().data_received(data)
        self._reading = False
        if idle and self._begun == 1 and not self._inside and self._is_plain():
            self.cycle.scope["extensions"] = {EXTENSION: {BYTES: data}}
            self._answer()
        if self._held:
            self._held()
            self._held = None

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Put the task off until all that has come is read: there may be no need for it."""
        start = partial(super()._start_asgi_task, cycle, app)
        if self._reading:
            self._held = start
        else:
            start()

    def _answer(self) -> None:
        """Answer at once, if that can be done."""
        if answer := self._at_once(cast("Scope", self.cycle.scope)):
            self._held = None
            self._give(*answer)
            self.cycle.response_complete = True
            self._unanswered = 0

    def on_message_begin(self) -> None:
        """Count the requests that begin."""
        self._inside = True
        self._begun += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Count the request, whose answer is made from now on."""
        super().on_headers_complete()
        self._unanswered += 1

    def on_message_complete(self) -> None:
        """Know that the request is over."""
        self._inside = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Count the answer."""
        self._unanswered -= 1
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection, unless it was used since: no clock is set each time it is."""
        rest = self._last + self.timeout_keep_alive - self.loop.time()
        if rest > 0:
            self._wait(rest)
        else:
            super().timeout_keep_alive_handler()

    def _is_plain(self) -> bool:
        """Tell whether the request that was read may be known by its bytes alone."""
        return (
            self._unanswered == 1
            and self.cycle.keep_alive
            and self.cycle.scope["method"] in _SAFE
            and not self.cycle.body
            and not self.parser.should_upgrade()
        )

    def _give(self, head: bytes, body: bytes) -> None:
        lines = [b"%b: %b\r\n" % field for field in self.server_state.default_headers]
        self.transport.write(b"".join((head, *lines, b"\r\n", body)))
        self.server_state.total_requests += 1
        self._last = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._wait(self.timeout_keep_alive)

    def _wait(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(
            seconds, self.timeout_keep_alive_handler
        )


def speaking(again: Again, at_once: AtOnce) -> type[RepeatedHttp]:
    """Return the protocol of a server that asks these two, one after the other."""
    asked = {"_again": staticmethod(again), "_at_once": staticmethod(at_once)}
    return type("Http", (RepeatedHttp,), asked)
