"""The audit chain's codes in words."""

from rules.base import Text

CHANGES: dict[str, Text] = {
    "genesis": Text(da="kæden begynder", en="the chain begins"),
    "decided": Text(da="afgørelse", en="decision"),
    "reserved": Text(da="sagsnummer givet", en="case number given"),
    "stamped": Text(da="sagsnummer står i arket", en="case number stands in the sheet"),
    "vanished": Text(da="rækken er væk fra arket", en="row gone from the sheet"),
    "back": Text(da="rækken er tilbage i arket", en="row back in the sheet"),
    "trouble": Text(da="noget ved rækken", en="something about the row"),
    "corrected": Text(da="svar rettet", en="answers corrected"),
    "hand_edit": Text(da="skrevet i arket", en="typed in the sheet"),
    "writing": Text(da="skrivning til arket", en="writing into the sheet"),
    "attempt": Text(da="forsøg på at skrive endte", en="attempt to write ended"),
    "item_opened": Text(da="punkt i indbakken", en="item for a person"),
    "item_settled": Text(da="punkt afsluttet", en="item settled"),
    "submitted": Text(da="ansøgning sendt", en="application sent"),
    "document": Text(da="programdokument taget i brug", en="programme document put in force"),
    "connected": Text(da="regneark tilsluttet", en="spreadsheet connected"),
    "exported": Text(da="udtræk hentet", en="export made"),
    "erased": Text(da="personoplysninger slettet", en="personal data erased"),
    "lease": Text(da="en anden proces overtog arket", en="another process took over the sheet"),
    "rebuilt": Text(da="journal genopbygget fra arket", en="journal rebuilt from the sheet"),
    "restored": Text(da="journal gendannet fra en kopi", en="journal restored from a backup"),
    "allocation": Text(da="trin i en fordeling", en="step of an allocation"),
}

SOURCES: dict[str, Text] = {
    "page": Text(da="siden", en="page"),
    "cli": Text(da="kommandolinjen", en="command line"),
    "sheet": Text(da="arket", en="sheet"),
    "form": Text(da="formularen", en="form"),
    "rule": Text(da="en regel", en="a rule"),
    "worker": Text(da="programmet", en="the software"),
}


def _table(danish: str, english: str, name: str) -> dict[str, Text]:
    return {
        f"{name}_changed": Text(
            da=f"{danish} er ændret uden om kæden.", en=f"{english} was changed past the chain."
        ),
        f"{name}_missing": Text(
            da=f"{danish}, som kæden fortæller om, er væk.", en=f"{english} that the chain tells of is gone."
        ),
        f"{name}_untold": Text(
            da=f"{danish} kender kæden ikke.", en=f"{english} is one that the chain does not know."
        ),
    }


BREAKS: dict[str, Text] = {
    "missing": Text(da="leddet mangler.", en="the link is missing."),
    "changed": Text(
        da="leddet er ændret, flyttet eller sat ind.", en="the link was changed, moved or put in."
    ),
    "words_changed": Text(
        da="ordene er ikke dem, leddet blev lavet med.", en="its words are not those it was made with."
    ),
    "words_missing": Text(
        da="ordene er væk, uden at sagen er slettet.", en="its words are gone, though nobody erased them."
    ),
    "not_joined": Text(
        da="det, der stod før, er ikke det, de tidligere led fortæller.",
        en="what was before is not what the earlier links tell.",
    ),
    "cut_off": Text(
        da="kæden ender ikke, hvor journalen siger.", en="the chain does not end where the journal says."
    ),
    "not_expected": Text(
        da="den noterede hash findes ikke i kæden.", en="the noted head is not in the chain."
    ),
    **_table("en afgørelse", "a decision", "decision"),
    **_table("en ansøgnings række", "an application's row", "application"),
    **_table("en skrivning", "a write", "writing"),
    **_table("et punkt i indbakken", "an item", "item"),
    **_table("et programdokument", "a programme document", "document"),
    **_table("en fordeling", "an allocation", "allocation"),
}
