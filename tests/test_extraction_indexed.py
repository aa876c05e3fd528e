"""Patterns that are looked for by an index of words find what the patterns themselves find."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_patterns import TEXTS, values
from tdi_graph.extraction.indexed import Indexed
from tdi_graph.extraction.literals import prefixes
from tdi_graph.extraction.tokens import Words

PIECES = st.sampled_from([
    "a ", "ont ", "l'", "qu'", "aujourd'hui ", "co-", "pilot", "financ", "é", "ées ", "par ",
    "le ", "ce fonds ", "lundi ", "12", " mai ", "2021", "_", "-", "'", "\n", ", ", "²", "œ", "İ",
])  # fmt: skip


INDEXED = dict(values(Indexed))


def spans(indexed: Indexed, text: str) -> None:
    words = Words(text)
    own = [match.span() for match in indexed.pattern.finditer(words.plain)]
    assert [match.span() for match in indexed.finditer(words)] == own
    first = indexed.search(words, 1, len(text) // 2)
    other = indexed.pattern.search(words.plain, 1, len(text) // 2)
    assert (first and first.span()) == (other and other.span())


@pytest.mark.parametrize("name", INDEXED)
def test_the_index_loses_no_match(name: str) -> None:
    for text in TEXTS:
        spans(INDEXED[name], text)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_nor_in_a_text_of_awkward_parts(text: str) -> None:
    for indexed in (
        Indexed(r"\b(?:a|ont) (?:co-)?(?:pilot|financ)e"),
        Indexed(r"\b(?:l'|qu'|aujourd'hui )\w+"),
        Indexed(r"\bco-? ?(?:pilot|financ)\w*"),
        Indexed(r"\b\d+ mai"),
        Indexed(r"(?<= )(?:ce |le )?(?:fonds|lundi)"),
    ):
        spans(indexed, text)


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        (r"\ba pour\b", "a p"),
        (r"\b(?:co-? ?)?anim(?:e|ent)", "ani co  co- coa"),
        (r"\b(?=[ab])(?P<what>abonde?|b[ou]n)s?", "abo bon bun"),
        (r"(?<= )re+n", "re"),
        (r"\bx{0,2}y", "x y"),
        (r"\bx{2}y", "x"),
        (r"\bl[^a]e", "l"),
        (r"\bm\.[ds]u", "m.d m.s"),
        (r"\bn\d", "n0 n1 n2 n3 n4 n5 n6 n7 n8 n9"),
    ],
)
def test_the_prefixes_of_an_expression(expression: str, begins: str) -> None:
    assert " ".join(sorted(prefixes(expression))) == begins


@pytest.mark.parametrize(
    "expression", [r"\b\w+ fonds", "fonds", r"\b(?:x)?", r"\b-x", r"\bx)", r"\bé\x41"]
)
def test_an_expression_that_no_word_begins_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(expression))):
        Indexed(expression)
