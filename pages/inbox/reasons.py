"""Why something is not in the sheet yet, in plain words: faults of the service, refusals, troubles."""

from collections.abc import Mapping

from integrations.journal.records import OutboxState
from pages.inbox import wordings
from pages.inbox.wordings import Words
from texts import N_, _

_WAIT = N_("I skal ikke gøre noget. Samhold prøver igen af sig selv.")
_OPERATOR = N_("Sig det til den, der driver Samhold. Når det er rettet, går det videre af sig selv.")

_ERRORS: Mapping[str, Words] = {
    "quota_exceeded": Words(N_("Google beder os vente lidt: der har været mange opslag på kort tid."), _WAIT),
    "unreachable": Words(N_("Arket svarer ikke lige nu."), _WAIT),
    "permission_withdrawn": Words(
        N_("Adgangen er trukket tilbage: Samhold har ikke lov til at redigere arket."),
        N_("Del arket med Samholds servicekonto igen, som redaktør."),
    ),
    "token_expired": Words(N_("Nøglen til Google virker ikke længere."), _OPERATOR),
    "gone": Words(
        N_("Arket findes ikke mere, eller det er ikke delt med servicekontoen."),
        N_("Gendan arket, eller del det med servicekontoen igen."),
    ),
    "trashed": Words(
        N_("Arket ligger i papirkurven."), N_("Tag det op igen, så går det videre af sig selv.")
    ),
    "bad_request": Words(
        N_("Google afviser det, vi beder om."),
        N_("Samhold ser på arket igen og prøver på ny. Bliver det ved, så sig det til den, der driver det."),
    ),
    "malformed": Words(N_("Arket svarede med noget ulæseligt."), _WAIT),
    "sheets_error": Words(N_("Noget gik galt mellem Samhold og arket."), _WAIT),
    "outcome_unknown": Words(
        N_("Svaret på en skrivning blev væk undervejs, så vi ved ikke endnu, om den nåede frem."),
        N_("I skal ikke gøre noget. Samhold spørger arket først, så intet bliver skrevet to gange."),
    ),
    "lease_lost": Words(N_("En anden udgave af Samhold har overtaget arket."), _WAIT),
    "journal_unavailable": Words(
        N_("Databasen svarer ikke lige nu, så afgørelser kan ikke gemmes."),
        N_("Vent lidt, og prøv igen. Bliver det ved, så sig det til den, der driver Samhold."),
    ),
    "journal_lost": Words(
        N_("Databasen er tom, men det er arket ikke."),
        N_("Den, der driver Samhold, skal køre samhold rebuild."),
    ),
    "no_ledger": Words(
        N_("Fanen _ledger mangler eller er ødelagt."),
        N_("Den, der driver Samhold, kan lave den igen med samhold rebuild --ledger."),
    ),
    "internal": Words(
        N_("Samhold er stødt på en fejl i sig selv og kan ikke komme videre med arket."), _OPERATOR
    ),
}

_REFUSALS: Mapping[str, Words] = {
    "refused_protected": Words(
        N_("Feltet er beskyttet mod Samholds konto i arket."),
        N_("Giv servicekontoen lov under Data → Beskyttede ark og områder, eller fjern beskyttelsen."),
    ),
    "refused_too_long": Words(
        N_("Teksten er for lang: et felt i arket rummer højst 50.000 tegn."),
        N_("Afgør sagen igen med en kortere bemærkning."),
    ),
    "refused_validation": Words(
        N_("Arkets egne regler for feltet (datavalidering) tillader ikke det, der skal stå."),
        N_("Ret reglen under Data → Datavalidering, så den også tillader Samholds ord."),
    ),
    "refused_full": Words(
        N_("Arket er fuldt: Google tillader højst 10 millioner felter."),
        N_("Slet faner eller tomme rækker, som ingen bruger."),
    ),
    "refused_too_large": Words(N_("Det er for meget på én gang for Google."), _OPERATOR),
    "refused": Words(N_("Google afviser at skrive det og siger ikke hvorfor."), _OPERATOR),
}

_STATES: Mapping[OutboxState, Words] = {
    OutboxState.QUEUED: Words(N_("Gemt, og kommer i arket ved næste skrivning."), _WAIT),
    OutboxState.SENT: Words(N_("Gemt, og er ved at blive skrevet i arket."), _WAIT),
    OutboxState.UNKNOWN: _ERRORS["outcome_unknown"],
    OutboxState.SETTLED: Words(N_("Står i arket."), N_("Der er ikke noget at gøre.")),
    OutboxState.CONFLICT: Words(
        N_("I arket står der noget andet, og et menneske skal vælge."),
        N_("Vælg under »Kræver et menneske« her på siden. Så bliver det skrevet."),
    ),
    OutboxState.PARKED: Words(N_("Kan ikke skrives, som arket er nu."), _WAIT),
    OutboxState.ORPHAN: Words(
        N_("Afgørelsen står i fanen _ledger, men ansøgningens række er væk fra arket."),
        N_("Gendan rækken i arket, hvis den blev slettet ved en fejl."),
    ),
}

ERRORS = frozenset(_ERRORS)
"""Every fault that has words."""
REASONS = frozenset({"", *_ERRORS, *_REFUSALS, *wordings.KNOWN})
"""Every reason on a row of the outbox that has words."""
STATES = frozenset(_STATES)
"""Every state that has words."""


def fault(code: str) -> Words:
    """Why the sheet cannot be reached; a code without words is named, so that it can be reported."""
    if code not in _ERRORS:
        return Words(_("Arket kan ikke nås ({code}).").format(code=code), _(_OPERATOR))
    return Words(*map(_, _ERRORS[code]))


def why(state: OutboxState, reason: str, header: str = "") -> Words:
    """Why a row of the outbox is not in the sheet yet, and what to do; `header`: what is missing there."""
    if state is OutboxState.PARKED and reason in _REFUSALS:
        return Words(*map(_, _REFUSALS[reason]))
    if state is OutboxState.PARKED and reason in wordings.KNOWN:
        return wordings.of_kind(reason, header)
    return Words(*map(_, _STATES[state]))
