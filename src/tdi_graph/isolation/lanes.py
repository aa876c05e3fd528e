"""Two lanes: one for the many who ask for little, who shall not wait for the few who ask for much.

Every job begins in the quick lane. If it is not answered in a moment, it may go on in the slow
one, at the lowest priority, and a new worker takes its place. If that lane is full, it goes on for
as long as nobody waits.
"""

import asyncio
from collections import deque
from collections.abc import Sized
from dataclasses import dataclass
from typing import Final

from tdi_graph.isolation.run import Run

MOMENT: Final = 0.05
"""How many seconds a job may keep a processor busy in the quick lane."""

_MOMENT_IN_A_CROWD = 0.02
_LONGEST_MOMENT = 1.0
"""How long it may take in any case, such as by waiting for its reader."""

_LEAST_PAUSE = 0.005


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many workers are quick, how many may be slow, how many jobs may wait."""

    quick: int = 2
    slow: int = 2
    waiting: int = 250


class Lanes:
    """The lanes of a pool, and the jobs that would change to the slow one if it were not full."""

    def __init__(self, sizes: Sizes, waiting: Sized) -> None:
        """Take how wide the lanes are, and those who wait to enter."""
        self._sizes = sizes
        self._waiting = waiting
        self._late: deque[Run] = deque()
        self._slow = 0

    def enter(self, run: Run) -> None:
        """Let a run begin."""
        self._look_again(run, MOMENT)

    def leave(self, run: Run) -> None:
        """Let a run go that is over, and another take its place."""
        if run.alarm:
            run.alarm.cancel()
        if run in self._late:
            self._late.remove(run)
        if run.slow:
            self._slow -= 1
            if self._late:
                self._change(self._late.popleft())

    def make_room(self) -> None:
        """End the run that has been late the longest, if there is one, for somebody who waits."""
        if self._late:
            self._late.popleft().evict()

    def _look_again(self, run: Run, pause: float) -> None:
        loop = asyncio.get_running_loop()
        run.alarm = loop.call_later(max(pause, _LEAST_PAUSE), self._judge, run)

    def _judge(self, run: Run) -> None:
        """Decide what becomes of a run that was not over in a moment."""
        crowded = len(self._waiting) > self._sizes.quick
        left = (_MOMENT_IN_A_CROWD if crowded else MOMENT) - run.busy
        if run.over:
            return
        if left > 0 and run.age < _LONGEST_MOMENT:
            self._look_again(run, left)
        elif self._slow < self._sizes.slow:
            self._change(run)
        elif self._waiting:
            run.evict()
        else:
            self._late.append(run)

    def _change(self, run: Run) -> None:
        run.slow = True
        self._slow += 1
        run.worker.yield_to_others()
        run.worker.generation.quick -= 1
        run.worker.generation.fill(self._sizes.quick)
