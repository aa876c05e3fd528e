"""How long a build takes, with and without SHACL, beside a bare import of pyoxigraph.

Prints seconds (best of five) and their ratios: absolute times are the machine's, ratios are ours.
"""

import subprocess
import sys
import tempfile
from time import perf_counter

RUNS = 5
COMMANDS = {
    "import pyoxigraph": [sys.executable, "-c", "import pyoxigraph"],
    "build without SHACL": [sys.executable, "-m", "tdi_graph", "build", "--no-shacl"],
    "build": [sys.executable, "-m", "tdi_graph", "build"],
}


def best(command: list[str]) -> float:
    """Return the shortest wall time of ``command``, in seconds."""
    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            started = perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=folder)  # noqa: S603
            times.append(perf_counter() - started)
    return min(times)


def main() -> None:
    """Measure each command and print a table."""
    measured = {name: best(command) for name, command in COMMANDS.items()}
    base = measured["import pyoxigraph"]
    for name, seconds in measured.items():
        print(f"{name:22s} {seconds:6.2f} s   {seconds / base:5.1f} × import")


if __name__ == "__main__":
    main()
