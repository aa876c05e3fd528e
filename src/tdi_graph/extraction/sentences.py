"""Where the sentences of French press prose end."""

import re
from collections.abc import Iterator

# Led by one sign, which the search can look for.
_END = re.compile(r"(?P<mark>[.!?…][.!?…]*)(?P<close>(?: ?[»)\]]|\"(?=[ )»\]]|$))*)(?: +|$)")
_OPENER = re.compile(r"(?:[«\"(\[–—-] ?)*[A-ZÀ-ÖØ-ÞŒ0-9]")
_BEFORE = re.compile(r"[\w.'-]{1,24}$")
_REACH = 24
# Abbreviations without their last full stop: those a name follows, and those a number follows.
_BEFORE_NAMES = re.compile(
    r"mm?|mmes?|mlles?|dr|pr|me|mgr|ste?|sté|ets|cf|ex|av|bd|boul|pl|bât|i\.e|e\.g|c\.-à-d"
    r"|j\.-c|resp|dir|gal|cdt|adj|réf|vs|nb"
)
_BEFORE_NUMBERS = re.compile(
    r"art|al|pp?|no?s?|vol|chap|fig|éd|env|max|min|tél|fax|janv|févr?|avr|juil|sept|oct|nov|déc|dépt?"
    r"|suppl"
)
# The single letters that name a kind of thing and may end a sentence: « la zone B. »
_LETTERED = re.compile(
    r"(?:zones?|plans?|phases?|lots?|volets?|types?|groupes?|annexes?|classes?|catégories?|niveaux?"
    r"|options?|scénarios?|listes?|vitamines?|temps|tomes?|chapitres?|titres?|articles?) [A-Z]$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each sentence of a paragraph.

    >>> text = "M. Dupont lance l'art. 5. 253 projets, etc. sont aidés. « Bravo. » Fin"
    >>> [text[start:end] for start, end in sentences(text)]
    ["M. Dupont lance l'art. 5.", '253 projets, etc. sont aidés.', '« Bravo. »', 'Fin']
    """
    start = 0
    for found in _END.finditer(text):
        end = found.end("close")
        if end > start and _ends(text, found):
            yield start, end
            start = found.end()
    if start < len(text):
        yield start, len(text)


def _ends(text: str, found: re.Match[str]) -> bool:
    if found.end() == len(text):
        return True
    if not _OPENER.match(text, found.end()):
        return False
    if found["mark"] != "." or found["close"]:
        return True
    before = text[max(0, found.start() - _REACH) : found.start()]
    word = _BEFORE.search(before)
    counted = text[found.end()].isdigit()
    return word is None or not _is_abbreviation(word[0], before, counted=counted)


def _is_abbreviation(word: str, before: str, *, counted: bool) -> bool:
    last = word.rpartition("'")[2]
    if (_BEFORE_NUMBERS if counted else _BEFORE_NAMES).fullmatch(last.casefold()):
        return True
    initial = last.rpartition("-")[2].rpartition(".")[2]
    return len(initial) == 1 and initial.isupper() and not _LETTERED.search(before)
