"""A graph of any size in our own vocabulary: figures, each with the passage that states it.

The same size gives the same graph, so that what is measured on it can be measured again.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph.vocabulary import BASE, expand

FIGURES_PER_DOCUMENT = 40
TRIPLES_PER_FIGURE = 15
_TERRITORIES, _INDICATORS, _FIRST_YEAR, _YEARS = 1_500, 12, 2018, 9
_DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_NUMBER = NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
_TYPE = expand("rdf:type")


def figure(number: int) -> str:
    """Return the IRI of a figure; they are numbered from 0."""
    return f"{BASE}id/statement/generated-{number}"


def quads(triples: int) -> Iterator[Quad]:
    """Make a graph of about so many triples."""
    for number in range(_TERRITORIES):
        territory = _territory(number)
        name = Literal(f"Territoire d’industrie n° {number}", language="fr")
        graph = expand("g:entities")
        yield Quad(territory, _TYPE, expand("tdi:Territory"), graph)
        yield Quad(territory, expand("skos:prefLabel"), name, graph)
    for number in range(max(1, (triples - 2 * _TERRITORIES) // TRIPLES_PER_FIGURE)):
        graph = NamedNode(f"{BASE}graph/document/d-{number // FIGURES_PER_DOCUMENT}")
        for subject, predicate, value in _stated(number):
            yield Quad(subject, predicate, value, graph)


def _stated(number: int) -> Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]:
    statement = NamedNode(figure(number))
    passage = NamedNode(f"{BASE}id/passage/d-{number // FIGURES_PER_DOCUMENT}/{number}")
    year, month = _FIRST_YEAR + number % _YEARS, 1 + number % 12
    for predicate, value in (
        ("rdf:type", expand("tdi:Figure")),
        ("tdi:evidence", passage),
        ("tdi:modality", expand("c:observed")),
        ("tdi:dateBasis", expand("c:stated")),
        ("tdi:since", Literal("1", datatype=_NUMBER)),
        ("schema:observationDate", Literal(f"{year}-{month:02}-15", datatype=_DATE)),
        ("schema:observationAbout", _territory(number * 7 % _TERRITORIES)),
        ("schema:variableMeasured", expand(f"c:indicator-{number % _INDICATORS}")),
        ("schema:value", Literal(f"{number % 997}.5", datatype=_DECIMAL)),
        ("schema:unitCode", expand("unit:EUR")),
    ):
        yield statement, expand(predicate), value
    start = 100 * (number % FIGURES_PER_DOCUMENT)
    document = NamedNode(f"{BASE}id/document/d-{number // FIGURES_PER_DOCUMENT}")
    for predicate, value in (
        ("rdf:type", expand("tdi:Passage")),
        ("oa:hasSource", document),
        ("oa:exact", Literal(f"{number % 997},5 millions d’euros en {year}")),
        ("oa:start", Literal(str(start), datatype=_NUMBER)),
        ("oa:end", Literal(str(start + 40), datatype=_NUMBER)),
    ):
        yield passage, expand(predicate), value


def _territory(number: int) -> NamedNode:
    return NamedNode(f"{BASE}id/territory/generated-{number}")
