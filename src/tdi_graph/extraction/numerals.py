"""French number words: cardinals, collectives and fractions, read from plain words.

« quatre-vingt-dix-sept », « une centaine », « deux tiers ». Spelling of 1990 (hyphens everywhere)
and the older one (spaces) are both read.
"""

from decimal import Decimal

_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_HUNDRED = frozenset({"cent", "cents"})
_THOUSAND = "mille"
COLLECTIVES = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
SCALES = {"million": 10**6, "milliard": 10**9}
_PARTS = {"tiers": 3, "quart": 4, "quarts": 4, "cinquieme": 5, "cinquiemes": 5}
_HALF = "moitie"
CARDINALS = frozenset(_UNITS) | _HUNDRED | {_THOUSAND}
_JOINS = frozenset({"-", "et"})
_PERCENT = 100
_SCORE = 20


def cardinal(words: list[str]) -> int | None:
    """Return the number that the plain ``words`` spell, None if they spell none.

    >>> cardinal("quatre vingt dix sept".split()), cardinal("deux mille trois cents".split())
    (97, 2300)
    """
    total = current = 0
    last = 0
    for word in words:
        if word in _JOINS:
            continue
        if word == _THOUSAND:
            total, current = total + max(current, 1) * 1000, 0
        elif word in _HUNDRED:
            current = max(current, 1) * 100
        elif word.startswith("vingt") and last == 4:  # noqa: PLR2004 - quatre-vingts
            current += 4 * _SCORE - 4
        elif word in _UNITS:
            current += _UNITS[word]
        else:
            return None
        last = _UNITS.get(word, 0)
    return total + current or None


def fraction(words: list[str]) -> Decimal | None:
    """Return the percentage that a fraction stands for, to three decimals.

    >>> fraction(["deux", "tiers"]), fraction(["moitie"])
    (Decimal('66.667'), Decimal('50'))
    """
    if words and words[-1] == _HALF:
        return Decimal(50)
    if len(words) != 2 or words[1] not in _PARTS:  # noqa: PLR2004 - a number and a part
        return None
    share = Decimal(_UNITS.get(words[0], 0) * _PERCENT) / _PARTS[words[1]]
    whole = 0 < share < _PERCENT
    return share.quantize(Decimal("0.001")).normalize() if whole else None


PARTS = frozenset(_PARTS) | {_HALF}


def value(digits: str) -> Decimal:
    """Return the number that French ``digits`` write: groups of three, a decimal comma.

    >>> value("27 250"), value("5.000"), value("1,4"), value("1.4")
    (Decimal('27250'), Decimal('5000'), Decimal('1.4'), Decimal('1.4'))
    """
    whole, comma, decimals = digits.partition(",")
    groups = whole.replace(" ", ".").split(".")
    grouped = all(len(group) == 3 for group in groups[1:])  # noqa: PLR2004 - thousands
    joined = "".join(groups) if grouped else whole.replace(" ", "")
    return Decimal(f"{joined}.{decimals}" if comma else joined)
