"""The spreadsheet of a programme as last read, and how sync fares."""

from sqlalchemy import bindparam, insert, select, update

from integrations.journal.chain import What
from integrations.journal.records import SheetRecord, record
from integrations.journal.tables import sheets as table
from integrations.journal.work import MINE, Reading, Work

_ONE = select(table).where(table.c.programme == MINE)
_ANY = select(table.c.programme).where(table.c.spreadsheet != "").limit(1)
_ADD = insert(table)
_SAVE = (
    update(table)
    .where(table.c.programme == MINE)
    .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in SheetRecord.model_fields})
)


def get(look: Reading) -> SheetRecord:
    """What is known of the spreadsheet; all blank before one is connected."""
    row = look.row(_ONE)
    return record(SheetRecord, row) if row else SheetRecord()


def any_known(look: Reading) -> bool:
    """Whether a spreadsheet is connected in any programme of the journal."""
    return look.row(_ANY) is not None


def save(work: Work, **changes: object) -> SheetRecord:
    """Change some of it; what was known before.

    The counter moves only when more than the time of reading has changed.
    """
    before = get(work)
    fresh = SheetRecord.model_validate(changes)
    after = before.model_copy(update={name: getattr(fresh, name) for name in changes})
    if after == before:
        return before
    values = dict(after)
    if after.spreadsheet != before.spreadsheet:
        old, new = before.spreadsheet, after.spreadsheet
        work.tell(What.CONNECTED, before={"spreadsheet": old}, after={"spreadsheet": new})
    quiet = before.model_copy(update={"read_at": after.read_at}) == after
    if not work.note(_SAVE, [{f"new_{name}": value for name, value in values.items()}]):
        work.put(_ADD, [{"programme": work.programme, **values}])
    elif not quiet:
        work.touch()
    return before
