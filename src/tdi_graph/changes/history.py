"""What the changelog says of each edition: its version, its day, and the facts that changed."""

import re
from dataclasses import dataclass
from pathlib import Path

from tdi_graph.errors import Place, TdiError

CHANGELOG = "CHANGELOG.md"

_HEADING = re.compile(r"^## (\S+), edition (\d+) — (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_FACTS = re.compile(r"^### Facts\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r"^- (.*?)(?=^- |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Noted:
    """An edition as it was noted: ``facts`` are what was added, removed or changed, in English."""

    edition: int
    version: str
    date: str
    facts: tuple[str, ...]


def read_history(text: str) -> tuple[Noted, ...]:
    r"""Read the editions of a changelog, in its order.

    >>> read_history("## 0.2.0, edition 2 — 2027-01-05\n\n### Facts\n\n- One\n  fact.\n")
    (Noted(edition=2, version='0.2.0', date='2027-01-05', facts=('One fact.',)),)
    """
    headings = list(_HEADING.finditer(text))
    ends = [*(found.start() for found in headings[1:]), len(text)]
    return tuple(
        Noted(int(found[2]), found[1], found[3], _facts(text[found.end() : end]))
        for found, end in zip(headings, ends, strict=True)
    )


def _facts(section: str) -> tuple[str, ...]:
    found = _FACTS.search(section)
    items = _ITEM.findall(found[1]) if found else []
    return tuple(" ".join(item.split()) for item in items)


def load_history(root: Path) -> tuple[Noted, ...]:
    """Read the changelog of a checkout or of the package; without one, no edition is noted."""
    path = root / CHANGELOG
    try:
        return read_history(path.read_text("utf-8")) if path.exists() else ()
    except (OSError, UnicodeDecodeError) as error:
        what = f"the changelog cannot be read: {error}"
        raise TdiError(what, do="mend or remove it", place=Place(path)) from None
