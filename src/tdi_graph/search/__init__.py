"""Search by name: what was typed, with its mistakes, and the things that it may mean.

An ``Index`` is made of one release and never changes; a new release has a new one. The pages, the
reconciliation service and the assistants' tools all ask it.
"""

from collections.abc import Iterable

from tdi_graph.questions import Question
from tdi_graph.search.entries import KINDS, Entry, Name, Sort, kind_of, read
from tdi_graph.search.index import Found, Hit, Index
from tdi_graph.store import Backend

__all__ = ["KINDS", "Entry", "Found", "Hit", "Index", "Name", "Sort", "kind_of", "make", "read"]


def make(backend: Backend, questions: Iterable[Question] = ()) -> Index:
    """Make the index of everything that bears a name in a graph, and of the questions."""
    return Index(read(backend, questions))
