"""Patterns that are tried only near the words they need find what the patterns themselves find."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction_patterns import TEXTS, values
from tdi_graph.extraction.hinged import Hinged
from tdi_graph.extraction.tokens import plain

PIECES = st.sampled_from([
    "laureat", "laureates", ", ", " est ", "l'un des ", "parmi les ", "projets ", "parmi", "\n",
    "figure ", "12 ", "très beaux ", "sont ", "choisis",
])  # fmt: skip
HINGED = dict(values(Hinged))


def spans(found: Iterator[object]) -> list[str]:
    return [str(match) for match in found]


@pytest.mark.parametrize("name", HINGED)
def test_the_words_that_a_pattern_needs_lose_no_match(name: str) -> None:
    pattern = HINGED[name]
    for text in TEXTS:
        words = plain(text)
        assert spans(pattern.finditer(words)) == spans(pattern.pattern.finditer(words))


@given(st.lists(PIECES, max_size=16).map("".join))
def test_nor_in_a_text_of_awkward_parts(text: str) -> None:
    for pattern in (
        Hinged(r",? ?(?:est |figure )?(?:parmi les \w+ )?laureate?s?", {"laureat": 48}),
        Hinged(r"parmi (?:les )?\w+|(?:12 )?projets", {"parmi ": 0, "projets": 3}),
    ):
        assert spans(pattern.finditer(text)) == spans(pattern.pattern.finditer(text))


def test_a_reach_that_is_too_short_loses_matches() -> None:
    far = Hinged(r"\d+ (?:\w+ )?laureats", {"laureat": 3})
    assert not list(far.finditer("12 nouveaux laureats"))
    assert far.pattern.search("12 nouveaux laureats")
