"""When something happened in the sheet, as far as two looks can tell."""

from datetime import datetime

from integrations.journal.items import SINCE
from integrations.journal.records import Item
from texts import ZONE, _, clock, moment


def when_seen(item: Item) -> str:
    """Between which two looks it happened; a sheet does not say when, nor who."""
    said = item.params.get(SINCE)
    since = datetime.fromisoformat(said) if isinstance(said, str) else None
    return between(since, item.opened_at)


def between(since: datetime | None, seen: datetime) -> str:
    """ "mellem 3. maj 2027 kl. 14.02 og kl. 14.03"; just the minute where both looks were in it."""
    if since is None or since >= seen or moment(since) == moment(seen):
        return _("set {when}").format(when=moment(seen))
    same_day = since.astimezone(ZONE).date() == seen.astimezone(ZONE).date()
    later = clock(seen) if same_day else moment(seen)
    return _("mellem {earlier} og {later}").format(earlier=moment(since), later=later)
