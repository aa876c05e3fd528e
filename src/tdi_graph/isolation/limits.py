"""What the kernel holds a worker to: memory, time, files, sockets, and dying without a trace.

Resource limits are those of setrlimit(2). They hold for root as for anybody, since a query cannot
raise them: it would have to make Oxigraph do so first.
"""

import ctypes
import math
import os
import resource
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from tdi_graph.isolation.seccomp import forbid_network

LINE: Final = 3
"""The only file of a worker beside the three standard ones: its line to the service."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_PAGE = resource.getpagesize()
_MEMORY = Path("/proc/self/statm")
_FIRST_VICTIM = b"1000"


def go_silent() -> None:
    """Send what the process would print, down to Rust's backtraces, to nowhere."""
    os.environ["RUST_BACKTRACE"] = "0"
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    if nowhere >= LINE:
        os.close(nowhere)


def keep_only(line: socket.socket) -> socket.socket:
    """Close every file but the standard ones and ``line``, which is returned under its number."""
    kept = line.detach()
    if kept != LINE:
        os.dup2(kept, LINE)
    os.closerange(LINE + 1, _most_files())
    return socket.socket(fileno=LINE)


def confine(memory: int) -> None:
    """Take from this process all that answering a query does not need, for good.

    ``memory`` is what may be allocated in addition to what is there now.
    """
    die_with_parent()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_FIRST_VICTIM)
    _limit(resource.RLIMIT_CORE, 0)
    if size := _address_space():
        _limit(resource.RLIMIT_AS, size + memory)
    # Where system calls cannot be filtered, this alone keeps sockets and files from being opened.
    _limit(resource.RLIMIT_NOFILE, LINE + 1)
    forbid_network()


def allow_seconds(seconds: int) -> None:
    """Let the process work for so many ``seconds`` more; then it is killed by SIGXCPU."""
    end = math.ceil(time.process_time()) + seconds
    set_to, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = end if hard == resource.RLIM_INFINITY else min(end, hard)
    if soft == set_to:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def tidy_memory() -> None:
    """Have the allocator put its free memory in order, and give back what it can.

    Else each worker would do so by itself, at its first large allocation, and would thereby write
    to, and copy, a tenth of the memory that it shares. Only glibc does, and can be told to.
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(ctypes.c_size_t(0))


def die_with_parent() -> None:
    """Have the kernel end this process with its parent, and keep no image of its memory."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    nothing = ctypes.c_ulong(0)
    libc.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), nothing, nothing, nothing)
    # A limit of 0 on core files does not stop the kernel from piping one to a program.
    libc.prctl(_PR_SET_DUMPABLE, nothing, nothing, nothing, nothing)


def memory_taken() -> int:
    """Return how much memory this process has taken for itself since it began, in bytes.

    It also takes what it shares with its parent as soon as it writes there; and to read the store
    is to write there, since Oxigraph counts who holds a quad.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt * _PAGE


def resident() -> int:
    """Return how much memory this process has, shared or not, in bytes; 0 where nobody tells."""
    return _memory(1)


def _address_space() -> int:
    return _memory(0)


def _memory(field: int) -> int:
    if not _MEMORY.exists():
        return 0
    return int(_MEMORY.read_bytes().split()[field]) * _PAGE


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (lowest, lowest))


def _most_files() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    return max(known, default=1 << 20)
