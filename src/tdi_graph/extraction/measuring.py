"""``python -m tdi_graph.extraction.measuring``: the extraction's scores on the terminal.

What ``make eval`` runs: the sets of documents that are at hand, their reports, and their floors.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tdi_graph import resources
from tdi_graph.errors import TdiError
from tdi_graph.extraction import marksheet
from tdi_graph.extraction.evaluation import evaluate


def main(arguments: Sequence[str] | None = None) -> int:
    """Mark one set of documents; return 1 if a score lies under its floor."""
    chosen = _parser().parse_args(arguments)
    try:
        return _measure(chosen)
    except TdiError as error:
        sys.stderr.write(f"measuring: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tdi_graph.extraction.measuring")
    parser.add_argument("texts", type=Path, help="the folder of the documents")
    parser.add_argument("gold", type=Path, help="the folder of the facts found in them by hand")
    parser.add_argument("--name", help="the set's name among the floors (default: its folder's)")
    parser.add_argument("--floors", type=Path, help="the file of floors, to compare with")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    parser.add_argument("--mistakes", choices=["core", "full"], help="list what is wrong or missed")
    parser.add_argument("--root", type=Path, default=resources.root(), help=argparse.SUPPRESS)
    return parser


def _measure(chosen: argparse.Namespace) -> int:
    report = evaluate(chosen.texts, chosen.gold, chosen.root)
    name = chosen.name or chosen.texts.resolve().name
    sys.stdout.write(f"{name}\n\n{marksheet.render(report)}")
    if chosen.mistakes:
        sys.stdout.write("\n" + marksheet.mistakes(report, chosen.mistakes))
    if chosen.floors is None:
        return 0
    floors = marksheet.read_floors(chosen.floors)
    own = floors.get(name, marksheet.NO_FLOORS)
    low = own.broken(report)
    for line in low:
        sys.stdout.write(f"UNDER THE FLOOR: {line}\n")
    if chosen.lift:
        marksheet.write_floors(chosen.floors, {**floors, name: own.lifted(report)})
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
