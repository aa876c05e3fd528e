"""What a page must be as HTML, found without a browser: the faults that a parser can see."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_LABELLED = frozenset(["input", "select", "textarea"])
_NAMING = ("aria-labelledby", "aria-describedby", "for")


@dataclass
class Page(HTMLParser):
    """A page as read: its faults, its links and its identifiers."""

    text: str
    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    language: str = ""
    _open: list[str] = field(default_factory=list)
    _tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]
        self._judge()

    def __hash__(self) -> int:
        return id(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # A drawing has titles of its own.
        tag = "svg:title" if tag == "title" and "svg" in self._open else tag
        held = dict(attrs)
        if len(held) != len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        self._tags.append((tag, held))
        if tag not in _VOID:
            self._open.append(tag)
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag in {"a", "link"} and held.get("href"):
            self.links.append(str(held["href"]))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop().removeprefix("svg:") != tag:
            self.faults.append(f"</{tag}> closes what is not open, line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.words.append(data)

    def elements(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of each element called ``name``."""
        return [attributes for tag, attributes in self._tags if tag == name]

    def _judge(self) -> None:
        self.language = str((self.elements("html") or [{}])[0].get("lang") or "")
        fine = {
            "a doctype": self.text.lstrip().startswith("<!doctype html>"),
            "one h1": len(self.elements("h1")) == 1,
            "one main": len(self.elements("main")) == 1,
            "one title": len(self.elements("title")) == 1,
            "a language": bool(self.language),
            "unique identifiers": len(set(self.ids)) == len(self.ids),
            # A block of data is not executed (HTML, section 4.12.1).
            "no inline script": all(
                held.get("src") or held.get("type") == "application/ld+json"
                for held in self.elements("script")
            ),
            "no inline style": not self.elements("style"),
            "no style attribute": not any("style" in held for _, held in self._tags),
            "no event handler": not any(
                name.startswith("on") for _, held in self._tags for name in held
            ),
            "alternatives of images": all("alt" in held for held in self.elements("img")),
            "a skip link first": self.links[2:] != [] and "#content" in self.links,
            "nothing raw": not {"None", "Undefined"} & set(" ".join(self.words).split()),
        }
        self.faults += [f"the page lacks {what}" for what, held in fine.items() if not held]
        self._judge_names()
        self._judge_structure()

    def _judge_structure(self) -> None:
        levels = [int(tag[1]) for tag, _ in self._tags if re.fullmatch(r"h[1-6]", tag)]
        if any(after > before + 1 for before, after in pairwise([0, *levels])):
            self.faults.append(f"headings are out of order: {levels}")
        for tag, held in self._tags:
            hidden = held.get("aria-hidden") == "true"
            if tag == "svg" and not hidden and not (held.get("role") and _named(held)):
                self.faults.append("<svg> has no role or no name")
            if tag == "th" and not held.get("scope"):
                self.faults.append("<th> has no scope")
        tables = len(self.elements("table"))
        if tables > len(self.elements("caption")) + sum(map(_named, self.elements("table"))):
            self.faults.append("<table> has neither a caption nor a name")

    def _judge_names(self) -> None:
        labelled = {held.get("for") for held in self.elements("label")}
        for tag, held in self._tags:
            if tag in _LABELLED and held.get("id") not in labelled:
                self.faults.append(f"<{tag}> has no label")
            for name in _NAMING:
                for target in (held.get(name) or "").split():
                    if target not in self.ids:
                        self.faults.append(f"{name} names {target}, which is not there")


def _named(held: dict[str, str | None]) -> bool:
    return bool(held.get("aria-labelledby") or held.get("aria-label"))
