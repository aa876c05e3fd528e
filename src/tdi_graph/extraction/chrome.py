"""Where a page stops being its document: other pages' headlines and teasers follow, or widgets.

The end of a page is cut off only where two signs agree that do not depend on each other: a run of
headlines with their teasers is also what a list of regions looks like, a late date may be a
deadline, and a page's frame may stand above its document or in the middle of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from tdi_graph.extraction import metadata, webpage
from tdi_graph.extraction.paragraphs import Paragraph

_DEADLINE = re.compile(
    r"(?:d'ici|jusqu'|avant|plus tard|compter|partir|horizon|échéance|fin|clôture|prévue?s?"
    r"|au|et le|entre)[a-zéèàû' ]{0,12}$"
)
_CONTENT = re.compile(r"[^\W\d_]{4,}")
# Led by its first sign, which the search can look for.
_YEAR = re.compile(r"(?:19|20)(?<!\d\d\d)\d\d(?!\d)")
_LATE = timedelta(days=180)
_LATE_DATES = 2
_WIDGETS_ENOUGH = 2
_PAIRS = 3
_TEASER = 12
_OTHER_WORDS = 100
_DOCUMENT_WORDS = 80
_SAID_OFTEN = 3
_A_PARAGRAPH = 40
_A_FEW = 8
_SOON = 4
_SCRAPS_ENOUGH = 2
_ENDS = "the document says that it ends here"
_DATES = "dates long after the publication follow"
_FRAME = "a web page's frame follows"
_OTHERS = "a list of other pages is announced"
_TOPIC = "nothing that follows names the topic"
_SCRAPS = "only headlines, dates and scraps follow"
_HEADLINES = "a run of headlines with teasers follows"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page stops being its document, and what says so."""

    at: int
    reason: str


def tail(paragraphs: Sequence[Paragraph], issued: str | None) -> Cut | None:
    """Return the first place after which two signs agree that something else follows."""
    latest = _latest(issued)
    late = [_late_dates(p.text, latest) if latest else 0 for p in paragraphs]
    widgets = [webpage.is_widget(p) for p in paragraphs]
    places = _candidates(paragraphs, late, widgets)
    if not places:
        return None
    signs = _Signs(paragraphs, late, widgets)
    cuts = (Cut(at, "; ".join(signs.agreeing(at))) for at in places)
    return next((cut for cut in cuts if cut.reason), None)


def _candidates(
    paragraphs: Sequence[Paragraph], late: Sequence[int], widgets: Sequence[bool]
) -> list[int]:
    """Return the places worth looking at: after an end, at a widget, at a late date's headline."""
    found = [at + 1 for at, p in enumerate(paragraphs[:-1]) if webpage.is_end(p)]
    found += [at for at, widget in enumerate(widgets) if widget]
    first = next((at for at, count in enumerate(late) if count), 0)
    if first:
        found.append(first - metadata.is_title(paragraphs[first - 1]))
    return sorted({at for at in found if at > 0})


class _Signs:
    """The signs that something else follows, for every place of a document at once."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], late: Sequence[int], widgets: Sequence[bool]
    ) -> None:
        """Look at each paragraph once; the counts of what follows are sums from the end."""
        self._paragraphs = paragraphs
        lengths = [len(p.text.split()) for p in paragraphs]
        self._words = _sums(lengths)
        self._long = _sums([length >= _A_PARAGRAPH for length in lengths])
        self._widgets = _sums(widgets)
        scraps = (_is_scrap(p) and not w for p, w in zip(paragraphs, widgets, strict=True))
        self._scraps = _sums(list(scraps))
        self._late = _sums(late)

    def agreeing(self, at: int) -> list[str]:
        """Return the signs for a cut at ``at`` if two agree, else nothing."""
        if self._words[0] - self._words[at] < _DOCUMENT_WORDS:
            return []
        strong = _said((self._ends(at), _ENDS), (self._dates(at), _DATES))
        frame = _said((self._frames(at), _FRAME), (self._others(at), _OTHERS))
        if not strong and not frame:
            return []
        other = _said((self._leaves_topic(at), _TOPIC), (self._is_scraps(at), _SCRAPS))
        headlines = _said((self._pairs[at] >= _PAIRS, _HEADLINES))
        found = [*strong, *frame, *headlines, *other]
        # A page's frame may stand above its document too: only what follows it can tell.
        agreed = len(found) > 1 if strong else bool(frame and other)
        return found if agreed else []

    @cached_property
    def _pairs(self) -> list[int]:
        return _sums(_pairs(self._paragraphs))

    @cached_property
    def _on_topic(self) -> list[int]:
        """The counts of what names the topic; nothing where there is no topic."""
        topic = _topic(self._paragraphs)
        named = (bool(topic & _pairs_of_words(p.text)) for p in self._paragraphs)
        return _sums(list(named)) if topic else []

    def _ends(self, at: int) -> bool:
        return webpage.is_end(self._paragraphs[at - 1])

    def _dates(self, at: int) -> bool:
        return self._late[at] >= _LATE_DATES and self._late[at] == self._late[0]

    def _frames(self, at: int) -> bool:
        return self._widgets[at] >= _WIDGETS_ENOUGH

    def _others(self, at: int) -> bool:
        return any(map(webpage.announces_others, self._paragraphs[at : at + _SOON]))

    def _leaves_topic(self, at: int) -> bool:
        if self._words[at] < _OTHER_WORDS:
            return False
        return bool(self._on_topic) and not self._on_topic[at]

    def _is_scraps(self, at: int) -> bool:
        others = len(self._paragraphs) - at - self._widgets[at]
        many = self._scraps[at] >= _SCRAPS_ENOUGH and self._scraps[at] * 2 >= others
        return many and not self._long[at]


def _said(*signs: tuple[bool, str]) -> list[str]:
    return [words for holds, words in signs if holds]


def _sums(counts: Sequence[int]) -> list[int]:
    """Return for each place the sum of the counts from there to the end."""
    sums = [0]
    for count in reversed(counts):
        sums.append(sums[-1] + count)
    return sums[::-1]


def _is_scrap(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a headline, a date, a link or a few words."""
    few = len(paragraph.text.split()) <= _A_FEW
    plain = paragraph.mark in {"", "heading"} and (few or metadata.is_title(paragraph))
    return plain or paragraph.is_link


def _pairs(paragraphs: Sequence[Paragraph]) -> list[bool]:
    """Tell of each place whether a headline, one paragraph, and a headline or the end follow."""
    titles = [metadata.is_title(paragraph) for paragraph in paragraphs]
    teasers = [len(paragraph.text.split()) >= _TEASER for paragraph in paragraphs]
    following = zip(titles, titles[1:], [*titles[2:], True], teasers[1:], strict=False)
    found = [one and not two and three and teaser for one, two, three, teaser in following]
    return [*found, False]


def _latest(issued: str | None) -> date | None:
    if issued is None:
        return None
    padded = issued + "-12-28"[len(issued) - len("2021") :]
    try:
        return date.fromisoformat(padded) + _LATE
    except ValueError:
        return None


def _late_dates(text: str, latest: date) -> int:
    """Count the dates after ``latest`` that are not said as a deadline or a period."""
    if not any(int(year) >= latest.year for year in _YEAR.findall(text)):
        return 0
    return sum(
        dating.value > latest.isoformat()
        and len(dating.value) == len("2021-10-12")
        and not _DEADLINE.search(text[max(0, at - 30) : at].casefold())
        for at, dating in metadata.dates(text)
    )


def _pairs_of_words(text: str) -> set[tuple[str, str]]:
    """Return each two content words in a row, without their plural.

    >>> sorted(_pairs_of_words("les Territoires d'industrie"))
    [('territoire', 'industrie')]
    """
    words = [word.rstrip("s") for word in _CONTENT.findall(text.casefold())]
    return set(pairwise(words))


def _topic(paragraphs: Sequence[Paragraph]) -> set[tuple[str, str]]:
    """Return the pairs of words that the first half says often, or that a title has."""
    half = sum(len(p.text) for p in paragraphs) // 2
    often: dict[tuple[str, str], int] = {}
    read = 0
    for paragraph in paragraphs:
        for pair in _pairs_of_words(paragraph.text):
            often[pair] = often.get(pair, 0) + 1
        read += len(paragraph.text)
        if read > half:
            break
    titles = (p for p in metadata.head(paragraphs) if metadata.is_title(p))
    of_titles = {pair for title in titles for pair in _pairs_of_words(title.text)}
    return {pair for pair, times in often.items() if times >= _SAID_OFTEN or pair in of_titles}
