"""The graph for assistants: tools of the Model Context Protocol, each answer with its evidence.

The protocol is that of https://modelcontextprotocol.io/specification, in its official Python form.
"""

from tdi_graph.assistants.guarded import Asking, Guarded
from tdi_graph.assistants.knowledge import Knowledge
from tdi_graph.assistants.server import make

__all__ = ["Asking", "Guarded", "Knowledge", "make"]
