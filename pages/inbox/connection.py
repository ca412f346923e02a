"""How the way to the sheet fares, in words."""

from collections.abc import Mapping

from desk import SyncHealth
from pages.parts import tag
from pages.safe import Markup
from texts import N_, _, moment

_ERRORS: Mapping[str, str] = {
    "quota_exceeded": N_("Google beder os vente lidt. Vi prøver igen af os selv."),
    "unreachable": N_("Arket svarer ikke lige nu. Vi prøver igen af os selv."),
    "permission_withdrawn": N_(
        "Samhold har ikke lov til at redigere arket. Del det med servicekontoen igen."
    ),
    "token_expired": N_("Nøglen til Google virker ikke. Den, der driver Samhold, skal se på den."),
    "gone": N_("Arket findes ikke mere, eller det er ikke delt med servicekontoen."),
    "trashed": N_("Arket ligger i papirkurven. Tag det op igen, så går Samhold videre af sig selv."),
    "bad_request": N_("Google afviser det, vi beder om. Vi ser på arket igen og prøver på ny."),
    "malformed": N_("Arket svarede med noget ulæseligt. Vi prøver igen af os selv."),
    "lease_lost": N_("En anden udgave af Samhold har overtaget arket."),
    "journal_unavailable": N_("Databasen svarer ikke lige nu."),
    "journal_lost": N_(
        "Databasen er tom, men det er arket ikke. Den, der driver Samhold, skal køre samhold rebuild."
    ),
    "no_ledger": N_(
        "Fanen _ledger mangler eller er ødelagt. Den, der driver Samhold, kan lave den igen med "
        "samhold rebuild --ledger."
    ),
    "outcome_unknown": N_("Vi venter på at få at vide, om en skrivning nåede frem."),
}


def connection(health: SyncHealth) -> Markup:
    """The state of the connection. What is decided meanwhile is kept, and is written later."""
    details = health.details if isinstance(health.details, dict) else {}
    error = str(details.get("error") or "")
    if error:
        text = _(_ERRORS[error]) if error in _ERRORS else _("Arket kan ikke nås ({code}).").format(code=error)
        return tag(text, "sh-no")
    if health.read_at is None:
        return tag(_("Arket er ikke læst endnu"), "sh-person")
    return tag(
        _("Forbindelsen til arket virker · seneste nyt {when}").format(when=moment(health.read_at)), "sh-ok"
    )
