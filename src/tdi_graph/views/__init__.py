"""What the pages show, as values: read from a store, without a web framework and without HTML."""

from tdi_graph.views import asking
from tdi_graph.views.answers import Answer, Cell, Field, answer, fields, shown, triples
from tdi_graph.views.attestations import Attested, attested
from tdi_graph.views.cards import Card, Datum, Group
from tdi_graph.views.contradictions import KINDS as CONTRADICTIONS
from tdi_graph.views.contradictions import Contradiction, comparable, contradictions
from tdi_graph.views.descriptions import describe, in_graph, own
from tdi_graph.views.documents import DocumentView, PassageView, document, passage
from tdi_graph.views.entities import Entity, Series, entity
from tdi_graph.views.highlights import main_series
from tdi_graph.views.indicators import Indicator, figures, indicator, indicators
from tdi_graph.views.labels import LANGUAGES, Label, Named, Names, read_labels
from tdi_graph.views.lists import (
    ClassList,
    Counted,
    Home,
    class_name,
    classes,
    graphs,
    home,
    languages,
    members,
    signs,
)
from tdi_graph.views.overview import Scheme, overview
from tdi_graph.views.promises import Promises, promises
from tdi_graph.views.relatives import Relative, StatementView, statement
from tdi_graph.views.statements import Figure, Link, Statement
from tdi_graph.views.suggestions import near
from tdi_graph.views.terms import OntologyView, TermView, ontology, ontology_version

__all__ = [
    "CONTRADICTIONS",
    "LANGUAGES",
    "Answer",
    "Attested",
    "Card",
    "Cell",
    "ClassList",
    "Contradiction",
    "Counted",
    "Datum",
    "DocumentView",
    "Entity",
    "Field",
    "Figure",
    "Group",
    "Home",
    "Indicator",
    "Label",
    "Link",
    "Named",
    "Names",
    "OntologyView",
    "PassageView",
    "Promises",
    "Relative",
    "Scheme",
    "Series",
    "Statement",
    "StatementView",
    "TermView",
    "answer",
    "asking",
    "attested",
    "class_name",
    "classes",
    "comparable",
    "contradictions",
    "describe",
    "document",
    "entity",
    "fields",
    "figures",
    "graphs",
    "home",
    "in_graph",
    "indicator",
    "indicators",
    "languages",
    "main_series",
    "members",
    "near",
    "ontology",
    "ontology_version",
    "overview",
    "own",
    "passage",
    "promises",
    "read_labels",
    "shown",
    "signs",
    "statement",
    "triples",
]
