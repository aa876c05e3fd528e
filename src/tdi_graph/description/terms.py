"""The names that descriptions are written with: namespaces, literals, IRIs of what is described.

No blank nodes: what is described below the dataset has an IRI below the dataset's, so that the
same release gives the same description, and each part of it can be linked to.
"""

from collections.abc import Mapping
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from tdi_graph.vocabulary import DATASET, compact, expand

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void-ext": "http://ldf.fi/void-ext#",
}
"""The prefixes that descriptions use beside the project's own."""

TYPE = expand("rdf:type")
_SAFE = "/:@!$&'()*+,;="

Value = NamedNode | Literal | int | str


def name(curie: str) -> NamedNode:
    """Return the IRI that a compact IRI stands for, in a description.

    >>> name("sd:Service").value
    'http://www.w3.org/ns/sparql-service-description#Service'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local) if prefix in PREFIXES else expand(curie)


def part(*names: str) -> NamedNode:
    """Return the IRI of a part of the dataset, named by its sort and by what it is a part for.

    >>> part("class", "https://schema.org/Person").value
    'https://w3id.org/tdi-graph/dataset#class/schema:Person'
    """
    return NamedNode(f"{DATASET.value}#" + "/".join(quote(compact(n), safe=_SAFE) for n in names))


def about(subject: NamedNode, *said: tuple[str, Value]) -> list[Triple]:
    """Return what is said about ``subject``: compact IRIs of properties, each with a value.

    A number becomes an ``xsd:integer``, a text a literal without a language.
    """
    return [Triple(subject, name(predicate), _term(value)) for predicate, value in said]


def typed(subject: NamedNode, *classes: str) -> list[Triple]:
    """Return the classes of ``subject``."""
    return [Triple(subject, TYPE, name(each)) for each in classes]


def said(subject: NamedNode, predicate: str, texts: Mapping[str, str]) -> list[Triple]:
    """Return what is said about ``subject`` in words: the text of each language."""
    return [
        Triple(subject, name(predicate), Literal(text, language=language))
        for language, text in texts.items()
    ]


def _term(value: Value) -> NamedNode | Literal:
    if isinstance(value, int):
        return Literal(value)
    return Literal(value) if isinstance(value, str) else value
