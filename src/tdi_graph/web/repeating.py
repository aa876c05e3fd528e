"""The same request again, byte for byte: answered before it is read.

What was answered before costs less than to find out what is asked: to take HTTP apart, to begin a
task, to call an application. So a server may tell, by an extension of the ASGI scope, of which
bytes a request consists, all of them. If its answer comes from the cache, it is remembered by
these bytes, and the server may ask for it before it reads them the next time.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tdi_graph.web import observation
from tdi_graph.web.observation import REQUEST_ID, SERVER_TIMING, Observer, Record

EXTENSION, BYTES = "tdi_graph.request", "bytes"
"""The extension of the scope, and what it has: the bytes of the request, all of them."""

Answer: TypeAlias = tuple[bytes, bytes]
"""A status line with header fields, which may be followed by others, and a body."""

LARGEST = 1 << 16
"""The longest body that is remembered, in bytes; a longer one costs more than the request."""

BUDGET = 8 << 20
"""How many bytes all that is remembered may take."""

_OVERHEAD = 1 << 11
_WHOLE = 2
_NAME, _TIMING = REQUEST_ID.lower().encode(), SERVER_TIMING.lower().encode()
# It takes microseconds, and the header has tenths of a millisecond.
_AT_ONCE = (_TIMING, b"render;dur=0.0")


@dataclass(frozen=True, slots=True)
class Repeat:
    """What was noted of a request, whether it had a name of its own, and what was answered."""

    record: Record
    named: bool
    fields: bytes
    body: bytes


class Repeating:
    """Remembers what an observed application answered from its cache, for the server to ask."""

    def __init__(self, app: ASGIApp, observers: Iterable[Observer] = ()) -> None:
        """Take the application, and who is told of every request."""
        self._app = app
        self._observers = tuple(observers)
        self._repeats = Repeats()

    def renew(self) -> None:
        """Forget what was answered, for another release."""
        self._repeats = Repeats()

    def again(self, data: bytes) -> Answer | None:
        """Return the answer to a request that was answered before, byte for byte the same."""
        arrived = time.monotonic()
        repeat = self._repeats.find(data)
        if repeat is None:
            return None
        record = _noted(repeat, arrived)
        for observer in self._observers:
            observer(record)
        return b"%b%b: %b\r\n" % (repeat.fields, _NAME, record.id.encode()), repeat.body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        told = scope.get("extensions", {}).get(EXTENSION)
        if told is None:
            await self._app(scope, receive, send)
            return
        # Taken now: what is answered after a change is not put to the release before it.
        repeats, messages = self._repeats, list[Message]()

        async def sent(message: Message) -> None:
            if len(messages) <= _WHOLE:
                messages.append(message)
            await send(message)

        await self._app(scope, receive, sent)
        record = observation.of(scope)
        if record and record.cached and record.ended and len(messages) == _WHOLE:
            named = (_NAME, record.id.encode()) in scope["headers"]
            kept = (each for each in messages[0]["headers"] if each[0] not in {_NAME, _TIMING})
            fields = head(messages[0]["status"], (*kept, _AT_ONCE))
            repeat = Repeat(record, named, fields, messages[1]["body"])
            repeats.keep(told[BYTES], repeat)


class Repeats:
    """Answers by the bytes that asked for them, within a budget, the one used last the longest."""

    def __init__(self, budget: int = BUDGET) -> None:
        """Hold at most ``budget`` bytes."""
        self._budget = budget
        self._held = 0
        self._known: OrderedDict[bytes, Repeat] = OrderedDict()

    def __len__(self) -> int:
        """Count the requests that are known."""
        return len(self._known)

    @property
    def held(self) -> int:
        """How many bytes they and their answers take, roughly."""
        return self._held

    def find(self, data: bytes) -> Repeat | None:
        """Return what is known of a request."""
        repeat = self._known.get(data)
        if repeat:
            self._known.move_to_end(data)
        return repeat

    def keep(self, data: bytes, repeat: Repeat) -> None:
        """Remember an answer that was given whole, unless it is long."""
        if data in self._known or len(repeat.body) > LARGEST:
            return
        self._known[data] = repeat
        self._held += _weight(data, repeat)
        while self._held > self._budget:
            self._held -= _weight(*self._known.popitem(last=False))


def head(status: int, fields: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write a status line and header fields (RFC 9112, sections 4 and 5), which may be followed."""
    phrase = HTTPStatus(status).phrase.encode()
    lines = [b"%b: %b\r\n" % field for field in fields]
    return b"".join([b"HTTP/1.1 %d %b\r\n" % (status, phrase), *lines])


def _noted(repeat: Repeat, arrived: float) -> Record:
    """Note the same request once more."""
    before = repeat.record
    return Record(
        before.id if repeat.named else secrets.token_hex(8),
        before.method,
        before.path,
        before.release,
        arrived,
        before.route,
        before.status,
        before.size,
        time.monotonic() - arrived,
        asked=before.asked,
        format=before.format,
        cached=True,
        ended=True,
    )


def _weight(data: bytes, repeat: Repeat) -> int:
    texts = (data, repeat.fields, repeat.body, repeat.record.asked)
    return sum(map(len, texts)) + _OVERHEAD
