"""A candidate as the reviewer sees it: in words, with its quoted words and what the data hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from tdi_graph.changes import editions
from tdi_graph.changes.editions import Edition
from tdi_graph.changes.wording import words
from tdi_graph.documents import Document, on_one_line
from tdi_graph.extraction import Proposal
from tdi_graph.reviewing import content as contents
from tdi_graph.reviewing.content import Content, Span
from tdi_graph.reviewing.desk import Desk, Examined
from tdi_graph.reviewing.neighbours import neighbours
from tdi_graph.vocabulary import compact, graph

_AROUND = 60


@dataclass(frozen=True, slots=True)
class Window:
    """What is needed to show the candidates of one document."""

    document: Document
    around: tuple[Quad, ...]
    said: Edition
    known: Mapping[str, Content]

    def said_in_words(self, content: Content) -> str:
        """Say in one English line what ``content`` states."""
        statement = contents.statement(content, self.document, 1, ())
        edition = editions.read([*self.around, *statement.quads()])
        return words(edition, statement.iri.value)

    def shown(self, content: Content, rule: str) -> Iterable[str]:
        """Yield the lines that show a candidate."""
        yield f"  {content.kind.slug}: {self.said_in_words(content)}"
        for span in content.spans:
            yield f"    {quoted(self.document, span)}"
        yield f"    found by {rule}"
        for near in neighbours(content, self.document.slug, self.known):
            yield f"    {near}: {words(self.said, f'{_STATEMENT}{near.name}')}"

    def in_turtle(self, content: Content) -> Iterable[str]:
        """Yield the lines of the candidate in Turtle, as corrections are typed."""
        yield from (
            f"    {line}" for line in contents.write(content, self.document.slug).splitlines()
        )


_STATEMENT = graph("").value.removesuffix("graph/") + "id/statement/"


def window(held: Desk, examined: Examined, known: Mapping[str, Content]) -> Window:
    """Return the window on a document; ``known`` are the statements of the data by name."""
    own = graph(f"document/{examined.document.slug}")
    new = [quad for proposal in examined.proposals for quad in proposal.quads()]
    around = tuple(q for q in (*held.authored.quads, *new) if _is_named(q) and q.graph_name != own)
    return Window(examined.document, around, editions.read(held.authored.quads), known)


def _is_named(quad: Quad) -> bool:
    """Tell whether a quad may name a thing: those of other documents' statements do not."""
    home = quad.graph_name
    documents = graph("document/").value
    return isinstance(home, NamedNode) and not home.value.startswith(documents)


def quoted(document: Document, span: Span) -> str:
    """Return the words of a passage, marked, with a few around them.

    >>> from pathlib import Path
    >>> quoted(Document("a", "il y a 12 communes ici", Path()), (7, 18))
    '7-18  il y a ›12 communes‹ ici'
    """
    start, end = span
    before = document.text[max(0, start - _AROUND) : start]
    after = document.text[end : end + _AROUND]
    shown = f"{before}›{document.text[start:end]}‹{after}"
    return f"{start}-{end}  {on_one_line(shown)}"


def proposed(examined: Examined, proposal: Proposal) -> Iterable[str]:
    """Yield the lines that show a new thing."""
    entity = proposal.entity
    start, end = examined.reading.view.original(proposal.start, proposal.end)
    yield f"  new thing, {entity.type}: {' / '.join(entity.names)}"
    yield f"    {quoted(examined.document, (start, end))}"
    yield f"    would be {compact(entity.iri.value)}"
    for near in proposal.near:
        yield f"    resembles {compact(near.iri.value)}: {near.label}"
