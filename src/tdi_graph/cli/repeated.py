"""HTTP that answers what was asked before, byte for byte, without reading it."""

from collections.abc import Callable
from typing import TypeAlias

from tdi_graph.cli.heads import BoundedHeads
from tdi_graph.web.repeating import BYTES, EXTENSION, Answer

Again: TypeAlias = Callable[[bytes], Answer | None]
"""Returns the answer to a request of these bytes, if they are known."""

_SAFE = frozenset({"GET", "HEAD"})


class RepeatedHttp(BoundedHeads):
    """Asks for the answer to what has come at once, and between requests; reads all else.

    Only what was exactly one request before can be known: it came in one piece, nothing else came
    with it, and the connection was to be kept open.
    """

    _again: Again
    _inside = False
    _begun = 0
    _unanswered = 0
    _last = 0.0

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        idle = not (self._inside or self._unanswered)
        if idle and not self.flow.write_paused and (answer := self._again(data)):
            self._give(*answer)
            return
        self._begun = 0
        super().data_received(data)
        if idle and self._begun == 1 and not self._inside and self._is_plain():
            self.cycle.scope["extensions"] = {EXTENSION: {BYTES: data}}

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


def speaking(again: Again) -> type[RepeatedHttp]:
    """Return the protocol of a server that asks ``again``."""
    return type("Http", (RepeatedHttp,), {"_again": staticmethod(again)})
