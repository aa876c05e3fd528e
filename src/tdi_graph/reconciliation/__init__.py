"""Reconciliation: texts of somebody's table in, things of the graph out, with a score and a match.

It answers the queries of the Reconciliation Service API, 0.1 and 0.2, of the W3C Entity
Reconciliation Community Group (https://reconciliation-api.github.io/specs/0.2/). A ``Reconciler``
is made of one release and never changes; a new release has a new one. No HTTP here: ``web`` and
``cli`` are its clients.
"""

from tdi_graph.reconciliation.errors import BadQuery, NoForm, TooMuch
from tdi_graph.reconciliation.reconciler import KINDS, Reconciler, make

__all__ = ["KINDS", "BadQuery", "NoForm", "Reconciler", "TooMuch", "make"]
