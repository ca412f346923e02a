"""Every foreseen fault in plain words, with the way out."""

from collections.abc import Mapping
from pathlib import Path

from google.auth.exceptions import MalformedError
from pydantic import ValidationError

from cli import refusals
from cli.exits import Exit, Stop
from integrations.connect import NoResponses
from integrations.journal.journal import JournalUnavailable
from integrations.journal.leases import LeaseLost
from integrations.journal.migrate import JournalTooNew
from integrations.sheets.errors import SheetsError
from integrations.sync.recovery import JournalLost, NoLedger
from integrations.sync.settle import StillUnknown
from integrations.table_faults import TableFault
from rules.programme.fault import DocumentFaults
from rules.state import Refused

_PLAIN: Mapping[type[Exception], tuple[str, str, Exit]] = {
    JournalUnavailable: (
        "journal_unavailable",
        "The database can't be used just now. Is it there, and is SAMHOLD_DATABASE_URL right? {fault}",
        Exit.OUTSIDE,
    ),
    JournalTooNew: ("journal_too_new", "The database is of a later Samhold. Upgrade.", Exit.USAGE),
    StillUnknown: (
        "outcome_unknown",
        "A write was lost on its way and its outcome can't be told yet. Try again in a minute.",
        Exit.OUTSIDE,
    ),
    LeaseLost: ("lease_lost", "Another process has taken over the sheet; it goes on there.", Exit.OUTSIDE),
    JournalLost: (
        "journal_lost",
        "The journal is empty, but the spreadsheet's ledger is not. Has it been lost? Run samhold rebuild.",
        Exit.OUTSIDE,
    ),
    NoLedger: (
        "no_ledger",
        "The spreadsheet has no ledger to rebuild from. Restore the tab _ledger from its version history; "
        "or, where the journal is whole, run samhold rebuild --ledger.",
        Exit.INPUT,
    ),
    MalformedError: ("credentials", "SAMHOLD_GOOGLE_CREDENTIALS names no key file: {fault}", Exit.USAGE),
    NoResponses: (
        "no_responses",
        "No tab of {fault} has the headers of this programme's form. Is it the right spreadsheet?",
        Exit.INPUT,
    ),
}

_SHEETS: Mapping[str, str] = {
    "unreachable": "it does not answer. Is there a network, and is SAMHOLD_SHEETS_URL right?",
    "permission_withdrawn": "the account may not use this spreadsheet. Share it with the account as editor.",
    "gone": "there is no such spreadsheet. Is the id right, and is it shared with the account?",
    "quota_exceeded": "too many calls in a minute. Try again in a minute.",
    "trashed": "the spreadsheet lies in the bin. Take it out again.",
    "bad_request": "it refuses the call as it is.",
    "token_expired": "it does not accept the credential. Is SAMHOLD_GOOGLE_CREDENTIALS right?",
    "outcome_unknown": "a write got no answer. Nothing is lost; run samhold sync --once to find out.",
}


def as_stop(fault: Exception) -> Stop | None:
    """The fault as the end of a command, or None for one that nobody foresaw."""
    match fault:
        case Stop():
            return fault
        case Refused():
            return Stop(fault.code, refusals.wording(fault), Exit.FOUND)
        case DocumentFaults():
            return Stop("programme_faults", "\n".join(f.say("en") for f in fault.faults), Exit.INPUT)
        case TableFault():
            return Stop(fault.code, fault.say("en"), Exit.INPUT)
        case SheetsError():
            said = _SHEETS.get(fault.code, fault.code.replace("_", " "))
            return Stop(fault.code, f"The spreadsheet service: {said} {fault.detail}".rstrip(), Exit.OUTSIDE)
    return _outer(fault)


def _outer(fault: Exception) -> Stop | None:
    match fault:
        case ValidationError():
            return Stop("settings", _settings(fault), Exit.USAGE)
        case OSError(filename=str() | Path() as name):
            return Stop("file", f"{name}: {fault.strerror}. Check its name and your rights.", Exit.INPUT)
    for kind, (code, message, end) in _PLAIN.items():
        if isinstance(fault, kind):
            return Stop(code, message.format(fault=fault), end)
    return None


def _settings(fault: ValidationError) -> str:
    return "\n".join(
        f"{'SAMHOLD_' + '_'.join(map(str, e['loc'])).upper() if e['loc'] else 'The settings'}: {e['msg']}"
        for e in fault.errors()
    )
