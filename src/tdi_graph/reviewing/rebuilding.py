"""The statements made anew from texts, rules and decisions, and held against their files.

What the files of ``data/statements`` hold must follow byte for byte; where it does not, the
difference is told in words: which statement, which field.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from tdi_graph import serialisation
from tdi_graph.changes import Change, Changed, compare
from tdi_graph.errors import Place
from tdi_graph.reviewing import applying, content, decisions, desk
from tdi_graph.reviewing.applying import Outcome
from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.decisions import Review
from tdi_graph.reviewing.desk import Desk, Examined
from tdi_graph.statements import EVIDENCE
from tdi_graph.validation import Fault
from tdi_graph.vocabulary import thing

_REFRESH = "run tdi-graph review --refresh, and look at what it changes"
_MEND = "review the document, or run tdi-graph review --refresh"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A document's statements made anew, beside the review they follow from."""

    examined: Examined
    review: Review
    outcome: Outcome

    @property
    def slug(self) -> str:
        """The document's slug."""
        return self.review.document

    @property
    def text(self) -> str:
        """What the document's file in ``data/statements`` must be."""
        return self.outcome.text(self.slug)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a statement in a file says, and the edition that it first appeared in."""

    content: Content
    since: int


def statements_path(root: Path, document: str) -> Path:
    """Return where the statements of ``document`` lie."""
    return root / "data" / "statements" / f"{document}.trig"


def rebuild(held: Desk, path: Path, slug: str) -> Rebuilt:
    """Make the statements of the document at ``path`` anew."""
    examined = held.examine(path, held.entries[slug])
    review = decisions.load(held.root, slug)
    outcome = applying.settle(review, examined.candidates, examined.document)
    return Rebuilt(examined, review, outcome)


def rebuild_all(held: Desk, folder: Path) -> Iterator[Rebuilt]:
    """Make the statements of all the catalogued documents that lie in ``folder`` anew."""
    for slug, path in sorted(desk.texts(held, folder).items()):
        yield rebuild(held, path, slug)


def faults(held: Desk, rebuilt: Iterable[Rebuilt]) -> list[Fault]:
    """Return how the files differ from what ``rebuilt`` gives, document by document."""
    made = list(rebuilt)
    missing = sorted(held.entries.keys() - {each.slug for each in made})
    found = [
        Fault(
            held.authored.place(thing("document", slug).value),
            f"doc:{slug}: the text of this document is not at hand",
            "add it to the folder of the texts",
        )
        for slug in missing
    ]
    for each in made:
        found += [*_stale(held, each), *_differences(held, each)]
    return found


def _stale(held: Desk, rebuilt: Rebuilt) -> Iterable[Fault]:
    place = Place(decisions.path_of(held.root, rebuilt.slug))
    for decision in rebuilt.outcome.stale:
        rule = f" of {decision.rule}" if decision.rule else ""
        told = f"{decision.name}{rule} was {decision.verdict}, but is no longer found so"
        yield Fault(place, told, _REFRESH)


def _differences(held: Desk, rebuilt: Rebuilt) -> Iterable[Fault]:
    path = statements_path(held.root, rebuilt.slug)
    source = serialisation.read(path) if path.exists() else None
    if source is not None and source.text == rebuilt.text:
        return
    before = list(source.quads) if source else []
    after = applying.quads(rebuilt.outcome.statements)
    told = list(_told(held, before, after))
    for subject, what in told:
        yield Fault(source.place(subject) if source else Place(path), what, _MEND)
    if not told:
        yield Fault(Place(path), "the file is not in canonical form", "run tdi-graph format")


def _told(held: Desk, before: list[Quad], after: list[Quad]) -> Iterable[tuple[str, str]]:
    """Tell each difference in words, with the IRI it is about."""
    own = {quad.graph_name for quad in (*before, *after)}
    around = [quad for quad in held.authored.quads if quad.graph_name not in own]
    changes = compare([*around, *before], [*around, *after]).listed
    for change in changes:
        yield from ((change.fact.iri, what) for what in _worded(change))
    if not changes:
        odd = sorted({str(q.subject) for q in set(before) ^ set(after)})
        yield from ((iri.strip("<>"), f"{iri} differs") for iri in odd)


def _worded(change: Change) -> Iterable[str]:
    name = f"st:{change.fact.iri.rpartition('/')[2]} ({change.fact.words})"
    if not isinstance(change, Changed):
        both = {
            "removed": f"{name}: the file has it, but text and decisions do not give it",
            "added": f"{name}: text and decisions give it, but the file does not have it",
        }
        yield both[change.verb]
        return
    for difference in change.differences:
        had, has = (" and ".join(side) or "none" for side in (difference.before, difference.after))
        yield f"{name}: {difference.label} is {had} in the file, but text and decisions give {has}"


def in_file(held: Desk, document: str) -> dict[str, Stated]:
    """Return the statements of a document's file, by their names."""
    path = statements_path(held.root, document)
    if not path.exists():
        return {}
    quads = serialisation.read(path).quads
    pairs: dict[object, list[tuple[NamedNode, object]]] = {
        quad.subject: [] for quad in quads if quad.predicate == EVIDENCE
    }
    for quad in quads:
        if quad.subject in pairs:
            pairs[quad.subject].append((quad.predicate, quad.object))
    return {
        str(getattr(subject, "value", "")).rpartition("/")[2]: Stated(
            content.of_triples(document, held_), _edition(held_)
        )
        for subject, held_ in pairs.items()
    }


def _edition(pairs: Iterable[tuple[NamedNode, object]]) -> int:
    values = (str(getattr(o, "value", "")) for p, o in pairs if p == content.SINCE)
    return next((int(value) for value in values if value.isdecimal()), 1)


def lost(held: Desk, rebuilt: Rebuilt) -> list[str]:
    """Return the statements of the file that text and decisions do not give as they stand there.

    Writing what was rebuilt would lose them; that the file lacks some is no loss.
    """
    statements = rebuilt.outcome.statements
    given = {s.iri.value.rpartition("/")[2]: content.of_statement(s) for s in statements}
    stated = in_file(held, rebuilt.slug)
    return [name for name, said in stated.items() if given.get(name) != said.content]


def place_of(rebuilt: Rebuilt) -> dict[str, tuple[int, int]]:
    """Return where each candidate's first passage stands, by its name."""
    return {c.name: min(c.content.spans) for c in rebuilt.examined.candidates}


def undecided(rebuilt: Iterable[Rebuilt]) -> dict[str, int]:
    """Return how many candidates await a decision, by document."""
    open_ = {each.slug: len(each.outcome.undecided) for each in rebuilt}
    return {slug: number for slug, number in open_.items() if number}
