"""The header fields of a request that the endpoint looks at, read in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Pairs: TypeAlias = Iterable[tuple[bytes, bytes]]

_SLOTS = {
    b"accept": "accept",
    b"accept-encoding": "accept_encoding",
    b"accept-language": "accept_language",
    b"content-type": "content_type",
    b"if-none-match": "if_none_match",
}


@dataclass(slots=True)
class Fields:
    """The values as they came; None for a field that is not there."""

    accept: bytes | None = None
    accept_encoding: bytes | None = None
    accept_language: bytes | None = None
    content_type: bytes | None = None
    if_none_match: bytes | None = None


def read_fields(headers: Pairs) -> Fields:
    """Read the fields; a list may come in several lines (RFC 9110, section 5.3).

    >>> read_fields([(b"accept", b"a/b"), (b"host", b"c"), (b"accept", b"d/e")]).accept
    b'a/b, d/e'
    """
    fields = Fields()
    for name, value in headers:
        slot = _SLOTS.get(name)
        if slot:
            before = getattr(fields, slot)
            setattr(fields, slot, value if before is None else before + b", " + value)
    return fields


def text(value: bytes | None) -> str | None:
    """Decode the value of a field (RFC 9110, section 5.5)."""
    return None if value is None else value.decode("latin-1")
