"""Names of things in the language of a page, each marked where it is in another language.

Labels are read once: the store never changes while it is served.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from tdi_graph import vocabulary
from tdi_graph.documents import folded
from tdi_graph.store import Backend, Term

LANGUAGES = ("fr", "en")

_LABELS = """
SELECT ?thing ?label WHERE {
  { ?thing skos:prefLabel ?label } UNION { ?thing rdfs:label ?label }
  UNION { ?thing dcterms:title ?label FILTER NOT EXISTS { ?thing skos:prefLabel ?name } }
}"""

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Label:
    """A text and its language; ``foreign`` if that is not the language asked for."""

    text: str
    language: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and its name."""

    iri: str
    label: Label


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in ``language``."""

    language: str
    texts: Texts
    _met: dict[str, Named] = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, iri: str) -> Named:
        """Return the thing with its name; a thing without one goes by its compact IRI."""
        met = self._met.get(iri)
        if met is not None:
            return met
        known = self.texts.get(iri)
        if not known:
            return Named(iri, Label(compact(iri)))
        # What has a name is of the graph: there are only so many.
        return self._met.setdefault(iri, Named(iri, self._best(known)))

    def choose(self, literals: Iterable[Literal]) -> Label | None:
        """Return the literal in this language, or failing that another."""
        known = {literal.language or "": literal.value for literal in literals}
        return self._best(known) if known else None

    def every(self, literals: Iterable[Literal]) -> tuple[Label, ...]:
        """Return each literal once, those of this language first."""
        labels = {self._label(text.value, text.language or "") for text in literals}
        ordered = sorted(labels, key=lambda label: (label.foreign, label.text, label.language))
        seen: dict[str, Label] = {}
        for label in ordered:
            seen.setdefault(label.text, label)
        return tuple(seen.values())

    def sorted(self, iris: Iterable[str]) -> tuple[Named, ...]:
        """Return the things in the order of their names."""
        things = (self(iri) for iri in set(iris))
        return tuple(sorted(things, key=lambda n: (folded(n.label.text), n.iri)))

    def _best(self, known: Mapping[str, str]) -> Label:
        for language in (self.language, "", *sorted(known)):
            if language in known:
                return self._label(known[language], language)
        return Label("")

    def _label(self, text: str, language: str) -> Label:
        return Label(text, language, foreign=language not in ("", self.language))


def read_labels(backend: Backend, terms: Texts | None = None) -> Texts:
    """Read every label of the store; ``terms`` names, by compact IRI, terms it does not label."""
    texts: dict[str, dict[str, str]] = {}
    for curie, by_language in (terms or {}).items():
        texts[expanded(curie)] = dict(by_language)
    for thing, label in backend.select(_LABELS).rows:
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            texts.setdefault(thing.value, {})[label.language or ""] = label.value
    return texts


@lru_cache(maxsize=4096)
def compact(iri: str) -> str:
    """Return the compact IRI of ``iri``, or ``iri`` itself."""
    return vocabulary.compact(iri)


def expanded(name: str) -> str:
    """Return the IRI of a compact IRI; a name without prefix is a term of the ontology.

    >>> expanded("Programme"), expanded("org:Post")
    ('https://w3id.org/tdi-graph/ontology#Programme', 'http://www.w3.org/ns/org#Post')
    """
    prefix, colon, local = name.partition(":")
    if not colon:
        return vocabulary.ONTOLOGY + name
    namespace = vocabulary.PREFIXES.get(prefix)
    return namespace + local if namespace else name


def text_of(term: Term | None) -> str:
    """Return the IRI or the text of a term, nothing for None."""
    return term.value if isinstance(term, NamedNode | Literal) else ""
