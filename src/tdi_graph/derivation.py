"""What follows from the authored quads: each rule is a CONSTRUCT in ontology/rules/derive/.

Rules read what was authored, never what another rule made, so their order does not matter; only
observed statements make direct edges, each of which means "attested at least once".
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from tdi_graph.errors import DataError, Place, QueryError
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import graph, rebased


def derive(authored: Iterable[Quad], rules: Path) -> list[Quad]:
    """Return the quads that the rules of the folder ``rules`` make, in the graph ``derived``.

    A triple that was authored is not derived again: each triple stands in one graph.
    """
    held = list(authored)
    store = EmbeddedStore(held, release="")
    known = {q.triple for q in held}
    home = graph("derived")
    made: set[Quad] = set()
    for path in sorted(rules.glob("*.rq")):
        made.update(
            Quad(t.subject, t.predicate, t.object, home)
            for t in _apply(store, path)
            if t not in known and isinstance(t.predicate, NamedNode)
        )
    return sorted(made, key=str)


def _apply(store: EmbeddedStore, path: Path) -> list[Triple]:
    try:
        return store.construct(rebased(path.read_text("utf-8")))
    except QueryError as error:
        raise DataError(
            f"the rule does not run: {error.what}",
            do="mend the query",
            place=Place(path, error.line),
        ) from None
