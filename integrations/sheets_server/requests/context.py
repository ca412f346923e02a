"""What a request may use besides the workbook."""

from collections.abc import Callable
from dataclasses import dataclass

from ..behaviour import Behaviour
from ..errors import Json
from ..ids import Ids
from ..model import Workbook


@dataclass(frozen=True)
class Context:
    """Ids, switches and the e-mail address of the account that asks."""

    ids: Ids
    behaviour: Behaviour
    caller: str


Handler = Callable[[Workbook, Json, Context], Json | None]
"""Changes the draft and returns the body of its reply, None for an empty one."""
