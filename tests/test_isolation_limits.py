"""What a confined process cannot do, tried out in processes that are."""

import os
import platform
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tdi_graph.isolation import Job, faults, limits, seccomp
from tdi_graph.isolation.framing import Kind, frame, receive
from tdi_graph.store import Dataset
from tdi_graph.vocabulary import DATASET

MIB = 1 << 20


def confined(attempt: Callable[[], object], *, user: int | None = None) -> int:
    """Run an attempt in a confined fork; return its exit code, or the signal that ended it."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            limits.go_silent()
            if user is not None:
                os.setgid(user)
                os.setuid(user)
            line, _ = socket.socketpair()
            kept = limits.keep_only(line)
            limits.confine(64 * MIB)
            attempt()
            kept.close()
            code = 0
        except PermissionError:
            code = 13
        except OSError as error:
            code = error.errno or 1
        except MemoryError:
            code = 12
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9))


def overflow() -> None:
    bytearray(256 * MIB)


USERS = [None, *([65534] if os.getuid() == 0 else [])]


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize(
    ("attempt", "ends"),
    [
        (connect, {13, 24}),
        (socket.socketpair, {13, 24}),
        (lambda: open(os.devnull), {24}),  # noqa: PTH123, SIM115
        (os.fork, {13, 0}),
        (lambda: os.execv(sys.executable, [sys.executable, "-c", ""]), {13, 24}),
        (overflow, {12}),
        (os.abort, {-signal.SIGABRT}),
        (lambda: limits.allow_seconds(60), {0}),
    ],
    ids=["connect", "pair", "open", "fork", "exec", "memory", "abort", "seconds"],
)
def test_a_confined_process_can_only_answer(
    attempt: Callable[[], object], ends: set[int], user: int | None
) -> None:
    assert confined(attempt, user=user) in ends


def test_files_alone_keep_sockets_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "forbid_network", lambda: False)
    assert confined(connect) == 24


def test_limits_are_for_good() -> None:
    def raise_again() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)

    assert confined(raise_again, user=USERS[-1]) in ({1} if USERS[-1] is None else {1, 12})


def test_a_call_is_refused_and_the_others_are_not() -> None:
    program = (
        "import os, socket\n"
        "from tdi_graph.isolation.seccomp import forbid_network\n"
        "assert forbid_network()\n"
        "os.close(os.open(os.devnull, os.O_RDONLY))\n"
        "try: socket.socket()\n"
        "except PermissionError: print('refused')\n"
    )
    if sys.platform != "linux" or os.uname().machine not in {"x86_64", "aarch64"}:
        pytest.skip("NOT RUN: system calls cannot be filtered on this platform")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"refused\n"


def test_an_unknown_machine_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not seccomp.forbid_network()
    socket.socket().close()


def test_no_image_of_memory_is_kept() -> None:
    def look() -> None:
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)

    assert confined(look) == 0


def test_a_job_is_read_as_it_was_written() -> None:
    datasets = [Dataset(), Dataset((DATASET,)), Dataset(None, (DATASET, DATASET)), Dataset((), ())]
    for dataset in datasets:
        job = Job('ASK { ?s ?p "é\u2028\0" }', dataset, "a/b", "c/d", 7)
        assert Job.decoded(job.encoded()) == job


def test_an_error_is_read_as_it_was_written() -> None:
    for error in (
        faults.Unwritable("a", do="b"),
        faults.Failed("é"),
        faults.TooLarge(7),
        faults.NoForm(Kind.GRAPH),
    ):
        again = faults.decoded(faults.encoded(error))
        assert (type(again), str(again)) == (type(error), str(error))


def test_a_frame_that_breaks_off_is_none() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        whole = frame(Kind.JOB, b"x" * 100_000)
        ours.sendall(whole)
        assert receive(theirs) == (Kind.JOB, b"x" * 100_000)
        ours.sendall(whole[:50])
        ours.shutdown(socket.SHUT_WR)
        assert receive(theirs) is None
        assert receive(theirs) is None


def test_the_programs_of_both_machines_have_their_shape() -> None:
    """Eight bytes an instruction, and the jumps of each end at its last two."""
    for machine in ("x86_64", "aarch64"):
        code = seccomp._program(seccomp._KNOWN[machine])  # noqa: SLF001
        steps = [code[i : i + 8] for i in range(0, len(code), 8)]
        last = len(steps) - 1
        ends = {i + 1 + step[2] for i, step in enumerate(steps) if step[2]}
        assert ends == {last}
        assert steps[1][3] + 2 == last
        assert Path("/proc").exists() or last
