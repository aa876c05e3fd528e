"""What kind of block each paragraph is, and why."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tdi_graph.extraction import chrome, contacts, metadata, quotes, webpage
from tdi_graph.extraction.contacts import A_LINE
from tdi_graph.extraction.paragraphs import Paragraph
from tdi_graph.extraction.view import BlockKind

_ABOUT = re.compile(
    r"(?:[àa] propos(?: (?:de|du|des|d')[^.!?]{2,100})?|qui sommes[- ]nous ?\??"
    r"|notes? (?:aux|à l'attention des) (?:rédactions?|éditeurs?|journalistes))[ :]*",
    re.IGNORECASE,
)
_ABOUT_LEAD = re.compile(
    r"[àa] propos (?:de |du |des |d')[^.!?,]{2,80}?(?: ?: | [–—-] |\. )(?=[A-ZÀ-Ý«\"0-9])",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[ |–-]*(?:page )?\d{1,3}(?: ?/ ?\d{1,3})?$", re.IGNORECASE)
_CONTACT_RUN = 12
_ABOUT_RUN = 4
_A_RUN = 3
_A_HEADING = 20
_EACH_PAGE, _TWICE = 3, 2
_A_FOOT = 25


@dataclass(frozen=True, slots=True)
class Typed:
    """A paragraph with its kind and the reason for it."""

    paragraph: Paragraph
    kind: BlockKind
    reason: str


Pass = Callable[["_Page"], None]


class _Page:
    """The paragraphs of a document while their kinds are being found; the first to say, says."""

    def __init__(self, paragraphs: Sequence[Paragraph], issued: str | None) -> None:
        self.paragraphs = paragraphs
        self.issued = issued
        self.head = len(metadata.head(paragraphs))
        self._kinds: list[tuple[BlockKind, str] | None] = [None] * len(paragraphs)

    def open(self) -> list[int]:
        """Return the places of the paragraphs that have no kind yet."""
        return [at for at, kind in enumerate(self._kinds) if kind is None]

    def is_open(self, at: int) -> bool:
        """Tell whether there is a paragraph at ``at`` without a kind."""
        return at < len(self._kinds) and self._kinds[at] is None

    def kind(self, at: int) -> str:
        """Return the kind found for the paragraph at ``at``, '' if none."""
        found = self._kinds[at]
        return found[0] if found else ""

    def say(self, at: int, kind: BlockKind, reason: str) -> None:
        """Give a paragraph its kind, unless it has one."""
        if self._kinds[at] is None:
            self._kinds[at] = (kind, reason)

    def typed(self) -> list[Typed]:
        """Return the paragraphs with their kinds; what nothing speaks against is body."""
        default: tuple[BlockKind, str] = ("body", "running text")
        return [
            Typed(paragraph, *(kind or default))
            for paragraph, kind in zip(self.paragraphs, self._kinds, strict=True)
        ]


def blocks(paragraphs: Sequence[Paragraph], issued: str | None = None) -> list[Typed]:
    """Give each paragraph its kind; ``issued`` is the date of publication, if it is known."""
    page = _Page(paragraphs, issued)
    for say in _PASSES:
        say(page)
    return page.typed()


def _tail(page: _Page) -> None:
    cut = chrome.tail(page.paragraphs, page.issued)
    for at in range(cut.at if cut else len(page.paragraphs), len(page.paragraphs)):
        page.say(at, "chrome", cut.reason if cut else "")


def _lines(page: _Page) -> None:
    for at in page.open():
        text = page.paragraphs[at].text
        reason = webpage.line(page.paragraphs[at])
        if reason:
            page.say(at, "chrome", reason)
            _other_pages(page, at)
        elif not any(map(str.isalpha, text)):
            _number(page, at)


def _other_pages(page: _Page, heading: int) -> None:
    """« À lire aussi »: the points that follow right under it are other pages' headlines."""
    if not webpage.announces_others(page.paragraphs[heading]):
        return
    for at in range(heading + 1, len(page.paragraphs)):
        if page.paragraphs[at].mark not in {"bullet", "number"}:
            break
        page.say(at, "chrome", "the headline of another page")


def _running_heads(page: _Page) -> None:
    """Type the short lines that come again on each page."""
    keys = [_unnumbered(paragraph.text) for paragraph in page.paragraphs]
    times = Counter(keys)
    for at in page.open():
        again = times[keys[at]] >= _EACH_PAGE or (
            times[keys[at]] >= _TWICE and len(keys[at]) >= _A_FOOT and not _has_digit(keys[at])
        )
        if again and at >= page.head and metadata.is_title(page.paragraphs[at]):
            page.say(at, "chrome", "repeated, as the head or the foot of a page is")


def _unnumbered(text: str) -> str:
    """Return a line without the page's number that it ends with."""
    return _PAGE_NUMBER.sub("", text) if text[-1].isdigit() else text


def _number(page: _Page, at: int) -> None:
    """Type a paragraph without words: a cell if others stand beside it, else a page's number."""
    beside = page.paragraphs[max(0, at - 1) : at + 2]
    if sum(not any(map(str.isalpha, paragraph.text)) for paragraph in beside) > 1:
        page.say(at, "list-item", "a cell of a table that lost its lines")
    else:
        page.say(at, "chrome", "a number alone")


def _contacts(page: _Page) -> None:
    for at in page.open():
        text = page.paragraphs[at].text
        reason = contacts.contact(text)
        if not reason:
            continue
        page.say(at, "contact", reason)
        if contacts.is_heading(text):
            _contact_run(page, at + 1)


def _contact_run(page: _Page, start: int) -> None:
    """Type the short lines below the heading of a contact block."""
    for at in range(start, min(start + _CONTACT_RUN, len(page.paragraphs))):
        paragraph = page.paragraphs[at]
        if paragraph.mark == "heading" or _ABOUT.fullmatch(paragraph.text):
            return
        if not contacts.is_member(paragraph.text):
            return
        page.say(at, "contact", "a line of a contact block")


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _abouts(page: _Page) -> None:
    for at in page.open():
        text = page.paragraphs[at].text
        if len(text.split()) <= A_LINE + 6 and _ABOUT.fullmatch(text):
            page.say(at, "about", "the heading of a note on a body")
            _about_run(page, at + 1)
        elif _ABOUT_LEAD.match(text):
            page.say(at, "about", "a note on a body")


def _about_run(page: _Page, start: int) -> None:
    for at in range(start, min(start + _ABOUT_RUN, len(page.paragraphs))):
        paragraph = page.paragraphs[at]
        if not page.is_open(at) or (at > start and metadata.is_title(paragraph)):
            return
        page.say(at, "about", "stands in a note on a body")


def _datelines(page: _Page) -> None:
    for at in page.open():
        text = page.paragraphs[at].text
        reason = metadata.dateline(text, at_head=at < page.head)
        if at < page.head - 1 and metadata.is_house(text):
            page.say(at, "dateline", "the letterhead")
        if metadata.is_byline(text):
            page.say(at, "dateline", "names the author")
        if reason:
            page.say(at, "dateline", reason)


def _speeches(page: _Page) -> None:
    places = page.open()
    found = quotes.speeches([page.paragraphs[at].text for at in places])
    for at, speech in zip(places, found, strict=True):
        if speech:
            page.say(at, "quotation", "for the most part somebody's words")
        elif page.paragraphs[at].mark == "quote":
            page.say(at, "quotation", "set as a quotation")


def _head_titles(page: _Page) -> None:
    for at in page.open():
        paragraph = page.paragraphs[at]
        if paragraph.mark == "heading":
            page.say(at, "title", "marked as a heading")
        elif at < page.head and metadata.is_title(paragraph):
            page.say(at, "title", "a short line at the head")
        elif at < page.head - 1 and paragraph.text[0].islower() and paragraph.text[-1] not in ".;:":
            page.say(at, "chrome", "a scrap above the text")


def _titles(page: _Page) -> None:
    for at in page.open():
        if page.paragraphs[at].mark == "number" and _is_numbered_heading(page, at):
            page.say(at, "title", "a numbered heading")
    for run in _runs(page):
        _short_lines(page, run)


def _is_numbered_heading(page: _Page, at: int) -> bool:
    text = page.paragraphs[at].text
    if len(text.split()) > A_LINE or text[-1] in ".:;,…" or at + 1 >= len(page.paragraphs):
        return False
    following = page.paragraphs[at + 1]
    return following.mark != "number" and len(following.text.split()) >= A_LINE


def _runs(page: _Page) -> list[list[int]]:
    """Return the places of short lines that follow each other."""
    runs: list[list[int]] = []
    for at in page.open():
        if not metadata.is_title(page.paragraphs[at], _A_HEADING):
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _short_lines(page: _Page, run: list[int]) -> None:
    """Type a run of short lines: one or two are headings if text follows, more are a list."""
    after = run[-1] + 1
    followed = after < len(page.paragraphs) and page.kind(after) in {"", "quotation", "about"}
    listed = len(run) >= _A_RUN or not followed
    for at in run:
        heads = at == run[0] or at == run[-1]
        plain = not _has_digit(page.paragraphs[at].text)
        if (not listed) or (heads and plain and followed):
            page.say(at, "title", "a short line above a paragraph")
        else:
            page.say(at, "list-item", "one of a run of short lines")


def _items(page: _Page) -> None:
    for at in page.open():
        mark = page.paragraphs[at].mark
        if mark in {"bullet", "number", "row"}:
            page.say(at, "list-item", f"bears the mark of a list: {mark}")


def _unmarked_items(page: _Page) -> None:
    """Type the items of a list that lost its marks: small letters, or semicolons, after a colon."""
    for at in page.open():
        text = page.paragraphs[at].text
        before = page.paragraphs[at - 1].text if at else ""
        if page.paragraphs[at].mark:
            continue
        announced = before.endswith((":", ";"))
        goes_on = before.endswith(";") and page.kind(at - 1) == "list-item"
        if goes_on or (announced and (text[0].islower() or text.endswith(";"))):
            page.say(at, "list-item", "stands in a list that lost its marks")


_PASSES: tuple[Pass, ...] = (
    _tail,
    _lines,
    _running_heads,
    _contacts,
    _abouts,
    _datelines,
    _head_titles,
    _speeches,
    _unmarked_items,
    _titles,
    _items,
)
