"""Long computations in a process of their own: whoever waits stays free meanwhile, and can stop it.

`python -m integrations.apart` takes a pickled function with its arguments on standard input and answers
pickled on standard output; it hears from nobody but the process that started it.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from rules.state import Refused

Asked = ParamSpec("Asked")
Result = TypeVar("Result")


class Run(Protocol):
    """Carries a function out, somewhere, and gives what it gives."""

    def __call__(
        self, function: Callable[Asked, Result], /, *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Result: ...


class Stopped(Exception):
    """Somebody stopped the computation."""


class Broken(Exception):
    """The process of the computation came to grief; what it said stands in the log."""


def here(function: Callable[Asked, Result], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
    """Carry it out at once, in this process."""
    return function(*args, **kwargs)


class Apart:
    """One computation in a process of its own: `run` waits for it, `stop` ends it from elsewhere."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self, function: Callable[Asked, Result], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        """What the function gives. Raises what it refuses with, `Stopped` where it was stopped, `Broken`."""
        with subprocess.Popen(
            [sys.executable, "-m", "integrations.apart"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            self._process = process
            if self._stopped:
                process.kill()
            answer, _ = process.communicate(pickle.dumps((function, args, kwargs)))
        if process.returncode:
            raise Stopped if self._stopped else Broken
        result, refused = pickle.loads(answer)  # noqa: S301 - from our own process
        if refused:
            raise Refused(refused[0], **refused[1])
        given: Result = result
        return given

    def stop(self) -> None:
        """End it; without effect on what has ended."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()


def main() -> None:
    """Answer the question on standard input."""
    function, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    answer: tuple[object, tuple[str, dict[str, object]] | None]
    try:
        answer = (function(*args, **kwargs), None)
    except Refused as refused:
        answer = (None, (refused.code, refused.params))
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
