"""The terminal of a review: questions with one-letter answers, and a way out at each of them."""

import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

_BACK = "back"


class Left(Exception):
    """The reviewer left, by an answer or by the end of the input."""


class Back(Exception):
    """The reviewer takes back the answer that led to a question."""


class Terminal:
    """Asks on ``output``, reads answers from ``source``."""

    def __init__(self, source: TextIO | None = None, output: TextIO | None = None) -> None:
        """Take streams, by default those of the process."""
        self._source, self._output = source or sys.stdin, output or sys.stdout

    def tell(self, lines: Iterable[str]) -> None:
        """Write lines."""
        self._output.write("".join(f"{line}\n" for line in lines))
        self._output.flush()

    def line(self, question: str) -> str:
        """Ask for a line of text; raise ``Left`` at the end of the input."""
        self._output.write(question)
        self._output.flush()
        answer = self._source.readline()
        if not answer:
            self._output.write("\n")
            raise Left
        return answer.strip()

    def words(self, question: str) -> str:
        """Ask for a line of text that may be empty; raise ``Back`` at “back”."""
        answer = self.line(f"  {question}: ")
        if answer == _BACK:
            raise Back
        return answer

    def choice(self, choices: Mapping[str, str]) -> str:
        """Ask for one of ``choices``, letter to word; ``q`` leaves."""
        listed = "  ".join(f"[{letter}] {word}" for letter, word in choices.items())
        while True:
            answer = self.line(f"  {listed}  [q] quit > ").casefold()
            if answer == "q":
                raise Left
            if answer in choices:
                return answer
            self.tell([f"  “{answer}” is no answer here"])

    def text(self, question: str) -> str:
        """Ask for a text that may not be empty; raise ``Back`` at “back”."""
        while not (answer := self.words(question)):
            self.tell(["  write something, or “back”"])
        return answer

    def lines(self) -> list[str]:
        """Read lines up to an empty one; raise ``Back`` at “back”."""
        read: list[str] = []
        while answer := self.line("  : "):
            if answer == _BACK:
                raise Back
            read.append(answer)
        return read
