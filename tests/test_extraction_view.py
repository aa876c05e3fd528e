"""The view of a text: what the rules read, and the way back to the original."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction_cases import arrows, rows
from tdi_graph.extraction import hyphens
from tdi_graph.extraction.layout import view
from tdi_graph.extraction.sentences import sentences
from tdi_graph.extraction.signs import plain
from tdi_graph.extraction.view import View

# What texts are made of, the awkward parts above all.
PIECES = st.sampled_from(
    [
        *("le", "de", "«", "»", '"', "M€", "1", "600", "\n", "\n\n", "- ", "• ", "**", "*", "> "),
        *("Paris, le 12 mars 2021", "À propos de", "Contact presse :", "©", "\x02", "\u00ad", "# "),
        *("&nbsp;", "&amp;", "&foo;", "e\u0301", "ﬁ", ".", "!", "…", ":", "(Communiqué)", "1. "),
        *("| a | b |", "Territoires d’industrie", "_x_", "réindus-", "trialisation", "\r\n"),
        *("http://a.b", "01 02 03 04 05", "(AFP)", "Sondage", "Newsletter", "\f", "12,", "\ufeff"),
        *("\u202f", "[a](b)"),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=300)


@pytest.mark.parametrize(("text", "expected"), arrows("view.txt"))
def test_a_text_is_seen_as(text: str, expected: str) -> None:
    assert view(text).text == expected


@pytest.mark.parametrize(("text", "expected"), rows("sentences.tsv"))
def test_sentences_end_where_readers_stop(text: str, expected: str) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected.split(" ¦ ")


@pytest.mark.parametrize(("left", "right", "own"), rows("hyphens.tsv"))
def test_a_hyphen_at_a_lines_end_belongs_to_the_word_or_not(
    left: str, right: str, own: str
) -> None:
    assert hyphens.is_own(left, right, frozenset()) is (own == "yes")


def same_sign(sign: str, original: str) -> bool:
    """Tell whether a sign of the view is what stands in the original, in another shape."""
    shapes = (
        plain(original),
        unicodedata.normalize("NFC", original),
        unicodedata.normalize("NFKC", original),
    )
    return any(sign in shape for shape in shapes) or original.startswith("&") or sign == "-"


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_every_position_leads_back_to_its_sign(text: str) -> None:
    seen = view(text)
    assert len(seen.offsets) == len(seen.text) + 1
    for at, sign in enumerate(seen.text):
        start, end = seen.original(at, at + 1)
        assert 0 <= start <= end <= len(text)
        assert sign.isspace() or same_sign(sign, text[start:end])


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_blocks_and_sentences_lie_one_after_the_other(text: str) -> None:
    seen = view(text)
    ends = [block.end for block in seen.blocks]
    assert [block.start for block in seen.blocks] == [0, *(end + 1 for end in ends)][: len(ends)]
    assert not ends or ends[-1] == len(seen.text)
    for block in seen.blocks:
        words = seen.words(block.start, block.end)
        assert words == words.strip()
        assert "\n" not in words
    for sentence in seen.sentences:
        block = seen.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert block.kind not in {"contact", "chrome"}


@settings(max_examples=300, deadline=None)
@given(st.text("abcé ABCÉ 0123\n\n,;:!?«»\"'", max_size=300))
def test_no_letter_and_no_digit_is_lost(text: str) -> None:
    shown = sorted(filter(str.isalnum, view(text).text))
    assert shown == sorted(filter(str.isalnum, text))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_view_is_a_function_of_the_text(text: str) -> None:
    assert view(text) == view(text)


def test_a_range_of_the_view_quotes_the_original() -> None:
    text = "Le soutien va aux 1 \n\n600\u202fprojets « remontés »."
    seen = view(text)
    start = seen.text.index("1 600 projets")
    first, last = seen.original(start, start + len("1 600 projets"))
    assert text[first:last] == "1 \n\n600\u202fprojets"


def test_an_empty_range_is_empty_in_the_original() -> None:
    seen = view("Un plan.")
    assert seen.original(3, 3) == (3, 3)
    assert view("").original(0, 0) == (0, 0)


def test_a_range_outside_the_view_is_refused() -> None:
    with pytest.raises(IndexError, match="outside"):
        view("Un plan.").original(2, 99)


def test_a_letter_and_its_accent_are_quoted_together() -> None:
    text = "Un prix e\u0301leve\u0301"
    seen = view(text)
    assert text[slice(*seen.original(8, len(seen.text)))] == "e\u0301leve\u0301"


def test_a_sentence_around_a_pages_foot_is_quoted_in_two_pieces() -> None:
    before = "Le conseil a voté une aide aux communes du canton, avec"
    foot = "Contact presse : 01 02 03 04 05"
    after = "l’appui de la Région."
    text = f"{before}\n\n{foot}\n\n{after}"
    seen = view(text)
    sentence = seen.sentences[0]
    pieces = [text[start:end] for start, end in seen.pieces(sentence.start, sentence.end)]
    assert pieces == [before, after]


def test_a_view_made_by_hand_needs_no_more_than_its_text() -> None:
    seen = View("un plan", tuple(range(8)))
    assert seen.pieces(3, 7) == ((3, 7),)


UNITS: dict[str, Callable[[int], str]] = {
    "prose": lambda n: "Le programme, doté de 1\n\n600 M€, aide les territoires. " * (n // 55),
    "short lines": lambda n: "Abc\n" * (n // 4),
    "brackets": lambda n: "[" * n,
    "ampersands": lambda n: "&" * n,
    "cut words": lambda n: "abc-\n" * (n // 5),
    "open quotation marks": lambda n: "« a\n\n" * (n // 5),
    "spaces": lambda n: " \n" * (n // 2),
    "end marks": lambda n: "(Communiqué)\nAbc def ghi jkl mno.\n" * (n // 35),
}


@pytest.mark.parametrize("unit", UNITS)
def test_the_cost_grows_no_faster_than_the_text(unit: str) -> None:
    make = UNITS[unit]

    def seconds(length: int) -> float:
        text = make(length)
        times = []
        for _ in range(3):
            start = time.process_time()
            view(text)
            times.append(time.process_time() - start)
        return min(times)

    seconds(2_000)
    small, large = seconds(10_000), seconds(40_000)
    # Four times the text: a quadratic cost would be sixteen times the time.
    assert large <= 10 * max(small, 0.002)
