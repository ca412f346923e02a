"""Coordinators who go back: an earlier version of the responses is restored, a deleted tab brought back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from integrations.sheets_server.model import Sheet, Workbook
from tests.simulation.actors.actor import Act, Actor
from tests.simulation.look import ledger, look


@dataclass(frozen=True)
class Version:
    """A tab as it was, with the marks on it and its named ranges."""

    sheet: Sheet
    index: int
    metadata: tuple[dict[str, object], ...]
    named: tuple[dict[str, object], ...]


class Keepers(Actor):
    """They keep a version in mind, and go back to it."""

    def __init__(self, told: object) -> None:
        super().__init__(told)  # type: ignore[arg-type]
        self._version: Version | None = None
        self._deleted: Version | None = None
        self._whole: Workbook | None = None

    def acts(self) -> Iterable[tuple[float, Act]]:
        """All of it, as far as the history is a wild one."""
        wild = self.told.harshness.wild
        return (
            (0.3 * wild, self._remember),
            (0.4 * wild, self._restore),
            (0.2 * wild, self._restore_all),
            (0.2 * wild, self._delete_tab),
            (0.6 * wild, self.bring_back),
        )

    def bring_back(self) -> bool:
        """The deletion of a tab is undone."""
        if self._deleted is None:
            return False
        gone, self._deleted = self._deleted, None
        self._put(gone)
        self.truth.acts += 1
        self.told.note(f"tab {gone.sheet.id} is back")
        return True

    def _remember(self) -> bool:
        """A version that somebody will want back."""
        if look(self.world) is None:
            return False
        self._version, self._whole = _version(self._book(), 0), self._book()
        self.told.note("remember this version")
        return True

    def _restore(self) -> bool:
        """The responses become what they were; what came since is gone from them."""
        version = self._version
        if version is None or look(self.world) is None:
            return False
        return self.told.people("an earlier version is restored", lambda: self._put(version))

    def _restore_all(self) -> bool:
        """The whole spreadsheet becomes what it was, our ledger and the tokens of our batches with it."""
        whole = self._whole
        if whole is None or self._deleted is not None:
            return False
        return self.told.people("an earlier version of all is restored", lambda: self._become(whole))

    def _become(self, whole: Workbook) -> None:
        now = self.world.clock()
        self._keep(whole.draft(now), now)
        tab = ledger(whole)
        self.told.watch.ledger_is(tab.rows if tab else ())

    def _delete_tab(self) -> bool:
        """The responses or the ledger are deleted, by mistake."""
        tab = ledger(self._book())
        if self._deleted is not None or tab is None:
            return False
        sheet = self.random.choice((0, tab.id))
        self._deleted = _version(self._book(), sheet)
        self.world.people.batch({"deleteSheet": {"sheetId": sheet}})
        self.truth.acts += 1
        self.told.note(f"tab {sheet} is deleted")
        return True

    def _put(self, version: Version) -> None:
        """Lay a tab as it was into the spreadsheet, in place of what stands there now."""
        now = self.world.clock()
        book = self._book().draft(now)
        mine = version.sheet.id
        book.sheets = [sheet for sheet in book.sheets if sheet.id != mine]
        book.sheets.insert(version.index, version.sheet)
        book.metadata = [item for item in book.metadata if _tab(item["location"]) != mine]
        book.metadata += version.metadata
        book.named += [one for one in version.named if one not in book.named]
        self._keep(book, now)

    def _keep(self, book: Workbook, now: datetime) -> None:
        store = self.world.account.store
        file = store.file(self.world.spreadsheet)
        assert file is not None
        store.put(file.changed(now, file.name), book)

    def _book(self) -> Workbook:
        return self.world.account.store.book(self.world.spreadsheet)


def _version(book: Workbook, sheet: int) -> Version:
    found = book.sheet(sheet)
    return Version(
        sheet=found.copy(),
        index=book.sheets.index(found),
        metadata=tuple(item for item in book.metadata if _tab(item["location"]) == sheet),
        named=tuple(one for one in book.named if one["range"].get("sheetId", 0) == sheet),
    )


def _tab(place: dict[str, object]) -> object:
    found = place.get("dimensionRange", place)
    return found.get("sheetId", 0) if isinstance(found, dict) else None
