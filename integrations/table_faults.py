"""What can be wrong with a file of applications, in words for the person who gave it."""

from pathlib import Path

from rules.base import Language, Text

_WORDING = {
    "file_missing": Text(da="Filen {file} findes ikke.", en="There is no file {file}."),
    "folder_missing": Text(
        da="Mappen {folder} findes ikke. Opret den, eller vælg en anden.",
        en="There is no folder {folder}. Make it, or choose another.",
    ),
    "file_is_folder": Text(da="{file} er en mappe, ikke en fil.", en="{file} is a folder, not a file."),
    "file_locked": Text(
        da="Filen {file} er låst. Er den åben i et andet program, eller mangler adgangen til den?",
        en="The file {file} is locked. Is it open in another program, or is access to it missing?",
    ),
    "file_unreadable": Text(
        da="Filen {file} kan ikke læses eller skrives: {reason}.",
        en="The file {file} can't be read or written: {reason}.",
    ),
    "file_empty": Text(da="Filen {file} er tom.", en="The file {file} is empty."),
    "file_too_large": Text(
        da="Filen {file} er for stor; den må højst fylde {limit} MB.",
        en="The file {file} is too large; it may hold {limit} MB at most.",
    ),
    "file_kind": Text(
        da="Filen {file} skal være .csv eller .xlsx.", en="The file {file} must be .csv or .xlsx."
    ),
    "file_protected": Text(
        da="Filen {file} er beskyttet med adgangskode eller i det gamle format .xls. "
        "Gem den som .xlsx uden adgangskode.",
        en="The file {file} is protected by a password or in the old .xls format. "
        "Save it as .xlsx without a password.",
    ),
    "file_corrupt": Text(
        da="Filen {file} er beskadiget eller er ikke det, som navnet siger. Gem eller hent den igen.",
        en="The file {file} is damaged, or not what its name says. Save or download it again.",
    ),
}


class TableFault(Exception):
    """A file that can't be read or written as a table. `code` names the fault, `say` words it."""

    def __init__(self, code: str, path: Path, **params: object) -> None:
        super().__init__(code, str(path))
        self.code = code
        self.params: dict[str, object] = {"file": path.name, **params}

    def say(self, language: Language = "da") -> str:
        """The fault in one language, with the file's name."""
        return _WORDING[self.code].say(language, **self.params)
