"""The house keeps its shape: small files, short functions, names of the field."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tdi_graph

PACKAGE = Path(tdi_graph.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30
FORBIDDEN = {"utils", "util", "helpers", "common", "manager", "misc", "services"}


def functions(module: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_is_small_and_its_functions_are_short(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= LONGEST_MODULE
    assert [name for name, lines in functions(module) if lines > LONGEST_FUNCTION] == []
    assert not FORBIDDEN & {module.stem, module.parent.name}


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_says_what_lives_there(module: Path) -> None:
    text = module.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)) or not text.strip()
