"""Which pages a release has: those that stand for themselves, and one for each thing."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from tdi_graph import views
from tdi_graph.questions import Question
from tdi_graph.store import Backend
from tdi_graph.vocabulary import BASE
from tdi_graph.web.addresses import path, place

_THINGS = f"""SELECT DISTINCT ?thing {{
  ?thing a ?class FILTER(STRSTARTS(STR(?thing), "{BASE}id/")) }} ORDER BY ?thing"""
_MEASURED = "SELECT DISTINCT ?i { ?figure a tdi:Figure ; schema:variableMeasured ?i } ORDER BY ?i"
_PLACES = ("figures", "promises", "contradictions", "relations", "query")
_FIXED = ("/", "/classes", "/ontology", "/graph", "/questions", "/dumps/")


class Places:
    """The pages of a release, found when they are first asked for."""

    def __init__(self, backend: Backend, questions: Mapping[str, Question]) -> None:
        """Take the store and the questions asked of it; nothing is listed yet."""
        self._backend = backend
        self._questions = questions

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The path of every page, in French."""
        return tuple(dict.fromkeys(self._found()))

    def _found(self) -> Iterator[str]:
        yield from _FIXED
        yield from (place(name, "fr") for name in _PLACES)
        yield from (f"/classes/{views.class_name(iri)}" for iri in self._classes())
        yield from (f"/questions/{slug}" for slug in self._questions)
        yield from (path(iri) for iri in views.graphs(self._backend))
        for iri in self._iris(_MEASURED):
            yield place("figures", "fr", f"/{iri.rpartition('/')[2]}")
        yield from (path(iri) for iri in self._iris(_THINGS))

    def _classes(self) -> Iterator[str]:
        groups = views.classes(self._backend, views.Names("fr", {}))
        return (one.named.iri for held in groups.values() for one in held)

    def _iris(self, query: str) -> list[str]:
        return [views.labels.text_of(term) for (term,) in self._backend.select(query).rows]
