"""One release as it is compared: what people wrote, by subject and property, and its names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from tdi_graph.documents import on_one_line
from tdi_graph.store import Term
from tdi_graph.vocabulary import BASE, PREFIXES, compact, expand, graph

LABELS = ("skos:prefLabel", "rdfs:label", "dcterms:title", "schema:name")
LANGUAGES = ("en", "fr", "")

_DERIVED, _LINKS = graph("derived"), graph("links")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Borrowed properties that bear no label of ours and whose own name says too little.
_SPELLED = {"skos:prefLabel": "name", "skos:altLabel": "other name", "owl:versionInfo": "version"}

# A property's compact IRI, and the language of its values where they have one.
Property: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """A release without what is derived, and what its things are called."""

    things: Mapping[str, Mapping[Property, set[Term]]]
    references: set[Triple]
    names: Mapping[str, str]

    def with_new(self, quads: Iterable[Quad]) -> "Edition":
        """Return the release with ``quads`` that describe things which are not in it yet."""
        new = read(quads)
        return Edition(
            {**self.things, **new.things},
            self.references | new.references,
            {**self.names, **new.names},
        )

    def name(self, iri: str) -> str:
        """Return the English name of ``iri``, else the French one, else what its IRI tells."""
        return self.names.get(iri) or spelled(iri)

    def called(self, curie: str) -> str:
        """Return the name of a property, given by its compact IRI or, without prefix, its IRI."""
        return self.name(expand(curie).value if curie.partition(":")[0] in PREFIXES else curie)

    def says(self, iri: str) -> bool:
        """Tell whether ``iri`` is a statement, which has evidence."""
        return bool(self.terms(iri, "tdi:evidence"))

    def terms(self, iri: str, *curies: str) -> set[Term]:
        """Return the values of these properties of ``iri``, in every language."""
        held = self.things.get(iri, {})
        return {t for (curie, _), terms in held.items() if curie in curies for t in terms}

    def iris(self, iri: str, curie: str) -> list[str]:
        """Return the things that a property of ``iri`` leads to."""
        return sorted(t.value for t in self.terms(iri, curie) if isinstance(t, NamedNode))

    def text(self, iri: str, curie: str) -> str:
        """Return the first text of a property of ``iri``, nothing if it has none."""
        return min((t.value for t in self.terms(iri, curie) if isinstance(t, Literal)), default="")

    def listed(self, iri: str, *curies: str) -> str:
        """Enumerate the values of these properties, in one language."""
        held = self.terms(iri, *curies)
        spoken = {t.language or "" for t in held if isinstance(t, Literal)}
        chosen = next((known for known in (*LANGUAGES, *sorted(spoken)) if known in spoken), "")
        kept = (t for t in held if not isinstance(t, Literal) or (t.language or "") == chosen)
        return " and ".join(sorted(self.plain(t) for t in kept))

    def plain(self, term: Term) -> str:
        """Write a term by its name or its text, on one line."""
        return self.name(term.value) if isinstance(term, NamedNode) else on_one_line(key(term))


def read(quads: Iterable[Quad]) -> Edition:
    """Sort the quads of a release; names are read from what is derived, too."""
    things: dict[str, dict[Property, set[Term]]] = {}
    references: set[Triple] = set()
    names: dict[str, tuple[int, int, str]] = {}
    for quad in quads:
        iri, curie = key(quad.subject), compact(quad.predicate.value)
        if rank := _rank(curie, quad.object):
            names[iri] = min(names.get(iri, rank), rank)
        if quad.graph_name == _LINKS:
            references.add(quad.triple)
        elif quad.graph_name != _DERIVED:
            language = quad.object.language or "" if isinstance(quad.object, Literal) else ""
            things.setdefault(iri, {}).setdefault((curie, language), set()).add(quad.object)
    called = {iri: on_one_line(name) for iri, (*_, name) in names.items()}
    return Edition(things, references, called)


def _rank(curie: str, value: Term) -> tuple[int, int, str] | None:
    if curie not in LABELS or not isinstance(value, Literal):
        return None
    language = value.language or ""
    known = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return known, LABELS.index(curie), value.value


def key(term: object) -> str:
    """Return the IRI or the text of a term; any other is written in N-Triples."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def spelled(iri: str) -> str:
    """Say in words what an unlabelled IRI tells of itself.

    >>> spelled("https://schema.org/startDate"), spelled("http://www.w3.org/ns/org#postIn")
    ('start date', 'post in')
    >>> spelled("https://w3id.org/tdi-graph/id/scheme/fonds-vert"), spelled("http://example.org/a")
    ('scheme:fonds-vert', 'http://example.org/a')
    """
    curie = compact(iri)
    prefix, _, local = curie.partition(":")
    if curie in _SPELLED:
        return _SPELLED[curie]
    borrowed = prefix in PREFIXES and not iri.startswith(BASE) and not local.isupper()
    return _HUMP.sub(" ", local).lower() if borrowed and local.isalpha() else curie
