"""Which tables there are, what their columns are called, and which queries fill them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["iri", "label", "term", "string", "decimal", "date", "integer"]
"""What a cell holds; a date may be a day, a month or a year, a term is a compact IRI."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its titles by language, and what its cells hold.

    ``of`` is the variable of the query that fills it; ``several`` tells that a cell may hold more
    than one value, with ``SEPARATOR`` between them.
    """

    name: str
    titles: Mapping[str, str]
    kind: Kind
    of: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Specification:
    """A table: its name, its titles by language, its query and its columns.

    The first column names the row; where the query gives a row more than once, the values of
    columns that may hold several are gathered. ``evidence`` asks for the words and the document.
    """

    name: str
    titles: Mapping[str, str]
    query: str
    columns: tuple[Column, ...] = field(default_factory=tuple)
    evidence: bool = True


SEPARATOR = "|"


def _column(name: str, fr: str, en: str, kind: Kind = "string", *, several: bool = False) -> Column:
    return Column(name, {"fr": fr, "en": en}, kind, name, several)


def _named(name: str, fr: str, en: str, *, several: bool = False) -> tuple[Column, Column]:
    """Return two columns for a thing: its name, and its IRI."""
    titles = {"fr": f"{fr} (IRI)", "en": f"{en} (IRI)"}
    label = _column(name, fr, en, "label", several=several)
    return label, Column(f"{name}_iri", titles, "iri", name, several)


_STATEMENT = _column("statement", "Énoncé", "Statement", "iri")
_MODALITY = _column("modality", "Modalité", "Modality", "label")
_BASIS = _column("date_basis", "D’où vient la date", "Where the date comes from", "label")
_DATE = _column("date", "Date attestée", "Attested date", "date")
EVIDENCE = (
    _column("words", "Mots", "Words", several=True),
    *_named("document", "Document", "Document"),
    _column("passage", "Passage", "Passage", "iri", several=True),
)
"""The columns that every table of facts ends with."""

_ENTITIES = Specification(
    "entities",
    {"fr": "Entités", "en": "Entities"},
    """
SELECT ?entity ?class ?name_fr ?name_en ?other ?identifier WHERE {
  GRAPH g:entities { ?entity a ?class ; skos:prefLabel ?name_fr }
  FILTER(LANG(?name_fr) = "fr")
  MINUS { VALUES ?carrier { tdi:Document tdi:Capture void:Dataset } ?entity a ?carrier }
  OPTIONAL { ?entity skos:prefLabel ?name_en FILTER(LANG(?name_en) = "en") }
  OPTIONAL { ?entity skos:altLabel ?other }
  OPTIONAL { ?entity schema:identifier ?identifier }
}""",
    (
        _column("entity", "Entité", "Entity", "iri"),
        _column("class", "Classe", "Class", "term", several=True),
        _column("name_fr", "Nom français", "French name"),
        _column("name_en", "Nom anglais", "English name"),
        _column("other", "Autres noms", "Other names", several=True),
        _column("identifier", "Identifiants", "Identifiers", several=True),
    ),
    evidence=False,
)

_OFFICES = Specification(
    "offices",
    {"fr": "Fonctions", "en": "Offices"},
    """
SELECT ?statement ?person ?post ?title ?body ?date ?date_basis ?modality WHERE {
  ?statement a tdi:Tenure ; org:member ?person ; tdi:post ?post ; schema:roleName ?title ;
    tdi:modality ?modality ; tdi:dateBasis ?date_basis .
  OPTIONAL { ?statement tdi:attestedDate ?date }
  OPTIONAL { ?statement org:organization ?body }
}""",
    (
        _STATEMENT,
        *_named("person", "Personne", "Person"),
        _column("title", "Titre imprimé", "Title as printed"),
        *_named("post", "Fonction", "Post"),
        *_named("body", "Institution", "Body", several=True),
        _DATE,
        _BASIS,
        _MODALITY,
    ),
)

_FIGURES = Specification(
    "figures",
    {"fr": "Chiffres", "en": "Figures"},
    """
SELECT ?statement ?about ?indicator ?unit ?value ?minimum ?maximum ?qualifier ?date ?date_basis
  ?modality ?scope ?due ?period ?part_of ?restates ?revises WHERE {
  ?statement a tdi:Figure ; schema:observationAbout ?about ; schema:variableMeasured ?indicator ;
    schema:unitCode ?unit ; schema:observationDate ?date ; tdi:modality ?modality ;
    tdi:dateBasis ?date_basis .
  OPTIONAL { ?statement schema:value ?value }
  OPTIONAL { ?statement schema:minValue ?minimum ; schema:maxValue ?maximum }
  OPTIONAL { ?statement schema:measurementQualifier ?qualifier }
  OPTIONAL { ?statement tdi:scope ?scope }
  OPTIONAL { ?statement tdi:due ?due }
  OPTIONAL { ?statement schema:temporalCoverage ?period }
  OPTIONAL { ?statement dcterms:isPartOf ?part_of }
  OPTIONAL { ?statement tdi:restates ?restates }
  OPTIONAL { ?statement tdi:revises ?revises }
}""",
    (
        _STATEMENT,
        *_named("about", "Au sujet de", "About"),
        *_named("indicator", "Indicateur", "Indicator"),
        _column("unit", "Unité", "Unit", "term"),
        _column("value", "Valeur", "Value", "decimal"),
        _column("minimum", "Minimum", "Minimum", "decimal"),
        _column("maximum", "Maximum", "Maximum", "decimal"),
        _column("qualifier", "Approximation", "Qualifier", "label"),
        _DATE,
        _BASIS,
        _MODALITY,
        *_named("scope", "Périmètre", "Scope", several=True),
        _column("due", "Échéance", "Due", "date"),
        _column("period", "Période", "Period"),
        _column("part_of", "Partie de", "Part of", "iri"),
        _column("restates", "Redit", "Restates", "iri", several=True),
        _column("revises", "Révise", "Revises", "iri", several=True),
    ),
)

_RELATIONS = Specification(
    "relations",
    {"fr": "Relations", "en": "Relations"},
    """
SELECT ?statement ?subject ?relation ?object ?moment ?for ?date ?date_basis ?modality WHERE {
  ?statement tdi:modality ?modality ; tdi:dateBasis ?date_basis .
  OPTIONAL { ?statement tdi:attestedDate ?date }
  {
    ?statement a tdi:Link ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?end .
    BIND(IF(ISIRI(?end), ?end, ?none) AS ?object)
    BIND(IF(ISIRI(?end), ?none, ?end) AS ?moment)
  } UNION {
    ?statement a tdi:Involvement ; tdi:role ?relation ; tdi:involvedIn ?object ;
      tdi:agent|tdi:actingPost ?subject .
    OPTIONAL { ?statement tdi:onBehalfOf ?for }
  }
}""",
    (
        _STATEMENT,
        *_named("subject", "Sujet", "Subject"),
        *_named("relation", "Relation", "Relation"),
        *_named("object", "Objet", "Object"),
        _column("moment", "Date dite", "Date told", "date"),
        *_named("for", "Au nom de", "On behalf of", several=True),
        _DATE,
        _BASIS,
        _MODALITY,
    ),
)

_PROMISES = Specification(
    "promises",
    {"fr": "Promesses", "en": "Promises"},
    """
SELECT ?statement ?about ?promise_fr ?promise_en ?by ?due ?outcome ?date ?date_basis ?modality {
  ?statement a tdi:Pledge ; schema:about ?about ; dcterms:description ?promise_fr , ?promise_en ;
    tdi:modality ?modality ; tdi:dateBasis ?date_basis .
  FILTER(LANG(?promise_fr) = "fr" && LANG(?promise_en) = "en")
  OPTIONAL { ?statement tdi:attestedDate ?date }
  OPTIONAL { ?statement tdi:agent|tdi:actingPost ?by }
  OPTIONAL { ?statement tdi:due ?due }
  OPTIONAL { ?statement tdi:outcome ?outcome }
}""",
    (
        _STATEMENT,
        *_named("about", "Au sujet de", "About", several=True),
        _column("promise_fr", "Promesse, en français", "Promise, in French"),
        _column("promise_en", "Promesse, en anglais", "Promise, in English"),
        *_named("by", "Par", "By", several=True),
        _column("due", "Échéance", "Due", "date"),
        _column("outcome", "Suite", "Outcome", "iri", several=True),
        _DATE,
        _BASIS,
        _MODALITY,
    ),
)

TABLES = {table.name: table for table in (_ENTITIES, _OFFICES, _FIGURES, _RELATIONS, _PROMISES)}
