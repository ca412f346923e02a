"""One process at a time syncs; a killed one does not keep the others waiting."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from integrations.journal import leases
from integrations.journal.holders import gone, this_process
from integrations.journal.journal import Journal
from integrations.journal.leases import LeaseLost
from integrations.journal.records import Lease

ROOT = Path(__file__).parents[3]
ROUND = "network-2024"
HOLD = """
import sys
from datetime import datetime
from integrations.journal import leases
from integrations.journal.holders import this_process
from integrations.journal.journal import Journal

now = datetime.fromisoformat(sys.argv[2])
with Journal(sys.argv[1], lambda: now).write(sys.argv[3]) as work:
    lease = leases.acquire(work, this_process(), 60)
print(lease.holder, lease.fence, flush=True)
sys.stdin.read()
"""


@contextmanager
def holding(url: str, journal: Journal) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """Another process that holds the lease: it, its name and its fence."""
    arguments = [sys.executable, "-c", HOLD, url, journal.clock().isoformat(), ROUND]
    process = subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    holder, fence = process.stdout.readline().split()
    try:
        yield process, holder, int(fence)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def take(journal: Journal, holder: str) -> Lease | None:
    """Ask for the lease."""
    with journal.write(ROUND) as work:
        return leases.acquire(work, holder, 60)


def test_a_killed_process_is_succeeded_at_once_under_a_new_fence(journal: Journal, journal_url: str) -> None:
    """While it lives its lease holds; killed without warning, it is taken over in the same second."""
    with holding(journal_url, journal) as (process, holder, fence):
        assert take(journal, this_process()) is None
        process.kill()
        process.wait()
        mine = take(journal, this_process())
        assert mine is not None
        assert mine.fence == fence + 1
        late = mine.model_copy(update={"holder": holder, "fence": fence})
        with pytest.raises(LeaseLost), journal.write(ROUND) as work:
            leases.require(work, late)


def test_a_killed_process_that_nobody_has_buried_yet_is_gone_too(journal: Journal, journal_url: str) -> None:
    """A parent may be slow to notice that its child has ended: that keeps nobody waiting."""
    with holding(journal_url, journal) as (process, holder, fence):
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert gone(holder)
        mine = take(journal, this_process())
        assert mine is not None
        assert mine.fence == fence + 1


def changed(holder: str, part: int, value: str) -> str:
    """A holder's name with one of its parts changed."""
    parts = holder.split("/")
    parts[part] = value
    return "/".join(parts)


def test_a_clock_that_is_put_back_keeps_nobody_waiting(journal: Journal) -> None:
    """A lease that would last longer than any is given was taken by a clock that was wrong."""
    with journal.write(ROUND) as work:
        ahead = leases.acquire(work, "one", 3600)
    assert ahead is not None
    mine = take(journal, "two")
    assert mine is not None
    assert mine.fence == ahead.fence + 1


def test_a_process_id_that_was_given_again_is_another_process() -> None:
    """This process, named with another start, is one that had its id before."""
    assert gone(changed(this_process(), 3, "1"))


@pytest.mark.parametrize(
    "holder",
    [
        this_process(),
        changed(this_process(), 1, "0123456789abcdef0123456789abcdef.4026531836"),
        changed(this_process(), 1, ""),
        changed(this_process(), 3, ""),
        "vm-4711-a1b2c3",
        "",
    ],
    ids=["itself", "another machine", "no machine", "no start", "an earlier version's", "nothing"],
)
def test_what_cannot_be_proved_gone_keeps_its_lease(holder: str) -> None:
    """A live process, another machine and a name that tells nothing are waited for."""
    assert not gone(holder)


def test_a_name_fits_its_column_and_is_given_once() -> None:
    """Two workers of one process are two holders."""
    one, other = this_process(), this_process()
    assert one != other
    assert len(one) < 128
