"""Applicants at the app's own form: what they send is in the journal first, and becomes a row later."""

from collections.abc import Iterable

from integrations.journal.journal import JournalUnavailable
from rules.base import Cell
from rules.state import Refused
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.replicas import Replica


class OwnForm(Actor):
    """The form of the app; a double click sends the same once more."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Applications that the rules find nothing wrong with."""
        return ((0.7, self._submit),)

    def _submit(self) -> bool:
        number = self.told.number("submission")
        for _ in range(self.random.choice((1, 1, 2))):
            self.told.replicas.give(lambda replica: self._send(replica, number))
        return True

    def _send(self, replica: Replica, number: int) -> None:
        name, size = f"egen{number}", 3
        email, workplace = f"{name}@skole.example", f"{name} Skole"
        answers: dict[str, Cell] = {
            **_USUAL,
            "email": email,
            "workplace": workplace,
            "size": float(size),
            "participants": f"Lis Leder, leder, {email}\nTom Tillid, TR, tom@{name}.example\n"
            f"Ane Arbejdsmiljø, AMR, ane@{name}.example",
        }
        try:
            receipt = replica.desk.submit(answers, f"token-{number:06}")
        except (Refused, JournalUnavailable) as error:
            self.told.note(f"submit {name}: {type(error).__name__} {error}")
            return
        self.truth.written[name] = (email, workplace)
        self.told.note(f"submit {name}: {receipt.key}")


_USUAL: dict[str, Cell] = {
    "municipality": "Aarhus",
    "branch": "Skole",
    "sector": "Kommunal",
    "group_kind": "TRIO",
    "leader_name": "Lis Leder",
    "leader_email": "lis@skole.example",
    "leader_phone": "86123456",
    "representative_name": "Tom Tillid",
    "representative_role": "TR",
    "representative_email": "tom@skole.example",
    "representative_phone": "86123457",
    "wish_1": "Aarhus",
    "wish_2": "Odense",
    "attended_before": "Nej",
    "decided": "Ja",
    "motivation": "Vi vil gerne være med.",
}
