"""The case files of ``tests/cases/extraction``, read."""

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

CASES = Path(__file__).parent / "cases" / "extraction"
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


def sections(name: str) -> list[tuple[str, str]]:
    """Return the title and the body of each case of a file."""
    text = (CASES / name).read_text("utf-8")
    parts = re.split(r"^=== (.*)\n", text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def arrows(name: str) -> list[ParameterSet]:
    """Return what stands before and after the arrow of each case of a file."""
    found = []
    for title, body in sections(name):
        before, arrow, after = body.partition("\n→\n")
        assert arrow, f"no arrow in {title}"
        text = _ESCAPE.sub(lambda sign: chr(int(sign[1], 16)), before)
        found.append(pytest.param(text, after.strip(), id=title))
    return found


def rows(name: str) -> list[ParameterSet]:
    """Return the cells of each line of a table of cases but its first."""
    lines = (CASES / name).read_text("utf-8").splitlines()[1:]
    return [pytest.param(*line.split("\t"), id=line.replace("\t", " | ")[:60]) for line in lines]
