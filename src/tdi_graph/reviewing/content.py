"""What a statement says, apart from its name: compared, hashed, and written as Turtle.

``since`` and ``foundBy`` follow from the decision and are no part of it; neither are the quoted
words, which are read in the document at the given range.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from tdi_graph import serialisation
from tdi_graph.documents import Document, Passage, is_whole_sentence, passage
from tdi_graph.errors import DataError
from tdi_graph.statements import EVIDENCE, TYPE, Kind, Property, Statement, identity
from tdi_graph.vocabulary import BASE, PREFIXES, expand, thing

SINCE, FOUND_BY = expand("tdi:since"), expand("tdi:foundBy")
LONGEST_EVIDENCE = 20  # words
_APART = frozenset({TYPE, EVIDENCE, SINCE, FOUND_BY})
_SELF = "st:self"
_HASH_LENGTH = 8
# Where a parser stopped in what it was given, which is not what somebody typed.
_PLACE = re.compile(r"^Parser error at line .+?: | \(line \d+\)$")
_RANGE = re.compile(r"(\d+)-(\d+)")
_KINDS = {kind.iri: kind for kind in Kind}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of statement, its properties, and the ranges of the passages that say it."""

    kind: Kind
    properties: frozenset[Property]
    spans: tuple[Span, ...]

    def name(self, document: str) -> str:
        """Return the name of the statement with this content in ``document``."""
        return identity(self.kind, document, *min(self.spans), self.properties)

    def values(self, predicate: NamedNode) -> list[NamedNode | Literal]:
        """Return the values of a property, sorted."""
        return sorted((v for p, v in self.properties if p == predicate), key=str)

    def pointing(self, names: dict[NamedNode, NamedNode]) -> "Content":
        """Return this content with the statements that bear new ``names`` called by them."""
        changed = frozenset(
            (p, names.get(v, v) if isinstance(v, NamedNode) else v) for p, v in self.properties
        )
        return replace(self, properties=changed) if changed != self.properties else self


def of_statement(statement: Statement) -> Content:
    """Return what a candidate's statement says."""
    kept = frozenset(p for p in statement.properties if p[0] not in _APART)
    spans = tuple(sorted((p.start, p.end) for p in statement.evidence))
    return Content(statement.kind, kept, spans)


def of_triples(document: str, triples: Iterable[tuple[NamedNode, object]]) -> Content:
    """Return the content that predicates and objects give; or raise ``DataError``."""
    held = [(p, v) for p, v in triples if isinstance(v, NamedNode | Literal)]
    kinds = [_KINDS[v] for p, v in held if p == TYPE and isinstance(v, NamedNode) and v in _KINDS]
    if len(kinds) != 1:
        known = ", ".join(f"tdi:{kind.iri.value.partition('#')[2]}" for kind in Kind)
        raise DataError("a statement is of one kind", do=f"write “a” and one of {known}")
    spans = [_span(document, value) for predicate, value in held if predicate == EVIDENCE]
    if not spans:
        raise DataError("no passage says this", do="add tdi:evidence passage:START-END")
    kept = frozenset((p, v) for p, v in held if p not in _APART)
    return Content(kinds[0], kept, tuple(sorted(set(spans))))


def _span(document: str, value: NamedNode | Literal) -> Span:
    found = _RANGE.fullmatch(value.value.removeprefix(f"{BASE}id/passage/{document}/"))
    if found is None or int(found[1]) >= int(found[2]):
        told = f"{value.value} is no passage of {document}"
        raise DataError(told, do="write passage:START-END, as tdi-graph annotate prints them")
    return int(found[1]), int(found[2])


def prefixes(document: str) -> dict[str, str]:
    """Return the prefix of a document's passages."""
    return {"passage": f"{BASE}id/passage/{document}/"}


def write(content: Content, document: str) -> str:
    """Return ``content`` as the predicates and objects of Turtle, one predicate a line."""
    subject = thing("statement", "self")
    quads = [Quad(subject, TYPE, content.kind.iri)]
    quads += [Quad(subject, predicate, value) for predicate, value in content.properties]
    quads += [Quad(subject, EVIDENCE, _passage(document, span)) for span in content.spans]
    body = serialisation.write(quads, prefixes(document)).partition("\n\n")[2]
    lines = body.removeprefix(f"{_SELF} ").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines)


def _passage(document: str, span: Span) -> NamedNode:
    return Passage(document, *span, "").iri


def read(text: str, document: str) -> Content:
    """Read what ``write`` gives; raise ``DataError`` where it is no statement."""
    known = {**PREFIXES, **prefixes(document)}
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in known.items())
    body = text.strip()
    body = body if body.endswith(".") else f"{body} ."
    try:
        parsed = list(parse(f"{header}{_SELF} {body}", format=RdfFormat.TURTLE))
    except SyntaxError as error:
        told = f"not valid Turtle: {_PLACE.sub('', str(error).splitlines()[0])}"
        raise DataError(told, do="write “predicate object ;” on each line") from None
    return of_triples(document, _pairs(parsed))


def _pairs(parsed: Iterable[Quad | Triple]) -> Iterable[tuple[NamedNode, object]]:
    own = thing("statement", "self")
    for quad in parsed:
        if quad.subject != own:
            raise DataError("another subject stands here", do="describe one statement only")
        if isinstance(quad.object, BlankNode):
            raise DataError("a blank node stands here", do="name a thing, or write a value")
        yield quad.predicate, quad.object


def fingerprint(content: Content, document: str) -> str:
    """Return a short hash of all that ``content`` says, and where."""
    return hashlib.sha256(write(content, document).encode()).hexdigest()[:_HASH_LENGTH]


def statement(
    content: Content, document: Document, since: int, found_by: Iterable[str]
) -> Statement:
    """Return the statement with this content, its words read in ``document``."""
    passages = tuple(_quoted(content, document, span) for span in content.spans)
    integer = expand("xsd:integer")
    marks: list[Property] = [(SINCE, Literal(str(since), datatype=integer))]
    marks += [(FOUND_BY, Literal(name)) for name in found_by]
    ordered = sorted(content.properties, key=lambda p: (p[0].value, str(p[1])))
    return Statement(content.kind, document.slug, passages, (*ordered, *marks))


def _quoted(content: Content, document: Document, span: Span) -> Passage:
    quoted = passage(document, *span)
    return replace(
        quoted, abridged=content.kind is Kind.QUOTATION or not is_short(quoted, document)
    )


@lru_cache(maxsize=4096)
def is_short(quoted: Passage, document: Document) -> bool:
    """Tell whether a passage may be quoted in full: twenty words at most, no whole sentence."""
    return quoted.words <= LONGEST_EVIDENCE and not is_whole_sentence(document, quoted)
