"""SERVICE for the few addresses that the operator names (SPARQL 1.1 Federated Query).

The processes that evaluate queries reach no network. What a SERVICE clause asks for is asked here,
in the parent, of an address on the list, and its answer takes the clause's place as data: a
service is evaluated by itself and joined with the rest (section 4), and so are data in VALUES.
"""

from tdi_graph.federation.addresses import allowable
from tdi_graph.federation.asking import Asked, Call, ServiceFailed
from tdi_graph.federation.clauses import MOST_CLAUSES, Clause, Misused, NotAllowed, clauses, judged
from tdi_graph.federation.inlining import Inlined, inlined

__all__ = [
    "MOST_CLAUSES",
    "Asked",
    "Call",
    "Clause",
    "Inlined",
    "Misused",
    "NotAllowed",
    "ServiceFailed",
    "allowable",
    "clauses",
    "inlined",
    "judged",
]
