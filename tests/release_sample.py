"""Releases that tell which they are in all that is served of them."""

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from tdi_graph import release
from tdi_graph.documents import digest
from tdi_graph.release import Release
from tdi_graph.statements import TYPE
from tdi_graph.vocabulary import BASE, expand, graph

MARKED = "SELECT ?o { ?s skos:altLabel ?o }"
"""A query whose every row is the mark of the release."""

MANY = "SELECT ?o { ?s skos:altLabel ?o . ?a ?b ?c } LIMIT 120000"
"""The same in an answer of more than a megabyte."""

PAGE = "/doc/scheme/s"
_ROWS = 400


def marked(mark: str) -> Release:
    """Make a release of one scheme with many labels, all of them ``mark``."""
    home, scheme = graph("entities"), NamedNode(f"{BASE}id/scheme/s")
    label = expand("skos:altLabel")
    things = (NamedNode(f"{BASE}id/scheme/s{number}") for number in range(_ROWS))
    quads = (
        Quad(scheme, TYPE, expand("tdi:Programme"), home),
        Quad(scheme, expand("skos:prefLabel"), Literal(mark, language="fr"), home),
        *(Quad(thing, label, Literal(mark), home) for thing in things),
    )
    return Release(quads, digest(release.n_quads(quads)))


def publish(mark: str, folder: Path) -> Release:
    """Write a release as a build does."""
    made = marked(mark)
    release.write(made, folder)
    return made
