"""The limits that the documentation tells are those that hold; the same data, the same bytes."""

import re
import subprocess
import sys

from isolation_sample import QUADS, STORE
from tdi_graph import isolation, resources
from tdi_graph.federation import asking
from tdi_graph.isolation import Limits, Sizes
from tdi_graph.protocol import MAX_BODY, admission, lookups
from tdi_graph.web import browsing, cache, encoding, repeating

PAGE = (resources.root() / "docs" / "endpoint.md").read_text("utf-8")

ANSWERS = """
import hashlib, sys
from isolation_sample import QUADS, STORE
from tdi_graph.protocol import Request, answer
from urllib.parse import quote
digest = hashlib.sha256()
for query in (
    "SELECT * { ?s ?p ?o }",
    "SELECT DISTINCT ?o { ?s ?p ?o } LIMIT 99",
    "SELECT (STRLEN(?o) AS ?n) (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY STRLEN(?o)",
    "CONSTRUCT { ?o ?p ?s } { ?s ?p ?o FILTER(isIRI(?s)) }",
    "DESCRIBE ?s { ?s ?p 'the label of thing 9' }",
):
    digest.update(answer(Request("GET", b"query=" + quote(query).encode()), STORE).body)
print(digest.hexdigest())
"""


def test_the_limits_are_those_that_are_told() -> None:
    section = PAGE.partition("## Limits")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z].*?) \| ([\d,]+)(?: \w+)? \|", section, re.MULTILINE)
    told = {name.partition(" (")[0]: int(number.replace(",", "")) for name, number in rows}
    assert told == {
        "body of a request": MAX_BODY,
        "query": admission.MAX_QUERY,
        "nesting of brackets": admission.MAX_NESTING,
        "parts of a query": admission.MAX_PARTS,
        "time, from arrival to the last byte": 10,
        "memory beyond the store": Limits().memory,
        "answer, before any coding": isolation.MAX_ANSWER,
        "bindings of a look-up: a few properties of one named thing, or its description": (
            lookups.MOST_BINDINGS
        ),
        "text in the answer of a look-up": lookups.MOST_TEXT,
        "queries waiting for a worker": Sizes().waiting,
        "answer that is kept": cache.LARGEST,
        "all that is kept": cache.BUDGET,
        "answer that is given again before its request is read": repeating.LARGEST,
        "all that is given so": repeating.BUDGET,
    }
    assert Limits().answer == isolation.MAX_ANSWER
    assert f"{browsing.LONGEST:,} characters" in PAGE
    assert f"{encoding.SHORTEST} bytes" in PAGE
    assert f"{asking.MOST_ROWS:,} solutions, or {asking.MOST_BYTES:,} bytes" in PAGE


def test_two_processes_write_the_same_answers() -> None:
    """A strong entity tag outlives the process that made it."""
    assert len(QUADS) > 100
    assert STORE.release
    command = [sys.executable, "-c", ANSWERS]
    folder = resources.root() / "tests"
    said = {
        subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
        for _ in range(3)
    }
    assert len(said) == 1
