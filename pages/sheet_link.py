"""Addresses of the spreadsheet, with a ticket in the fragment for the embedded one."""

from desk import SyncHealth
from integrations.identity.passes import tickets
from pages.session import actor, now, settings
from rules.people import Action, may
from rules.state import Refused
from texts import language


def grid_address(spreadsheet: str) -> str:
    """The grid of the embedded sheet, for one who may edit it. A fragment is never sent or logged."""
    who = actor()
    if not may(who.role, Action.EDIT_SHEET):
        raise Refused("not_allowed", action=Action.EDIT_SHEET, role=who.role)
    ticket = tickets().issue(email=who.email, role=who.role, now=now())
    return f"/sheets/grid/{spreadsheet}?lang={language()}#ticket={ticket}"


def sheet_address(spreadsheet: str) -> str:
    """Google's own page of a spreadsheet."""
    return f"https://docs.google.com/spreadsheets/d/{spreadsheet}/edit"


def cell_address(health: SyncHealth, cell: str) -> str:
    """The sheet with one cell of the responses chosen; "" for whom there is no way in."""
    if not health.spreadsheet:
        return ""
    if settings().mode == "embedded":
        may_edit = may(actor().role, Action.EDIT_SHEET)
        return f"{grid_address(health.spreadsheet)}&cell={cell}" if may_edit else ""
    tab = "" if health.tab is None else f"gid={health.tab}&"
    return f"{sheet_address(health.spreadsheet)}#{tab}range={cell}"
