"""The index: words in SQLite's FTS5 (https://www.sqlite.org/fts5.html), names in order, in memory.

Each name is one row. Rows are numbered by how much their things count, so that the first rows of
any match, which FTS5 gives in that order, are its best ones: however many rows match, few are read.
Typing mistakes are looked up among the words of the index, by edit distance.
"""

import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tdi_graph.search import folding
from tdi_graph.search.entries import Entry, Name, Sort
from tdi_graph.search.ranking import Form, score, weight
from tdi_graph.search.spelling import Spelling

MOST = 600
"""How many rows are looked at, at most: who asks for less than this is answered completely."""

_TABLE = """CREATE VIRTUAL TABLE form USING fts5(
    words, content='', detail=none, columnsize=0, prefix='1 2 3', tokenize='unicode61')"""
_MATCH = "SELECT rowid FROM form WHERE form MATCH ? LIMIT ?"
# A private character, which no folded text holds, keeps the kinds apart from the words.
_KIND = "\ue000"
_BEGINNINGS = 200
_MOST_WORDS = 12
_USES = frozenset({"passage", "statement", "term"})
_NO_THINGS = _USES | {"question", "document"}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: what it is called, by which name it was found, how well (0-100).

    ``classes`` are its most specific ones and ``years`` those for which a statement attests it.
    """

    iri: str
    kind: str
    classes: tuple[str, ...]
    label: Name
    matched: Name
    note: Name | None
    years: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, how many there are in all, and how many of each kind and year.

    ``kinds`` counts what the choice of kinds left out, too, and ``years`` that of years; all counts
    are at least so many where ``complete`` is false.
    """

    hits: tuple[Hit, ...]
    total: int
    kinds: Mapping[str, int]
    years: Mapping[int, int]
    complete: bool


class Index:
    """Finds things by their names; it never changes and may be used from any thread.

    ``entries`` are what can be found, those first that count most.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the names of ``entries``."""
        self.entries = tuple(sorted(entries, key=lambda entry: (-weight(entry), entry.iri)))
        self._weights = [weight(entry) for entry in self.entries]
        self._forms = list(_forms(self.entries))
        self._ordered = sorted((form.text, row) for row, form in enumerate(self._forms))
        self._spelling = Spelling({word for form in self._forms for word in form.words})
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._database.close)
        self._database.execute(_TABLE)
        self._database.executemany(
            "INSERT INTO form(rowid, words) VALUES (?, ?)",
            (
                (row, self._indexed(form))
                for row, form in enumerate(self._forms)
                # Acronyms of our own making are found by their beginning alone.
                if form.sort is not Sort.INITIALS
            ),
        )
        self._database.execute("INSERT INTO form(form) VALUES ('optimize')")
        self._database.commit()

    def find(
        self, text: str, language: str, *, kinds: Collection[str] = (), limit: int = 10
    ) -> list[Hit]:
        """Return the best hits for ``text``, of some ``kinds`` or of all, best first."""
        ranked = self._ranked(text, language, self._rows(text, kinds))
        return [self._hit(row, language, scored) for row, scored in ranked[:limit]]

    def search(
        self,
        text: str,
        language: str,
        *,
        kinds: Collection[str] = (),
        year: int | None = None,
        limit: int = 50,
    ) -> Found:
        """Return the best hits of some ``kinds`` and a ``year``, and what else there would be."""
        rows = self._rows(text, ())
        ranked = chosen = self._ranked(text, language, rows)
        if kinds:
            rows = self._rows(text, kinds)
            chosen = self._ranked(text, language, rows)
        years = Counter(each for row, _ in chosen for each in self._of(row).years)
        in_year = [each for each in ranked if self._is_of(each[0], year)]
        chosen = [each for each in chosen if self._is_of(each[0], year)]
        return Found(
            hits=tuple(self._hit(row, language, scored) for row, scored in chosen[:limit]),
            total=len(chosen),
            kinds=Counter(self._of(row).kind for row, _ in in_year),
            years=years,
            complete=len(rows) < MOST,
        )

    def _of(self, row: int) -> Entry:
        return self.entries[self._forms[row].entry]

    def _is_of(self, row: int, year: int | None) -> bool:
        return year is None or year in self._of(row).years

    def _hit(self, row: int, language: str, scored: float) -> Hit:
        form, entry = self._forms[row], self._of(row)
        names = (*entry.names, *entry.notes)
        return Hit(
            iri=entry.iri,
            kind=entry.kind,
            classes=tuple(sorted(entry.classes - entry.implied)),
            label=_in_language(entry.names, language) or entry.names[0],
            matched=names[form.name],
            note=_in_language(entry.notes, language),
            years=entry.years,
            score=round(scored, 1),
        )

    def _ranked(self, text: str, language: str, rows: Iterable[int]) -> list[tuple[int, float]]:
        """Return the best row of each entry with its score, best first."""
        asked, folded = folding.asked(text)[:_MOST_WORDS], " ".join(folding.words(text))
        best: dict[int, tuple[int, float]] = {}
        for row in rows:
            form = self._forms[row]
            scored = score(form, asked, folded, language, self._weights[form.entry])
            if form.entry not in best or best[form.entry][1] < scored:
                best[form.entry] = (row, scored)
        return sorted(best.values(), key=lambda pair: (-pair[1], pair[0]))

    def _rows(self, text: str, kinds: Collection[str]) -> list[int]:
        """Return the rows that match; look for mistakes where no thing bears the words as typed.

        Whether one does is asked of all kinds, so that to choose a kind is to choose among the same
        rows.
        """
        asked = folding.asked(text)[:_MOST_WORDS]
        if not asked:
            return []
        begun = list(self._beginning(" ".join(folding.words(text))))
        typed = [[word] for word in asked]
        everything = dict.fromkeys([*begun, *self._matching(typed, ())])
        found = everything
        if kinds:
            limited = [*begun, *self._matching(typed, kinds)]
            found = dict.fromkeys(row for row in limited if self._of(row).kind in kinds)
        if found and any(map(self._names_a_thing, everything)):
            return list(found)
        return self._mistyped(asked, found, kinds)

    def _mistyped(
        self, asked: Sequence[str], found: dict[int, None], kinds: Collection[str]
    ) -> list[int]:
        near = [[word, *self._spelling.near(word)] for word in asked]
        joined = self._matching([["".join(asked)]], kinds)
        rows = found | dict.fromkeys([*joined, *self._matching(near, kinds)])
        if rows:
            return list(rows)
        some = (row for one in near for row in self._matching([one], kinds)[:_BEGINNINGS])
        return list(dict.fromkeys(some))

    def _names_a_thing(self, row: int) -> bool:
        named = self._forms[row].sort is not Sort.NOTE
        return named and self._of(row).kind not in _NO_THINGS

    def _beginning(self, text: str) -> Iterator[int]:
        start = bisect_left(self._ordered, (text, -1))
        for held, row in islice(self._ordered, start, start + _BEGINNINGS):
            if not held.startswith(text):
                return
            yield row

    def _matching(self, groups: Sequence[Sequence[str]], kinds: Collection[str]) -> list[int]:
        """Return rows in which, of each group, some word is begun."""
        wanted = [" OR ".join(f'"{word}"*' for word in group) for group in groups]
        if kinds:
            wanted.append(" OR ".join(f'"{_KIND}{kind}"' for kind in kinds if kind.isalpha()))
        if not all(wanted):
            return []
        match = " AND ".join(f"({one})" for one in wanted)
        with self._lock:
            return [row for (row,) in self._database.execute(_MATCH, (match, MOST))]

    def _indexed(self, form: Form) -> str:
        kind = self.entries[form.entry].kind
        return " ".join([*form.words, *folding.contracted([*form.words]), _KIND + kind])


def _forms(entries: Sequence[Entry]) -> Iterator[Form]:
    for number, entry in enumerate(entries):
        # The note of a passage names its document, which has an entry of its own.
        notes = () if entry.kind == "passage" else entry.notes
        for at, name in enumerate((*entry.names, *notes)):
            words = folding.words(name.text)
            yield _form(number, at, name, words, thing=entry.kind not in _USES)
            if name.sort is Sort.PREFERRED and entry.kind not in _NO_THINGS:
                for acronym in folding.initials(words) if len(words) > 1 else ():
                    initials = Name(acronym, name.language, Sort.INITIALS)
                    yield _form(number, at, initials, [acronym])


def _form(entry: int, at: int, name: Name, words: list[str], *, thing: bool = True) -> Form:
    return Form(entry, at, name.sort, name.language, tuple(words), " ".join(words), thing)


def _in_language(names: Iterable[Name], language: str) -> Name | None:
    held = list(names)
    own = [name for name in held if name.language in (language, "")]
    return next(iter(own or held), None)
