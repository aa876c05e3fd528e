"""What a service and all its processes cost: processor time and memory, as /proc tells them."""

import os
import time
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_PAUSE = 0.02


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        children = [child for task in tasks for child in task.read_text("ascii").split()]
    except OSError:
        # It has ended meanwhile, or one of its threads has.
        return found
    for child in children:
        found += family(int(child))
    return found


def memory(pid: int) -> int:
    """Return the bytes that a family takes, what it shares counted once (PSS)."""
    total = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total << 10


class Meter:
    """Counts the processor time of a family, of which some die meanwhile and leave no account."""

    def __init__(self, pid: int) -> None:
        """Take the first of the family."""
        self._pid = pid
        self._first = _times(pid)
        self._last = dict(self._first)
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End."""
        self._over.set()
        self._thread.join()
        self._last |= _times(self._pid)

    @property
    def seconds(self) -> float:
        """The processor time between the beginning and the end."""
        return sum(used - self._first.get(pid, 0.0) for pid, used in self._last.items())

    def _look(self) -> None:
        while not self._over.is_set():
            self._last |= _times(self._pid)
            time.sleep(_PAUSE)


def _times(pid: int) -> dict[int, float]:
    found = {}
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            continue
        found[member] = (int(fields[11]) + int(fields[12])) / _TICKS
    return found
