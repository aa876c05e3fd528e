"""HTTP read by httptools, with a bound on what stands before the body: it knows none of its own."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 1 << 16
"""The longest request line and header fields together, in bytes."""

_TOO_LONG = "The request line and the header fields are too long."


class BoundedHeads(HttpToolsProtocol):
    """Answers 400 to a request whose head is too long, and hears no more of that client."""

    _before_body = False
    _received = 0

    def data_received(self, data: bytes) -> None:
        """Take what has come; what a client sends without end must not be kept without end."""
        # Forgotten, if a head begins here: it may have much before it that is no part of it.
        self._received += len(data)
        super().data_received(data)
        too_long = self._before_body and self._received > LONGEST_HEAD
        if too_long and not self.transport.is_closing():
            self.send_400_response(_TOO_LONG)

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._before_body, self._received = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Judge a head that came at once; an error here is answered by 400."""
        self._before_body = False
        length = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if length > LONGEST_HEAD:
            raise ValueError(_TOO_LONG)
        super().on_headers_complete()
