"""Paragraphs, each with its words as the rules read them and where they stand in the original."""

import html
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tdi_graph.extraction import hyphens
from tdi_graph.extraction.lines import Line, Mark, groups, lines
from tdi_graph.extraction.signs import plain

Emphasis: TypeAlias = Literal["", "bold", "italic"]

_DROPPED = (
    "*\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff0-\ufffd"
    "\ue000-\uf8ff"
)
# More signs in a row than any word or address has: what is left of an image, or a line of dots.
_NO_WORD = r"\S{500}"
_EDITS = re.compile(
    rf"(?P<run>{_NO_WORD}\S* *)"
    rf"|(?P<cut>[{hyphens.CUTS}])"
    rf"|(?P<blank>[ {_DROPPED}]{{2,}}|[{_DROPPED}])"
    r"|(?P<slit>(?<=[a-zà-ÿ]-) +(?=[^\W\d_])(?!(?:et|ou|à|ni|puis)\b))"
    r"|(?P<link>!?\[(?=[^\[\]\n]{0,300}\]\()|\]\([^()\n]{0,500}\))"
    r"|(?P<underscore>(?<!\w)_{1,3}(?=\w)|(?<=[^\W_])_{1,3}(?!\w))"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<accent>[^\W\d_][\u0300-\u036f]{1,8})"
    r"|(?P<entity>&(?:\#\d{2,5}|\#x[0-9a-fA-F]{2,4}|[A-Za-z]{2,8}\d{0,2});)"
)
# What any edit needs at least; most lines have none of it.
_EDITED = re.compile(
    rf"{_NO_WORD}|  |- |[_\[\]&\ufb00-\ufb06\u0300-\u036f{_DROPPED}{hyphens.CUTS}]",
)
_LINK = re.compile(r"(?:[*_ |•·,]{0,6}!?\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)){1,20}[*_ .]{0,6}")
_CUT_END = re.compile(rf"[^\W_](?:-|[{hyphens.CUTS}])$")
_COMMA_END = re.compile(r"(?<![\d/-])\d{1,3},$")
_DECIMALS = re.compile(r"\d{1,3} ?(?:%|€|[kM]€|M[dE]|milli)")
_REACH = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of the text that belong together, with the position of each character.

    ``wide`` says which characters stand for several of the original, and where those end.
    """

    text: str
    offsets: tuple[int, ...]
    mark: Mark
    breaks: int
    emphasis: Emphasis
    is_link: bool
    wide: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Writer:
    """Writes a paragraph's words, and for each character where it comes from."""

    source: str
    words: frozenset[str]
    parts: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    wide: list[tuple[int, int]] = field(default_factory=list)

    def keep(self, start: int, end: int) -> None:
        """Write the characters ``start`` to ``end`` as they are."""
        self.parts.append(self.source[start:end])
        self.offsets.extend(range(start, end))

    def put(self, words: str, start: int, end: int) -> None:
        """Write ``words`` for the characters ``start`` to ``end``."""
        if words == " " and self.parts and self.parts[-1].endswith(" "):
            return
        if words and end - start > 1 and words != " ":
            self.wide.append((len(self.offsets), end))
        self.parts.append(words)
        self.offsets.extend([start] * len(words))

    def line(self, start: int, end: int) -> None:
        """Write a line, edited."""
        if not _EDITED.search(self.source, start, end):
            self.keep(start, end)
            return
        at = start
        for found in _EDITS.finditer(self.source, start, end):
            if found.start() > at:
                self.keep(at, found.start())
            words = self._edited(found)
            if words is None:
                self.keep(*found.span())
            else:
                self.put(words, *found.span())
            at = found.end()
        if at < end:
            self.keep(at, end)

    def joint(self, at: int, following: int) -> None:
        """Write what joins a line that ends at ``at`` to the next one, which starts later."""
        if not _CUT_END.search(self.source, max(0, at - 2), at):
            number = _DECIMALS.match(self.source, following)
            whole = _COMMA_END.search(self.source, max(0, at - _REACH), at)
            if not (whole and number) and self.source[following] not in ",.)]":
                self.put(" ", at, at + 1)
        elif self._is_own(at - 1, following):
            self.put("-", at - 1, at)

    def _edited(self, found: re.Match[str]) -> str | None:
        """Return what to write instead, or None to leave what was found."""
        match found.lastgroup:
            case "cut":
                return "-" if self._is_own(found.start(), found.end()) else ""
            case "blank":
                return " " if " " in found[0] else ""
            case "ligature":
                return unicodedata.normalize("NFKC", found[0])
            case "accent":
                return unicodedata.normalize("NFC", found[0])[0]
            case "entity":
                return _character(found[0])
        return ""

    def _is_own(self, at: int, following: int) -> bool:
        if self.source[at] == "\u00ad":
            return False
        before = self.source[max(0, at - _REACH) : at]
        return hyphens.is_own(before, self.source[following : following + _REACH], self.words)

    def paragraph(self, first: Line, last: Line) -> Paragraph:
        """Return what was written, without spaces at either end."""
        text = "".join(self.parts)
        kept = text.strip(" ")
        cut = len(text) - len(text.lstrip(" "))
        return Paragraph(
            text=kept,
            offsets=tuple(self.offsets[cut : cut + len(kept)]),
            mark=first.mark,
            breaks=first.breaks,
            emphasis=_emphasis(self.source, first.start, last.end),
            is_link=bool(_LINK.fullmatch(self.source, first.start, last.end)),
            wide=tuple((at - cut, end) for at, end in self.wide if cut <= at < cut + len(kept)),
        )


def _character(entity: str) -> str | None:
    """Return the sign that an HTML entity stands for, None if it stands for none."""
    sign = plain(html.unescape(entity))
    if sign.isspace():
        return " "
    if len(sign) > 1:
        return None
    return sign if sign.isprintable() else ""


def _emphasis(source: str, start: int, end: int) -> Emphasis:
    before, after = source[max(0, start - 3) : start], source[end : end + 3]
    if before.endswith(("**", "__")) and after.startswith(("**", "__")):
        return "bold" if "**" not in source[start:end] else ""
    if before.endswith(("*", "_")) and after.startswith(("*", "_")):
        return "italic" if "*" not in source[start:end] else ""
    return ""


def paragraphs(text: str) -> list[Paragraph]:
    r"""Return the paragraphs of ``text``, whatever way it breaks its lines.

    >>> [p.text for p in paragraphs("soutien aux 1 \n\n600 projets.\n\nFin")]
    ['soutien aux 1 600 projets.', 'Fin']
    """
    source = plain(text)
    words = hyphens.vocabulary(source)
    found = (_paragraph(source, group, words) for group in groups(lines(source)))
    return [paragraph for paragraph in found if paragraph.text]


def _paragraph(source: str, group: list[Line], words: frozenset[str]) -> Paragraph:
    writer = _Writer(source, words)
    for line, following in zip(group, [*group[1:], None], strict=True):
        cut = following is not None and _CUT_END.search(line.text)
        writer.line(line.start, line.end - 1 if cut else line.end)
        if following is not None:
            writer.joint(line.end, following.start)
    return writer.paragraph(group[0], group[-1])
