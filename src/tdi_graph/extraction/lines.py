"""The lines of a text, and which of them belong to one paragraph.

A text that was wrapped (or laid out as a PDF) breaks its lines in mid-sentence, sometimes with
blank lines between; a text from the web has one line a paragraph. What tells them apart is
whether the next line's first word would have fitted on the line before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["", "bullet", "number", "heading", "quote", "row"]

_LINE = re.compile(r"[^\n]+")
_LAYOUT = " *_\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_STAR = re.compile(r" *\*[ ]+[*_]*")
_RULE = re.compile(r"[-=~#|+:·—–*_ ]{2,}|[-#|+·—–]")
_MARKS = re.compile(
    r"(?P<heading>\#{1,6}[ ]+)|(?P<quote>>[ ]?)|(?P<row>\|[ ]*)"
    r"|(?P<bullet>[-–—+][ ]+|[•▪◦‣●○■□►▶➢➤✓✔✅·\uf000-\uf0ff][ ]*|[oO§][ ]{2,})"
    r"|(?P<number>\(?\d{1,2}(?:[.)°]|[ ]?[-–/])[ ]+(?=[^\W\d]))",
)
_TERMINAL = re.compile(r"[.!?…](?:[ ;]?[»\")\]])*$|;[ ]?[»\")\]]+$")
_ABBREVIATED = re.compile(r"(?<![\w.])(?:MM?|Mme|Mlle|[Aa]rt|[Nn]o?|cf|p|etc|[Ee]nv|[A-Z])\.$")
_LAST_NUMBER = re.compile(r"(?<![\d/.,:])\d{1,3}(?: \d{3})*$")
_NEXT_GROUP = re.compile(r"\d{3}(?!\d)")
_NUMBER_TO_CALL = re.compile(r"\d\d(?:[ .-]?\d\d){4}$|@[\w.-]+$")
_FIRST_WORD = re.compile(r"(?:[«(\[\"] ?){0,3}[^ ]{1,40}")
# No sentence and no title ends with one of these …
_DANGLING = re.compile(
    r"(?<![\w'-])(?:[Ll]es?|[Ll]a|[Uu]ne?|[Dd]es?|[Dd]u|[Aa]ux?|à|À|[Ee]n|[Ee]t|[Oo]u|où|[Pp]ar"
    r"|[Pp]our|[Ss]ur|[Ss]ous|[Dd]ans|[Aa]vec|[Ss]ans|[Vv]ers|[Cc]hez|[Ee]ntre|dont|que|qui|ces?"
    r"|cet|cette|son|sa|ses|leurs?|notre|nos|votre|vos|si|ni|mais|car|près|environ|chaque|quelques?"
    r"|plusieurs|ont|a|est|sont|soit|comme|afin|via|n°|N°|DES?|DU|LES?|LA|ET|EN|POUR|AUX?|SUR|PAR"
    r"|DANS)$|(?<!\w)(?:[dlnscmtjDLNSCJ]|[Qq]u|[Jj]usqu|[Ll]orsqu|puisqu)'$"
)
# … and none begins with one of those in lower case.
_CONTINUING = re.compile(r"(?:du|des?|et|ou|aux?|en|pour|dans|sur|qui|que|dont|ainsi)\b|[dq]u?'")
_NOT_TEXT = re.compile(
    r"Page \d{1,3}(?: ?(?:/|sur|de) ?\d{1,3})?$"
    r"|(?:Publié|Mis à jour|Mis en ligne|Communiqué|COMMUNIQUÉ|Contact|CONTACT|N°|n° ?\d+ *[–|-])"
    r"|[A-ZÀ-Ý][\w' -]{1,40}, (?:le |ce )?(?:[a-z]{5,8} )?"
    r"(?:\d{1,2}(?:er)? [a-zéû]{3,9}\.? (?:19|20)\d\d|\d{1,2}[/.-]\d)"
)
_LABEL = re.compile(
    r"(?:communiqué|dossier|invitation|information|point|note)s?(?: de| à la)?(?: presse)?.{0,20}"
    r"|république française|n ?°.*",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"[+≈~]? ?\d[\d .,]{0,14}(?: ?(?:%|[kM]?€|Mds?€|millions?|milliards?)(?: d'euros)?)?"
)
_BREAKS_IN_FIGURE = 2
_LINK = re.compile(r"(?:Télécharger|Consulter|Voir|Accéder|Lire|En savoir)\b")
_DATED = re.compile(r"(?:Publié|Mise? à jour|Mis en ligne)\b.{0,40}\d{4}.{0,20}$")
_APART = 1000
_HEAD, _A_PART = 14, 12
_WIDEST = 160
_NARROW, _NARROWEST = 30, 10
_COLUMN, _A_COLUMN, _COLUMN_SHARE = 40, 8, 0.4
_NEAR = 4
# Of a sentence that goes on, and of one that ends where the line does.
_FULL, _FULL_AND_ENDED = 0.8, 0.9
_LONG = 60
_ENOUGH_BREAKS = 2
_SHARE = 0.15
_TAIL = 24


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, ``start`` to ``end``, its mark, and the line breaks before it."""

    start: int
    end: int
    mark: Mark
    breaks: int
    text: str

    @property
    def open(self) -> bool:
        """Tell whether the line ends without ending a sentence or announcing a list."""
        return self.text[-1] not in ":;" and not _TERMINAL.search(self.text[-_TAIL:])


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """How a text breaks its sentences: by how many line breaks, and in which narrow lines."""

    breaks: frozenset[int]
    columns: frozenset[int]


def lines(text: str) -> list[Line]:
    """Return the lines of a plain ``text`` that say something; rules and blank lines go."""
    found: list[Line] = []
    breaks = after = number = 0
    for match in _LINE.finditer(text):
        breaks += match.start() - after
        after = match.end()
        start, end = _stripped(text, match.start(), match.end())
        if start == end or _RULE.fullmatch(text, start, end):
            breaks += _APART if match[0].strip() else 0
            continue
        mark: Mark = "bullet" if _STAR.fullmatch(text, match.start(), start) else ""
        if not mark:
            mark, start, number = _marked(text, start, end, number)
        if mark == "row":
            end = start + len(text[start:end].rstrip("| "))
        if start < end:
            found.append(Line(start, end, mark, breaks, text[start:end]))
            breaks = 0
    return found


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    kept = piece.lstrip(_LAYOUT)
    start += len(piece) - len(kept)
    return start, start + len(kept.rstrip(_LAYOUT))


def _marked(text: str, start: int, end: int, number: int) -> tuple[Mark, int, int]:
    """Return the line's mark, where its words begin, and the last number of a list."""
    found = _MARKS.match(text, start, end)
    if not found:
        return "", start, number
    mark: Mark = found.lastgroup  # type: ignore[assignment]
    if mark == "number":
        this = int(re.sub(r"\D", "", found[0]))
        if this not in {1, number + 1}:
            return "", start, number
        number = this
    return mark, _stripped(text, found.end(), end)[0], number


def groups(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph together."""
    wrapped = _Wrapped(_wrapping(found), _columns(found))
    times = Counter(line.text for line in found)
    group: list[Line] = []
    for at, line in enumerate(found):
        # A line that comes again is the head or the foot of a page.
        again = times[line.text] > 1 or times[found[at - 1].text] > 1
        if group and (again or not _continues(found, at, wrapped)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _wrapping(found: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of line breaks at which this text breaks its sentences."""
    broken: Counter[int] = Counter()
    every: Counter[int] = Counter()
    for before, line in pairwise(found):
        if len(before.text) < _NARROW:
            continue
        every[line.breaks] += 1
        if not line.mark and line.text[0].islower() and before.open:
            broken[line.breaks] += 1
    return frozenset(
        breaks
        for breaks, count in broken.items()
        if count >= _ENOUGH_BREAKS and count >= _SHARE * every[breaks]
    )


def _columns(found: Sequence[Line]) -> frozenset[int]:
    """Return the lines of narrow columns: many short ones in a row that break their sentences."""
    inside: set[int] = set()
    start = 0
    for at in range(1, len(found) + 1):
        line = found[at] if at < len(found) else None
        if line and line.breaks <= 1 and not line.mark and len(line.text) <= _COLUMN:
            continue
        run = found[start:at]
        broken = sum(one.open and two.text[0].islower() for one, two in pairwise(run))
        if len(run) >= _A_COLUMN and broken >= _COLUMN_SHARE * len(run):
            inside.update(range(start, at))
        start = at
    return frozenset(inside)


def _continues(found: Sequence[Line], at: int, wrapped: _Wrapped) -> bool:
    """Tell whether line ``at`` goes on with the paragraph of the line before."""
    before, line = found[at - 1], found[at]
    if line.mark == "quote":
        return before.mark == "quote" and line.breaks == 1 and not _LINK.match(line.text)
    if _stands_alone(before, line):
        return False
    share = _FULL if before.open else _FULL_AND_ENDED
    breaks = line.breaks in wrapped.breaks or at - 1 in wrapped.columns
    full = breaks and _is_full(found, at, share, wrapped)
    if before.open:
        return full or _goes_on(before.text, line.text) or _is_cut(before, line)
    if before.text[-1] in ":;":
        return (full and line.text[0].islower()) or (at <= _HEAD and _is_headline(before, line))
    if _is_abbreviated(before.text, line.text):
        return True
    # A short line that ends nothing is a heading between two paragraphs.
    return full and (not line.open or _is_full(found, at + 1, _FULL, wrapped))


def _stands_alone(before: Line, line: Line) -> bool:
    return (
        bool(line.mark)
        or bool(_LABEL.fullmatch(before.text))
        or before.mark in {"heading", "row"}
        or line.breaks >= _APART
        or bool(_NOT_TEXT.match(line.text))
        or bool(_DATED.match(before.text))
    )


def _is_cut(before: Line, line: Line) -> bool:
    """Tell whether two short lines are one: a figure and its noun, or the parts of a title."""
    first, second = before.text, line.text
    if _FIGURE.fullmatch(first) and second[0].islower():
        return line.breaks <= _BREAKS_IN_FIGURE
    if line.breaks > 1 or _LABEL.fullmatch(first):
        return False
    if first.isupper() and second.isupper():
        return len(second) > 1 and bool(len(first) >= _A_PART or _CONTINUING.match(second.lower()))
    if len(first) < _A_PART or first.isupper():
        return False
    return second[0].islower() and not first[0].islower()


def _is_headline(before: Line, line: Line) -> bool:
    """Tell whether two lines at the head are one title that has a colon at the line's end."""
    short = len(before.text) <= _LONG and before.text[-1] == ":"
    return short and line.breaks == 1 and line.open


def _is_abbreviated(before: str, text: str) -> bool:
    """Tell whether the full stop at the end of ``before`` belongs to an abbreviation."""
    found = _ABBREVIATED.search(before[-_TAIL:])
    if not found:
        return False
    return text[0].islower() or (text[0].isalnum() and found[0] != "etc.")


def _goes_on(before: str, text: str) -> bool:
    """Tell whether ``text`` is the rest of the unfinished ``before``, whatever their lengths."""
    if _NUMBER_TO_CALL.search(before[-_TAIL:]):
        return False
    if (text[0] in "»),.;:!?%€]" and text[:2] != "![") or before[-1] in ",(«\u0002\u00ad\ufffe":
        return True
    numbered = _LAST_NUMBER.search(before) and any(map(str.isalpha, before))
    if numbered and (_NEXT_GROUP.match(text) or text[0].islower()):
        return True
    if dangles(before):
        return True
    if before[-1] == "-" and before[-2:-1].isalpha():
        return True
    return text[0].islower() and (len(before) >= _LONG or bool(_CONTINUING.match(text)))


def dangles(text: str) -> bool:
    """Tell whether ``text`` ends with a word that no sentence and no title ends with.

    >>> dangles("une aide aux communes, avec"), dangles("une aide aux communes")
    (True, False)
    """
    last = text[-_TAIL:].rpartition(" ")[2]
    return bool(_DANGLING.search(last)) or text.endswith((" -", " –", " —"))


def _is_full(found: Sequence[Line], at: int, share: float, wrapped: _Wrapped) -> bool:
    """Tell whether the first word of line ``at`` would have overfilled ``share`` of a line."""
    before = len(found[at - 1].text)
    least = _NARROWEST if at - 1 in wrapped.columns else _NARROW
    if at >= len(found) or not least <= before <= _WIDEST:
        return False
    near = found[max(0, at - _NEAR) : at + _NEAR]
    widest = max(len(line.text) for line in near if len(line.text) <= _WIDEST)
    word = _FIRST_WORD.match(found[at].text)
    return before + 1 + (word.end() if word else 0) >= share * widest
