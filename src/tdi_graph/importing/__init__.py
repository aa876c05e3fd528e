"""Outside data brought in as graphs of their own, with where they come from."""

from tdi_graph.importing.anct import Member, Territory, read_territories
from tdi_graph.importing.territories import territory_quads

__all__ = ["Member", "Territory", "read_territories", "territory_quads"]
