"""What the tools answer from: one release, with the names and the index made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tdi_graph import search, views
from tdi_graph.questions import Question
from tdi_graph.search import Index
from tdi_graph.store import Backend
from tdi_graph.views import LANGUAGES, Names


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A release: its store, its saved questions, what things are called, and how they are found."""

    backend: Backend
    questions: Mapping[str, Question]
    names: Mapping[str, Names]
    index: Index


def make(
    backend: Backend, questions: Mapping[str, Question], index: Index | None = None
) -> Knowledge:
    """Read the names of ``backend``, once; ``index`` if there is one of the same release."""
    texts = views.read_labels(backend)
    return Knowledge(
        backend=backend,
        questions=questions,
        names={language: Names(language, texts) for language in LANGUAGES},
        index=index or search.make(backend, questions.values()),
    )
