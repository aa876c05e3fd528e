"""The namespaces in use, the prefixes they are written with, and the minting of our IRIs.

IRIs follow one table: things are ``id/{kind}/{slug}``, terms ``ontology#Term``, graphs
``graph/{name}``, all below one base (Cool URIs for the Semantic Web, W3C Note, section 4). A fork,
or a copy that is to resolve where it is served, has them below another: ``TDI_BASE_IRI``.
"""

import os
import re
from functools import lru_cache

from pyoxigraph import NamedNode

PUBLIC_BASE = "https://w3id.org/tdi-graph/"
"""The base that the files of ontology/, data/ and queries/ are written with."""

BASE_VARIABLE = "TDI_BASE_IRI"

_WANTED = os.environ.get(BASE_VARIABLE) or PUBLIC_BASE
_IS_BASE = re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]+/(?:[A-Za-z0-9._~-]+/)*", _WANTED)

BASE_FAULT = "" if _IS_BASE else f"{BASE_VARIABLE} is “{_WANTED}”, which is no base of IRIs"
"""What is wrong with the base that the environment asks for: nothing, mostly."""

BASE = _WANTED if _IS_BASE else PUBLIC_BASE
ONTOLOGY = BASE + "ontology#"
DATASET = NamedNode(BASE + "dataset")

KINDS = (
    "agreement",
    "capture",
    "concept",
    "document",
    "event",
    "law",
    "organisation",
    "passage",
    "person",
    "place",
    "post",
    "scheme",
    "statement",
    "territory",
)

PREFIXES: dict[str, str] = {
    "tdi": ONTOLOGY,
    "agreement": BASE + "id/agreement/",
    "c": BASE + "id/concept/",
    "capture": BASE + "id/capture/",
    "doc": BASE + "id/document/",
    "event": BASE + "id/event/",
    "g": BASE + "graph/",
    "gdoc": BASE + "graph/document/",
    "law": BASE + "id/law/",
    "orga": BASE + "id/organisation/",
    "person": BASE + "id/person/",
    "place": BASE + "id/place/",
    "post": BASE + "id/post/",
    "scheme": BASE + "id/scheme/",
    "st": BASE + "id/statement/",
    "territory": BASE + "id/territory/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

WELL_KNOWN: dict[str, str] = {
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "qb": "http://purl.org/linked-data/cube#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "ssn": "http://www.w3.org/ns/ssn/",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
"""Prefixes that are not ours, for who uses one and forgets to declare it."""


def rebased(text: str) -> str:
    """Return what a file says, with the base that is in use for the one that it is written with.

    Patterns of the shapes, in which dots are escaped, follow.
    """
    if BASE == PUBLIC_BASE:
        return text
    for escape in ("", "\\", "\\\\"):
        written, used = (base.replace(".", f"{escape}.") for base in (PUBLIC_BASE, BASE))
        text = text.replace(written, used)
    return text


def public(iri: str) -> str:
    """Return ``iri`` as it is below the public base."""
    return PUBLIC_BASE + iri[len(BASE) :] if iri.startswith(BASE) else iri


def expand(curie: str) -> NamedNode:
    """Return the IRI a compact IRI stands for.

    >>> expand("tdi:Figure").value
    'https://w3id.org/tdi-graph/ontology#Figure'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@lru_cache(maxsize=1 << 12)
def compact(iri: str) -> str:
    """Return the compact IRI of ``iri``, by its longest namespace, or ``iri`` itself.

    >>> compact("https://w3id.org/tdi-graph/id/person/carole-delga")
    'person:carole-delga'
    """
    known = [(p, ns) for p, ns in PREFIXES.items() if iri.startswith(ns)]
    if not known:
        return iri
    prefix, namespace = max(known, key=lambda item: len(item[1]))
    return f"{prefix}:{iri[len(namespace) :]}"


def thing(kind: str, slug: str) -> NamedNode:
    """Mint the IRI of a thing: ``id/{kind}/{slug}``."""
    if kind not in KINDS:
        raise ValueError(f"no kind of thing is called {kind!r}")
    return NamedNode(f"{BASE}id/{kind}/{slug}")


def graph(name: str) -> NamedNode:
    """Mint the IRI of a named graph: ``graph/{name}``."""
    return NamedNode(f"{BASE}graph/{name}")
