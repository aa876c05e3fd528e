"""How near a list of predicted facts comes to a list of facts found by hand.

What counts as the same fact is what the annotation guidelines say. *Core*: a figure's measure,
value, unit and subject; an office's person and title; a relation's three ends; an event's date and
most of its words. *Full* adds what keeps a fact from being misread: a figure's exactness, status,
presence of a scope and year; an office's whole title and month; no date where the text leaves it
open; half of an event's participants. Every match needs evidence that overlaps by half.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Fact = Mapping[str, Any]
Match = Callable[[Fact, Fact, "Names"], bool]

KINDS = ("office", "figure", "relation", "event")
_OVERLAP = 0.5
_TITLE_OVERLAP = 0.75
_EVENT_OVERLAP = 0.4
_PARTICIPANTS = 0.5
_CLOSE = 1e-6
_MONTH = len("2021-10")
_SIGNS = re.compile(r"[«»\"“”().,;:]")
_ARTICLES = re.compile(r"\b(le|la|les|l'|de|du|des|d'|un|une)\b|\bl'|\bd'")
_PLURALS = re.compile(r"s\b")
_SPACES = re.compile(r"[\s\-–']+")
_YEAR = re.compile(r"\d{4}")
_MONEY = frozenset({"eur", "euro", "€"})
_SHARES = frozenset({"percent", "%", "pourcent"})


def plain(text: object) -> str:
    """Return ``text`` as it is compared: no accents, signs, articles or plural marks.

    >>> plain("l’Assemblée générale des « Territoires d’industrie »")
    'assemblee generale territoire industrie'
    """
    if text is None:
        return ""
    spelt = unicodedata.normalize("NFKD", str(text).replace("œ", "oe").replace("’", "'"))
    bare = "".join(sign for sign in spelt if not unicodedata.combining(sign)).lower()
    bare = _PLURALS.sub("", _ARTICLES.sub("", _SIGNS.sub(" ", bare)))
    return _SPACES.sub(" ", bare).strip()


def _words(text: object) -> set[str]:
    return set(re.findall(r"\w+", plain(text)))


def _overlap(first: object, second: object) -> float:
    one, other = _words(first), _words(second)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class Names:
    """Names that stand for one another in the comparison."""

    def __init__(self, aliases: Mapping[str, Sequence[str]]) -> None:
        """Take the names of each thing by the name to compare it by."""
        self._same = {
            plain(other): plain(name)
            for name, others in aliases.items()
            for other in (name, *others)
        }

    def of(self, text: object) -> str:
        """Return the name by which ``text`` is compared."""
        bare = plain(text)
        return self._same.get(bare, bare)

    def among(self, fact: Fact, end: str) -> set[str]:
        """Return the names accepted at one ``end`` of a fact."""
        return {self.of(name) for name in fact.get(f"{end}_any") or [fact.get(end)]}


def same_core(found: Fact, true: Fact, names: Names) -> bool:
    """Tell whether ``found`` says what ``true`` says, qualifiers apart."""
    same = _SAME.get(true["kind"])
    if same is None or found["kind"] != true["kind"]:
        return False
    if _overlap(found.get("evidence"), true.get("evidence")) < _OVERLAP:
        return False
    return same(found, true, names)


def same_full(found: Fact, true: Fact, names: Names) -> bool:
    """Tell whether ``found`` says what ``true`` says, with its qualifiers."""
    if not same_core(found, true, names):
        return False
    if not _leaves_open(found, true, "as_of" if true["kind"] == "office" else "date"):
        return False
    match true["kind"]:
        case "figure":
            return _same_qualifiers(found, true)
        case "office":
            return _same_office(found, true)
        case "event":
            named = {names.of(name) for name in true.get("participants", [])}
            met = {names.of(name) for name in found.get("participants", [])} & named
            return len(met) >= _PARTICIPANTS * len(true.get("participants", []))
        case _:
            return True


def _same_figure(found: Fact, true: Fact, names: Names) -> bool:
    units = found.get("unit"), true.get("unit")
    return (
        found.get("measure") == true["measure"]
        and _is_close(found.get("value"), true["value"])
        and (not all(units) or _unit(units[0]) == _unit(units[1]))
        and bool(names.among(found, "subject") & names.among(true, "subject"))
    )


def _is_close(one: Any, other: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    if one is None or other is None:
        return False
    return abs(float(one) - float(other)) <= _CLOSE * max(1, abs(float(other)))


def _unit(text: object) -> str:
    bare = plain(text)
    return "EUR" if bare in _MONEY else "percent" if bare in _SHARES else "count"


def _same_title(found: Fact, true: Fact) -> bool:
    """Compare the titles alone or with their bodies, however the two are split."""
    return any(
        one and other and len(one & other) / len(one | other) >= _TITLE_OVERLAP
        for one in map(_words, _titles(found))
        for other in map(_words, _titles(true))
    )


def _titles(fact: Fact) -> tuple[str, str]:
    title = fact.get("title") or ""
    return title, f"{title} {fact.get('organisation') or ''}"


def _same_relation(found: Fact, true: Fact, names: Names) -> bool:
    return (
        found.get("predicate") == true["predicate"]
        and names.of(found.get("subject")) == names.of(true["subject"])
        and bool(names.among(found, "object") & names.among(true, "object"))
    )


def _same_person(found: Fact, true: Fact, names: Names) -> bool:
    same = names.of(found.get("person")) == names.of(true["person"])
    return same and _same_title(found, true)


def _same_event(found: Fact, true: Fact, _: Names) -> bool:
    date = str(true.get("date") or "")
    dated = not date or str(found.get("date") or "")[: len(date)] == date
    return dated and _overlap(found.get("what"), true.get("what")) >= _EVENT_OVERLAP


_SAME: Mapping[str, Match] = {
    "figure": _same_figure,
    "office": _same_person,
    "relation": _same_relation,
    "event": _same_event,
}


def _leaves_open(found: Fact, true: Fact, key: str) -> bool:
    """Tell whether a date that the text leaves open is left open, or is the one it allows."""
    if true.get(key) or not found.get(key):
        return True
    return str(found[key]) == str(true.get("date_if_corpus_context"))


def _same_qualifiers(found: Fact, true: Fact) -> bool:
    year = _year(true.get("period"))
    return (
        found.get("qualifier", "exact") == true["qualifier"]
        and found.get("status", "achieved") == true["status"]
        and bool(found.get("scope")) == bool(true.get("scope"))
        and (not year or _year(found.get("period")) == year)
    )


def _year(text: object) -> str:
    found = _YEAR.search(str(text or ""))
    return found[0] if found else ""


def _same_office(found: Fact, true: Fact) -> bool:
    as_of = true.get("as_of")
    dated = as_of is None or str(found.get("as_of") or "")[:_MONTH] == str(as_of)[:_MONTH]
    pairs = zip(_titles(found), _titles(true), strict=True)
    return dated and any(_words(one) == _words(other) for one, other in pairs)


LEVELS: Mapping[str, Match] = {"core": same_core, "full": same_full}


@dataclass(slots=True)
class Score:
    """How many facts of a kind were found right, found wrong, missed, and were to be found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what was to be found that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        """Add up two scores, and count as if they were of one list."""
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.wanted + other.wanted,
        )


@dataclass(slots=True)
class Marks:
    """A document's marks at one level: scores by kind, and which facts were wrong or missed.

    ``good`` holds the predicted facts that match one found by hand, required or not.
    """

    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    good: list[Fact] = field(default_factory=list)
    wrong: list[Fact] = field(default_factory=list)
    missed: list[Fact] = field(default_factory=list)
    trapped: list[Fact] = field(default_factory=list)


def mark(found: Iterable[Fact], gold: Mapping[str, Any], same: Match, names: Names) -> Marks:
    """Compare the facts of a document with those found by hand, each of which matches once.

    A fact said twice costs nothing; one marked optional is neither wanted nor an error.
    """
    marks, used = Marks(), set[int]()
    facts: Sequence[Fact] = gold["facts"]
    for fact in (fact for fact in found if fact["kind"] in KINDS):
        matching = [at for at, true in enumerate(facts) if same(fact, true, names)]
        hit = next((at for at in matching if at not in used), None)
        if hit is not None:
            used.add(hit)
            marks.good.append(fact)
            marks.scores[fact["kind"]].right += not facts[hit].get("optional")
            continue
        if not matching:
            marks.scores[fact["kind"]].wrong += 1
            marks.wrong.append(fact)
        if _is_trapped(fact, gold):
            marks.trapped.append(fact)
    for at, true in enumerate(facts):
        _want(marks, true, met=at in used)
    return marks


def _want(marks: Marks, true: Fact, *, met: bool) -> None:
    if true.get("optional") or true["kind"] not in KINDS:
        return
    marks.scores[true["kind"]].wanted += 1
    if not met:
        marks.scores[true["kind"]].missed += 1
        marks.missed.append(true)


def _is_trapped(fact: Fact, gold: Mapping[str, Any]) -> bool:
    said = plain(fact.get("evidence"))
    traps = (plain(trap["text"]) for trap in gold.get("traps", []))
    return any(trap and trap in said for trap in traps)
