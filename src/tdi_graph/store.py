"""The graph behind every page and question: a small interface and its embedded implementation.

The embedded store is Oxigraph in memory. Its default graph is the set-union of all the others: made
at query time where no triple stands in two graphs, else by a copy of each triple in the default
graph (a union made at query time answers a triple that two graphs hold twice).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from tdi_graph import diagnosis, syntax
from tdi_graph.errors import QueryError
from tdi_graph.lexical import Graph, Originals
from tdi_graph.vocabulary import BASE, PREFIXES

_MARKS = tuple((name, f"{name}:") for name in PREFIXES)

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Results: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: names of the columns, and rows in which None is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> list[dict[str, Term | None]]:
        """Return each row as a mapping from column to term."""
        return [dict(zip(self.variables, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The RDF dataset a request names (SPARQL 1.1 Protocol, section 2.1.4); None: not named."""

    default_graphs: tuple[NamedNode, ...] | None = None
    named_graphs: tuple[NamedNode, ...] | None = None

    @property
    def named(self) -> bool:
        """Tell whether the request names any graph."""
        return self.default_graphs is not None or self.named_graphs is not None


class Backend(Protocol):
    """What pages, questions and the endpoint need of a store."""

    @property
    def release(self) -> str:
        """The SHA-256, in hexadecimal, of the N-Quads that are served."""
        ...

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        """Answer a SELECT; ``bindings`` fixes projected variables to terms."""
        ...

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        ...

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or DESCRIBE, sorted."""
        ...

    def describe(self, iri: NamedNode) -> list[Triple]:
        """Return the triples whose subject is ``iri``, sorted; none if it is unknown."""
        ...

    def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        """Return the quads of the default graph with them, one after the other."""
        ...

    def graph(self, iri: NamedNode) -> list[Triple]:
        """Return the triples of the named graph ``iri``, sorted; none if there is no such graph."""
        ...

    def quads(self) -> Iterable[Quad]:
        """Return the quads that are served, as they were released."""
        ...

    def evaluate(self, query: str, dataset: Dataset) -> Results:
        """Evaluate any query form against ``dataset``, to be serialised by the caller."""
        ...


class EmbeddedStore:
    """Oxigraph in memory, loaded from the quads of one release and never written to."""

    def __init__(self, quads: Iterable[Quad], *, release: str) -> None:
        """Load ``quads``, which make the default graph together."""
        self._release = release
        self._store = Store()
        self._loaded = tuple(quads)
        self._store.bulk_extend(self._loaded)
        merged = Store()
        merged.bulk_extend(_merged(self._loaded))
        # Whether no triple stands in two graphs, as Oxigraph has it: it takes 148.0 for 148.
        self._is_partition = len(merged) == len(self._store)
        if not self._is_partition:
            self._store.bulk_extend(_merged(self._loaded))

    @property
    def _default(self) -> Graph | None:
        """Where the triples of the default graph are looked for: None is in all graphs."""
        return None if self._is_partition else DefaultGraph()

    # Oxigraph rewrites numbers (148.0 as 148); descriptions and graphs give them as they were
    # released. Rules and extraction ask for neither, so that this waits until it is wanted.
    @cached_property
    def _released(self) -> tuple[Originals, tuple[Quad, ...]]:
        """What gives quads as they were released, and those that were in no named graph."""
        quads, self._loaded = self._loaded, ()
        return Originals(quads), tuple(q for q in quads if q.graph_name == DefaultGraph())

    def settle(self) -> None:
        """Let go of the quads that were loaded, keeping what gives them back: it is far less."""
        _ = self._released

    @property
    def release(self) -> str:
        """The SHA-256, in hexadecimal, of the N-Quads that are served."""
        return self._release

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> Table:
        """Answer a SELECT; ``bindings`` fixes projected variables to terms."""
        found = self._run(query, bindings=bindings)
        if not isinstance(found, QuerySolutions):
            raise QueryError("this is not a SELECT query", do="use SELECT here")
        names = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(row) for row in found)
        return Table(names, rows)

    def ask(self, query: str) -> bool:
        """Answer an ASK."""
        found = self._run(query)
        if not isinstance(found, QueryBoolean):
            raise QueryError("this is not an ASK query", do="use ASK here")
        return bool(found)

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or DESCRIBE, sorted."""
        found = self._run(query)
        if not isinstance(found, QueryTriples):
            raise QueryError("this query makes no graph", do="use CONSTRUCT or DESCRIBE here")
        return sorted(found, key=str)

    def describe(self, iri: NamedNode) -> list[Triple]:
        """Return the triples whose subject is ``iri``, sorted; none if it is unknown."""
        return self._triples(iri, self._default)

    def about(self, subject: NamedNode, predicate: NamedNode | None) -> Iterator[Quad]:
        """Return the quads of the default graph with them, one after the other."""
        return self._store.quads_for_pattern(subject, predicate, None, self._default)

    def graph(self, iri: NamedNode) -> list[Triple]:
        """Return the triples of the named graph ``iri``, sorted; none if there is no such graph."""
        return self._triples(None, iri)

    def _triples(self, subject: NamedNode | None, graph: Graph | None) -> list[Triple]:
        released, _ = self._released
        found = released(self._store.quads_for_pattern(subject, None, None, graph))
        return sorted((quad.triple for quad in found), key=str)

    def quads(self) -> Iterator[Quad]:
        """Return the quads that are served, as they were released, each once."""
        released, loose = self._released
        yield from dict.fromkeys(loose)
        for graph in self._store.named_graphs():
            yield from released(self._store.quads_for_pattern(None, None, None, graph))

    def evaluate(self, query: str, dataset: Dataset) -> Results:
        """Evaluate any query form against ``dataset``, to be serialised by the caller."""
        return self._run(query, dataset=dataset)

    def _run(
        self,
        query: str,
        *,
        dataset: Dataset | None = None,
        bindings: Mapping[str, Term] | None = None,
    ) -> Results:
        values = {Variable(name): term for name, term in (bindings or {}).items()}
        default, named = _graphs(dataset)
        # A union that is made now overrides what the query says by FROM.
        united = self._is_partition and default is None and not syntax.has_dataset(query)
        try:
            return self._store.query(
                query,
                base_iri=BASE,
                prefixes=_mentioned(query),
                substitutions=values or None,
                default_graph=default,
                named_graphs=named,
                use_default_graph_as_union=united,
            )
        except SyntaxError as error:
            raise diagnosis.diagnosed(query, str(error), self._reached) from None
        except (RuntimeError, ValueError, OSError) as error:
            raise QueryError(f"the query cannot be evaluated: {error}") from None

    def _reached(self, text: str) -> tuple[int, int] | None:
        try:
            self._store.query(text, prefixes=PREFIXES)
        except SyntaxError as error:
            return diagnosis.position(str(error))
        return None


def _merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (Quad(q.subject, q.predicate, q.object) for q in quads)


def _mentioned(query: str) -> dict[str, str]:
    """Return the prefixes that a query may use: Oxigraph parses every IRI that it is given."""
    return {name: PREFIXES[name] for name, mark in _MARKS if mark in query}


def _graphs(
    dataset: Dataset | None,
) -> tuple[list[Graph] | None, list[NamedNode | BlankNode] | None]:
    # Oxigraph leaves the store's own graphs visible when only one of the two lists is given, and
    # merges the graphs of a list as bags: naming each once will do for graphs that share no triple.
    if dataset is None or not dataset.named:
        return None, None
    return [*dict.fromkeys(dataset.default_graphs or ())], [*(dataset.named_graphs or ())]
