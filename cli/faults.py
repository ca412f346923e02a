"""Every foreseen fault in plain words, with the way out."""

from pathlib import Path

from pydantic import ValidationError

from cli import refusals
from cli.exits import Exit, Stop
from integrations.journal.journal import JournalUnavailable
from integrations.journal.migrate import JournalTooNew
from integrations.sheets.errors import SheetsError
from integrations.table_faults import TableFault
from rules.programme.fault import DocumentFaults
from rules.state import Refused


def as_stop(fault: Exception) -> Stop | None:
    """The fault as the end of a command, or None for one that nobody foresaw."""
    match fault:
        case Stop():
            stop = fault
        case Refused():
            stop = Stop(fault.code, refusals.wording(fault), Exit.FOUND)
        case DocumentFaults():
            stop = Stop("programme_faults", "\n".join(f.say("en") for f in fault.faults), Exit.INPUT)
        case TableFault():
            stop = Stop(fault.code, fault.say("en"), Exit.INPUT)
        case SheetsError():
            stop = Stop(fault.code, _outside(fault), Exit.OUTSIDE)
        case JournalUnavailable():
            stop = Stop("journal_unavailable", f"The database can't be used just now: {fault}", Exit.OUTSIDE)
        case JournalTooNew():
            stop = Stop("journal_too_new", "The database is of a later Samhold. Upgrade.", Exit.USAGE)
        case ValidationError():
            stop = Stop("settings", _settings(fault), Exit.USAGE)
        case OSError(filename=str() | Path() as name):
            stop = Stop(
                "file", f"{name}: {fault.strerror}. Check the name and your rights to it.", Exit.INPUT
            )
        case _:
            return None
    return stop


def _outside(fault: SheetsError) -> str:
    return f"The spreadsheet service: {fault.code.replace('_', ' ')}. {fault.detail}".rstrip()


def _settings(fault: ValidationError) -> str:
    said = (
        f"{'SAMHOLD_' + '_'.join(map(str, e['loc'])).upper() if e['loc'] else 'SAMHOLD settings'}: {e['msg']}"
        for e in fault.errors()
    )
    return "\n".join(said)
