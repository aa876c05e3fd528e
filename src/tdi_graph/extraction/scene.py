"""A document as the rules see it: sentences with the things, numbers and times they mention."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Literal

from tdi_graph.extraction import (
    acronyms,
    anchors,
    bodies,
    definitions,
    listed,
    names,
    quantities,
    shortened,
    strands,
    themes,
    times,
    uncapitalised,
)
from tdi_graph.extraction.authority import Authority
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.mention_index import MentionIndex
from tdi_graph.extraction.mentions import Entity, Gazetteer, Mention, longest
from tdi_graph.extraction.proposals import Ledger, tidy
from tdi_graph.extraction.quantity import Quantity
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import Words, content
from tdi_graph.extraction.view import Reading, Sentence

SILENT = frozenset({"contact", "chrome", "dateline"})
# Led by its first character, which the search can look for.
_QUOTED_SPAN = re.compile(r'[«"](?:(?<=«)[^«»]{1,4000}»|(?<=")(?<![\w.»]")(?=\S)[^"\n]{1,4000}")')
_LONG_QUOTE = 40
_LONGEST_SENTENCE = 2400
_LONGEST_NAME = 300
_ALSO_CALLED = re.compile(
    r"[\w' ]{0,40},? \(?(?:aussi |egalement |dit |plus connu sous le nom de )?"
    r"(?:appele|dit|denomme|nomme|surnomme|intitule)e?s? (?:le |la )?[«\"]? ?"
)
# What finds new names.
_NEW = (
    names.schemes, acronyms.schemes, definitions.schemes, definitions.christened, bodies.bodies,
    uncapitalised.schemes,
)  # fmt: skip


class Scene(MentionIndex):
    """What the frames of one document share; ``ledger`` grows while they work."""

    def __init__(self, reading: Reading, authority: Authority) -> None:
        """Find the names, numbers and times of ``reading``."""
        self.reading, self.authority = reading, authority
        self.view, self.text = reading.view, reading.view.text
        self.words = Words(self.text)
        self.plain = self.words.plain
        self.anchor = anchors.dated(reading.issued.value if reading.issued else None, self.words)
        self.ledger = Ledger(authority)
        spoken = (s for s in self.view.sentences if self.kind(s) not in SILENT)
        self.sentences = [piece for s in spoken for piece in _pieces(s)]
        self._starts = [sentence.start for sentence in self.sentences]
        super().__init__(self._named())
        self.times = times.find(self.words, self.anchor)
        self._time_starts = [time.start for time in self.times]
        held = [(m.start, m.end) for m in self.mentions]
        self.quantities = self._spoken(quantities.find(self.words, self.times, held))
        self._quantity_starts = [quantity.start for quantity in self.quantities]
        self.quotes = _quotes(self.text)
        self.topic = themes.topic(self)
        self._leave(themes.strangers(self))
        self._prepare()

    def _prepare(self) -> None:
        """Make room for what the frames find once and ask for again."""
        self.titles: dict[int, int] = {}
        self.headings: list[int] | None = None
        self.columns: int | None = None
        self.timed: list[Sentence] | None = None
        self.day: tuple[str, str] | None = None
        self.announced: set[int] = set()
        self.cuts: dict[int, list[tuple[int, int]]] = {}
        self.centres: dict[int, Entity | None] = {}
        self.areas: list[re.Match[str]] | None = None
        self.regions: set[str] | None = None
        self.said_regions: list[tuple[int, str]] | None = None
        self.home: tuple[Entity, ...] | None = None
        self.topical: Literal[True] | frozenset[int] | None = None

    def kind(self, sentence: Sentence) -> str:
        """Return the kind of the block that a sentence stands in."""
        return self.view.blocks[sentence.block].kind

    def kind_at(self, position: int) -> str:
        """Return the kind of the block in which ``position`` stands."""
        sentence = self.sentence_at(position)
        return self.kind(sentence) if sentence else "chrome"

    def _spoken(self, found: Iterable[Quantity]) -> list[Quantity]:
        return [q for q in found if self.sentence_at(q.start) is not None]

    def _named(self) -> list[Mention]:
        """Return the known names and the new ones; at the same place the longer goes first."""
        known = longest([*self.authority.gazetteer.find(self.words), *self._listed()])
        starts = [mention.start for mention in known]
        own = Gazetteer()
        new = [name for find in _NEW for name in find(self.words)]
        wholes = shortened.wholes(self.text, new)
        for name in new:
            low = bisect_left(starts, name.start - _LONGEST_NAME)
            near = known[low : bisect_left(starts, name.end + _LONGEST_NAME)]
            label = self.text[name.start : name.end]
            self._learn(name, near, own, wholes.get(content(label), name))
        for mention in known:
            short = names.acronym(self.text, mention.end)
            if short:
                own.add(short, mention.entity)
        found = longest([*known, *own.find(self.words)])
        for mention in found:
            self._learn_part(mention, own)
            span = strands.longer(self.text, mention)
            if span is not None:
                label = self.text[slice(*span)]
                own.add(label, self.ledger.entity("tdi:Measure", "scheme", label, span))
        return longest([*known, *own.find(self.words)])

    def _leave(self, strangers: frozenset[str]) -> None:
        """Forget the names of things that this document does not mean."""
        self.ledger.strangers = strangers
        self.name(m for m in self.mentions if m.entity.iri.value not in strangers)

    def _listed(self) -> Iterator[Mention]:
        """Yield where the text names the lexicon's schemes, which it proposes."""
        for place in listed.find(self.words):
            told, span = place.entity, (place.start, place.end)
            yield Mention(*span, self.ledger.entity(told.type, told.sort, told.label, span))

    def _learn_part(self, whole: Mention, own: Gazetteer) -> None:
        """« le volet forestier de France Relance », later « le volet forestier »."""
        span = names.part(self.words, whole.start) if whole.entity.sort == "scheme" else None
        if span is None:
            return
        label = f"{self.text[slice(*span)]} de {whole.entity.label}"
        entity = self.ledger.entity("tdi:Measure", "scheme", label, span)
        own.add(self.text[slice(*span)], entity)
        own.add(self.text[span[0] : whole.end], entity)

    def _learn(
        self, name: names.Name, known: list[Mention], own: Gazetteer, whole: names.Name
    ) -> None:
        """Let a new name stand for the scheme or body that ``whole`` names in full."""
        held = {m.entity.iri for m in known if m.start <= name.start and name.end <= m.end}
        if held or self.sentence_at(name.start) is None:
            return
        label = self.text[name.start : name.end]
        inside = [m for m in known if name.start <= m.start and m.end <= name.end]
        if any(self._begins(m, name) or self._says(m, name) for m in inside):
            return
        same = self._also_called(name.end, known)
        if same is not None:
            own.add(label, same)
            return
        sort = "body" if name.type == "org:Organization" else "scheme"
        if not content(label):
            return
        full = self.text[whole.start : whole.end]
        entity = self.ledger.entity(whole.type, sort, full, (whole.start, whole.end))
        if name.acronym and not entity.known:
            entity = self.ledger.rename(entity, (*entity.names[:1], name.acronym))
        for written in (*entity.names, name.acronym, tidy(label)):
            if written:
                own.add(written, entity)

    def _begins(self, known: Mention, name: names.Name) -> bool:
        """Tell whether a new name only begins with a known one, and is none of its own."""
        return (
            known.start == name.start
            and known.entity.sort in {"scheme", "body", "person"}
            and not strands.quoted(self.text, known, name.end)
        )

    def _says(self, known: Mention, name: names.Name) -> bool:
        """« le fonds X » of a known scheme X is no other."""
        alone = " " not in self.text[name.start : known.start].strip(' «"')
        return alone and known.end == name.end and known.entity.sort == "scheme"

    def _also_called(self, end: int, known: list[Mention]) -> Entity | None:
        """« le Fonds …, aussi appelé « Fonds vert » »: the known thing that a long name is."""
        found = _ALSO_CALLED.match(self.plain, end)
        if found is None:
            return None
        return next((m.entity for m in known if m.start == found.end()), None)

    def matches(
        self, pattern: re.Pattern[str] | Indexed | Hinged, *words: str
    ) -> Iterator[re.Match[str]]:
        """Return the matches of ``pattern`` if the plain text has one of the ``words`` it needs."""
        if isinstance(pattern, Indexed):
            return pattern.finditer(self.words)
        told = not words or any(word in self.plain for word in words)
        return pattern.finditer(self.plain) if told else iter(())

    def sentence_at(self, position: int) -> Sentence | None:
        """Return the sentence in which ``position`` stands, None in what the rules pass over."""
        at = bisect_right(self._starts, position) - 1
        if at < 0 or position >= self.sentences[at].end:
            return None
        return self.sentences[at]

    def index_at(self, position: int) -> int:
        """Return the index of the last sentence that starts at ``position`` or before."""
        return bisect_right(self._starts, position) - 1

    def masked(self, start: int, end: int) -> str:
        """Return the plain text with each scheme or body as one word that no rule knows."""
        text = self.plain[start:end]
        for mention in self.within(start, end, "scheme", "body"):
            if mention.end <= end:
                low, high = mention.start - start, mention.end - start
                text = text[:low] + "x" * (high - low) + text[high:]
        return text

    def recall(self) -> None:
        """Name everywhere the persons whom a title has shown, also as « M. » or « Mme »."""
        own = Gazetteer()
        persons = {m.entity.iri.value: m.entity for m in self.mentions if m.entity.sort == "person"}
        for person in persons.values():
            own.add(person.label, person)
            for civility in ("M.", "Mme", "Monsieur", "Madame"):
                own.add(f"{civility} {person.label.rpartition(' ')[2]}", person)
        self.name(longest([*self.mentions, *own.find(self.words)]))

    def times_in(self, start: int, end: int) -> list[Time]:
        """Return the points and periods of time from ``start`` to ``end``."""
        low, high = bisect_left(self._time_starts, start), bisect_left(self._time_starts, end)
        return [t for t in self.times[low:high] if t.sort in {"point", "period"}]

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        """Return the numbers that start from ``start`` to before ``end``."""
        low = bisect_left(self._quantity_starts, start)
        return self.quantities[low : bisect_left(self._quantity_starts, end)]

    def counts_in(self, start: int, end: int) -> bool:
        """Tell whether something is counted from ``start`` to ``end``."""
        found = self.quantities_in(start, end)
        return any(q.unit == "count" and not q.rejected for q in found)

    def quoted(self, position: int) -> bool:
        """Tell whether ``position`` stands in reported words, not in a quoted name."""
        at = bisect_left(self.quotes, (position, 0)) - 1
        return at >= 0 and position < self.quotes[at][1]


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """Cut what no full stop has cut, so that the work on a sentence is bounded."""
    if sentence.end - sentence.start <= _LONGEST_SENTENCE:
        yield sentence
        return
    for start in range(sentence.start, sentence.end, _LONGEST_SENTENCE):
        yield Sentence(start, min(start + _LONGEST_SENTENCE, sentence.end), sentence.block)


def _quotes(text: str) -> list[tuple[int, int]]:
    """Return where words are reported, in their order; quoted names are shorter."""
    spans = (found.span() for found in _QUOTED_SPAN.finditer(text))
    return [(start, end) for start, end in spans if end - start > _LONG_QUOTE]
