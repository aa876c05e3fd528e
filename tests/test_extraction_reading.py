"""From bytes to a reading: formats, encodings, bad input; and the five documents."""

import hashlib
import io
import itertools
import json
import os
import subprocess
import sys
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction_cases import CASES, rows
from pdf_files import pdf
from tdi_graph import resources
from tdi_graph.documents import find, read_folder
from tdi_graph.errors import DocumentError
from tdi_graph.extraction import formats, reading, topic
from tdi_graph.extraction.language import language
from tdi_graph.extraction.reading import Given, read, read_file, read_input, read_text
from tdi_graph.extraction.view import NOT_FRENCH, OFF_TOPIC, Issued, Reading

TEXT = (
    "Paris, le 12 mars 2021\n\nLe fonds, doté de 5 M€, a été présenté « à l’été » par la ministre."
)
DOCUMENTS = resources.root().parent / "shared" / "documents"
NO_DOCUMENTS = f"NOT RUN: the five documents are not in {DOCUMENTS}"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.replace("’", "'").replace("€", "E").encode("latin-1"), "cp1252"),
        (TEXT.replace("’", "'").encode("iso8859-15"), "iso8859-15"),
    ],
    ids=["utf-8", "with its mark", "utf-16", "big-endian", "utf-32", "windows", "latin-1", "-15"],
)
def test_a_text_is_decoded(data: bytes, encoding: str) -> None:
    found = read(data, Path("cp.txt"))
    assert found.view.text.startswith("Paris, le 12 mars 2021\nLe fonds, doté de 5 ")
    assert found.encoding == encoding
    assert found.data_sha256 == hashlib.sha256(data).hexdigest()
    assert any("not UTF-8" in warning for warning in found.warnings) is (encoding != "utf-8")


def test_the_euro_and_the_ligature_of_latin_9_are_read() -> None:
    text = "Une aide de 5 M€ à l'été, pour l'œuvre de chaque élève et de sa mère."
    assert read(text.encode("iso8859-15")).text == text
    page = f"<!doctype html><meta charset=iso-8859-15><article><p>{text}</p></article>"
    assert text in read((page * 3).encode("iso8859-15")).text


@pytest.mark.parametrize("width", [25, 29, 33, 36, 40])
def test_the_lines_of_a_narrow_column_are_one_paragraph(width: int) -> None:
    paragraph = (
        "La préfète, Hélène Bardou, et le président du conseil départemental, Marc Tessandier,"
        " ont réuni hier les maires du département et les chefs d’entreprise. Le programme compte"
        " désormais 183 territoires labellisés, et il sera poursuivi jusqu’en 2027."
    )
    head = "Guéret, le 14 mars 2024\n\nCOMMUNIQUÉ DE PRESSE\n"
    found = read_text(head + textwrap.fill(paragraph, width))
    assert paragraph.replace("’", "'") in found.view.text.split("\n")
    assert found.issued == Issued("2024-03-14", "in the text")


def test_the_number_of_a_page_is_no_part_of_its_head() -> None:
    head = "Préfecture de la Creuse – Lettre aux élus du pays\nPage 1 / 1\n"
    found = read_text(head + textwrap.fill(f"{TEXT.replace(chr(10), ' ')} " * 4, 28))
    assert [b.reason for b in found.view.blocks if b.kind == "chrome"] != []
    assert "Page 1 / 1" in found.view.text.split("\n")


def test_a_list_of_short_names_stays_a_list() -> None:
    names = ["Guéret", "Aubusson", "Bourganeuf", "La Souterraine", "Boussac", "Ahun", "Évaux"]
    text = f"{TEXT}\n\nLes territoires sont :\n" + "\n".join(names * 2)
    assert read_text(text).view.text.split("\n")[-2:] == ["Ahun", "Évaux"]


def test_what_is_left_of_an_image_is_no_word() -> None:
    image = "![carte](data:image/png;base64," + "iVBORw0KGgo" * 9000 + ")"
    found = read_text(f"{TEXT}\n\n{image}\n\n{'1' * 5000} Le préfet {'é' * 700} est là.")
    assert "iVBORw0KGgo" not in found.view.text
    assert found.view.text.endswith("Le préfet est là.")
    at = found.view.text.index("Le préfet")
    assert found.text[slice(*found.view.original(at, at + 9))] == "Le préfet"


def test_the_text_of_utf8_keeps_every_character() -> None:
    data = TEXT.replace("\n", "\r\n").encode("utf-8-sig")
    assert read(data).text == data.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "no word"),
        (b"12 + 34 = 46", "no word"),
        (b"PK\x03\x04" + bytes(60), "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "image"),
        (b"{\\rtf1 Le plan}", "RTF"),
        (b"\x1f\x8b\x08" + bytes(20), "compressed"),
        (bytes(range(256)) * 4, "binary"),
        (b"Le plan\x01\x02\x03\x04\x05\x06", "control characters"),
        (TEXT.encode("utf-16-le"), "UTF-16 without its mark"),
        (b"\xff\xfe" + b"a\x00\x00", "not"),
        (TEXT.encode("mac-roman"), "not UTF-8"),
        (TEXT.encode("cp850", "replace"), "not UTF-8"),
        ((TEXT * 9).encode()[:-1] + b"\xe2", "not UTF-8"),
        ("Программа развития территорий".encode("cp1251"), "not UTF-8"),
        (b"%PDF-1.4 and nothing else", "PDF cannot be read"),
        (pdf([[], []]), "scan"),
        (pdf([["12", "34"]]), "scan"),
        (b"<!doctype html><html><body></body></html>", "no main text"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as refusal:
        read(data, Path("folder/cp.txt"))
    message = str(refusal.value)
    assert said in message
    assert message.startswith(f"{Path('folder/cp.txt')}: ")
    assert " → " in message
    assert "\n" not in message


def test_a_name_that_says_pdf_must_tell_the_truth() -> None:
    with pytest.raises(DocumentError, match="something else"):
        read(TEXT.encode(), Path("cp.pdf"))


def test_damaged_utf8_that_was_encoded_twice_is_told() -> None:
    twice = (TEXT * 3).replace("’", "'").replace("€", "e").encode().decode("latin-1")
    assert any("encoded twice" in warning for warning in read_text(twice).warnings)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere\.txt: the file cannot be opened"):
        read_file(tmp_path / "nowhere.txt")
    with pytest.raises(DocumentError, match="cannot be opened"):
        read_file(tmp_path)


def test_a_text_of_fifty_megabytes_is_refused_before_it_is_held(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 2**20)
    with pytest.raises(DocumentError, match="more than 32 MiB"):
        read_file(path)


def test_no_more_is_read_of_a_stream_than_the_limit() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1, /) -> bytes:
            assert size > 0
            self.read_so_far += size
            return b"a" * size

    stream = Endless()
    with pytest.raises(DocumentError, match="more than 32 MiB"):
        read_input(stream)  # type: ignore[arg-type]
    assert stream.read_so_far == reading.LARGEST_FILE + 1


def test_a_text_longer_than_a_book_is_refused() -> None:
    data = b"Le plan aide les villes. " * (formats.LONGEST_TEXT // 25 + 1)
    with pytest.raises(DocumentError, match="at most 1000000 characters"):
        read(data)


def test_a_page_larger_than_the_limit_is_refused() -> None:
    data = b"<!doctype html><html><body>" + b"<p>Le plan.</p>" * (formats.LARGEST_PAGE // 14)
    with pytest.raises(DocumentError, match="too many for a page"):
        read(data)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<a href=x>y</a>" * 60_000, "120006 tags"),
        (f"<p {' '.join(f'a{n}' for n in range(9000))}>x", "9001 attributes"),
        ("<p>x</p>" * 9 + f'<path d="{"M 10 20 " * 9000}"><img src="data:{"A" * 90_000}">', ""),
    ],
    ids=["tags", "attributes", "drawings"],
)
def test_a_page_that_is_made_to_be_slow_is_refused(inside: str, said: str) -> None:
    page = f"<!doctype html><html>{inside}<article><p>{TEXT}</p></article>"
    found = attempted(page.encode(), "page.html")
    assert (said in str(found)) if said else isinstance(found, Reading)


def test_standard_input_is_read() -> None:
    found = read_input(io.BytesIO(TEXT.encode()), Given(title="Le fonds"))
    assert (found.slug, found.title) == ("standard-input", "Le fonds")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Communiqué n°12 (été).pdf", "communique-n-12-ete"),
        ("a/b/cp_2021.txt", "cp-2021"),
        ("§§§.txt", "document"),
        (f"{'a' * 90}.txt", "a" * 60),
    ],
)
def test_a_document_bears_its_files_name(name: str, slug: str) -> None:
    assert reading.slug(Path(name)) == slug


@pytest.mark.parametrize(("text", "expected"), rows("languages.tsv"))
def test_the_language_is_known_or_not(text: str, expected: str) -> None:
    assert language(text) == expected


def test_the_language_of_a_long_text_is_that_of_its_parts() -> None:
    french = "Le programme est piloté par les régions et animé dans les territoires. " * 900
    assert language(french) == "fr"


def test_another_language_leaves_nothing_to_extract() -> None:
    found = read_text("The programme is run by the regions and is open to all the towns of France.")
    assert found.language == "en"
    assert (found.empty_because or "").startswith(NOT_FRENCH)


@pytest.mark.parametrize(("text", "ours"), rows("topics.tsv"))
def test_a_text_is_about_public_action_or_not(text: str, ours: str) -> None:
    assert topic.is_ours(text) is (ours == "yes")


def test_a_text_about_something_else_leaves_nothing_to_extract() -> None:
    recipe = "Battez les œufs et le sucre, puis ajoutez la farine et le beurre fondu dans un bol. "
    assert (read_text(recipe * 20).empty_because or "").startswith(OFF_TOPIC)
    assert read_text(TEXT).empty_because is None


PAGE = (CASES / "page.html").read_bytes()


def test_a_page_gives_its_text_and_what_it_says_of_itself() -> None:
    found = read(PAGE, Path("page.html"))
    assert found.media_type == "text/html"
    assert found.title == "Fonds rural : 120 communes aidées"
    assert found.publisher == "Préfecture de la Creuse"
    assert dict(found.provenance)["publisher"] == "metadata"
    assert found.issued == Issued("2023-05-04", "in the text")
    kinds = [block.kind for block in found.view.blocks]
    assert kinds.count("list-item") == 6
    assert "quotation" in kinds
    assert "Vigilance" not in found.view.text
    assert "1 600 emplois" in found.view.text


def test_a_page_in_windows_1252_is_decoded() -> None:
    data = PAGE.replace(b'charset="utf-8"', b'charset="iso-8859-1"')
    data = data.decode().replace("\u202f", " ").encode("cp1252")
    found = read(data, Path("page.html"))
    assert found.encoding == "cp1252"
    assert "préfète" in found.view.text


def test_the_date_of_a_page_may_come_from_its_metadata() -> None:
    data = PAGE.replace("Publié le 4 mai 2023".encode(), b"")
    assert read(data, Path("page.html")).issued == Issued("2023-05-04", "metadata")


FOOT = "Préfecture de la Creuse - Service de la communication"
FIRST = """\
Préfecture de la Creuse
Guéret, le 4 mai 2023
Communiqué de presse
Fonds rural : 120 communes aidées dans le département, un
bilan au bout de deux ans
La préfète de la Creuse, Anne Martin, a présenté jeudi 4 mai le bilan du Fonds rural, doté
de 12,5 millions d’euros. Le fonds est piloté par la préfecture et animé par les sous-pré-
fets de Bourganeuf et d’Aubusson ; il a permis de créer, en deux ans à peine, plus de 1
600 emplois, dont 450 dans le commerce.
Un fonds qui trouve son public
Les projets retenus sont portés par des communes et par des entreprises de Nouvelle-
Aquitaine. Ils ont mobilisé, avec l’aide des intercommunalités de la région, une enveloppe"""
SECOND = """\
totale de 31 millions d’euros d’investissements publics et privés.
• 45 commerces ;
• 30 maisons de santé."""
PRINTED = [
    [*FIRST.splitlines(), FOOT, "Tél. : 05 55 00 00 00 - 1/2"],
    [*SECOND.splitlines(), FOOT, "Tél. : 05 55 00 00 00 - 2/2"],
]


def test_a_pdf_gives_its_sentences_whole() -> None:
    found = read(pdf(PRINTED), Path("cp.pdf"))
    seen = found.view
    sentences = [seen.words(sentence.start, sentence.end) for sentence in seen.sentences]
    assert found.media_type == "application/pdf"
    assert found.issued == Issued("2023-05-04", "in the text")
    assert found.publisher == "Préfecture de la Creuse"
    assert found.title is not None
    assert found.title.endswith("dans le département, un bilan au bout de deux ans")
    assert any("les sous-préfets de Bourganeuf" in s and "1 600 emplois" in s for s in sentences)
    assert any(
        "une enveloppe totale de 31 millions" in s and "Nouvelle" not in s for s in sentences
    )
    assert any("de Nouvelle-Aquitaine." in s for s in sentences)
    assert "Tél" not in " ".join(sentences)


BYTES = st.binary(max_size=300) | st.sampled_from(
    [b"<html>", b"<!doctype html><p>", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff"]
).flatmap(lambda start: st.binary(max_size=200).map(lambda rest: start + rest))


def attempted(data: bytes, name: str) -> Reading | DocumentError:
    """Return the reading of ``data`` or the refusal; nothing else may come of it."""
    try:
        return read(data, Path(name))
    except DocumentError as refusal:
        return refusal


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES, st.sampled_from(["cp", "cp.txt", "cp.md", "cp.html", "cp.pdf"]))
def test_any_bytes_give_a_reading_or_one_clear_error(data: bytes, name: str) -> None:
    found = attempted(data, name)
    if isinstance(found, DocumentError):
        assert found.place is not None
        assert found.do
        assert "\n" not in str(found)
    else:
        assert len(found.view.offsets) == len(found.view.text) + 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PAGE.decode().split(">")), max_size=40).map(">".join))
def test_any_page_gives_a_reading_or_one_clear_error(page: str) -> None:
    found = attempted(page.encode(), "page.html")
    assert isinstance(found, DocumentError) or found.media_type == "text/html"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_reading(text: str) -> None:
    assert read_text(text).text == text


def test_the_same_bytes_give_the_same_reading_under_any_hash_seed(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("page.html", "cp.pdf", "cp.txt")]
    for path, data in zip(paths, (PAGE, pdf(PRINTED), TEXT.encode()), strict=True):
        path.write_bytes(data)
    program = (
        "import sys, pathlib\n"
        "from tdi_graph.extraction.reading import read_file\n"
        "for name in sys.argv[1:]: print(ascii(read_file(pathlib.Path(name))))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program, *map(str, paths)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(told) == 1


@pytest.fixture(scope="module")
def five() -> dict[str, Reading]:
    """The five documents, by the number that begins their names."""
    if not DOCUMENTS.is_dir():
        pytest.skip(NO_DOCUMENTS)
    return {path.name[:3]: read_file(path) for path in sorted(DOCUMENTS.glob("*.txt"))}


def kept(found: Reading) -> str:
    """Return what the rules are shown of a document."""
    seen = found.view
    return " ".join(seen.words(sentence.start, sentence.end) for sentence in seen.sentences)


def test_the_five_are_read_as_the_project_reads_its_documents(
    five: dict[str, Reading], captures: dict[str, str]
) -> None:
    texts = read_folder(DOCUMENTS, captures)
    for found in five.values():
        document = texts[captures[found.data_sha256]]
        assert found.text == document.text
        assert found.language == "fr"
        assert not found.warnings


@pytest.mark.parametrize(
    ("number", "issued", "title"),
    [
        ("000", "2020-12-15", "Assemblée générale des « Territoires d’industrie » : 253 premiers"),
        ("001", None, None),
        ("002", None, "Temps II du programme Territoires d'industrie : Bilan à 1 an"),
        ("003", "2021-10-12", "Territoires d’industrie : une nouvelle étape du programme, trois"),
        ("004", None, None),
    ],
)
def test_the_five_say_of_themselves(
    five: dict[str, Reading], number: str, issued: str | None, title: str | None
) -> None:
    found = five[number]
    assert (found.issued.value if found.issued else None) == issued
    assert (found.title or "").startswith(title or "")
    assert bool(found.title) is bool(title)


def test_the_ten_other_news_of_003_are_cut_off(five: dict[str, Reading]) -> None:
    found = five["003"]
    end = found.text.index("(Communiqué)")
    for block in found.view.blocks:
        start, _ = found.view.original(block.start, block.end)
        is_credit = found.view.words(block.start, block.end).startswith("©")
        assert (block.kind == "chrome") is (start >= end or is_credit)
    assert found.view.blocks[-1].reason.count(";") >= 2


@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_the_others_lose_nothing(five: dict[str, Reading], number: str) -> None:
    found = five[number]
    assert {block.kind for block in found.view.blocks} <= {"title", "dateline", "body"}
    shown = "".join(filter(str.isalnum, kept(found)))
    assert shown == "".join(filter(str.isalnum, unicodedata.normalize("NFC", found.text)))


def test_002_loses_what_is_not_text_and_nothing_else(five: dict[str, Reading]) -> None:
    found = five["002"]
    lost = [
        found.view.words(block.start, block.end)
        for block in found.view.blocks
        if block.kind in {"contact", "chrome"}
    ]
    assert len(lost) == 10
    assert all(
        "resse" in words or "@" in words or "Consulter" in words or "75007" in words
        for words in lost
    )
    kinds = [block.kind for block in found.view.blocks]
    assert [kinds.count(kind) for kind in ("list-item", "quotation", "about")] == [4, 2, 3]


def test_the_quotation_that_a_foot_cuts_in_two_is_whole(five: dict[str, Reading]) -> None:
    seen = five["002"].view
    start = seen.text.index("Le temps II du programme, avec ses nouveaux outils")
    end = seen.text.index("énergétique.", start) + len("énergétique.")
    pieces = [five["002"].text[slice(*piece)] for piece in seen.pieces(start, end)]
    assert pieces[0] == "Le temps II du programme, avec"
    assert pieces[1].startswith("ses nouveaux outils")


def test_every_gold_fact_stands_in_text_that_is_kept(five: dict[str, Reading]) -> None:
    gold = DOCUMENTS.parent / "gold"
    if not gold.is_dir():
        pytest.skip("NOT RUN: the gold facts are not beside the checkout")
    for path in sorted(gold.glob("0*.json")):
        found = five[path.name[:3]]
        shown = set(
            itertools.chain.from_iterable(
                range(*piece)
                for sentence in found.view.sentences
                for piece in found.view.pieces(sentence.start, sentence.end)
            )
        )
        for fact in json.loads(path.read_text("utf-8"))["facts"]:
            start, end = fact["span"]
            words = [at for at in range(start, end) if found.text[at].isalnum()]
            assert shown.issuperset(words), fact["evidence"]


def test_the_numbers_that_lines_break_are_whole(
    five: dict[str, Reading], captures: dict[str, str]
) -> None:
    assert "aux 1 600 projets" in five["000"].view.text
    assert "le 22 novembre 2018" in five["000"].view.text
    assert "réunissant plus de 300 élus" in five["004"].view.text
    assert "4 conventions de mobilisation au service du programme « Territoires" in (
        five["004"].view.text
    )
    document = read_folder(DOCUMENTS, captures)[captures[five["000"].data_sha256]]
    start = five["000"].view.text.index("1 600 projets")
    place = five["000"].view.original(start, start + len("1 600 projets"))
    assert place in [(p.start, p.end) for p in find(document, "1 600 projets")]
