"""Texts as they are compared: no case, no accents, no signs, words alone."""

import re
from itertools import pairwise

from tdi_graph.documents import folded

_LONGEST = 200
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_SHORT = 3
_SHORTEST_INITIALS, _LONGEST_INITIALS = 2, 8

_FRENCH = """au aux ce ces cette combien comment d dans de des du en est et l la le les ou par pour
qu quand que quel quelle quelles quels qui s son sur un une"""
_ENGLISH = "a an and at by for from how in is of on the to what when which who with"
STOP_WORDS = frozenset(f"{_FRENCH} {_ENGLISH}".split())
"""Words that a name is found without: articles, prepositions and question words, folded."""


def words(text: str, longest: int | None = None) -> list[str]:
    """Return the words of a text, folded; at most ``longest`` characters are read.

    >>> words("L’Œuvre de l'A.N.C.T. – Cœur-de-Ville")
    ['l', 'oeuvre', 'de', 'l', 'anct', 'coeur', 'de', 'ville']
    """
    joined = _DOTTED.sub(lambda found: found[0].replace(".", ""), text[:longest])
    plain = joined.casefold() if joined.isascii() else folded(joined).translate(_LIGATURES)
    return _WORD.findall(plain)


def asked(text: str) -> list[str]:
    """Return the words to look for: without those that a name is found without, if others are left.

    >>> asked("le fonds d'accélération"), asked("la")
    (['fonds', 'acceleration'], ['la'])
    """
    all_words = words(text, _LONGEST)
    return [word for word in all_words if word not in STOP_WORDS] or all_words


def contracted(held: list[str]) -> list[str]:
    """Return the words that come of writing a short word and its neighbour as one.

    >>> contracted(["bruno", "le", "maire"])
    ['brunole', 'lemaire']
    """
    pairs = pairwise(held)
    return [one + other for one, other in pairs if min(len(one), len(other)) <= _SHORT]


def initials(held: list[str]) -> list[str]:
    """Return the acronyms that a name of several words may go by.

    >>> initials(["territoires", "d", "industrie"])
    ['tdi', 'ti']
    """
    spelt = "".join(word[0] for word in held)
    short = "".join(word[0] for word in held if word not in STOP_WORDS)
    found = dict.fromkeys([spelt, short])
    return [each for each in found if _SHORTEST_INITIALS <= len(each) <= _LONGEST_INITIALS]
