"""From candidates and decisions to statements: what a rebuild gives, and what is left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from tdi_graph import serialisation
from tdi_graph.documents import Document
from tdi_graph.extraction import Candidate
from tdi_graph.reviewing import content as contents
from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.statements import Statement
from tdi_graph.vocabulary import thing


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate as decisions know it: its name, its content, its hash and its rule."""

    name: str
    content: Content
    hash: str
    rule: str

    @property
    def key(self) -> tuple[str, str]:
        """What a decision must name to hold for this candidate."""
        return self.name, self.hash


@dataclass(frozen=True, slots=True)
class Outcome:
    """The statements that decisions give, the candidates without one, the decisions without use."""

    statements: tuple[Statement, ...]
    undecided: tuple[Found, ...]
    stale: tuple[Decision, ...]

    def text(self, document: str) -> str:
        """Return the statements as their file has them."""
        return serialisation.write(quads(self.statements), contents.prefixes(document))


def found(candidates: Iterable[Candidate], document: str) -> tuple[Found, ...]:
    """Return the candidates as decisions know them."""
    made = []
    for candidate in candidates:
        held = contents.of_statement(candidate.statement)
        name = held.name(document)
        made.append(Found(name, held, contents.fingerprint(held, document), candidate.rule))
    return tuple(made)


def settle(review: Review, candidates: Sequence[Found], document: Document) -> Outcome:
    """Apply the decisions of ``review`` to the candidates of ``document``."""
    by_key = {candidate.key: candidate for candidate in candidates}
    used: set[tuple[str, str]] = set()
    held: list[tuple[Decision, Content]] = []
    stale: list[Decision] = []
    for decision in review.decisions:
        key = (decision.name, decision.content)
        if decision.verdict is not Verdict.ADDED and (key not in by_key or key in used):
            stale.append(decision)
            continue
        used.add(key)
        content = decision.says or (
            by_key[key].content if decision.verdict is Verdict.ACCEPTED else None
        )
        if content is not None:
            held.append((decision, content))
    undecided = tuple(c for c in candidates if c.key not in used)
    return Outcome(_statements(held, candidates, document), undecided, tuple(stale))


def _statements(
    held: Sequence[tuple[Decision, Content]], candidates: Iterable[Found], document: Document
) -> tuple[Statement, ...]:
    """Make the statements; one that speaks of another names it as it is called in the end."""
    names = {c.name: "" for c in candidates}
    names |= {d.name: c.name(document.slug) for d, c in held if d.name}
    final = {content.name(document.slug) for _, content in held}
    moved = {thing("statement", old): new for old, new in names.items() if old not in final}
    return tuple(
        contents.statement(_relinked(content, moved), document, decision.since, decision.found_by)
        for decision, content in held
    )


def _relinked(content: Content, moved: dict[NamedNode, str]) -> Content:
    kept = frozenset(
        (p, thing("statement", moved[v]) if isinstance(v, NamedNode) and v in moved else v)
        for p, v in content.properties
        if not (isinstance(v, NamedNode) and moved.get(v) == "")
    )
    return replace(content, properties=kept)


def quads(statements: Sequence[Statement]) -> list[Quad]:
    """Return the quads of a document's statements; what one abridges, all abridge."""
    short = {p.iri for s in statements for p in s.evidence if p.abridged}
    made: list[Quad] = []
    for statement in statements:
        evidence = tuple(replace(p, abridged=p.iri in short) for p in statement.evidence)
        made.extend(replace(statement, evidence=evidence).quads())
    return list(dict.fromkeys(made))
