"""What was extracted from a document, as the graph would hold it and as a list of facts.

The candidates are put beside the entities alone, so that nothing which the reviewed statements
say can make a candidate look better than it is.
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from tdi_graph import derivation, facts
from tdi_graph.assembly import Authored
from tdi_graph.extraction import Extraction
from tdi_graph.extraction.view import Reading
from tdi_graph.store import EmbeddedStore
from tdi_graph.vocabulary import graph

_DOCUMENTS = graph("document/").value


def entities(authored: Authored) -> list[Quad]:
    """Return all that was authored but the statements: what extraction may know."""
    return [quad for quad in authored.quads if not _is_said(quad)]


def _is_said(quad: Quad) -> bool:
    home = quad.graph_name
    return isinstance(home, NamedNode) and home.value.startswith(_DOCUMENTS)


class Exporter:
    """Turns extractions into facts, by the committed table and the rules of derivation."""

    def __init__(self, root: Path, known: Iterable[Quad]) -> None:
        """Take the quads of the ``known`` entities, and the table and rules below ``root``."""
        self._known = list(known)
        self._table = facts.read_table(root / "data" / "facts-mapping.tsv")
        self._rules = root / "ontology" / "rules" / "derive"

    def quads(self, extraction: Extraction) -> list[Quad]:
        """Return what was extracted: the statements, and the new things that they name."""
        new = [quad for proposal in extraction.proposals for quad in proposal.quads()]
        said = [quad for found in extraction.statements for quad in found.statement.quads()]
        return list(dict.fromkeys([*new, *said]))

    def facts(self, reading: Reading, extraction: Extraction) -> list[facts.Fact]:
        """Return the facts of the document in the plainer form."""
        authored = [*self._known, *self.quads(extraction)]
        derived = derivation.derive(authored, self._rules)
        store = EmbeddedStore([*authored, *derived], release="")
        return facts.facts(store, self._table).get(reading.slug, [])
