"""The comparison with other services runs to its end; what it measures is for people to read."""

import importlib.util
import subprocess
import sys

import pytest

from tdi_graph import resources

NEEDED = ("oxigraph", "uvicorn")


def test_the_quick_comparison_prints_its_tables() -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDED[1:]):
        pytest.skip("NOT RUN: uvicorn is not installed")
    script = resources.root() / "benchmarks" / "service.py"
    command = [sys.executable, str(script), "--quick", "--without-rdflib", "--seconds", "0.2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| look-up") == 2
    assert done.stdout.count("| small SELECT") == 1
    assert "memory (PSS)" in done.stdout
