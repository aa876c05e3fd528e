"""The queries behind the pages: what a page shows can be asked for again, and changed."""

from collections.abc import Iterable

from tdi_graph.views.descriptions import node
from tdi_graph.views.labels import compact
from tdi_graph.vocabulary import PREFIXES

_ABOUT = """
SELECT DISTINCT ?date ?kind ?words ?statement WHERE {{
  ?statement ?about {thing} ; a ?kind ; tdi:evidence/(oa:exact|tdi:opening) ?words ;
    schema:observationDate|tdi:attestedDate ?date .
  ?kind rdfs:subClassOf tdi:Statement .
}} ORDER BY STR(?date) ?statement"""

_SAID = """
SELECT DISTINCT ?start ?kind ?words ?statement WHERE {{
  ?statement tdi:evidence ?passage ; a ?kind .
  ?passage oa:hasSource {thing} ; oa:start ?start ; oa:exact|tdi:opening ?words .
  ?kind rdfs:subClassOf tdi:Statement .
}} ORDER BY ?start ?statement"""

_OUTGOING = """
SELECT ?thing WHERE {{ {thing} {predicate} ?thing }}"""

_INCOMING = """
SELECT ?thing WHERE {{
  ?thing {predicate} {thing} .
  FILTER NOT EXISTS {{ ?thing a tdi:Statement }}
}}"""

_MEASURED = """
SELECT ?about ?date ?value ?low ?high ?qualifier ?modality ?scope ?words ?statement WHERE {{
  ?statement schema:variableMeasured {thing} ; schema:observationAbout ?about ;
    schema:observationDate ?date ; tdi:modality ?modality ;
    tdi:evidence/(oa:exact|tdi:opening) ?words .
  OPTIONAL {{ ?statement schema:value ?value }}
  OPTIONAL {{ ?statement schema:minValue ?low ; schema:maxValue ?high }}
  OPTIONAL {{ ?statement schema:measurementQualifier ?qualifier }}
  OPTIONAL {{ ?statement tdi:scope ?scope }}
}} ORDER BY ?about STR(?date) ?statement ?scope ?words"""


def about(iri: str) -> str:
    """Write the query for the statements about a thing, with their words."""
    return _written(_ABOUT, iri, ["oa", "rdfs", "schema", "tdi"])


def said_by(iri: str) -> str:
    """Write the query for the statements of a document, in the order of its text."""
    return _written(_SAID, iri, ["oa", "rdfs", "tdi"])


def measured(iri: str) -> str:
    """Write the query for the figures of an indicator."""
    return _written(_MEASURED, iri, ["oa", "schema", "tdi"])


def related(iri: str, predicate: str, *, inverse: bool) -> str:
    """Write the query for what a thing has for a predicate or, if ``inverse``, is for one."""
    short = compact(predicate)
    prefix = short.partition(":")[0]
    name = short if prefix in PREFIXES else str(node(predicate))
    used = {"tdi"} if inverse else set()
    pattern = _INCOMING if inverse else _OUTGOING
    return _written(pattern, iri, sorted(used | ({prefix} & PREFIXES.keys())), predicate=name)


def _written(pattern: str, iri: str, prefixes: Iterable[str], **names: str) -> str:
    declared = "\n".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in prefixes)
    return declared + "\n" + pattern.format(thing=node(iri), **names)
