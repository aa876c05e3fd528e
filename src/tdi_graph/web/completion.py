"""What the query editor completes: prefixes, terms in use and things, each by its name too.

One JSON document per language, made once: ``{"prefixes": {name: namespace}, "items": [[compact IRI,
name, kind], …]}``. Things that are much spoken of come first, since of many only some are in it.
"""

import json
from collections.abc import Iterable, Iterator

from tdi_graph.search import Index
from tdi_graph.store import Backend
from tdi_graph.views.labels import Names, compact, text_of
from tdi_graph.vocabulary import PREFIXES

_MOST_THINGS = 800
_LONGEST = 80
_LEFT_OUT = frozenset({"passage", "statement", "question", "term"})
_TERMS = {
    "property": "SELECT DISTINCT ?term WHERE { ?s ?term ?o }",
    "class": "SELECT DISTINCT ?term WHERE { ?s a ?term }",
}


def document(backend: Backend, names: Names, index: Index) -> str:
    """Write the document of one language, for the terms of a store and the things of its index."""
    items = [*_terms(backend, names), *_things(names, index)]
    held = {"prefixes": PREFIXES, "items": items}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def _terms(backend: Backend, names: Names) -> Iterator[tuple[str, str, str]]:
    for kind, query in _TERMS.items():
        found = sorted(text_of(term) for (term,) in backend.select(query).rows)
        yield from _named(names, found, kind)


def _things(names: Names, index: Index) -> Iterator[tuple[str, str, str]]:
    things = [(entry.iri, entry.kind) for entry in index.entries if entry.kind not in _LEFT_OUT]
    for iri, kind in things[:_MOST_THINGS]:
        yield from _named(names, [iri], kind)


def _named(names: Names, iris: Iterable[str], kind: str) -> Iterator[tuple[str, str, str]]:
    for iri in iris:
        short = compact(iri)
        if short != iri and "/" not in short:
            yield short, names(iri).label.text[:_LONGEST], kind
