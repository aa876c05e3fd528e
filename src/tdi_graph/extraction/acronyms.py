"""Schemes written without capitals that an acronym ends: « la dotation de … ruraux (DXYR) ».

The initials of the words show where the name begins: the head noun, or the word after it.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction.names import HEADS, Name
from tdi_graph.extraction.tokens import EMPTY, Token, Words

_BRACKETED = re.compile(r" \((?P<name>[A-Z]{3,8})\)")
_FARTHEST = 12
_HEADS = {
    "contrat": "tdi:Programme", "contrats": "tdi:Programme", "volontariat": "tdi:Measure",
    "prime": "tdi:Measure", "bonus": "tdi:Measure",
    **{noun: HEADS[noun] for noun in ("programme", "plan", "fonds", "dotation", "dispositif",
                                      "initiative", "operation", "label", "pacte", "strategie")},
}  # fmt: skip


def schemes(words: Words) -> Iterator[Name]:
    """Yield the schemes that a head noun in lower case begins and their acronym ends."""
    for found in _BRACKETED.finditer(words.text):
        last = words.before(found.start() + 1)
        for first in range(last, max(-1, last - _FARTHEST), -1):
            token = words.tokens[first]
            if not (token.form[-1].isalnum() or token.form[-1] == "'"):
                break
            type_ = _HEADS.get(token.form)
            if type_ is None or words.capitals[first]:
                continue
            spelt = _initials(words.tokens[first : last + 1])
            if found["name"].lower() in {spelt, spelt[1:]}:
                yield Name(token.start, words.tokens[last].end, type_, found["name"])
                break


def _initials(tokens: list[Token]) -> str:
    return "".join(t.form[0] for t in tokens if t.form not in EMPTY and t.form[0].isalnum())
