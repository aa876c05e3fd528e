"""A review in the terminal: new things first, then candidate by candidate.

Each answer is kept at once, so whoever stops goes on later where they stopped.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tdi_graph.errors import DataError
from tdi_graph.reviewing import applying, cataloguing, decisions, gates, rebuilding, showing, upkeep
from tdi_graph.reviewing.applying import Found
from tdi_graph.reviewing.cataloguing import Catalogued
from tdi_graph.reviewing.content import Content
from tdi_graph.reviewing.correcting import corrected, dated
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.reviewing.desk import Desk, Entry, Examined
from tdi_graph.reviewing.obstacles import obstacles
from tdi_graph.reviewing.rebuilding import Rebuilt
from tdi_graph.reviewing.showing import Window
from tdi_graph.reviewing.terminal import Back, Left, Terminal
from tdi_graph.statements import Kind, Property
from tdi_graph.vocabulary import expand

_CHOICES = {
    "a": "accept",
    "c": "correct",
    "r": "reject",
    "s": "skip",
    "n": "new statement",
    "u": "undo",
}
_AT_THE_END = {"n": "new statement", "u": "undo"}
_HOW = (
    "  Type corrections, then an empty line; “back” gives up. Examples:",
    "    schema:value 150000000.0     replaces the values of a predicate, in Turtle",
    "    tdi:due                      takes them away",
    "    evidence the quoted words    says which passage says it (or 10-25)",
)
_UNCHANGED = "nothing is corrected → type a correction, or “back” and accept it"
_KINDS = {str(number): kind.slug for number, kind in enumerate(Kind, start=1)}


@dataclass
class Work:
    """A document under review: its candidates, and the decisions so far."""

    held: Desk
    catalogued: Catalogued
    examined: Examined
    review: Review
    former: list[Review] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    _rebuilt: Rebuilt | None = None

    def __post_init__(self) -> None:
        """Note what the data describe."""
        quads = self.held.authored.quads
        self.known = frozenset(str(getattr(quad.subject, "value", "")) for quad in quads)

    @classmethod
    def begun(cls, held: Desk, path: Path, catalogued: Catalogued) -> "Work":
        """Take up the review of the document at ``path`` where it was left."""
        review = decisions.load(held.root, catalogued.entry.slug)
        return cls(held, catalogued, held.examine(path, catalogued.entry), review)

    @property
    def entry(self) -> Entry:
        """The document's entry."""
        return self.catalogued.entry

    @property
    def rebuilt(self) -> Rebuilt:
        """The statements that the decisions give."""
        if self._rebuilt is None or self._rebuilt.review is not self.review:
            found = self.examined
            outcome = applying.settle(self.review, found.candidates, found.document)
            self._rebuilt = Rebuilt(found, self.review, outcome)
        return self._rebuilt

    def keep(self, review: Review) -> None:
        """Write the decisions and what follows; of a new document its entry before."""
        cataloguing.enter(self.held.root, self.catalogued.quads)
        self.review = review
        upkeep.write(self.held.root, self.rebuilt)

    def decide(self, decision: Decision) -> None:
        """Keep one more decision."""
        self.former.append(self.review)
        self.keep(self.review.decided(replace(decision, since=self.held.edition)))

    def undo(self) -> bool:
        """Take the last decision of this session back, if there is one."""
        if self.former:
            self.keep(self.former.pop())
            return True
        return False

    def obstacles(self, content: Content) -> list[str]:
        """Return why ``content`` cannot be taken into the data."""
        found = obstacles(content, self.examined.document, self.known)
        if found:
            return found
        name = content.name(self.entry.slug)
        taken = {s.iri.value.rpartition("/")[2] for s in self.rebuilt.outcome.statements}
        return [f"another statement already bears the name {name}"] if name in taken else []

    def against(self, content: Content) -> list[str]:
        """Return why what was typed cannot be taken, by the gates of a build too."""
        found = self.obstacles(content) if content.spans else ["no passage says this"]
        if found:
            return found
        new = () if self.entry.slug in self.held.entries else self.catalogued.quads
        beside = self.rebuilt.outcome.statements
        return gates.faults(self.held, new, self.examined.document, content, beside)


def window(work: Work) -> Window:
    """Return the window on a document, with all the statements of the data beside it."""
    known = {
        name: stated.content
        for slug in work.held.entries
        for name, stated in rebuilding.in_file(work.held, slug).items()
    }
    return showing.window(work.held, work.examined, known)


def accept_all(work: Work, terminal: Terminal) -> None:
    """Accept each candidate that nothing stands against."""
    for candidate in work.rebuilt.outcome.undecided:
        told = work.obstacles(candidate.content)
        if told:
            terminal.tell([f"  not accepted, {candidate.name}: {'; '.join(told)}"])
        else:
            work.decide(_accepted(candidate))


def _accepted(candidate: Found) -> Decision:
    return Decision(Verdict.ACCEPTED, candidate.name, candidate.rule, candidate.hash)


@dataclass
class Session:
    """A reviewer at work on a document's candidates."""

    work: Work
    terminal: Terminal

    def run(self) -> None:
        """Ask until each candidate is decided or skipped, or the reviewer leaves."""
        seen = window(self.work)
        skipped: set[tuple[str, str]] = set()
        try:
            while True:
                with suppress(Back):
                    self._next(seen, skipped)
        except Left:
            return

    def _next(self, seen: Window, skipped: set[tuple[str, str]]) -> None:
        left = [c for c in self.work.rebuilt.outcome.undecided if c.key not in skipped]
        if not left:
            self._end(seen, len(skipped))
            return
        self.terminal.tell([f"\n{len(left)} to decide", *self._shown(seen, left[0])])
        if self._answered(seen, left[0]) == "s":
            skipped.add(left[0].key)

    def _end(self, seen: Window, skipped: int) -> None:
        self.terminal.tell([f"\nall is decided{f', but for {skipped} skipped' * bool(skipped)}"])
        answer = self.terminal.choice(_AT_THE_END)
        self._undo() if answer == "u" else self._new(seen)

    def _shown(self, seen: Window, candidate: Found) -> list[str]:
        against = (f"    cannot be accepted: {o}" for o in self.work.obstacles(candidate.content))
        return [*seen.shown(candidate.content, candidate.rule), *against]

    def _answered(self, seen: Window, candidate: Found) -> str:
        answer = self.terminal.choice(_CHOICES)
        match answer:
            case "a":
                self._accept(candidate)
            case "c":
                self._correct(seen, candidate)
            case "r":
                self._reject(candidate)
            case "n":
                self._new(seen)
            case "u":
                self._undo()
        return answer

    def _accept(self, candidate: Found) -> None:
        told = self.work.obstacles(candidate.content)
        if told:
            self.terminal.tell(f"  cannot be accepted: {what}" for what in told)
        else:
            self.work.decide(_accepted(candidate))

    def _reject(self, candidate: Found) -> None:
        reason = self.terminal.text("why")
        rejected = Decision(
            Verdict.REJECTED,
            candidate.name,
            candidate.rule,
            candidate.hash,
            candidate.content,
            reason=reason,
        )
        self.work.decide(rejected)

    def _correct(self, seen: Window, candidate: Found) -> None:
        said = self._edited(seen, candidate.content)
        found = candidate.content
        self.work.decide(
            Decision(Verdict.CORRECTED, candidate.name, candidate.rule, candidate.hash, found, said)
        )

    def _new(self, seen: Window) -> None:
        kind = self.terminal.choice(_KINDS)
        started = Content(_kind(kind), frozenset(self._dated(_kind(kind))), ())
        said = self._edited(seen, started)
        name = said.name(self.work.entry.slug)
        self.work.decide(Decision(Verdict.ADDED, name, says=said))

    def _dated(self, kind: Kind) -> list[Property]:
        entry = self.work.entry
        date = "schema:observationDate" if kind is Kind.FIGURE else "tdi:attestedDate"
        return [
            (expand(date), dated(entry.issued)),
            (
                expand("tdi:dateBasis"),
                expand("c:estimated" if entry.estimated else "c:publication"),
            ),
            (expand("tdi:modality"), expand("c:observed")),
        ]

    def _edited(self, seen: Window, started: Content) -> Content:
        """Let the reviewer correct what was ``started`` until it can be taken."""
        content = started
        self.terminal.tell([*seen.in_turtle(content), *_HOW])
        while True:
            lines = self.terminal.lines()
            try:
                content = corrected(content, lines, self.work.examined.document)
                told = [_UNCHANGED] if content == started else self.work.against(content)
            except DataError as error:
                told = [str(error), "nothing of what you typed is taken: type it again"]
            if not told:
                self.terminal.tell([f"  {seen.said_in_words(content)}"])
                return content
            self.terminal.tell(f"  {what}" for what in told)

    def _undo(self) -> None:
        if not self.work.undo():
            self.terminal.tell(["  nothing was decided yet"])


def _kind(number: str) -> Kind:
    return next(kind for kind in Kind if kind.slug == _KINDS[number])
