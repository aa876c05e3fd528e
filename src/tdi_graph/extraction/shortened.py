"""Two names of one new scheme: « le Plan Rives et ports », and farther down « le Plan Rives ».

A shorter name is that of the longer one which stands before it, if no other begins so and what it
leaves out has no capital: « Rives Ingénierie » is another thing than « Rives ».
"""

from collections.abc import Iterable, Mapping

from tdi_graph.extraction.names import KEPT, Name
from tdi_graph.extraction.tokens import content, stem

_KEPT = frozenset(map(stem, KEPT))
_HEADS = _KEPT | {"programme", "dispositif"}
_BODY = "org:Organization"


def wholes(text: str, names: Iterable[Name]) -> Mapping[tuple[str, ...], Name]:
    """Return the names to use instead of others, by the others' words."""
    first: dict[tuple[str, ...], Name] = {}
    for name in sorted(names):
        if name.type != _BODY:
            first.setdefault(content(text[name.start : name.end]), name)
    found: dict[tuple[str, ...], Name] = {}
    for words, name in first.items():
        bare = first.get(words[1:]) if words[:1] and words[0] in _HEADS else None
        if bare is not None:
            found[words[1:] if words[0] in _KEPT else words] = name if words[0] in _KEPT else bare
            continue
        longer = [w for w, other in first.items() if _longer(text, words, name, w, other)]
        if len(longer) == 1:
            found[words] = first[longer[0]]
    return found


def _longer(text: str, words: tuple[str, ...], name: Name, more: tuple[str, ...], by: Name) -> bool:
    """Tell whether the name ``by``, of the words ``more``, is ``name`` in full."""
    if not words or by.start > name.start or len(more) <= len(words):
        return False
    if more[: len(words)] != words:
        return False
    rest = text[by.start : by.end][name.end - name.start :].strip(" -'’")
    return rest[:1].islower()
