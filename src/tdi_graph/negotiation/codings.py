"""The choice of a content coding: RFC 9110, section 12.5.3, for every sort of answer.

https://www.rfc-editor.org/rfc/rfc9110.html#section-12.5.3

Among the codings that the client takes, the highest quality wins; at the same quality, our own
order decides, and any coding comes before none, which is what "identity" means.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tdi_graph.errors import NotAcceptable

CODINGS = ("zstd", "gzip")
"""The content codings that answers can be had in, best first (RFC 8878, RFC 1952)."""

_IDENTITY, _ANY = "identity", "*"
# RFC 9110, section 8.4.1.3.
_ALIASES = {"x-gzip": "gzip"}
_MEMBER = re.compile(
    r"\s*(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*"
    r"(?:;\s*[qQ]\s*=\s*(?P<quality>0?\.[0-9]+|0\.?|1(?:\.0*)?)\s*)?"
)


@dataclass(frozen=True, slots=True)
class Coding:
    """What to do: encode as ``name``, not at all if it is empty; ``required`` even a short body."""

    name: str = ""
    required: bool = False


AS_IS = Coding()
"""What is done for a client that says nothing: nothing."""


@lru_cache(maxsize=256)
def coding(accept_encoding: str | None) -> Coding:
    """Choose the coding for the value of an Accept-Encoding header.

    A member that does not follow the grammar is passed over.

    >>> coding("gzip, zstd;q=0.5"), coding("br"), coding("identity;q=0, gzip")
    (Coding(name='gzip', required=False), Coding(name='', required=False), \
Coding(name='gzip', required=True))
    """
    if accept_encoding is None:
        return AS_IS
    wanted = _qualities(accept_encoding)
    rest = wanted.get(_ANY, 0.0)
    had = [(wanted.get(name, rest), -place, name) for place, name in enumerate(CODINGS)]
    quality, _, name = max(had)
    # Not to encode is fine unless it is excluded, and is preferred only where it is said to be.
    identity = wanted.get(_IDENTITY, wanted.get(_ANY))
    if quality and quality >= wanted.get(_IDENTITY, 0.0):
        return Coding(name, required=identity == 0)
    if identity == 0:
        what = "every content coding that can be had is excluded"
        raise NotAcceptable(what, do=f"ask for one of {', '.join(CODINGS)}, or for identity")
    return AS_IS


def _qualities(header: str) -> dict[str, float]:
    wanted: dict[str, float] = {}
    for member in header.lower().split(","):
        found = _MEMBER.fullmatch(member)
        if found:
            name = _ALIASES.get(found["name"], found["name"])
            wanted[name] = float(found["quality"] or 1)
    return wanted
