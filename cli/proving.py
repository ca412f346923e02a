"""What a second engine said of an allocation, in words."""

from collections.abc import Iterator

from integrations.double_checking import DoubleCheck
from rules.base import Language, Text

_AGREES = {
    True: Text(
        da="{engine} har bevist det samme: ingen anden fordeling er lige så god.",
        en="{engine} has proved the same: no other allocation is as good.",
    ),
    False: Text(
        da="{engine} når ikke til det samme (niveau: nået / bedst):",
        en="{engine} does not come to the same (level: reached / best):",
    ),
}


def proved_again(checked: DoubleCheck, lang: Language) -> Iterator[str]:
    """Whether it agrees, and each level where it does not; "?" where it proved nothing in time."""
    yield ""
    yield _AGREES[checked.agrees].say(lang, engine=f"{checked.engine} {checked.version}")
    for step in checked.steps:
        if step.best != step.value:
            yield f"{step.name}: {step.value} / {'?' if step.best is None else step.best}"
