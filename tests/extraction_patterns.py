"""The texts on which patterns are compared, and the patterns of all modules of the extraction."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import tdi_graph.extraction

HERE = Path(__file__).parent
PACKAGE = Path(tdi_graph.extraction.__file__).parent
TEXTS = [
    path.read_text("utf-8")
    for folder in ("cases/extraction", "corpus")
    for path in sorted((HERE / folder).rglob("*"))
    if path.suffix in {".tsv", ".txt"}
]
T = TypeVar("T")


def values(kind: type[T]) -> Iterator[tuple[str, T]]:
    """Yield the values of ``kind`` that the modules hold, alone or in tables, by their names."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        module = import_module(".".join([tdi_graph.extraction.__name__, *parts]))
        for name, value in vars(module).items():
            for at, one in enumerate(inside(value)):
                if isinstance(one, kind):
                    yield f"{path.stem}.{name}.{at}", one


def inside(value: object) -> Iterator[object]:
    """Yield a value, or what a tuple holds at any depth."""
    if isinstance(value, tuple):
        for one in value:
            yield from inside(one)
    else:
        yield value
