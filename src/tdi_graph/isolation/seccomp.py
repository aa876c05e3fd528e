"""No network for a process: a filter of system calls, set once and for ever.

https://docs.kernel.org/userspace-api/seccomp_filter.html; written through ctypes, since neither
Python nor Oxigraph can forbid it otherwise. The calls that are refused fail with EPERM.
"""

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass
from typing import Final

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, _PR_SET_NO_NEW_PRIVS = 22, 2, 38
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JGE, RET|K
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # in struct seccomp_data
_X32 = 0x40000000  # the second set of numbers that x86-64 has for the same calls
_LARGEST = 0xFFFFFFFF
_IO_URING = (425, 426, 427)  # it opens sockets without the call of that name
_PIDFD_GETFD = 438


@dataclass(frozen=True, slots=True)
class _Architecture:
    """An architecture, by its number in linux/audit.h, and the calls that are refused on it."""

    number: int
    refused: tuple[int, ...]
    numbers_end: int = _LARGEST


_KNOWN: Final = {
    # socket, connect, accept, bind, listen, socketpair, fork, vfork, execve, kill, ptrace,
    # accept4, process_vm_readv, process_vm_writev, execveat
    "x86_64": _Architecture(
        0xC000003E, (41, 42, 43, 49, 50, 53, 57, 58, 59, 62, 101, 288, 310, 311, 322), _X32
    ),
    # socket, socketpair, bind, listen, accept, connect, accept4, execve, execveat, kill, ptrace,
    # process_vm_readv, process_vm_writev
    "aarch64": _Architecture(
        0xC00000B7, (198, 199, 200, 201, 202, 203, 242, 221, 281, 129, 117, 270, 271)
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def forbid_network() -> bool:
    """Forbid this process, and what it may start, to open a connection; tell whether it worked."""
    architecture = _KNOWN.get(platform.machine())
    if sys.platform != "linux" or architecture is None:
        return False
    code = _program(architecture)
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    one, nothing = ctypes.c_ulong(1), ctypes.c_ulong(0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, one, nothing, nothing, nothing):
        return False
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    return not libc.prctl(_PR_SET_SECCOMP, mode, ctypes.byref(program), nothing, nothing)


def _program(architecture: _Architecture) -> bytes:
    refused = (*architecture.refused, *_IO_URING, _PIDFD_GETFD)
    count = len(refused)
    return b"".join(
        [
            _instruction(_LOAD, _ARCHITECTURE_AT),
            _instruction(_EQUAL, architecture.number, otherwise=count + 3),
            _instruction(_LOAD, _NUMBER_AT),
            _instruction(_AT_LEAST, architecture.numbers_end, then=count + 1),
            *(_instruction(_EQUAL, each, then=count - i) for i, each in enumerate(refused)),
            _instruction(_RETURN, _ALLOW),
            _instruction(_RETURN, _FAIL | errno.EPERM),
        ]
    )


def _instruction(code: int, operand: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, operand)
