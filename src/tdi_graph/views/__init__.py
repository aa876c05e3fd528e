"""What the pages show, as values: read from a store, without a web framework and without HTML."""

from tdi_graph.views.answers import Answer, Cell, Field, answer, fields, shown, triples
from tdi_graph.views.cards import Card, Datum, Group
from tdi_graph.views.descriptions import describe, in_graph, own
from tdi_graph.views.documents import DocumentView, PassageView, document, passage
from tdi_graph.views.entities import Entity, Series, entity
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
)
from tdi_graph.views.relatives import Relative, StatementView, statement
from tdi_graph.views.statements import Figure, Link, Statement
from tdi_graph.views.suggestions import near
from tdi_graph.views.terms import OntologyView, TermView, ontology, ontology_version

__all__ = [
    "LANGUAGES",
    "Answer",
    "Card",
    "Cell",
    "ClassList",
    "Counted",
    "Datum",
    "DocumentView",
    "Entity",
    "Field",
    "Figure",
    "Group",
    "Home",
    "Label",
    "Link",
    "Named",
    "Names",
    "OntologyView",
    "PassageView",
    "Relative",
    "Series",
    "Statement",
    "StatementView",
    "TermView",
    "answer",
    "class_name",
    "classes",
    "describe",
    "document",
    "entity",
    "fields",
    "graphs",
    "home",
    "in_graph",
    "languages",
    "members",
    "near",
    "ontology",
    "ontology_version",
    "own",
    "passage",
    "read_labels",
    "shown",
    "statement",
    "triples",
]
