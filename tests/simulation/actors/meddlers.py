"""Coordinators who meddle with what is ours: keys, receipts, headers, tabs, filters."""

from collections.abc import Iterable

from integrations.sheets.requests import area
from rules.columns import HEADERS, KEY, RECEIPT
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import Line, Look, ledger, look


class Meddlers(Actor):
    """Keys are edited, cleared, filled down; columns renamed or deleted; tabs renamed or deleted."""

    def acts(self) -> Iterable[tuple[float, Act]]:
        """All of it, as far as the history is a wild one."""
        wild = self.told.harshness.wild
        return (
            (0.6 * wild, self._key),
            (0.3 * wild, self._fill_keys),
            (0.3 * wild, self._clear_receipt),
            (0.4 * wild, self._rename_column),
            (0.2 * wild, self._delete_own_column),
            (0.3 * wild, self._filter),
            (0.3 * wild, self._rename_tab),
        )

    def _key(self) -> bool:
        """A key is cleared, mistyped, or replaced by another row's."""
        seen, line = self._keyed()
        if seen is None or line is None:
            return False
        others = [str(one.cells[KEY]) for one in seen.lines if one.cells.get(KEY)]
        cell = self.random.choice((None, "XXX-1234", self.random.choice(others)))
        column = seen.column(KEY)
        return self.told.people(
            f"key of {line.who} becomes {cell}", lambda: self.told.hands.put(line.number, column, cell)
        )

    def _fill_keys(self) -> bool:
        """A key is dragged down over the rows below."""
        seen, line = self._keyed()
        if seen is None or line is None:
            return False
        source = area(0, line.number, seen.column(KEY))
        target = area(0, line.number + 1, seen.column(KEY), self.random.randint(1, 3))
        return self.told.people(f"fill key of {line.who} down", lambda: self.told.hands.copy(source, target))

    def _clear_receipt(self) -> bool:
        seen, line = self._keyed()
        if seen is None or line is None or not seen.column(RECEIPT):
            return False
        column = seen.column(RECEIPT)
        return self.told.people(
            f"receipt of {line.who} is cleared", lambda: self.told.hands.put(line.number, column, None)
        )

    def _rename_column(self) -> bool:
        """A column of ours or of the form gets another header, and is often moved as well."""
        seen = look(self.world)
        if seen is None:
            return False
        name = self.random.choice((*HEADERS.values(), "Kommune"))
        column, before = seen.column(name), seen.column("Kommune")
        if not column:
            return False
        moves = before and before != column and self.random.random() < 0.5
        number = self.told.number("header")

        def rename() -> None:
            self.told.hands.put(1, column, f"{name} ({number})")
            if moves:
                self.told.hands.move_column(column, before)

        return self.told.people(f"{name} is called {name} ({number}) now", rename)

    def _delete_own_column(self) -> bool:
        """A column that people added themselves is deleted."""
        seen = look(self.world)
        own = [name for name in seen.names if name.startswith("Egen")] if seen else []
        if seen is None or not own:
            return False
        name = self.random.choice(own)
        return self.told.people(
            f"delete column {name}", lambda: self.told.hands.delete("COLUMNS", seen.column(name))
        )

    def _filter(self) -> bool:
        """A filter hides some rows; or it is taken away."""
        seen = look(self.world)
        if seen is None:
            return False
        if seen.sheet.filter is not None:
            return self.told.people(
                "filter off", lambda: self.told.hands.do({"clearBasicFilter": {"sheetId": 0}})
            )
        block = area(0, 1, 1, seen.last, len(seen.names))
        hidden = {"columnIndex": 2, "filterCriteria": {"hiddenValues": ["Aarhus", "Odense"]}}
        wanted = {"filter": {"range": block, "filterSpecs": [hidden]}}
        return self.told.people("filter on", lambda: self.told.hands.do({"setBasicFilter": wanted}))

    def _rename_tab(self) -> bool:
        """The responses tab or the ledger gets another name."""
        number = self.told.number("tab")
        tab = ledger(self.world.account.store.book(self.world.spreadsheet))
        sheet = 0 if tab is None or self.random.random() < 0.7 else tab.id
        wanted = {"properties": {"sheetId": sheet, "title": f"Fane {number}"}, "fields": "title"}
        if sheet == 0 and look(self.world) is None:
            return False
        return self.told.people(
            f"tab {sheet} renamed", lambda: self.told.hands.do({"updateSheetProperties": wanted})
        )

    def _keyed(self) -> tuple[Look | None, Line | None]:
        seen = look(self.world)
        lines = [line for line in seen.lines if line.cells.get(KEY)] if seen else []
        return seen, self.random.choice(lines) if lines else None
