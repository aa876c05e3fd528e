"""A statement held against the gates of a build before it enters the data.

What a reviewer types may have a property that no statement has, a value of the wrong type or a
title that no passage prints: better told at the prompt than by the next build.
"""

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Quad

from tdi_graph import derivation, validation
from tdi_graph.documents import Document
from tdi_graph.reviewing import applying, content
from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.decisions import ADDED_BY
from tdi_graph.reviewing.desk import Desk
from tdi_graph.statements import Statement
from tdi_graph.vocabulary import compact, graph


def faults(
    held: Desk,
    entry: Sequence[Quad],
    document: Document,
    said: Content,
    beside: Sequence[Statement],
) -> list[str]:
    """Return what a build would say against ``said``, ``beside`` its document's other statements.

    ``entry`` is what is to be written of the document if it is new.
    """
    statement = content.statement(said, document, 1, (ADDED_BY,))
    own = graph(f"document/{document.slug}")
    others = (quad for quad in held.authored.quads if quad.graph_name != own)
    made = applying.quads((*beside, statement))
    placed = (Quad(q.subject, q.predicate, q.object, own) for q in made)
    quads = (*others, *entry, *placed)
    authored = replace(held.authored, sources=(), quads=quads)
    derived = derivation.derive(quads, held.root / "ontology" / "rules" / "derive")
    found = validation.faults(authored, derived, focus={statement.iri.value})
    mine = f"{compact(statement.iri.value)}: "
    return [f"{f.what.removeprefix(mine)} → {f.do}" for f in found if f.what.startswith(mine)]
