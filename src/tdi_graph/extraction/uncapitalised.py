"""Schemes named without capitals: « le fonds de soutien aux ports », « le plan 300 quais ».

What makes a name of a common noun is its definite article with what only one such thing is for,
its being the nation's, or a number between the noun and what it counts.
"""

import re
from collections.abc import Iterator

from tdi_graph.extraction.boundaries import extent
from tdi_graph.extraction.names import HEADS, Name, acronym
from tdi_graph.extraction.tokens import Words, content

_GRADE = r"(?: (?:national|regional|departemental|europeen|territorial|interministeriel)e?)"
_PURPOSE = (
    r"(?:de |d'|pour (?:la |l'|le ))(?:soutien|modernisation|revitalisation|solidarite|transition"
    r"|reconquete|acceleration|restructuration|transformation|compensation|innovation|prevention"
    r"|intervention|aide|appui|renaturation|urgence|relance|reconversion|decarbonation|rehabilitation"
    r"|renovation|recyclage|lutte|adaptation|developpement|sobriete)\b"
)
_DEFINITE = r"\b(?:le|du|au|la) "
_PURPOSED = re.compile(
    rf"{_DEFINITE}(?P<name>(?P<head>fonds|dotation){_GRADE}? {_PURPOSE}"
    r"|(?P<plan>plan)(?: d'| de )(?:soutien|relance|urgence|lutte|adaptation|sobriete)"
    r" (?:a|au|aux|de|du|des|d'|en|pour|contre)\b"
    rf"|(?P<wide>plan|programme|strategie|pacte) (?:national|europeen)e?"
    r"(?: (?:de |d'|du |des |pour |en faveur d|contre )|(?= bas carbone)))"
)
_WORDS = ("le fonds ", "du fonds ", "au fonds ", "plan ", "dotation ", "programme ", "strategie ")
_COUNTED = re.compile(
    r"\b(?:le|du|au|l'|de l'|ce) ?(?P<name>(?P<head>plan|programme|dispositif|operation|initiative)"
    r" (?P<number>\d{1,3}(?: \d{3})*) (?!millions?\b|milliards?\b|euros?\b|ans\b|mois\b|jours\b)"
    r"(?=[a-z-]+[sx]\b))"
)
_FEWEST = 3


def schemes(words: Words) -> Iterator[Name]:
    """Yield the schemes whose common noun, purpose and complement make a name."""
    if any(map(words.plain.__contains__, _WORDS)):
        yield from _purposed(words)
        yield from _counted(words)


def _purposed(words: Words) -> Iterator[Name]:
    for found in _PURPOSED.finditer(words.plain):
        start = found.start("name")
        if words.text[start].isupper():
            continue
        end = words.tokens[extent(words, words.at(start), loose=True) - 1].end
        if len(content(words.text[start:end])) >= _FEWEST:
            head = words.tokens[words.at(start)].form
            yield Name(start, end, HEADS[head], acronym(words.text, end))


def _counted(words: Words) -> Iterator[Name]:
    for found in _COUNTED.finditer(words.plain):
        noun = words.at(found.end())
        end = words.tokens[extent(words, noun, loose=True) - 1].end
        start = found.start("name" if found["head"] == "plan" else "number")
        yield Name(start, end, HEADS[found["head"]], acronym(words.text, end))
