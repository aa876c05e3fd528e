"""Results of queries compared as the suites want it: as bags or as sequences, blank nodes apart.

Numbers are compared after a passage through the engine, which keeps their values and not their
forms (decision 6): ``1.0`` and ``1`` are one decimal.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_COUNT = NamedNode("urn:count")


@dataclass(frozen=True)
class Rows:
    """The rows of a SELECT; ``ordered`` tells whether their order is part of the result."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


Outcome = Rows | bool | Dataset


def solutions(data: bytes, syntax: QueryResultsFormat) -> Outcome:
    """Read results in XML, JSON or TSV."""
    read = parse_query_results(data, syntax)
    if isinstance(read, QueryBoolean):
        return bool(read)
    assert isinstance(read, QuerySolutions)
    names = [variable.value for variable in read.variables]
    rows = tuple(
        {name: term for name, term in zip(names, row, strict=True) if term is not None}
        for row in read
    )
    return Rows(frozenset(names), rows)


def expected(path: Path, iri: str) -> Outcome:
    """Read what a test expects: results in a format for them or in RDF, or a graph."""
    syntax = QueryResultsFormat.from_extension(path.suffix[1:])
    if syntax and path.suffix != ".csv":
        return solutions(path.read_bytes(), syntax)
    form = RdfFormat.from_extension(path.suffix[1:])
    assert form, path
    quads = [q for q in parse(path.read_bytes(), form, base_iri=iri) if isinstance(q, Quad)]
    described = [q for q in quads if q.object == NamedNode(_RS + "ResultSet")]
    return _described(quads) if described else Dataset(quads)


def _described(quads: list[Quad]) -> Outcome:
    """Read a result set that is written as RDF."""
    told: dict[object, dict[str, list[Term]]] = {}
    for quad in quads:
        local = quad.predicate.value.removeprefix(_RS)
        told.setdefault(quad.subject, {}).setdefault(local, []).append(quad.object)
    (head,) = (each for each in told.values() if NamedNode(_RS + "ResultSet") in _types(each))
    if "boolean" in head:
        return str(getattr(head["boolean"][0], "value", "")) == "true"
    found = []
    for solution in head.get("solution", []):
        bindings = [told[each] for each in told.get(solution, {}).get("binding", [])]
        row = {_text(each["variable"][0]): each["value"][0] for each in bindings}
        place = told.get(solution, {}).get("index")
        found.append((int(_text(place[0])) if place else 0, row))
    ordered = any(place for place, _ in found)
    rows = [row for _, row in sorted(found, key=lambda pair: pair[0])]
    names = frozenset(_text(each) for each in head.get("resultVariable", []))
    return Rows(names, tuple(rows), ordered)


def _types(node: dict[str, list[Term]]) -> list[Term]:
    return node.get("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", [])


def _text(term: Term) -> str:
    assert not isinstance(term, Triple)
    return term.value


def same(got: Outcome, wanted: Outcome, *, lax: bool = False) -> bool:
    """Tell whether two results are the same; ``lax`` leaves out how often a row comes."""
    if isinstance(got, bool) or isinstance(wanted, bool):
        return got is wanted
    if isinstance(got, Dataset) and isinstance(wanted, Dataset):
        return _canonical(got) == _canonical(wanted)
    if isinstance(got, Dataset) or isinstance(wanted, Dataset):
        return False
    if got.variables != wanted.variables or (not lax and len(got.rows) != len(wanted.rows)):
        return False
    if wanted.ordered and list(map(_masked, got.rows)) != list(map(_masked, wanted.rows)):
        return False
    return _canonical(_graph(got, lax=lax)) == _canonical(_graph(wanted, lax=lax))


def _masked(row: Row) -> frozenset[tuple[str, str]]:
    """Return a row with its blank nodes all alike."""
    return frozenset(
        (name, re.sub(r"_:\w+", "_:", str(_valued(term)))) for name, term in row.items()
    )


def _graph(found: Rows, *, lax: bool) -> Dataset:
    """Write rows as a graph: a blank node for each different one, with how often it comes."""
    often = Counter(
        frozenset((name, _valued(term)) for name, term in row.items()) for row in found.rows
    )
    dataset = Dataset()
    for row, count in often.items():
        node = BlankNode()
        dataset.add(Quad(node, _COUNT, Literal(1 if lax else count)))
        for name, term in row:
            dataset.add(Quad(node, NamedNode(f"urn:var:{name}"), term))
    return dataset


def _valued(term: Term) -> Term:
    """Return a term as the engine keeps it."""
    kept: Quad = next(iter(_kept([Quad(_COUNT, _COUNT, term)])))
    return kept.object


def _canonical(dataset: Dataset) -> set[Quad]:
    kept = Dataset(_kept(dataset))
    kept.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(kept)


def _kept(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def table(data: bytes) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Read results in CSV: the columns in the order of their names, blank nodes all alike."""
    head, *rows = csv.reader(StringIO(data.decode(), newline=""))
    places = sorted(range(len(head)), key=head.__getitem__)
    masked = (tuple(re.sub(r"^_:.*", "_:", row[at]) for at in places) for row in rows)
    return sorted(head), Counter(masked)
