"""What is computed for a session meanwhile: started by a button, watched, stopped, and its result kept."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st

from integrations.apart import Apart, Run, Stopped
from pages.at_desk import attempt
from rules.people import Actor
from texts import _, ngettext

JOB = "job"
EVERY = 0.7
"""Seconds between two looks at whether it has ended."""

Command = Callable[[Actor, Run], object]


@dataclass
class Job:
    """One computation in a thread of its own, whose heavy part runs in a process of its own.

    `name` says under which key of the session its result is kept; `title` what people are told it is.
    """

    name: str
    title: str
    command: Command
    who: Actor
    apart: Apart = field(default_factory=Apart)
    started: float = field(default_factory=time.monotonic)
    result: object = None
    fault: Exception | None = None

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._work, name=f"samhold-{self.name}", daemon=True)
        self.thread.start()

    def _work(self) -> None:
        try:
            self.result = self.command(self.who, self.apart.run)
        except Exception as fault:
            self.fault = fault

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return not self.thread.is_alive()

    def given(self, _who: Actor) -> object:
        """What it found. Raises what it came to grief by."""
        if self.fault is not None:
            raise self.fault
        return self.result


def start(name: str, title: str, command: Command) -> None:
    """Begin to compute, as the one who acts now; one at a time in a session."""
    if busy():
        return
    st.session_state.pop(name, None)
    if who := attempt(lambda actor: actor):
        st.session_state[JOB] = Job(name, title, command, who)


def busy() -> bool:
    """Whether something is being computed for this session."""
    job = st.session_state.get(JOB)
    return isinstance(job, Job) and not job.done


def collect() -> None:
    """Keep the result of what has ended, or the notice of why it came to nothing."""
    job = st.session_state.get(JOB)
    if not isinstance(job, Job) or not job.done:
        return
    del st.session_state[JOB]
    if not isinstance(job.fault, Stopped):
        st.session_state[job.name] = attempt(job.given)


def watch() -> None:
    """Say that it is being computed, for how long, and let it be stopped."""
    if busy():
        _watched()


@st.fragment(run_every=EVERY)
def _watched() -> None:
    job = st.session_state.get(JOB)
    if not isinstance(job, Job) or job.done:
        st.rerun()
    seconds = int(time.monotonic() - job.started)
    passed = ngettext("{count} sekund", "{count} sekunder", seconds)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="working"):
        st.markdown(":material/hourglass_top:", width="content")
        st.text(
            _("{title}: der regnes ({passed}). Du kan bruge siden imens.").format(
                title=job.title, passed=passed
            )
        )
        st.button(_("Stop"), key="stop_job", icon=":material/stop:", type="tertiary", on_click=job.apart.stop)
