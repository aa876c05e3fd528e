"""Every passage is read again in its text, in a small one of our own and in the five documents."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from tdi_graph.assembly import Authored, digests
from tdi_graph.documents import Document, Passage, digest, read_folder
from tdi_graph.statements import passage_quads
from tdi_graph.verification import verify
from tdi_graph.vocabulary import expand, graph, thing

ROOT = Path(__file__).parents[1]
TEXTS = ROOT.parent / "shared/documents"
TEXT = "Le programme compte 148 territoires. Il coûte 12 millions d’euros.\n"
SLUG = "essai"


def catalogued(*passages: Passage, text: str = TEXT) -> Authored:
    """Return facts that hold nothing but ``passages`` of one small document."""
    iri, capture = thing("document", SLUG), thing("capture", SLUG)
    sha256 = Literal(digest(text.encode()))
    home = graph("entities")
    quads = [
        Quad(iri, expand("schema:encoding"), capture, home),
        Quad(capture, expand("schema:sha256"), sha256, home),
        *(quad for passage in passages for quad in passage_quads(passage)),
    ]
    return Authored(ROOT, (), tuple(quads))


def quoted(words: str, *, abridged: bool = False, shown: str | None = None) -> Passage:
    start = TEXT.index(words)
    return Passage(SLUG, start, start + len(words), shown or words, abridged)


def verified(*passages: Passage) -> tuple[int, list[str]]:
    right, wrong = verify(catalogued(*passages), {SLUG: Document(SLUG, TEXT, Path("essai.txt"))})
    return right, [fault.what.partition(": ")[2] for fault in wrong]


def test_passages_that_stand_in_the_text_are_verified() -> None:
    whole = quoted("Le programme compte 148 territoires.", abridged=True)
    assert verified(quoted("148 territoires"), whole) == (2, [])


def test_words_that_do_not_stand_there_are_told() -> None:
    wrong = quoted("148 territoires", shown="184 territoires")
    assert verified(wrong) == (0, ["the text reads « 148 territoires » here"])


def test_opening_words_that_do_not_open_the_passage_are_told() -> None:
    wrong = quoted("Le programme compte 148 territoires", abridged=True, shown="Il coûte douze")
    assert verified(wrong) == (0, ["the passage opens with other words"])


def test_a_position_outside_the_text_is_told() -> None:
    told = f"60-90 lies outside the {len(TEXT)} characters of essai"
    assert verified(Passage(SLUG, 60, 90, "euros")) == (0, [told])


@pytest.mark.parametrize(
    "words",
    [
        "Le programme compte 148 territoires.",
        "Le programme compte 148 territoires",
        "territoires. Il coûte 12 millions d’euros",
    ],
)
def test_a_whole_sentence_is_told(words: str) -> None:
    assert verified(quoted(words)) == (0, ["the passage quotes a whole sentence"])


def test_a_passage_of_more_than_twenty_words_is_told() -> None:
    text = " ".join(f"mot{number}" for number in range(30))
    passage = Passage(SLUG, 0, text.index(" mot21"), text[: text.index(" mot21")])
    document = Document(SLUG, text, Path("essai.txt"))
    right, (fault,) = verify(catalogued(passage, text=text), {SLUG: document})
    assert right == 0
    assert fault.what.endswith("the passage quotes 21 words")


def test_another_text_than_the_captured_one_is_told() -> None:
    other = Document(SLUG, TEXT.replace("148", "149"), Path("essai.txt"))
    _, wrong = verify(catalogued(quoted("12 millions")), {SLUG: other})
    assert [f.what for f in wrong] == [
        "doc:essai: the text at hand is not the one whose SHA-256 is catalogued"
    ]


def test_a_missing_text_is_told_once() -> None:
    passages = (quoted("148 territoires"), quoted("12 millions"))
    right, (fault,) = verify(catalogued(*passages), {})
    assert right == 0
    assert fault.what == "doc:essai: the text of this document is not at hand"


@pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the five texts are not at hand in {TEXTS}")
def test_every_passage_stands_in_its_text(authored: Authored) -> None:
    passages = {q.subject for q in authored.quads if q.predicate == expand("oa:hasSource")}
    documents = read_folder(TEXTS, digests(authored.quads))
    assert verify(authored, documents) == (len(passages), [])


def test_a_position_that_is_no_number_is_told() -> None:
    authored = catalogued(quoted("148 territoires"))
    quads = [q for q in authored.quads if q.predicate != expand("oa:end")]
    document = Document(SLUG, TEXT, Path("essai.txt"))
    _, (fault,) = verify(Authored(ROOT, (), tuple(quads)), {SLUG: document})
    assert fault.what.endswith("oa:end is no position: there is none")
