"""Parameters of a request, as ``application/x-www-form-urlencoded`` writes them.

https://url.spec.whatwg.org/#urlencoded-parsing

A query string and a form are read by the same function and decoded once. Unlike a browser's
parser this one is strict: a lost ``%`` or a byte that is not UTF-8 would silently change a query.
"""

import re
from binascii import a2b_qp
from dataclasses import dataclass

from tdi_graph.protocol.problems import MALFORMED_REQUEST, Problem, Refusal

# A "%" without the two hexadecimal digits of RFC 3986, section 2.1.
_LOST_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Parameters:
    """The decoded parameters of a request, in their order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of the parameter ``name``."""
        return tuple([value for key, value in self.pairs if key == name])

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that must not be repeated, or None without it."""
        values = self.all(name)
        if len(values) > 1:
            detail = f"the parameter {name} is given more than once"
            raise Refusal(Problem(MALFORMED_REQUEST, detail))
        return values[0] if values else None


def read(data: bytes) -> Parameters:
    """Read the parameters of a query string or of a form.

    >>> read(b"query=ASK+%7B%7D&query=%2520").all("query")
    ('ASK {}', '%20')
    """
    return Parameters(tuple(_pair(part) for part in data.split(b"&") if part))


def text(data: bytes) -> str:
    """Decode bytes that must be UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        detail = f"the request is not valid UTF-8 (byte {error.start})"
        raise Refusal(Problem(MALFORMED_REQUEST, detail)) from None


def _pair(part: bytes) -> tuple[str, str]:
    name, _, value = part.partition(b"=")
    return _decoded(name), _decoded(value)


def _decoded(data: bytes) -> str:
    if b"%" not in data and b"+" not in data:
        return text(data)
    lost = _LOST_PERCENT.search(data)
    if lost:
        near = data[lost.start() : lost.start() + 3].decode("ascii", "replace")
        detail = f"«{near}» is no percent-encoding: write a literal % as %25"
        raise Refusal(Problem(MALFORMED_REQUEST, detail))
    # As quoted-printable, whose escapes differ in their first character only: it is decoded in C.
    return text(a2b_qp(data.replace(b"+", b" ").replace(b"=", b"=3D").replace(b"%", b"=")))
