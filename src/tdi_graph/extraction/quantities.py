"""Numbers of a text, each with a type: a quantity, or the reason why it is none.

The grammar reads what Babel and spaCy do not: groups by space, point or comma, « M€ » and
« Mds d'euros », number words and collectives, fractions, ranges, a unit left out under
coordination. A number is rejected unless it is shown to count or to measure something.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from tdi_graph.extraction import numerals, ranges, rejections
from tdi_graph.extraction.cascade import Cascade
from tdi_graph.extraction.quantity import Quantity, Span, Unit
from tdi_graph.extraction.times import Time
from tdi_graph.extraction.tokens import Token, Words

# Led by its first digit, which the search can look for.
_NUMBER = re.compile(r"\d(?:(?<![\d,]\d)\d{0,2}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d*(?:[.,]\d+)?)")
_EURO = r"(?:d'|de |d’)?(?:€|euros?\b|eur\b)"
_SCALE = re.compile(
    rf" ?(?P<word>millions?|milliards?|milliers?)\b(?: (?P<more>de millions|de milliards)\b)?"
    rf"|(?: ?)(?P<sign>mds?|mrds?|mm|m|k)(?= ?{_EURO})"
)
_SIGNS = {"m": 10**6, "mm": 10**6, "k": 1000, "md": 10**9, "mds": 10**9, "mrd": 10**9}
_UNITS: Cascade[Unit] = Cascade(
    [
        ("EUR", re.compile(rf" ?{_EURO}(?: \((?:md|mds|mrd|m|k) ?€\))?")),
        ("percent", re.compile(r" ?%| pour ?cents?\b| p\. ?100\b")),
        ("m2", re.compile(r" ?(?:d[e'] ?)?m(?:2|²)| (?:de )?metres? carres?\b")),
        ("hectares", re.compile(r" (?:d')?hectares?\b| ha\b")),
    ]
)
_OF = re.compile(r" d(?:e |')(?=\w)")
_QUALIFIERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("at-least", ("au moins", "au minimum", "pas moins d(?:e |')", "un minimum de")),
    ("more-than", (
        "plus d(?:e |')", r"\+ de ", r"\+ ?", "au-dela de ", "superieure?s? a ",
        "depasse(?:nt)? (?:les )?", "depassant (?:les )?", "bien plus d(?:e |')",
    )),
    ("less-than", ("moins d(?:e |')", "inferieure?s? a ", "en dessous de ")),
    ("up-to", (
        "jusqu'a ", "au plus ", "au maximum ", "un maximum de ", "maximum de ",
        "plafonnee?s? a ", "dans la limite de ",
    )),
    ("nearly", ("pres d(?:e |')", "presque ", "(?:pas|non) loin de ", "avoisinant (?:les )?")),
    ("around", (
        "environ ", "autour d(?:e |')", "de l'ordre d(?:e |')", "a peu pres ", "quelques? ",
        "approximativement ", "~ ?", "≈ ?",
    )),
)  # fmt: skip
_BEFORE = Cascade(
    (name, re.compile(rf"(?:{'|'.join(words)}) ?(?:les |des )?\Z")) for name, words in _QUALIFIERS
)
_AFTER = Cascade(
    [
        ("around", re.compile(r" environ\b")),
        ("at-least", re.compile(r" (?:au moins|minimum|au minimum)\b")),
        ("up-to", re.compile(r" (?:au plus|maximum|au maximum)\b")),
    ]
)
_LONGEST_QUALIFIER = 24
_FEW = 20


_Closed: TypeAlias = tuple[int, int, str]


def find(words: Words, times: Sequence[Time], names: Sequence[Span] = ()) -> list[Quantity]:
    """Return the numbers of the text, in their order.

    ``times`` are its expressions of time, ``names`` the places of names, which may hold numbers.
    """
    skipped = [(*span, "contact") for span in rejections.contacts(words.plain)]
    timed = [(t.start, t.end, _SORTS.get(t.sort, "date")) for t in times]
    closed = sorted([*skipped, *timed, *((s, e, "part of a name") for s, e in names)])
    raw = [*_digits(words.plain, closed), *_spelt(words)]
    typed = [_typed(q, words.plain, closed) for q in sorted(raw, key=lambda q: q.start)]
    return ranges.joined(_apart(typed), words.plain)


_SORTS = {"duration": "duration", "clock": "time of day", "period": "period"}


def _apart(found: Iterable[Quantity]) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _digits(plain: str, closed: list[_Closed]) -> Iterable[Quantity]:
    for found in _NUMBER.finditer(plain):
        start, end = found.span()
        value = numerals.value(found[0])
        what = _inside(closed, start)
        if what and (what != "date" or end - start != _YEAR_LENGTH):
            yield Quantity(start, end, start, value, rejected=what)
        else:
            yield _measured(plain, start, end, value)


def _inside(closed: list[_Closed], position: int) -> str:
    """Return what stands at ``position`` that is closed to quantities, or nothing."""
    at = bisect_right(closed, (position, _BEYOND, "")) - 1
    for start, end, what in closed[max(0, at - 1) : at + 1]:
        if start <= position < end:
            return what
    return ""


_YEAR_LENGTH = 4
_BEYOND = 1 << 62


def _measured(plain: str, start: int, end: int, value: Decimal, scaled: int = 1) -> Quantity:
    """Read scale and unit after a number, and the qualifier before it."""
    scale = _SCALE.match(plain, end)
    if scale:
        scaled *= _scale(scale)
        end = scale.end()
    unit, after = _unit(plain, end)
    of = _OF.match(plain, after) if unit == "count" and scaled > 1 else None
    if unit == "count" and scaled >= _MILLION and not (of and not _AID.match(plain, after)):
        unit, of = "EUR", None
    end = of.end() if of else after
    lead, qualifier = _qualifier(plain, start, end, value)
    return Quantity(start, end, lead, value * scaled, unit, qualifier, scaled=scaled)


_MILLION = 10**6
# « 640 millions d'aides », « 25 millions pour … »: euros are understood.
_AID = re.compile(
    r" d(?:e |')(?:aides?|subventions?|investissements?|credits?|travaux|dotations?|dettes?"
    r"|ingenierie|financements?)\b"
)


def _scale(found: re.Match[str]) -> int:
    if found["sign"]:
        return _SIGNS.get(found["sign"], 10**9)
    word = numerals.SCALES.get(found["word"].rstrip("s"), 1000)
    more = numerals.SCALES.get((found["more"] or "").removeprefix("de ").rstrip("s"), 1)
    return word * more


def _unit(plain: str, end: int) -> tuple[Unit, int]:
    for unit, found in _UNITS.match(plain, end):
        return unit, found.end()
    return "count", end


def _qualifier(plain: str, start: int, end: int, value: Decimal) -> tuple[int, str]:
    """Return where the qualifier of a number begins, and which it is, if it has one."""
    before = plain[max(0, start - _LONGEST_QUALIFIER) : start]
    if before[-1:] in _ENDS:
        for name, found in _BEFORE.search(before):
            if found.start() == 0 or not before[found.start() - 1].isalnum():
                few = found[0].startswith("autour") and value < _FEW
                return (start, "") if few else (start - len(before) + found.start(), name)
    return start, next((name for name, _ in _AFTER.match(plain, end)), "")


_ENDS = frozenset({" ", "'", "+", "~", "≈"})


def _spelt(words: Words) -> Iterable[Quantity]:
    tokens, reached = words.tokens, 0
    for index in words.among(_STARTERS):
        if index < reached:
            continue
        last = _run(tokens, index)
        quantity = _word_number(words, tokens[index:last])
        if quantity is not None:
            reached = last
            yield quantity


_STARTERS = numerals.CARDINALS | {"moitie"}


def _run(tokens: list[Token], first: int) -> int:
    """Return the index after the number words that start at ``first``."""
    last = first
    for index in range(first, len(tokens)):
        form = tokens[index].form
        if form in _STARTERS:
            last = index + 1
        elif form not in {"-", "et"} or index + 1 == len(tokens):
            break
    return last


def _word_number(words: Words, run: list[Token]) -> Quantity | None:
    forms = [token.form for token in run]
    start, end = run[0].start, run[-1].end
    after = words.between(end, end + 24)
    next_form = after[0].form if after else ""
    if forms == ["moitie"] or next_form in numerals.PARTS:
        return _share(words, run, after)
    noun = next((t for t in after[: 1 + _MOST_DEGREE] if t.form not in _DEGREE), None)
    if noun and noun.form.rstrip("s") in numerals.COLLECTIVES:
        half = any(token.form == "demi" for token in after[:_MOST_DEGREE])
        return _collective(words.plain, start, noun, forms, half=half)
    value = numerals.cardinal(forms)
    single = forms in (["un"], ["une"])
    if value is None or (single and next_form.rstrip("s") not in numerals.SCALES):
        return None
    return _measured(words.plain, start, end, Decimal(value))


def _share(words: Words, run: list[Token], after: list[Token]) -> Quantity | None:
    forms = [token.form for token in run]
    last = run[-1]
    if forms[-1] != "moitie":
        forms, last = [*forms, after[0].form], after[0]
    value = numerals.fraction(forms)
    if value is None or words.plain[last.end : last.end + 1] == "-":
        return None
    start = run[0].start - (3 if words.plain.endswith("la ", 0, run[0].start) else 0)
    lead, qualifier = _qualifier(words.plain, start, last.end, value)
    return Quantity(start, last.end, lead, value, "percent", qualifier, fraction=True)


# « une petite centaine », « une demi-douzaine »
_DEGREE = frozenset({"petite", "bonne", "grosse", "demi", "-"})
_MOST_DEGREE = 2


def _collective(
    plain: str, start: int, noun: Token, forms: list[str], *, half: bool
) -> Quantity | None:
    """« une soixantaine de », « deux centaines de millions »: near the number, not it."""
    count = numerals.cardinal(forms)
    if count is None:
        return None
    of = _OF.match(plain, noun.end)
    base = Decimal(count * numerals.COLLECTIVES[noun.form.rstrip("s")]) / (2 if half else 1)
    scaled = _SCALE.match(plain, of.end() - 1) if of else None
    quantity = _measured(plain, start, of.end() - 1 if of and scaled else noun.end, base)
    if of and quantity.unit == "count" and not scaled:
        quantity = replace(quantity, end=of.end())
    return quantity if quantity.qualifier else replace(quantity, qualifier="around")


def _typed(quantity: Quantity, plain: str, closed: list[_Closed]) -> Quantity:
    if quantity.rejected:
        return quantity
    what = _inside(closed, quantity.start)
    if what and not (what == "date" and _counts(quantity, plain)):
        return replace(quantity, rejected=what)
    if quantity.unit != "count" or quantity.scaled > 1:
        return quantity
    what = rejections.of_count(plain, quantity.start, quantity.end)
    return replace(quantity, rejected=what) if what else quantity


def _counts(quantity: Quantity, plain: str) -> bool:
    if quantity.unit != "count" or quantity.scaled > 1 or quantity.qualifier in _FIRM:
        return True
    return rejections.counts(plain, quantity.start, quantity.end)


_FIRM = frozenset({"more-than", "nearly", "at-least"})
