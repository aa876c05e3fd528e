"""``tdi-graph extract``: what is printed for readers and machines, what is never overwritten."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tdi_graph import extraction
from tdi_graph.cli import main
from tdi_graph.extraction.findings import Finding
from tdi_graph.extraction.reading import read_file
from tdi_graph.extraction.scene import Scene

LETTER = Path(__file__).parent / "cases" / "growing" / "ateliers.txt"
Captured = pytest.CaptureFixture[str]


def test_a_reader_is_told_in_words(capsys: Captured) -> None:
    assert main(["extract", str(LETTER)]) == 0
    told = capsys.readouterr().out
    assert "published 2026-03-03, in the text" in told
    assert "« doté de 12 millions d’euros »\n              Ateliers de demain: endowment" in told
    assert "[figure.endowment]" in told
    # No property is called by a bare name of somebody else's vocabulary.
    assert "observationAbout" not in told


def test_a_link_is_told_by_the_names_of_its_properties(tmp_path: Path, capsys: Captured) -> None:
    letter = tmp_path / "lien.txt"
    letter.write_text(
        "Le Fonds vert fait partie du plan France Relance, lancé en 2020 par le Premier ministre"
        " Jean Castex.\n",
        "utf-8",
    )
    assert main(["extract", str(letter), "--issued", "2021"]) == 0
    told = capsys.readouterr().out
    assert "Green Fund – is part of: France Relance (2021)" in told
    assert "dcterms" not in told


def test_machines_are_told_how_the_document_was_read(tmp_path: Path, capsys: Captured) -> None:
    letter = tmp_path / "lettre.txt"
    words = f"{LETTER.read_text('utf-8')}\n\nContact presse : 01 02 03 04 05\n"
    letter.write_bytes(words.replace("€", "E").encode("cp1252"))
    asked = ["--format", "json", "--publisher", "orga:anct", "--url", "https://a.example/b"]
    assert main(["extract", str(letter), *asked, "--explain"]) == 0
    streams = capsys.readouterr()
    told = json.loads(streams.out)
    assert told["encoding"] == "cp1252"
    assert told["language"] == "fr"
    assert told["media_type"] == "text/plain"
    assert told["url"] == "https://a.example/b"
    assert told["provenance"] == {
        "title": "in the text",
        "publisher": "given",
        "doc_date": "in the text",
    }
    assert told["warnings"] == ["the file is not UTF-8: it was read as cp1252"]
    text = read_file(letter).text
    (aside,) = told["set_aside"]
    assert text[aside["start"] : aside["end"]].startswith("Contact presse")
    assert aside["reason"]
    assert {text[n["start"] : n["end"]]: n["verdict"] for n in told["numbers"]}["14"] == "figure"
    assert "set aside as contact" in streams.err


def test_a_terminal_obeys_no_document(tmp_path: Path, capsys: Captured) -> None:
    letter = tmp_path / "ecran.txt"
    letter.write_text(
        "Le \x1bbilan\n\nLe Fonds vert est doté de\x1b 5 millions d’euros par l’État.\n",
        "utf-8",
    )
    assert main(["extract", str(letter), "--issued", "2021", "--explain"]) == 0
    told = capsys.readouterr()
    assert "Green Fund: endowment, 5 million euros" in told.out
    assert "\x1b" not in told.out + told.err


def test_a_file_a_document(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert main(["extract", str(LETTER), "--format", "trig", "--out", str(out)]) == 0
    assert [path.name for path in out.iterdir()] == ["ateliers.trig"]
    assert list(parse(path=out / "ateliers.trig", format=RdfFormat.TRIG))


def test_a_document_is_never_written_over(tmp_path: Path, capsys: Captured) -> None:
    letter = tmp_path / "ateliers.txt"
    letter.write_bytes(LETTER.read_bytes())
    assert main(["extract", str(letter), "--out", str(tmp_path)]) == 1
    assert "this is the document itself → name another folder" in capsys.readouterr().err
    assert letter.read_bytes() == LETTER.read_bytes()


def test_two_documents_of_one_name_do_not_share_a_file(tmp_path: Path, capsys: Captured) -> None:
    twin = tmp_path / "ateliers.md"
    twin.write_text("# Autre\n\nLe Fonds vert est doté de 5 millions d’euros.\n", "utf-8")
    out = tmp_path / "out"
    asked = ["extract", str(LETTER), str(twin), "--format", "json", "--out", str(out)]
    assert main(asked) == 1
    assert "written here already" in capsys.readouterr().err
    assert json.loads((out / "ateliers.json").read_text("utf-8"))["title"].startswith("Ateliers")


def test_one_title_is_not_given_to_many(capsys: Captured) -> None:
    assert main(["extract", str(LETTER), str(LETTER), "--title", "Ateliers"]) == 1
    assert "--title is that of one document, and 2 are named" in capsys.readouterr().err


def test_what_cannot_be_read_stops_no_other(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "vide.txt").touch()
    names = [str(tmp_path / "vide.txt"), *[str(LETTER)] * 4]
    assert main(["extract", *names]) == 1
    told = capsys.readouterr()
    assert told.out.count("[figure.endowment]") == 4
    assert "vide.txt: the file is empty" in told.err
    assert "1/5" in told.err
    assert told.err.endswith("1 of 5 files could not be read, gone through or written\n")


@pytest.mark.parametrize("name", ["anglais.txt", "recette.txt"])
def test_another_language_and_another_thing_give_no_fact(
    tmp_path: Path, capsys: Captured, name: str
) -> None:
    texts = {
        "anglais.txt": "The fund « Fonds vert » is worth more than that. It was said by the"
        " minister that 183 projets lauréats were chosen and have been given 5 M€."
        " Le Fonds vert est doté de 5 M€." * 2,
        "recette.txt": "Jeanne Martin, présidente de la Confrérie des tartes, bat trois œufs. "
        * 20,
    }
    (tmp_path / name).write_text(texts[name], "utf-8")
    assert main(["extract", str(tmp_path / name)]) == 0
    told = capsys.readouterr()
    assert "0 statements, 0 new things" in told.out
    assert "not in French" in told.err or "about something else" in told.err


def test_a_rule_that_fails_costs_what_it_finds_and_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    """No text is known on which one fails: so one is made to."""

    def failing(_: Scene) -> Iterator[Finding]:
        yield from ()
        raise IndexError

    monkeypatch.setattr(extraction, "FRAMES", (failing, *extraction.FRAMES[:1]))
    assert main(["extract", str(LETTER), "--out", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "a rule failed" in told
    assert "(IndexError in test_cli_extracting.py, line " in told
    assert "1 of 1 files" in told
    assert "[figure.endowment]" in (tmp_path / "ateliers.txt").read_text("utf-8")
    assert "Traceback" not in told
