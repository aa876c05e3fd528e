"""Programs that fetch an answer, for a shell, for Python and for JavaScript: each whole."""

import json
import re
import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request

# The host and port that a header may name (RFC 3986, section 3.2), without anything else.
_HOST = re.compile(r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

_PYTHON = """import csv, urllib.request

with urllib.request.urlopen({address}) as answer:
    for row in csv.DictReader(line.decode() for line in answer):
        print(row)"""
_JAVASCRIPT = """const answer = await fetch({address});
const {{ results }} = await answer.json();
for (const row of results.bindings) console.log(row);"""


def origin(request: Request) -> str:
    """Return the scheme and host that the client reached us by, or our own if it is no host."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        own, port = request.scope.get("server") or ("localhost", None)
        name = f"[{own}]" if ":" in own else own
        host = f"{name}:{port}" if port else name
    scheme = "https" if request.url.scheme == "https" else "http"
    return f"{scheme}://{host}"


def snippets(csv: str, json_: str) -> Mapping[str, str]:
    """Return the programs, by language, for the addresses of an answer in CSV and in JSON."""
    return {
        "curl": f"curl {shlex.quote(csv)}",
        "Python": _PYTHON.format(address=json.dumps(csv)),
        "JavaScript": _JAVASCRIPT.format(address=json.dumps(json_)),
    }


def bare(query: str) -> str:
    r"""Return the query of a question's file without its header.

    >>> bare("#+ group: analyst\nASK {}")
    'ASK {}'
    """
    return "\n".join(line for line in query.splitlines() if not line.startswith("#+"))


def asked(address: str, query: str, form: str) -> str:
    """Return the address at which the endpoint answers a query in a form."""
    return f"{address}/sparql?{urlencode({'query': query, 'format': form})}"
