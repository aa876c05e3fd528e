"""Documents are known by their digest, and quoted words are found or refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tdi_graph.documents import (
    Document,
    decode,
    digest,
    find,
    is_whole_sentence,
    passage,
    read_folder,
)
from tdi_graph.errors import DocumentError

TEXT = "Il y a 1 \n\n600 projets. L’Etat finance « tout ». Il y a 1 600 idées."


def document(text: str = TEXT) -> Document:
    return Document("essai", text, Path("essai.txt"))


def test_words_are_found_across_lines_and_quotation_marks() -> None:
    found = find(document(), "1 600 projets")
    assert [(p.start, p.end, p.exact) for p in found] == [(7, 22, "1 \n\n600 projets")]
    assert find(document(), 'L\'Etat finance "tout"')[0].exact == "L’Etat finance « tout »"


def test_each_occurrence_is_found_in_order() -> None:
    assert [p.start for p in find(document(), "Il y a")] == [0, 49]


@pytest.mark.parametrize("words", ["1 601 projets", "l’état finance", "", "   "])
def test_other_words_are_not_found(words: str) -> None:
    assert find(document(), words) == []


@given(st.text(max_size=200), st.data())
def test_a_passage_quotes_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quoted = text[start:end]
    found = find(document(text), quoted)
    assert all(text[p.start : p.end] == p.exact for p in found)
    assert not quoted.split() or any(p.exact.split() == quoted.split() for p in found)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, 10_000)])
def test_a_position_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(DocumentError, match="outside"):
        passage(document(), start, end)


def test_texts_are_known_by_content_whatever_their_name(tmp_path: Path) -> None:
    (tmp_path / "whatever.bin").write_bytes(TEXT.encode())
    (tmp_path / "other.txt").write_bytes(b"other")
    read = read_folder(tmp_path, {digest(TEXT.encode()): "essai"})
    assert read == {"essai": Document("essai", TEXT, tmp_path / "whatever.bin")}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nowhere"):
        read_folder(tmp_path / "nowhere", {})


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(DocumentError, match="byte at 3"):
        decode(b"abc\xff", Path("x.txt"))


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("L’Etat finance « tout ».", True),
        ("L’Etat finance", False),
        ("finance « tout ».", False),
        ("Il y a 1 600 projets", True),
        ("Il y a 1 600", False),
    ],
)
def test_a_whole_sentence_is_told_from_a_part(words: str, whole: bool) -> None:  # noqa: FBT001
    text = document()
    assert is_whole_sentence(text, find(text, words)[0]) is whole
