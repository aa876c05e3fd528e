"""The endpoint described: SPARQL 1.1 Service Description, W3C Recommendation.

https://www.w3.org/TR/sparql11-service-description/

Limits have no terms there: each is a ``schema:PropertyValue`` of the service, with its value, its
unit (UN/CEFACT code) and its reason in words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.description.datasets import Addresses, Triples, format_of
from tdi_graph.description.statistics import Statistics
from tdi_graph.description.terms import about, name, part, said, typed
from tdi_graph.negotiation import GRAPHS, RESULTS
from tdi_graph.protocol import MAX_BODY
from tdi_graph.protocol.admission import MAX_NESTING, MAX_PARTS, MAX_QUERY
from tdi_graph.vocabulary import DATASET

_SECONDS, _BYTES, _ONE = "SEC", "AD", "C62"

LABEL = {
    "en": "SPARQL endpoint of tdi-graph",
    "fr": "Point d’accès SPARQL de tdi-graph",
}
"""What the endpoint is called, in each language."""

_ABOUT = {
    "en": "SPARQL 1.1 Query, read-only: data enter by a build and a release. Of the SPARQL 1.2 "
    "drafts, triple terms, base direction and VERSION are understood, as is LATERAL; {service}"
    "updates are refused. The default graph is the union of the named graphs; "
    "FROM and the protocol’s dataset parameters choose others.",
    "fr": "SPARQL 1.1 Query, en lecture seule : les données entrent par une version compilée. Des "
    "projets de SPARQL 1.2 sont compris les termes-triplets, la direction du texte et VERSION, "
    "ainsi que LATERAL ; {service}les mises à jour sont refusées. Le graphe par défaut est "
    "l’union des graphes nommés ; FROM et les paramètres du protocole en choisissent d’autres.",
}
_NO_SERVICE = {"en": "SERVICE is refused; ", "fr": "SERVICE est refusé ; "}
_SERVICES = {
    "en": "SERVICE calls only the addresses that are listed; ",
    "fr": "SERVICE n’appelle que les adresses énumérées ; ",
}
_CALLABLE = {"en": "an address that SERVICE may call", "fr": "une adresse que SERVICE peut appeler"}
# GeoSPARQL 1.1 functions that the engine evaluates.
_FUNCTIONS = (
    "convexHull",
    "dimension",
    "distance",
    "envelope",
    "getSRID",
    "isEmpty",
    "sfContains",
    "sfCrosses",
    "sfDisjoint",
    "sfEquals",
    "sfIntersects",
    "sfOverlaps",
    "sfTouches",
    "sfWithin",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the service: a number in a unit, and what is limited, in each language."""

    name: str
    value: float
    unit: str
    label: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms the endpoint answers: its limits, and the addresses that SERVICE may call."""

    limits: tuple[Limit, ...] = ()
    services: tuple[str, ...] = ()


NO_TERMS = Terms()


def limits(timeout: float | None, answer: int | None) -> tuple[Limit, ...]:
    """Return the limits of a service.

    ``timeout`` is how many seconds a query is given, ``answer`` how many bytes its answer; None
    where nothing limits them.
    """
    timed = () if timeout is None else (Limit("timeout", timeout, _SECONDS, _TIMEOUT),)
    sized = () if answer is None else (Limit("answer", answer, _BYTES, _ANSWER),)
    return (*timed, *sized, *_ALWAYS)


_TIMEOUT = {
    "en": "time for a query, from its arrival to the end of its answer",
    "fr": "temps accordé à une requête, de son arrivée à la fin de sa réponse",
}
_ANSWER = {"en": "size of an answer", "fr": "taille d’une réponse"}
_ALWAYS = (
    Limit("body", MAX_BODY, _BYTES, {"en": "size of a request", "fr": "taille d’un envoi"}),
    Limit("query", MAX_QUERY, _BYTES, {"en": "size of a query", "fr": "taille d’une requête"}),
    Limit(
        "nesting",
        MAX_NESTING,
        _ONE,
        {"en": "depth of brackets in a query", "fr": "profondeur des parenthèses d’une requête"},
    ),
    Limit(
        "parts",
        MAX_PARTS,
        _ONE,
        {
            "en": "keywords, operators and patterns in a query",
            "fr": "mots-clés, opérateurs et motifs d’une requête",
        },
    ),
)


def service(statistics: Statistics, addresses: Addresses, terms: Terms) -> Iterator[Triple]:
    """Describe the endpoint at these addresses, and the dataset that it answers from."""
    node = NamedNode(f"{addresses.endpoint}#service")
    called = _SERVICES if terms.services else _NO_SERVICE
    described = {name: text.format(service=called[name]) for name, text in _ABOUT.items()}
    return chain(
        typed(node, "sd:Service", "dcat:DataService"),
        said(node, "rdfs:label", LABEL),
        said(node, "dcterms:description", described),
        about(
            node,
            ("sd:endpoint", NamedNode(addresses.endpoint)),
            ("sd:supportedLanguage", name("sd:SPARQL11Query")),
            ("sd:feature", name("sd:UnionDefaultGraph")),
            ("sd:defaultEntailmentRegime", NamedNode("http://www.w3.org/ns/entailment/Simple")),
            ("sd:defaultDataset", DATASET),
            ("sd:availableGraphs", DATASET),
            ("dcat:endpointURL", NamedNode(addresses.endpoint)),
            ("dcat:servesDataset", DATASET),
            ("dcterms:conformsTo", NamedNode("http://www.w3.org/TR/sparql11-protocol/")),
            ("rdfs:seeAlso", NamedNode(addresses.void)),
            ("rdfs:seeAlso", NamedNode(addresses.examples)),
            ("rdfs:seeAlso", NamedNode(addresses.graph_store)),
        ),
        _forms(node),
        _limits(node, addresses, terms.limits),
        _services(node, addresses, terms.services),
        _dataset(statistics),
        _graph_store(addresses),
    )


def _forms(node: NamedNode) -> Triples:
    for iri in sorted({str(each.format.iri) for each in RESULTS}):
        yield from about(node, ("sd:resultFormat", NamedNode(iri)))
    for syntax in dict.fromkeys(each.format for each in GRAPHS):
        yield from about(node, ("sd:resultFormat", format_of(syntax)))
    for each in _FUNCTIONS:
        function = name(f"geof:{each}")
        yield from about(node, ("sd:extensionFunction", function))
        yield from typed(function, "sd:Function")


def _limits(node: NamedNode, addresses: Addresses, limited: tuple[Limit, ...]) -> Triples:
    for limit in limited:
        one = NamedNode(f"{addresses.endpoint}#limit/{limit.name}")
        yield from about(node, ("schema:additionalProperty", one))
        yield from typed(one, "schema:PropertyValue")
        yield from about(one, ("schema:propertyID", limit.name), ("schema:unitCode", limit.unit))
        yield Triple(one, name("schema:maxValue"), _number(limit.value))
        yield from said(one, "schema:name", limit.label)


def _services(node: NamedNode, addresses: Addresses, services: tuple[str, ...]) -> Triples:
    """Tell that there is SERVICE, and for whom: of that, the Service Description has no term."""
    if services:
        yield from about(node, ("sd:feature", name("sd:BasicFederatedQuery")))
    for number, address in enumerate(services, 1):
        one = NamedNode(f"{addresses.endpoint}#callable/{number}")
        yield from about(node, ("schema:additionalProperty", one))
        yield from typed(one, "schema:PropertyValue")
        yield from about(
            one, ("schema:propertyID", "service"), ("schema:value", NamedNode(address))
        )
        yield from said(one, "schema:name", _CALLABLE)


def _number(value: float) -> Literal:
    whole = int(value)
    # A decimal, since the value of a float would be a double, which is another datatype.
    if whole == value:
        return Literal(whole)
    return Literal(f"{value:f}".rstrip("0"), datatype=name("xsd:decimal"))


def _dataset(statistics: Statistics) -> Triples:
    default = part("default-graph")
    yield from typed(DATASET, "sd:Dataset", "sd:GraphCollection")
    yield from about(DATASET, ("sd:defaultGraph", default))
    yield from typed(default, "sd:Graph")
    yield from about(default, ("void:triples", statistics.total.triples))
    for iri in statistics.graphs:
        node = part("named-graph", iri)
        yield from about(DATASET, ("sd:namedGraph", node))
        yield from typed(node, "sd:NamedGraph")
        yield from about(node, ("sd:name", NamedNode(iri)), ("sd:graph", NamedNode(iri)))


def _graph_store(addresses: Addresses) -> Triples:
    node = NamedNode(addresses.graph_store)
    yield from typed(node, "dcat:DataService")
    yield from about(
        node,
        ("dcat:endpointURL", node),
        ("dcat:servesDataset", DATASET),
        ("dcterms:conformsTo", NamedNode("http://www.w3.org/TR/sparql11-http-rdf-update/")),
    )
    yield from said(
        node,
        "rdfs:label",
        {"en": "Graph store of tdi-graph, read-only", "fr": "Graphes de tdi-graph, en lecture"},
    )
