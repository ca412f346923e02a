"""`samhold doctor`: what is wrong with this installation, and what to do."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.faults import as_stop
from cli.installation import now, open_installation
from cli.options import AsJson, Lang
from cli.output import columns, done, lines, reporting, show
from cli.programmes import DEMO, programme_named
from integrations.doctor import Check
from integrations.doctor import doctor as examine
from integrations.settings import Settings
from integrations.sheets.conformance import live as try_everything
from integrations.sheets.gateway import Gateway
from integrations.sheets.probing import TITLE, Probe
from integrations.spreadsheet import scratch as scratch_of
from rules.base import Language


def doctor(
    live: Annotated[
        bool, typer.Option("--live", help="Try what the write-back relies on, on a scratch spreadsheet.")
    ] = False,
    scratch: Annotated[
        str | None, typer.Option(metavar="SPREADSHEET", help="For --live; else one is made and deleted.")
    ] = None,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """Check database, credentials, permission, headers, our columns and quota, and say what to do.

    JSON: `{"checks": [{"name", "ok", "message", "cure"}]}`; with --live `{"probes": [{"name", "expected",
    "seen", "relied_on", "ok"}]}`. Exit code 1 where something is wrong, or not as the write-back relies on.
    """
    with reporting(json):
        settings = Settings()
        if live:
            _try_live(settings, scratch, json)
            return
        programme = programme_named(settings.programme or DEMO)
        checks = examine(settings, programme, _gateway(), now)
        if json:
            show({"checks": [_told(check, lang) for check in checks]})
        else:
            lines(_words(checks, lang))
        done(not all(check.ok for check in checks))


def _try_live(settings: Settings, chosen: str | None, as_json: bool) -> None:
    with scratch_of(settings, chosen) as gateway:
        probes, touched = try_everything(gateway), gateway.spreadsheet_id
    if as_json:
        show({"probes": [{**probe.model_dump(), "ok": probe.ok} for probe in probes]})
    else:
        header = ("", "behaviour", "expected", "seen")
        rows = [(_mark(probe), probe.name, probe.expected, probe.seen) for probe in probes]
        lines(columns([header, *rows]))
        print(f"Touched: the tab {TITLE} of the spreadsheet {touched}, made for each line and removed again.")
    done(any(probe.relied_on and not probe.ok for probe in probes))


def _mark(probe: Probe) -> str:
    return "ok" if probe.ok else "!!" if probe.relied_on else "--"


def _gateway() -> Gateway | None:
    """The way to the spreadsheet; None where it can't be opened, which the checks then explain."""
    try:
        return open_installation().gateway
    except Exception as fault:
        if as_stop(fault) is None:
            raise
        return None


def _told(check: Check, lang: Language) -> JsonValue:
    cure = check.cure.say(lang) if check.cure else ""
    return {"name": check.name, "ok": check.ok, "message": check.message.say(lang), "cure": cure}


def _words(checks: Sequence[Check], lang: Language) -> Iterator[str]:
    for check in checks:
        yield f"{'ok' if check.ok else '!!'}  {check.message.say(lang)}"
        if check.cure:
            yield f"    -> {check.cure.say(lang)}"
