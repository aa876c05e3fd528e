"""Addresses that may be called: what one is, so that there is one way to write and to read it."""

import re

# http-URI and https-URI of RFC 9110, section 4.2, without user information or fragment. Nothing in
# one needs an escape in a query or can end a line of a request.
_PCHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
    rf"(?::(?P<port>[0-9]{{1,5}}))?(?:/{_PCHAR}*)?(?:\?(?:{_PCHAR}|\?)*)?"
)
_PORTS = range(1, 1 << 16)


def allowable(address: str) -> str:
    """Return an address as it is, if it may be on the list; raise ``ValueError`` if not.

    >>> allowable("https://query.wikidata.org/sparql")
    'https://query.wikidata.org/sparql'
    """
    found = _ADDRESS.fullmatch(address)
    if not found or (found["port"] and int(found["port"]) not in _PORTS):
        told = "is no address of a service: write http:// or https://, a host, perhaps a path"
        raise ValueError(f"{address!a} {told}; no user, no fragment, all in ASCII")
    return address
