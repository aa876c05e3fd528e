"""SERVICE for the few addresses that the operator names (SPARQL 1.1 Federated Query).

The processes that evaluate queries reach no network. What a SERVICE clause asks for is asked here,
in the parent, of an address on the list, and its answer takes the clause's place as data: a
service is evaluated by itself and joined with the rest (section 4), and so are data in VALUES.
"""

from tdi_graph.federation.asking import Asked, ask
from tdi_graph.federation.clauses import Clause, NotAllowed, clauses, judged
from tdi_graph.federation.inlining import inlined

__all__ = ["Asked", "Clause", "NotAllowed", "ask", "clauses", "inlined", "judged"]
