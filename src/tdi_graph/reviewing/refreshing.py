"""Decisions brought up to date after the rules, the entities or a date have changed.

What the statements say never changes here: a decision whose candidate is gone is matched anew by
what was said, and where the rules now say something else, the reviewer's words stand as a
correction, or as an addition if the rules are silent. Evidence alone may move, to a range that
contains the former one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pyoxigraph import NamedNode

from tdi_graph.documents import Document, passage
from tdi_graph.reviewing.applying import Found
from tdi_graph.reviewing.content import Content, Span, is_short
from tdi_graph.reviewing.decisions import Decision, Review, Verdict
from tdi_graph.statements import Kind
from tdi_graph.vocabulary import expand, thing

# How much of a statement another must say to be taken for a version of it.
_ALIKE = 0.5
# Said in our words, or in as many ways as there are passages: the place tells these.
_FREELY_WORDED = frozenset({Kind.PLEDGE, Kind.QUOTATION})
_ARTICLES = re.compile(r"\b(?:les?|la|des?|du|aux?|l['’]|d['’])")
_WORD, _WORD_OR_QUOTE = re.compile(r"\w"), re.compile(r"\w|[«»]")
_CIRCUMSTANCES = frozenset(
    map(
        expand,
        ("tdi:attestedDate", "schema:observationDate", "tdi:dateBasis", "tdi:modality"),
    )
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A review brought up to date, what changed in words, and the statements' new names."""

    review: Review
    told: tuple[str, ...]
    renamed: Mapping[str, str]


def refresh(
    review: Review,
    candidates: Sequence[Found],
    document: Document,
    held: Mapping[str, Content],
) -> Refreshed:
    """Match the decisions of ``review`` with the candidates there are now.

    ``held`` are the statements of the document's file, by name: what accepted ones say.
    """
    work = _Work(document, held, list(candidates))
    kept = [decision for decision in review.decisions if work.holds(decision)]
    settled = set(map(id, kept))
    left = [decision for decision in review.decisions if id(decision) not in settled]
    # The surest matches first, so that an addition takes nothing that an accepted statement stands
    # for; and wholes before their parts, whose content names them.
    for alike in (_same, _same_name, _version):
        for part in (False, True):
            made = work.match([d for d in left if work.refers(d) == part], alike)
            kept += made.values()
            left = [decision for decision in left if id(decision) not in made]
    kept += [new for decision in left if (new := work.unmatched(decision)) is not None]
    return Refreshed(replace(review, decisions=tuple(kept)), tuple(work.told), work.renamed)


_Close: TypeAlias = tuple[float, int]
Alike: TypeAlias = Callable[[Content, Found, str], bool]


def _same(said: Content, now: Found, _: str) -> bool:
    return said.kind is now.content.kind and said.properties == now.content.properties


def _same_name(_: Content, now: Found, name: str) -> bool:
    return now.name == name


def _version(said: Content, now: Found, _: str) -> bool:
    if said.kind is not now.content.kind or not overlap(said.spans, now.content.spans):
        return False
    return said.kind in _FREELY_WORDED or likeness(said, now.content) >= _ALIKE


def _joined(spans: Sequence[Span], text: str) -> list[Span]:
    """Return the passages, in one where no word stands between two: that is how they are read."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not _WORD.search(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _outside(old: Sequence[Span], new: Sequence[Span], text: str) -> Iterable[str]:
    """Yield what the old passages quote and the new ones do not."""
    for start, end in old:
        kept = {at for s, e in new for at in range(max(s, start), min(e, end))}
        yield "".join(text[at] if at not in kept else " " for at in range(start, end))


def likeness(one: Content, other: Content) -> float:
    """Return the share of properties, without dates and modality, that two contents have."""
    said = [{p for p in each.properties if p[0] not in _CIRCUMSTANCES} for each in (one, other)]
    return len(said[0] & said[1]) / max(1, len(said[0] | said[1]))


def overlap(one: Sequence[Span], other: Sequence[Span]) -> int:
    """Return how many characters the passages of two contents have in common."""
    pairs = ((a, b) for a in one for b in other)
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a, b in pairs)


@dataclass
class _Work:
    """A refresh under way: the candidates that no decision has taken yet, and what was told."""

    document: Document
    held: Mapping[str, Content]
    free: list[Found]
    told: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    _final: dict[NamedNode, NamedNode] = field(default_factory=dict)

    def holds(self, decision: Decision) -> bool:
        """Take the candidate on which ``decision`` was made, if it is as it was."""
        if decision.verdict is Verdict.ADDED:
            return False
        key = (decision.name, decision.content)
        now = next((candidate for candidate in self.free if candidate.key == key), None)
        if now is not None:
            self.free.remove(now)
            said = decision.says or now.content
            self._name(now.name, said.name(self.document.slug))
        return now is not None

    def refers(self, decision: Decision) -> bool:
        """Tell whether the statement speaks of another one."""
        said = self._said(decision)
        mark = thing("statement", "").value
        values = (value.value for _, value in said.properties) if said else ()
        return any(value.startswith(mark) for value in values)

    def _said(self, decision: Decision) -> Content | None:
        accepted = decision.verdict is Verdict.ACCEPTED
        said = self.held.get(decision.name) if accepted else decision.says or decision.found
        names = {thing("statement", old): thing("statement", n) for old, n in self.renamed.items()}
        return said.pointing(names) if said else None

    def _name(self, candidate: str, final: str) -> None:
        self._final[thing("statement", candidate)] = thing("statement", final)

    def match(self, decisions: Sequence[Decision], alike: Alike) -> dict[int, Decision]:
        """Return new decisions, by the identity of the old ones, where a candidate stands for it.

        The closest pairs of a decision and a candidate find each other first.
        """
        pairs = [pair for d in decisions for pair in self._pairs(d, alike)]
        made: dict[int, Decision] = {}
        for _, decision, raw in sorted(pairs, key=lambda pair: pair[0], reverse=True):
            if id(decision) not in made and raw in self.free:
                self.free.remove(raw)
                made[id(decision)] = self._made(decision, raw)
        return made

    def _pairs(self, decision: Decision, alike: Alike) -> Iterable[tuple[_Close, Decision, Found]]:
        said = self._said(decision)
        if said is None or (decision.verdict is Verdict.REJECTED and alike is not _same):
            return
        for raw in self.free:
            now = raw.content.pointing(self._final)
            if alike(said, replace(raw, content=now), decision.name):
                yield (likeness(said, now), overlap(said.spans, now.spans)), decision, raw

    def _made(self, decision: Decision, raw: Found) -> Decision:
        said, now = self._said(decision), raw.content.pointing(self._final)
        if said is None or decision.verdict is Verdict.REJECTED:
            return replace(
                decision, name=raw.name, rule=raw.rule, content=raw.hash, found=raw.content
            )
        before = said.name(self.document.slug)
        if now.properties == said.properties and self.moves(said, now):
            self._name(raw.name, raw.name)
            self._tell(before, f"accepted as {raw.rule} finds it now")
            if before != raw.name:
                self.renamed[before] = raw.name
            return Decision(Verdict.ACCEPTED, raw.name, raw.rule, raw.hash, since=decision.since)
        self._name(raw.name, before)
        self._tell(before, f"{raw.rule} says it otherwise: kept as a correction")
        return Decision(
            Verdict.CORRECTED,
            raw.name,
            raw.rule,
            raw.hash,
            raw.content,
            said,
            decision.reason,
            decision.since,
        )

    def moves(self, said: Content, now: Content) -> bool:
        """Tell whether the new passages may stand for the old: short, and containing them."""
        if said.spans == now.spans:
            return True
        lost = " ".join(_outside(said.spans, now.spans, self.document.text)).casefold()
        quoted = (passage(self.document, *span) for span in _joined(now.spans, self.document.text))
        short = now.kind is Kind.QUOTATION or all(is_short(p, self.document) for p in quoted)
        return short and not _WORD_OR_QUOTE.search(_ARTICLES.sub(" ", lost))

    def unmatched(self, decision: Decision) -> Decision | None:
        """Return what a decision becomes for which no candidate is left."""
        said = self._said(decision)
        if decision.verdict is Verdict.ADDED:
            return decision
        if decision.verdict is Verdict.REJECTED or said is None:
            self._tell(decision.name, f"no longer found, so no longer {decision.verdict}")
            return None
        before = said.name(self.document.slug)
        self._tell(before, "no rule finds it any more: kept as an addition")
        return Decision(
            Verdict.ADDED, before, says=said, reason=decision.reason, since=decision.since
        )

    def _tell(self, name: str, what: str) -> None:
        self.told.append(f"{name}: {what}")
