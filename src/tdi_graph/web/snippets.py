"""Programs that fetch an answer, for a shell, for Python and for JavaScript: each whole."""

import json
import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

_PYTHON = """import csv, urllib.request

with urllib.request.urlopen({address}) as answer:
    for row in csv.DictReader(line.decode() for line in answer):
        print(row)"""
_JAVASCRIPT = """const answer = await fetch({address});
const {{ results }} = await answer.json();
for (const row of results.bindings) console.log(row);"""


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
