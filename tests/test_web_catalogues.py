"""The two catalogues say the same things, the templates say nothing that is not in them."""

import re
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment
from jinja2.lexer import TOKEN_DATA

from tdi_graph.web import catalogues, site

TEMPLATES = sorted((Path(site.__file__).parent / "templates").glob("*.*"))
FR, EN = catalogues.read("fr"), catalogues.read("en")


def test_both_catalogues_have_the_same_keys() -> None:
    assert FR.texts.keys() == EN.texts.keys()
    assert FR.terms.keys() == EN.terms.keys()
    assert FR.inverses.keys() == EN.inverses.keys()


def test_both_catalogues_want_the_same_values() -> None:
    for key in FR.texts:
        assert _fields(FR.texts[key]) == _fields(EN.texts[key]), key


def _fields(text: catalogues.Text) -> set[str]:
    forms = [text] if isinstance(text, str) else [*text.values()]
    return {str(name) for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def test_every_key_that_is_used_is_there_and_every_key_is_used() -> None:
    sources = [path.read_text("utf-8") for path in TEMPLATES]
    sources += [p.read_text("utf-8") for p in sorted(Path(site.__file__).parent.glob("*.py"))]
    text = "\n".join(sources)
    used = set(re.findall(r"""\b(?:t|row|noted|catalogue)\(\s*"([\w.]+)"(?! ~)""", text))
    used |= set(re.findall(r"""texts\["([\w.]+)"\]""", text))
    assert used <= FR.texts.keys()
    made = re.findall(r"""["']([a-z]+\.(?:[a-z]+\.)?)["'] ~""", text)
    made += re.findall(r"""(?:catalogue\(|\()f"([a-z]+\.(?:[a-z]+\.)?)\{""", text)
    unused = {k for k in FR.texts if k not in used and not k.startswith(tuple(made))}
    assert not unused


def test_a_plural_follows_its_language() -> None:
    assert FR("count.rows", count=0) == "0 ligne"
    assert EN("count.rows", count=0) == "0 rows"
    assert FR("count.rows", count=2) == "2 lignes"
    assert EN("count.rows", count=1) == "1 row"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_stands_in_a_template(path: Path) -> None:
    lexed = Environment(autoescape=True).lex(path.read_text("utf-8"))
    outside = "".join(value for _, kind, value in lexed if kind == TOKEN_DATA)
    words = re.sub(r"<[^>]*>", " ", outside)
    assert not re.findall(r"[^\W\d_]+", words)


def test_french_texts_use_no_plain_space_before_high_punctuation() -> None:
    for key, text in FR.texts.items():
        for form in [text] if isinstance(text, str) else text.values():
            assert not re.search(r" [:;?!»]|« ", form), key
