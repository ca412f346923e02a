"""What is wrong with an installation, in plain words, with the way out."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from integrations.connect import NoResponses, Proposal, propose
from integrations.journal.journal import Journal, JournalUnavailable
from integrations.journal.migrate import JournalTooNew
from integrations.settings import Settings
from integrations.sheets.errors import SheetsError
from integrations.sheets.gateway import Gateway
from rules.base import Frozen, Text
from rules.columns import HEADERS
from rules.programme.model import Programme


class Check(Frozen):
    """One thing that was looked at. `cure` says what to do where it is not `ok`."""

    name: str
    ok: bool
    message: Text
    cure: Text | None = None


_TROUBLES: Mapping[str, tuple[Text, Text]] = {
    "permission_withdrawn": (
        Text(da="Kontoen må ikke bruge regnearket.", en="The account may not use the spreadsheet."),
        Text(
            da="Del regnearket med servicekontoens mailadresse som redaktør.",
            en="Share the spreadsheet with the service account's address as an editor.",
        ),
    ),
    "gone": (
        Text(da="Regnearket findes ikke.", en="There is no such spreadsheet."),
        Text(
            da="Kontrollér SAMHOLD_SPREADSHEET, og at regnearket er delt med kontoen.",
            en="Check SAMHOLD_SPREADSHEET, and that the spreadsheet is shared with the account.",
        ),
    ),
    "token_expired": (
        Text(da="Nøglen bliver ikke godtaget.", en="The credential is not accepted."),
        Text(
            da="Hent en ny nøglefil til servicekontoen, og peg SAMHOLD_GOOGLE_CREDENTIALS på den.",
            en="Fetch a new key file of the service account and point SAMHOLD_GOOGLE_CREDENTIALS at it.",
        ),
    ),
    "quota_exceeded": (
        Text(da="Der er brugt for mange kald i dette minut.", en="Too many calls in this minute."),
        Text(
            da="Vent et minut. Sker det ofte, deler flere programmer kontoen: giv Samhold sin egen.",
            en="Wait a minute. If it happens often, programs share the account: give Samhold its own.",
        ),
    ),
    "unreachable": (
        Text(da="Tjenesten svarer ikke.", en="The service does not answer."),
        Text(
            da="Kontrollér netværket og SAMHOLD_SHEETS_URL, og prøv igen.",
            en="Check the network and SAMHOLD_SHEETS_URL, and try again.",
        ),
    ),
}


def doctor(
    settings: Settings, programme: Programme, gateway: Gateway | None, clock: Callable[[], datetime]
) -> list[Check]:
    """Look at everything that has to work: database, credentials, spreadsheet, headers, columns, quota."""
    return [
        _database(settings, programme, clock),
        _credentials(settings),
        *(_sheet(gateway, programme) if gateway else [_unchosen()]),
    ]


def _database(settings: Settings, programme: Programme, clock: Callable[[], datetime]) -> Check:
    try:
        with closing(Journal(settings.database_url, clock)) as journal:
            journal.migrate()
            journal.changed(programme.id)
    except JournalTooNew:
        return _bad(
            "database",
            Text(
                da="Databasen er skrevet af en nyere version af Samhold.",
                en="A later Samhold wrote the database.",
            ),
            Text(da="Opgradér Samhold.", en="Upgrade Samhold."),
        )
    except (JournalUnavailable, SQLAlchemyError, OSError) as error:
        return _bad(
            "database",
            Text(da=f"Databasen kan ikke bruges: {error}", en=f"The database can't be used: {error}"),
            Text(
                da="Kontrollér SAMHOLD_DATABASE_URL, pladsen på disken og rettighederne.",
                en="Check SAMHOLD_DATABASE_URL, the room on the disk and the permissions.",
            ),
        )
    return _good("database", Text(da="Databasen svarer.", en="The database answers."))


def _credentials(settings: Settings) -> Check:
    path = settings.google_credentials
    if settings.mode != "google" or path is None:
        text = Text(da=f"Ingen nøgle behøves ({settings.mode}).", en=f"None needed ({settings.mode}).")
        return _good("credentials", text)
    if path.is_file():
        return _good(
            "credentials", Text(da=f"Nøglefilen er der: {path}", en=f"The key file is there: {path}")
        )
    return _bad(
        "credentials",
        Text(da=f"Nøglefilen mangler: {path}", en=f"The key file is missing: {path}"),
        Text(
            da="Ret SAMHOLD_GOOGLE_CREDENTIALS, eller hent servicekontoens nøglefil (JSON).",
            en="Put SAMHOLD_GOOGLE_CREDENTIALS right, or fetch the service account's key file (JSON).",
        ),
    )


def _unchosen() -> Check:
    return _bad(
        "spreadsheet",
        Text(da="Der er ikke valgt noget regneark.", en="No spreadsheet is chosen."),
        Text(da="Kør samhold connect REGNEARK.", en="Run samhold connect SPREADSHEET."),
    )


def _sheet(gateway: Gateway, programme: Programme) -> Iterator[Check]:
    try:
        proposal = propose(gateway, programme)
    except SheetsError as error:
        message, cure = _TROUBLES.get(error.code, _TROUBLES["unreachable"])
        name = "quota" if error.code == "quota_exceeded" else "permission"
        yield _bad(name, message, cure)
        return
    except NoResponses:
        yield _bad(
            "headers",
            Text(da="Ingen fane har formularens overskrifter.", en="No tab has the form's headers."),
            Text(
                da="Er det det rigtige regneark, og er svarene knyttet til det?",
                en="Is it the right spreadsheet, and are the responses linked to it?",
            ),
        )
        return
    title = proposal.spreadsheet
    yield _good("permission", Text(da=f"Kan læse »{title}«.", en=f"Can read “{title}”."))
    yield _headers(programme, proposal)
    yield _columns(proposal)
    left = gateway.bucket.left("read"), gateway.bucket.left("write")
    yield _good(
        "quota",
        Text(
            da=f"{left[0]} læsninger og {left[1]} skrivninger tilbage i dette minut.",
            en=f"{left[0]} reads and {left[1]} writes left in this minute.",
        ),
    )


def _headers(programme: Programme, proposal: Proposal) -> Check:
    found = {name.split(".")[0] for name in proposal.layout.columns}
    missing = [q.header for q in programme.questions if q.required and q.id not in found]
    if not missing:
        return _good("headers", Text(da="Alle overskrifter er fundet.", en="All headers are found."))
    names = ", ".join(f"»{' '.join(header.split())}«" for header in missing)
    return _bad(
        "headers",
        Text(da=f"Overskrifter mangler: {names}", en=f"Headers are missing: {names}"),
        Text(
            da="Ret overskriften i arket, eller giv spørgsmålet et alias i programmet.",
            en="Put the header right in the sheet, or give the question an alias in the programme.",
        ),
    )


def _columns(proposal: Proposal) -> Check:
    missing = [HEADERS[name] for name in proposal.missing] + (["_ledger"] if proposal.new_ledger else [])
    if not missing:
        return _good("key_column", Text(da="Samholds kolonner er der.", en="Samhold's columns are there."))
    names = ", ".join(missing)
    return _bad(
        "key_column",
        Text(da=f"Der mangler: {names}", en=f"Missing: {names}"),
        Text(da="Kør samhold connect.", en="Run samhold connect."),
    )


def _good(name: str, message: Text) -> Check:
    return Check(name=name, ok=True, message=message)


def _bad(name: str, message: Text, cure: Text) -> Check:
    return Check(name=name, ok=False, message=message, cure=cure)
