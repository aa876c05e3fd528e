"""A document: what is known of it, what it states in the order of its text, and the text itself.

The text is shown only where it is at hand; otherwise its quoted words are.
"""

from dataclasses import dataclass

from tdi_graph.documents import Document
from tdi_graph.store import Backend
from tdi_graph.views.cards import Card, card
from tdi_graph.views.descriptions import gather, index
from tdi_graph.views.labels import Named, Names
from tdi_graph.views.statements import Quote, Statement, quote, statements
from tdi_graph.views.texts import Paragraph, Span, paragraphs


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document, its captured files and its statements; no paragraphs without its text."""

    card: Card
    captures: tuple[Card, ...]
    statements: tuple[Statement, ...]
    paragraphs: tuple[Paragraph, ...]

    def resting(self, span: Span) -> tuple[tuple[int, Statement], ...]:
        """Return the statements that rest on a passage, each with its number, from 1."""
        return tuple(
            (number, statement)
            for number, statement in enumerate(self.statements, start=1)
            if any((q.start, q.end) == (span.start, span.end) for q in statement.quotes)
        )


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage and the statements that rest on it."""

    quote: Quote
    document: Named
    statements: tuple[Statement, ...]


def document(backend: Backend, names: Names, iri: str, source: Document | None) -> DocumentView:
    """Return the document ``iri``; ``source`` is its text, if it is at hand."""
    description = index(gather(backend, iri))
    told = sorted(statements(description, names), key=lambda statement: statement.position)
    spans = [Span(q.start, q.end) for statement in told for q in statement.quotes]
    captures = description.iris(iri, "schema:encoding")
    return DocumentView(
        card=card(backend, names, description, iri),
        captures=tuple(card(backend, names, description, capture) for capture in captures),
        statements=tuple(told),
        paragraphs=paragraphs(source.text, spans) if source else (),
    )


def passage(backend: Backend, names: Names, iri: str) -> PassageView:
    """Return the passage ``iri``."""
    description = index(gather(backend, iri))
    spoken = quote(description, iri)
    return PassageView(spoken, names(spoken.document), tuple(statements(description, names)))
