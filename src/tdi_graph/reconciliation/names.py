"""The forms under which a thing is known, and those under which somebody may ask for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tdi_graph.reconciliation.likeness import EXACT, Form, form, form_of, likeness
from tdi_graph.search import Entry, Sort
from tdi_graph.search.folding import initials, words

# A name that lacks its qualifier, « Épinal » for « Épinal (territoire d’industrie) », may well be
# that of another thing; the beginning of a ministry's name mostly is not.
_UNQUALIFIED, _BEGINNING, _INITIALS, _BEFORE_COMMA = 0.85, 0.93, 0.8, 0.97

_QUALIFIED = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_MINISTRY = re.compile(r"minist(?:ère|ry)\b", re.IGNORECASE)
_JOINT = re.compile(r",\s|\s(?:et|and)\s")
_LEAST_WORDS = 2
_FRENCH = """delegue deleguee depute deputee dr etat m maire madame ministre mlle mme monsieur pr
premier premiere president presidente secretaire senateur senatrice"""
_ENGLISH = "minister mr mrs ms secretary senator state"
_TITLES = frozenset(f"{_FRENCH} {_ENGLISH}".split())
_BETWEEN = frozenset(["d", "de", "l", "la", "le", "of", "the"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: as typed, and as it may be meant if it names a person."""

    text: str
    plain: Form
    person: tuple[tuple[Form, float], ...]
    parts: tuple[Form, ...] = ()


def asked(text: str) -> Asked:
    """Return the forms of what was asked for."""
    held = _QUALIFIED.fullmatch(text)
    parts = (form(held[1]), form(held[2])) if held else ()
    before, comma, _ = text.partition(",")
    person = [(_untitled(text), 1.0), *([(_untitled(before), _BEFORE_COMMA)] if comma else [])]
    return Asked(text, form(text), tuple(person), parts)


def name_likeness(sought: Asked, entry: Entry, *, typed: bool) -> float:
    """Return how alike what was asked for and the best name of a thing are, from 0 to 100.

    ``typed`` tells that the thing's own class was asked for, which a qualifier need not repeat.
    """
    known = list(_forms(entry, typed=typed))
    forms = [(sought.plain, 1.0), *(sought.person if entry.kind == "person" else ())]
    found = max(_best(asked, known) * share for asked, share in forms)
    if sought.parts:
        # « Name (ACRONYM) »: both must be names of the thing.
        found = max(found, min(_best(part, known) for part in sought.parts))
    return max(found, _acronym(sought.plain, entry))


def short_name(text: str) -> str:
    """Return the beginning by which a ministry of many duties goes, nothing for any other name.

    >>> short_name("ministère de l’Économie, des Finances et de la Relance")
    'ministère de l’Économie'
    """
    joint = _JOINT.search(text) if _MINISTRY.match(text) else None
    return text[: joint.start()] if joint else ""


def _best(sought: Form, known: Sequence[tuple[Form, float]]) -> float:
    return max((share * likeness(sought, name) for name, share in known), default=0.0)


def _forms(entry: Entry, *, typed: bool) -> Iterator[tuple[Form, float]]:
    for name in entry.names:
        yield form(name.text), 1.0
        qualified = _QUALIFIED.fullmatch(name.text)
        if qualified:
            yield form(qualified[1]), 1.0 if typed else _UNQUALIFIED
        short = form(short_name(name.text))
        if len(short.words) >= _LEAST_WORDS:
            yield short, _BEGINNING


def _acronym(sought: Form, entry: Entry) -> float:
    """Return what the initials of a name are worth: a guess, since nobody wrote them."""
    if len(sought.words) != 1 or entry.kind == "person":
        return 0.0
    preferred = (words(name.text) for name in entry.names if name.sort is Sort.PREFERRED)
    spelt = (one for held in preferred if len(held) > 1 for one in initials(held))
    return EXACT * _INITIALS if sought.words[0] in spelt else 0.0


def _untitled(text: str) -> Form:
    """Return the form of a person's name without the titles before it."""
    held = form(text).every
    titles = 0
    for at, word in enumerate(held):
        if word in _TITLES:
            titles = at + 1
        elif word not in _BETWEEN:
            break
    return form_of(held[titles:] or held)
