"""Schemes that the rules know and the graph need not describe: ``data/lexicon/schemes.txt``."""

from collections.abc import Iterator
from functools import cache

from tdi_graph.extraction import lexicon
from tdi_graph.extraction.mentions import Entity, Gazetteer, Mention
from tdi_graph.extraction.names import HEADS
from tdi_graph.extraction.tokens import Words
from tdi_graph.vocabulary import thing


@cache
def _gazetteer() -> Gazetteer:
    """Return the index of the listed names; its entities stand for what a text may propose."""
    index = Gazetteer()
    for line in lexicon.names("schemes"):
        type_, label, *others = (cell.strip() for cell in line.split("|"))
        iri = thing("scheme", "listed")
        names = (label, *others)
        entity = Entity(iri, f"tdi:{type_}", "scheme", label, names, known=False)
        for name in names:
            index.add(name, entity)
    return index


def find(words: Words) -> Iterator[Mention]:
    """Yield where a text names a listed scheme.

    In lower case only where a name is listed so or a head noun begins it: « plan vélo ».
    """
    for mention in _gazetteer().find(words):
        headed = words.tokens[words.at(mention.start)].form in HEADS
        common = headed or any(name[0].islower() for name in mention.entity.names)
        if common or not words.text[mention.start].islower():
            yield mention
