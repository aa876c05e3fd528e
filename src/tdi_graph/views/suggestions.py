"""Names close to one that nothing bears, whatever its accents and its case."""

from collections.abc import Iterable
from difflib import get_close_matches
from urllib.parse import unquote

from tdi_graph.documents import folded
from tdi_graph.views.labels import Named, Names
from tdi_graph.vocabulary import BASE

_MOST = 5
_CLOSENESS = 0.55
_SHORTEST, _LONGEST = 3, 60
_NOT_SUGGESTED = tuple(BASE + f"id/{kind}/" for kind in ("statement", "passage", "capture"))


def near(names: Names, asked: str) -> tuple[Named, ...]:
    """Return the things whose name, or the end of whose address, is like ``asked``."""
    wanted = _plain(unquote(asked).rstrip("/").rpartition("/")[2])
    if not wanted:
        return ()
    known: dict[str, str] = {}
    for iri, form in _forms(names):
        known.setdefault(form, iri)
    close = get_close_matches(wanted, known, n=2 * _MOST, cutoff=_CLOSENESS)
    within = [form for form in known if len(wanted) >= _SHORTEST and wanted in form][:_MOST]
    found = dict.fromkeys(known[form] for form in [*close, *within])
    return tuple(names(iri) for iri in found)[:_MOST]


def _forms(names: Names) -> Iterable[tuple[str, str]]:
    for iri, texts in names.texts.items():
        if iri.startswith(BASE + "id/") and not iri.startswith(_NOT_SUGGESTED):
            yield iri, _plain(iri.rpartition("/")[2])
            for text in texts.values():
                yield iri, _plain(text)


def _plain(text: str) -> str:
    return folded(text[:_LONGEST].replace("-", " ").replace("_", " "))
