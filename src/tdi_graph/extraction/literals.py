"""The literal prefixes of a regular expression: what each of its matches begins with.

A search engine's prefilter, read from the expression's text: where none of the prefixes stands,
the expression need not be tried. They err on the safe side: assertions are passed over, and what
may be many signs ends a prefix. What this reader does not know is refused when a rule is loaded.
"""

import re
from dataclasses import dataclass
from itertools import product
from string import digits

LONGEST = 3
_ATOM = re.compile(
    r"(?P<assertion>\\[bBAZ]|[$^])"
    r"|\(\?(?P<look>=|!|<=|<!)|(?P<group>\((?:\?:|\?P<\w+>)?(?!\?))"
    r"|(?P<digit>\\d)|(?P<few>\[[^\W\d_]+\])|(?P<many>\\[wWsSD]|\.|\[(?:[^\]\\]|\\.)+\])"
    r"|\\(?P<escaped>[^\w\s])|(?P<literal>[^\\()\[\]{}*+?|^$.])"
)
_REPEATED = re.compile(r"(?P<least>\?|\*|\+|\{(?P<fewest>\d*),?\d*\})[?+]?")


@dataclass(frozen=True, slots=True)
class _Prefix:
    """What a match begins with; ``whole`` if what follows in the expression follows in it, too."""

    text: str
    whole: bool = True


_Prefixes = frozenset[_Prefix]
_NOTHING: _Prefixes = frozenset({_Prefix("")})
_ANYTHING: _Prefixes = frozenset({_Prefix("", whole=False)})


def prefixes(expression: str) -> frozenset[str]:
    r"""Return what the matches of ``expression`` begin with, up to three characters of it.

    >>> sorted(prefixes(r"\b(?P<verb>(?:co-?)?pilot|g[eè]r)\w+ par"))
    ['co-', 'cop', 'ger', 'gèr', 'pil']
    """
    found, end = _either(expression, 0)
    if end != len(expression):
        raise ValueError(f"a bracket too many at {end} of {expression!r}")
    return frozenset(prefix.text for prefix in found)


def _either(expression: str, at: int) -> tuple[_Prefixes, int]:
    """Read alternatives up to the bracket that closes them, or to the end."""
    found, at = _sequence(expression, at)
    while expression[at : at + 1] == "|":
        more, at = _sequence(expression, at + 1)
        found |= more
    return found, at


def _sequence(expression: str, at: int) -> tuple[_Prefixes, int]:
    found = _NOTHING
    while at < len(expression) and expression[at] not in "|)":
        following, at = _atom(expression, at)
        found = _joined(found, following)
    return found, at


def _joined(first: _Prefixes, second: _Prefixes) -> _Prefixes:
    ended = {prefix for prefix in first if not prefix.whole}
    pairs = product(first - ended, second)
    longer = ((one.text + two.text, two.whole) for one, two in pairs)
    return frozenset(ended | {_Prefix(t[:LONGEST], w and len(t) < LONGEST) for t, w in longer})


def _atom(expression: str, at: int) -> tuple[_Prefixes, int]:
    """Read one element and how often it may stand."""
    found = _ATOM.match(expression, at)
    if found is None:
        raise ValueError(f"cannot read {expression[at : at + 9]!r} in {expression!r}")
    read, at = _element(expression, found)
    repeated = _REPEATED.match(expression, at)
    if repeated is None:
        return read, at
    once = repeated["least"] == "?"
    again = read if once else frozenset(_Prefix(prefix.text, whole=False) for prefix in read)
    least = repeated["least"] == "+" or bool(repeated["fewest"] and int(repeated["fewest"]))
    return again if least else again | _NOTHING, repeated.end()


def _element(expression: str, found: re.Match[str]) -> tuple[_Prefixes, int]:
    match found.lastgroup:
        case "group" | "look":
            inside, end = _either(expression, found.end())
            return (inside if found["group"] else _NOTHING), end + 1
        case "assertion":
            return _NOTHING, found.end()
        case "few":
            return frozenset(map(_Prefix, found["few"][1:-1])), found.end()
        case "digit":
            return frozenset(map(_Prefix, digits)), found.end()
        case "many":
            return _ANYTHING, found.end()
    return frozenset({_Prefix(found["escaped"] or found["literal"])}), found.end()
