"""The questions: SPARQL queries in files, whose header says in YAML what they ask.

The header is the lines that begin with ``#+``, as in grlc (https://grlc.io). A parameter is a
line ``VALUES ?name { default }``, so that each file runs as it is in any engine (SPARQL 1.1
Query Language, section 10.2); binding it puts another term, written by pyoxigraph, in its place.
"""

from tdi_graph.questions.binding import (
    PAGING,
    Choices,
    Fault,
    Misfit,
    Parameter,
    ParameterError,
    Question,
    allowed_values,
    bind,
    called,
)
from tdi_graph.questions.choices import choices
from tdi_graph.questions.files import GROUPS, load, read

__all__ = [
    "GROUPS",
    "PAGING",
    "Choices",
    "Fault",
    "Misfit",
    "Parameter",
    "ParameterError",
    "Question",
    "allowed_values",
    "bind",
    "called",
    "choices",
    "load",
    "read",
]
