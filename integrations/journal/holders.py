"""What a process calls itself in a lease, so that others on the same machine can tell when it is gone.

A name holds the machine since its start (the kernel's boot id and the process namespace), the process id and
when that process began: ids are given again, but not for the same moment. Where the system tells none of
this, a name proves nothing, and the lease runs out by itself.
"""

import os
import secrets
import socket
from pathlib import Path

_PROC = Path("/proc")
_HOST = 40
"""Letters of the machine's name in a holder's, for people who read it; the column takes 128."""
_DEAD = frozenset("ZX")
"""States of a process that has ended and is only waiting for its parent to notice."""


def this_process() -> str:
    """A name for this process, unlike any other. For `integrations.journal.leases.acquire`."""
    pid = os.getpid()
    machine, (_, began) = _machine(), _process(pid)
    return f"{socket.gethostname()[:_HOST]}/{machine}/{pid}/{began}/{secrets.token_hex(3)}"


def gone(holder: str) -> bool:
    """Whether the process of this name ran on this machine and has certainly ended.

    False wherever that cannot be told: another machine or container, another system, before a restart.
    """
    _host, machine, pid, began, *_ = (*holder.split("/"), "", "", "", "")
    if not machine or machine != _machine() or not (pid.isdecimal() and began.isdecimal()):
        return False
    return _ended(int(pid), began)


def _ended(pid: int, began: str) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # another user's: it is there
    state, since = _process(pid)
    return state in _DEAD or (since.isdecimal() and since != began)


def _machine() -> str:
    """This machine since it was started, and which process ids are meant; "" where it cannot be told."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip().replace("-", "")
        namespace = (_PROC / "self/ns/pid").readlink().name
    except OSError:
        return ""
    return f"{boot}.{''.join(filter(str.isdecimal, namespace))}"


def _process(pid: int) -> tuple[str, str]:
    """A process's state and start (clock ticks since the machine's), blank where they cannot be read.

    Its command stands in brackets before them and may hold blanks and brackets itself (proc(5), `stat`).
    """
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (OSError, UnicodeDecodeError):
        return "", ""
    return (fields[0], fields[19]) if len(fields) > 19 else ("", "")
