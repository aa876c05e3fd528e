"""What a reviewer decided on a document's candidates: ``data/reviews/{slug}.yaml``.

One entry a decision, in the order of the text. A decision on a candidate holds for exactly the
content that was looked at: an accepted one is known by its hash, since ``data/statements`` says
the rest; of a corrected or rejected one the file keeps what the rule had found. YAML 1.2, with
contents in Turtle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import yaml

from tdi_graph.errors import DataError, Place
from tdi_graph.reviewing import content as contents
from tdi_graph.reviewing.content import Content

CORRECTED_BY, ADDED_BY = "reviewer.corrected", "reviewer.added"
THINGS = ("accepted", "same", "rejected")
_FIELDS = {"rule", "content", "reason", "found", "says", "since"}


class Verdict(StrEnum):
    """What became of a candidate; an added statement had none."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on the candidate called ``name`` that ``rule`` found.

    ``content`` is the hash of what was looked at, ``found`` the same in full (not of an accepted
    one), ``says`` what the statement says instead; ``since`` its first edition.
    """

    verdict: Verdict
    name: str
    rule: str = ""
    content: str = ""
    found: Content | None = None
    says: Content | None = None
    reason: str = ""
    since: int = 1

    @property
    def found_by(self) -> tuple[str, ...]:
        """How the statement came about: its rule, and what the reviewer did."""
        marks = {Verdict.CORRECTED: CORRECTED_BY, Verdict.ADDED: ADDED_BY}
        return tuple(name for name in (self.rule, marks.get(self.verdict, "")) if name)

    @property
    def place(self) -> tuple[int, int, str]:
        """Where its statement, or what was found, stands in the text."""
        held = self.says or self.found
        first = min(held.spans) if held else (0, 0)
        return (*first, self.name)


@dataclass(frozen=True, slots=True)
class Thing:
    """What became of a new thing that the rules proposed: ``accepted``, ``same`` or ``rejected``.

    ``iri`` is compact, ``where`` the range of the words that name it, ``known`` the thing that it
    is the same as.
    """

    verdict: str
    iri: str
    where: str = ""
    known: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All decisions on a document."""

    document: str
    decisions: tuple[Decision, ...] = ()
    things: tuple[Thing, ...] = ()

    def decided(self, decision: Decision) -> "Review":
        """Return the review with one more decision."""
        return replace(self, decisions=(*self.decisions, decision))


def path_of(root: Path, document: str) -> Path:
    """Return where the review of ``document`` lies."""
    return root / "data" / "reviews" / f"{document}.yaml"


def load(root: Path, document: str) -> Review:
    """Read the review of a document, empty if there is none; raise ``DataError`` if it is bad."""
    path = path_of(root, document)
    if not path.exists():
        return Review(document)
    try:
        text = path.read_text("utf-8")
        held = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise DataError(f"not YAML: {told}", do="mend the file", place=Place(path)) from None
    return _review(held, document, path, text)


def _review(held: object, document: str, path: Path, text: str) -> Review:
    if not isinstance(held, Mapping) or held.get("document") != document:
        told = f"this is no review of {document}"
        raise DataError(told, do="begin with “document:” and its slug", place=Place(path, 1))
    things = tuple(_thing(entry, path) for entry in _listed(held, "things", path))
    entries = _listed(held, "decisions", path)
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("- ")]
    made: list[Decision] = []
    for entry, line in zip(entries, starts[len(things) :], strict=True):
        try:
            made.append(_decision(entry, document))
        except DataError as error:
            raise DataError(error.what, do=error.do, place=Place(path, line)) from None
    return Review(document, tuple(made), things)


def _thing(entry: Mapping[str, object], path: Path) -> Thing:
    verdict = next((v for v in THINGS if v in entry), "")
    if not verdict:
        told = f"a decision on a new thing is one of {', '.join(THINGS)}"
        raise DataError(told, do="write one of them, and the thing", place=Place(path))
    texts = (str(entry.get(name, "")) for name in (verdict, "where", "known", "reason"))
    return Thing(verdict, *texts)


def _listed(held: Mapping[object, object], name: str, path: Path) -> list[dict[str, object]]:
    entries = held.get(name) or []
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        told = f"{name} is no list of decisions"
        raise DataError(told, do="write each as “- verdict: name”", place=Place(path))
    return entries


def _decision(entry: Mapping[str, object], document: str) -> Decision:
    verdicts = [verdict for verdict in Verdict if verdict.value in entry]
    unknown = entry.keys() - _FIELDS - {verdict.value for verdict in Verdict}
    if len(verdicts) != 1 or unknown:
        told = f"“{min(unknown)}” is no field" if unknown else "a decision has one verdict"
        raise DataError(told, do="write accepted, corrected, rejected or added, and a name")
    verdict = verdicts[0]
    found, says = (_content(entry, field, document) for field in ("found", "says"))
    if (says is None) != (verdict in {Verdict.ACCEPTED, Verdict.REJECTED}):
        raise DataError(
            f"“says” is missing or too much in a statement {verdict.value}",
            do="give it to what is corrected or added",
        )
    since = str(entry.get("since", 1))
    decision = Decision(
        verdict,
        str(entry[verdict.value]),
        str(entry.get("rule", "")),
        str(entry.get("content", "")) or (contents.fingerprint(found, document) if found else ""),
        found,
        says,
        str(entry.get("reason", "")),
        int(since) if since.isdecimal() else 1,
    )
    if verdict is not Verdict.ADDED and not decision.content:
        raise DataError("the decision does not tell on what", do="add “content” or “found”")
    return decision


def _content(entry: Mapping[str, object], field: str, document: str) -> Content | None:
    text = entry.get(field)
    return contents.read(str(text), document) if text is not None else None


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as such."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def write(review: Review, order: Mapping[str, tuple[int, int]]) -> str:
    """Return the text of a review's file; ``order`` places accepted statements in the text."""
    document = review.document

    def place(decision: Decision) -> tuple[tuple[int, int], str]:
        return order.get(decision.name, decision.place[:2]), decision.name

    held: dict[str, object] = {"document": document}
    if review.things:
        held["things"] = [_told(thing) for thing in sorted(review.things, key=lambda t: t.iri)]
    held["decisions"] = [
        _entry(decision, document) for decision in sorted(review.decisions, key=place)
    ]
    return yaml.dump(held, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)


def _told(thing: Thing) -> dict[str, str]:
    fields = {"where": thing.where, "known": thing.known, "reason": thing.reason}
    return {thing.verdict: thing.iri, **{name: text for name, text in fields.items() if text}}


def _entry(decision: Decision, document: str) -> dict[str, object]:
    fields: list[tuple[str, object]] = [
        (decision.verdict.value, decision.name),
        ("rule", decision.rule),
        ("content", "" if decision.found else decision.content),
        ("reason", decision.reason),
        ("since", decision.since if decision.since != 1 else ""),
    ]
    both = (("found", decision.found), ("says", decision.says))
    fields += [(name, contents.write(held, document)) for name, held in both if held]
    return {name: value for name, value in fields if value}


def counted(reviews: Iterable[Review]) -> dict[str, int]:
    """Count the decisions by verdict."""
    listed = [decision.verdict for review in reviews for decision in review.decisions]
    return {verdict.value: listed.count(verdict) for verdict in Verdict}
