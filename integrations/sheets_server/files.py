"""What the Drive side of the account knows of a file, apart from its content."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from .errors import Json

SPREADSHEET_TYPE = "application/vnd.google-apps.spreadsheet"


@dataclass(frozen=True)
class File:
    """One file. A deleted one is kept without content, so that its id is never used again."""

    id: str
    name: str
    created: datetime
    modified: datetime
    permissions: tuple[Json, ...] = ()
    properties: Json = field(default_factory=dict)
    comments: tuple[Json, ...] = ()
    deleted: bool = False
    version: int = 0
    """Counts the changes of the content; the ETag of the API's replies."""

    def changed(self, now: datetime, name: str) -> "File":
        """The file after a change of its content."""
        return replace(self, modified=now, name=name, version=self.version + 1)

    def to_json(self) -> Json:
        """For the store."""
        return {
            "name": self.name,
            "created": self.created.isoformat(),
            "modified": self.modified.isoformat(),
            "permissions": list(self.permissions),
            "properties": self.properties,
            "comments": list(self.comments),
            "version": self.version,
        }

    @classmethod
    def from_json(cls, file_id: str, data: Json, *, deleted: bool) -> "File":
        """From the store."""
        return cls(
            file_id,
            data["name"],
            datetime.fromisoformat(data["created"]),
            datetime.fromisoformat(data["modified"]),
            tuple(data["permissions"]),
            data["properties"],
            tuple(data["comments"]),
            deleted,
            data.get("version", 0),
        )


def stamp(when: datetime) -> str:
    """A time as the Drive API writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"
