"""What a verb of the command line is."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its name, what it does in one line, its arguments, and the function that runs it.

    ``run`` takes the parsed arguments and returns the exit code.
    """

    name: str
    summary: str
    example: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def say(text: str) -> None:
    """Tell the person who waits, on standard error, so that output can be piped."""
    sys.stderr.write(text + "\n")
