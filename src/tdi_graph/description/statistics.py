"""What a release holds, counted by the store that serves it.

The counts are those of the Vocabulary of Interlinked Datasets, section 4.6
(https://www.w3.org/TR/void/#statistics), of the default graph, which is a set, and of each named
graph. Each table is counted when it is first asked for, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from pyoxigraph import Literal, NamedNode

from tdi_graph.store import Backend, Term
from tdi_graph.vocabulary import BASE, graph

URI_SPACE = BASE + "id/"
"""What the IRI of each thing begins with; terms of the ontology are not counted as things."""

_EXTENT = """SELECT ?g (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) (COUNT(DISTINCT ?p) AS ?properties) { %s } GROUP BY ?g"""
_THINGS = f"""SELECT ?g (COUNT(DISTINCT ?s) AS ?n)
  {{ %s FILTER(STRSTARTS(STR(?s), "{URI_SPACE}")) }} GROUP BY ?g"""
_CLASSED = "SELECT ?g (COUNT(DISTINCT ?o) AS ?n) { %s FILTER(?p = rdf:type) } GROUP BY ?g"
# Without a graph, ?g stays unbound and makes one group of all.
_DEFAULT, _NAMED = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"
_EACH = """(COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects)"""
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES = f"SELECT ?p {_EACH} {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p"
_USES = f"SELECT ?c ?p {_EACH} {{ ?s a ?c ; ?p ?o }} GROUP BY ?c ?p ORDER BY ?c ?p"
_RANGES = """SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d }
  GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d"""
_DATATYPES = """SELECT ?c ?p ?d (COUNT(*) AS ?n) {
  ?s a ?c ; ?p ?o FILTER(isLITERAL(?o)) BIND(DATATYPE(?o) AS ?d)
} GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d"""
# The namespace of an IRI is all but its last part, which may end in a slash.
_LINKS = f"""SELECT ?p ?space {_EACH} {{
  GRAPH <{graph("links").value}> {{ ?s ?p ?o }}
  FILTER(isIRI(?o) && ?p != rdf:type && !STRSTARTS(STR(?o), "{BASE}"))
  BIND(REPLACE(STR(?o), "[^/#]*[/#]?$", "") AS ?space)
}} GROUP BY ?p ?space ORDER BY ?space ?p"""
_EXAMPLES = """SELECT (MIN(?s) AS ?first) {
  VALUES ?c { tdi:Minister tdi:Programme tdi:Figure tdi:Document } ?s a ?c
} GROUP BY ?c ORDER BY ?first"""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a graph holds; ``entities`` are the subjects whose IRIs are those of things."""

    triples: int
    subjects: int
    objects: int
    properties: int
    entities: int = 0
    classes: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """How often a property is used, with how many different subjects and objects."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Detail:
    """How each class uses each property, and what it finds there.

    ``uses`` is by class and property; ``ranges`` and ``datatypes`` count the triples of a class
    and a property whose object is of a class, or a literal of a datatype.
    """

    uses: Mapping[tuple[str, str], Use]
    ranges: Mapping[tuple[str, str, str], int]
    datatypes: Mapping[tuple[str, str, str], int]


class Statistics:
    """The counts of one release."""

    def __init__(self, backend: Backend) -> None:
        """Take the store that is described; nothing is counted yet."""
        self._backend = backend
        self._lock = Lock()

    @cached_property
    def total(self) -> Extent:
        """The extent of the default graph, which is the union of all graphs."""
        return self._extents(_DEFAULT).get("", Extent(0, 0, 0, 0))

    @cached_property
    def graphs(self) -> Mapping[str, Extent]:
        """The extent of each named graph, by its IRI."""
        return self._extents(_NAMED)

    @cached_property
    def classes(self) -> Mapping[str, int]:
        """How many members each class has."""
        return {_text(c): _number(n) for c, n in self._backend.select(_CLASSES).rows}

    @cached_property
    def properties(self) -> Mapping[str, Use]:
        """How each property is used."""
        rows = self._backend.select(_PROPERTIES).rows
        return {_text(p): _use(counts) for p, *counts in rows}

    @cached_property
    def links(self) -> Mapping[tuple[str, str], Use]:
        """How each property links to what is outside, by the property and the namespace there."""
        rows = self._backend.select(_LINKS).rows
        return {(_text(p), _text(space)): _use(counts) for p, space, *counts in rows}

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Some things that show what there is: the first one of each of a few classes."""
        return tuple(_text(first) for (first,) in self._backend.select(_EXAMPLES).rows)

    @property
    def detail(self) -> Detail:
        """The uses of properties by class: by far the longest count, so only one runs at a time."""
        with self._lock:
            return self._detail

    @cached_property
    def _detail(self) -> Detail:
        uses = self._backend.select(_USES).rows
        return Detail(
            uses={(_text(c), _text(p)): _use(counts) for c, p, *counts in uses},
            ranges=self._counted(_RANGES),
            datatypes=self._counted(_DATATYPES),
        )

    def _extents(self, pattern: str) -> dict[str, Extent]:
        """Count what ``pattern`` finds, by ?g; where that is unbound, by the empty text."""
        rows = self._backend.select(_EXTENT % pattern).rows
        things, classed = (
            {_text(g): _number(n) for g, n in self._backend.select(query % pattern).rows}
            for query in (_THINGS, _CLASSED)
        )
        found: dict[str, Extent] = {}
        for g, *counts in sorted(rows, key=lambda row: _text(row[0])):
            triples, subjects, objects, properties = map(_number, counts)
            key = _text(g)
            own = things.get(key, 0), classed.get(key, 0)
            found[key] = Extent(triples, subjects, objects, properties, *own)
        return found

    def _counted(self, query: str) -> dict[tuple[str, str, str], int]:
        rows = self._backend.select(query).rows
        return {(_text(c), _text(p), _text(d)): _number(n) for c, p, d, n in rows}


def _use(counts: list[Term | None]) -> Use:
    triples, subjects, objects = map(_number, counts)
    return Use(triples, subjects, objects)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _number(term: Term | None) -> int:
    return int(_text(term) or 0)
