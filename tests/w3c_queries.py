"""The W3C's tests of query syntax and evaluation, run through ``protocol.answer``.

Run as a program, it counts: ``python tests/w3c_queries.py CHECKOUT``.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from pyoxigraph import Dataset, NamedNode, Quad, QueryResultsFormat, RdfFormat, parse

from tdi_graph.protocol import Request, Response, answer
from tdi_graph.store import EmbeddedStore
from w3c_manifests import LABEL, MF, QT, Suite, Test, known
from w3c_results import Outcome, Rows, expected, same, solutions, table

MANIFESTS = {
    "1.0": ("sparql/sparql10/manifest-evaluation.ttl", "sparql/sparql10/manifest-syntax.ttl"),
    "1.1": (
        "sparql/sparql11/manifest-sparql11-query.ttl",
        "sparql/sparql11/manifest-sparql11-results.ttl",
        "sparql/sparql11/syntax-fed/manifest.ttl",
    ),
    "1.2": ("sparql/sparql12/manifest.ttl",),
}
"""The manifests of each version of the language; updates and entailment are not ours."""

_DEFAULT = NamedNode("urn:w3c:default")
_EMPTY = EmbeddedStore([], release="0" * 64)
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<([^>]*)>|(\w*):(\S*))", re.IGNORECASE)
_ORDER = re.compile(r"\}[^{}]*\bORDER\s+BY\b[^{}]*\Z", re.IGNORECASE)
_OK = 200


def tests(suite: Suite, version: str) -> list[Test]:
    """Return the tests of queries for a version of the language."""
    found = [test for each in MANIFESTS[version] for test in suite.tests(each)]
    return [test for test in found if "Update" not in test.kind]


def fault(test: Test) -> str:
    """Run a test, and return what is wrong, or nothing."""
    if "Syntax" in test.kind:
        return _syntax(test)
    if test.kind == "CSVResultFormatTest":
        return _csv(test)
    return _evaluation(test)


def _syntax(test: Test) -> str:
    action = test.entry.one(MF + "action")
    assert action
    response = answer(_post(_query(test, action.value), b"", None), _EMPTY)
    if test.kind.startswith("Negative"):
        malformed = response.status == 400 and b"malformed-query" in response.body
        return "" if malformed else f"accepted: {response.status}"
    # A function of nobody's is syntax all the same: the engine parses it, and cannot call it.
    parsed = response.status == _OK or b"The custom function" in response.body
    return "" if parsed else _told(response)


def _evaluation(test: Test) -> str:
    action, result = test.entry.one(MF + "action"), test.entry.text(MF + "result")
    assert action
    response = _answered(test, None)
    if response.status != _OK:
        return _told(response)
    got = _read(response)
    wanted = expected(test.suite.path(result), result)
    query = _query(test, action.text(QT + "query"))
    if isinstance(wanted, Rows) and result.endswith((".srx", ".srj")) and _ORDER.search(query):
        wanted = Rows(wanted.variables, wanted.rows, ordered=True)
    lax = test.entry.text(MF + "resultCardinality") == MF + "LaxCardinality"
    return "" if same(got, wanted, lax=lax) else f"another result: {response.body[:300]!r}"


def _csv(test: Test) -> str:
    response = _answered(test, "text/csv")
    path = test.suite.path(test.entry.text(MF + "result"))
    right = response.status == _OK and table(response.body) == table(path.read_bytes())
    return "" if right else f"another result: {response.body[:300]!r}"


def _answered(test: Test, accept: str | None) -> Response:
    """Load the data of a test, and answer its query about them."""
    action = test.entry.one(MF + "action")
    assert action
    query = _query(test, action.text(QT + "query"))
    quads: list[Quad] = []
    named: list[str] = []
    for each in action.each(QT + "data"):
        quads += test.suite.quads(each.value, _DEFAULT)
    for each in action.each(QT + "graphData"):
        file = each.one(QT + "graph") or each
        named.append(each.text(LABEL) or file.value)
        quads += test.suite.quads(file.value, NamedNode(named[-1]))
    graphs = (quad.graph_name for quad in quads)
    named += [g.value for g in graphs if isinstance(g, NamedNode) and g != _DEFAULT]
    asked = _asked(test, query)
    for iri in asked:
        quads += test.suite.quads(iri, NamedNode(iri))
    store = EmbeddedStore(_with_default(quads), release="0" * 64)
    others = [("named-graph-uri", iri) for iri in dict.fromkeys(named)]
    dataset = [] if asked else [("default-graph-uri", _DEFAULT.value), *others]
    return answer(_post(query, urlencode(dataset).encode(), accept), store)


def _with_default(quads: list[Quad]) -> list[Quad]:
    """Put what a TriG file has in its default graph into the graph that stands for it."""
    return [
        q
        if isinstance(q.graph_name, NamedNode)
        else Quad(q.subject, q.predicate, q.object, _DEFAULT)
        for q in quads
    ]


def _asked(test: Test, query: str) -> list[str]:
    """Return the files that a query names in FROM."""
    prefixes = dict(re.findall(r"PREFIX\s+(\w*):\s*<([^>]*)>", query, re.IGNORECASE))
    bare = re.sub(r"^\s*#.*$", "", query, flags=re.MULTILINE)
    found = []
    for iri, prefix, local in _FROM.findall(bare):
        full = iri or prefixes.get(prefix, "") + local
        folder = test.suite.iri(test.manifest).rpartition("/")[0]
        found.append(full if ":" in full else f"{folder}/{full}")
    return [iri for iri in dict.fromkeys(found) if test.suite.path(iri).is_file()]


def _query(test: Test, iri: str) -> str:
    """Return a query with its base; the protocol has no parameter for it."""
    return f"BASE <{iri}>\n{test.suite.path(iri).read_text('utf-8')}"


def _post(query: str, dataset: bytes, accept: str | None) -> Request:
    body = query.encode("utf-8", "surrogatepass")
    return Request("POST", dataset, "application/sparql-query", body, accept)


def _read(response: Response) -> Outcome:
    kind = dict(response.headers)["Content-Type"]
    if "sparql-results" in kind:
        return solutions(response.body, QueryResultsFormat.JSON)
    return Dataset(q for q in parse(response.body, RdfFormat.TURTLE) if isinstance(q, Quad))


def _told(response: Response) -> str:
    return f"{response.status}: {response.body[:300].decode(errors='replace')}"


def main(root: Path) -> None:
    """Count the tests that pass, by version; name those that do not."""
    suite = Suite(root.resolve())
    for version in MANIFESTS:
        found = {test.name: fault(test) for test in tests(suite, version)}
        reasons = known(version)
        for name, what in found.items():
            if what:
                print(f"  {name}: {reasons.get(name) or what}")  # noqa: T201
        counted = Counter(not what for what in found.values())
        print(f"SPARQL {version}: {counted[True]} of {len(found)} pass")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
