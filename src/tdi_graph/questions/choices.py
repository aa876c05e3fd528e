"""What a store lets be chosen: the members of the classes and schemes that parameters name."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from tdi_graph.questions.binding import Choices, Question
from tdi_graph.store import Backend

_MEMBERS = """
SELECT DISTINCT ?choice WHERE {
  { ?choice a %(node)s } UNION { ?choice skos:inScheme %(node)s }
  FILTER(ISIRI(?choice))
} ORDER BY ?choice"""


def choices(backend: Backend, questions: Iterable[Question]) -> Choices:
    """Return the choices of every parameter of ``questions`` that come from the data."""
    homes = {parameter.values for question in questions for parameter in question.parameters}
    return {home: members(backend, home) for home in homes if home is not None}


def members(backend: Backend, home: NamedNode) -> tuple[NamedNode, ...]:
    """Return the members of a class or scheme, in the order of their IRIs."""
    rows = backend.select(_MEMBERS % {"node": home}).rows
    return tuple(choice for (choice,) in rows if isinstance(choice, NamedNode))
