"""Applicants: they send the form, correct their answers, and mistype their address."""

from collections.abc import Iterable

from rules.base import Cell
from rules.projection import serial
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import EMAIL, STAMP, WORKPLACE, Line, look

TOWNS = ("Aarhus", "Odense", "Randers", "Kolding")
TOWN = "Kommune"
SIZE = "Antal deltagere"


class Form(Actor):
    """The form that people fill in outside the app, linked to the spreadsheet."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """Responses and corrections."""
        return (
            (3, self.respond),
            (2, self._correct),
            (0.5, self._correct_address),
            (0.2, self._correct_both),
        )

    def respond(self) -> bool:
        """A new response, in a new row after the last one."""
        told = self.told
        number = told.number("school")
        name, town = f"skole{number}", self.random.choice(TOWNS)
        seen = look(self.world)
        if seen is None:
            return False
        mail = f"{name}@skole.example"
        answers: dict[str, Cell] = {
            STAMP: self._stamp(name),
            EMAIL: mail,
            TOWN: town,
            WORKPLACE: f"{name} {town}",
            SIZE: float(self.random.randint(2, 6)),
        }
        told.people(f"respond {name}", lambda: told.hands.append([answers.get(n) for n in seen.names]))
        self.truth.written[name] = (mail, f"{name} {town}")
        return True

    def _correct(self) -> bool:
        """A corrected answer; the form often sets the time stamp anew."""
        line = self._any()
        if line is None:
            return False
        email, workplace = self.truth.written[line.who]
        self._put(line, {WORKPLACE: f"{workplace}*"}, stamped=self.random.random() < 0.5)
        self.truth.written[line.who] = (email, f"{workplace}*")
        return True

    def _correct_address(self) -> bool:
        """A corrected address; the time stamp stays."""
        return self._readdress(stamped=False)

    def _correct_both(self) -> bool:
        """Address and time stamp at once: nothing says any more that it is the same application."""
        return self._readdress(stamped=True)

    def _readdress(self, *, stamped: bool) -> bool:
        line = self._any()
        if line is None:
            return False
        _, workplace = self.truth.written[line.who]
        email = f"{line.who}.{self.told.number('address')}@skole.example"
        self._put(line, {EMAIL: email}, stamped=stamped)
        self.truth.written[line.who] = (email, workplace)
        return True

    def _put(self, line: Line, answers: dict[str, Cell], *, stamped: bool) -> None:
        if stamped:
            answers[STAMP] = self._stamp(line.who)
        seen = look(self.world)

        def change() -> None:
            for header, cell in answers.items():
                if seen is not None and seen.column(header):
                    self.told.hands.put(line.number, seen.column(header), cell)

        self.told.people(f"correct {line.who} {sorted(answers)}", change)

    def _stamp(self, who: str) -> Cell:
        self.told.wait(1)
        stamp = serial(self.world.clock.true, self.world.programme.zone)
        self.truth.stamps[stamp] = who
        return stamp

    def _any(self) -> Line | None:
        seen = look(self.world)
        lines = [one for one in seen.lines if one.who in self.truth.written] if seen else []
        return self.random.choice(lines) if lines else None
