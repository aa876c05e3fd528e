"""Where the client reached us: the scheme and host under which it would ask again."""

import re

from starlette.requests import Request

# The host and port that a header may name (RFC 3986, section 3.2), without anything else.
_HOST = re.compile(r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

# Those that a URL leaves out (RFC 9110, section 4.2).
_PORTS = {"http": 80, "https": 443}


def origin(request: Request) -> str:
    """Return the scheme and host that the client reached us by, or our own if it is no host."""
    host = request.headers.get("host", "")
    scheme = "https" if request.url.scheme == "https" else "http"
    if not _HOST.fullmatch(host):
        own, port = request.scope.get("server") or ("localhost", None)
        name = f"[{own}]" if ":" in own else own
        host = name if port in {None, _PORTS[scheme]} else f"{name}:{port}"
    return f"{scheme}://{host}"
