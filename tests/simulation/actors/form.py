"""Applicants: they send the form, correct their answers, and mistype their address."""

from collections.abc import Iterable

from rules.base import Cell
from rules.projection import serial
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import EMAIL, WORKPLACE, Line, look

TOWNS = ("Aarhus", "Odense", "Randers", "Kolding")
STAMP = "Tidsstempel"


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
        if look(self.world) is None:
            return False
        told.wait(1)
        mail, size = f"{name}@skole.example", float(self.random.randint(2, 6))
        told.people(
            f"respond {name}",
            lambda: self.world.people.respond(f"{name} {town}", mail, municipality=town, size=size),
        )
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
            answers[STAMP] = serial(self.world.clock.true, self.world.programme.zone)
        people = self.world.people

        def change() -> None:
            for header, cell in answers.items():
                people.type(line.number, header, cell)

        self.told.people(f"correct {line.who} {sorted(answers)}", change)

    def _any(self) -> Line | None:
        seen = look(self.world)
        lines = [one for one in seen.lines if one.who in self.truth.written] if seen else []
        return self.random.choice(lines) if lines else None
