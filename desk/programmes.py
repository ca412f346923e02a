"""The programme in force: the active document in the journal."""

from desk.office import Office, authorise
from integrations.journal import documents
from integrations.journal.journal import Journal
from integrations.journal.records import Document
from rules.people import Action, Actor
from rules.programme.loading import load
from rules.programme.model import Programme
from rules.state import Refused


class ActiveProgramme:
    """Gives the active programme of the journal, loading each version once."""

    def __init__(self, journal: Journal, programme_id: str) -> None:
        self._journal = journal
        self._id = programme_id
        self._loaded: tuple[int, Programme] | None = None
        self._seen = -1

    def __call__(self) -> Programme:
        """The programme in force. LookupError before a document has been put in force."""
        with self._journal.read(self._id) as look:
            if self._loaded is None or self._seen != look.change:
                document = documents.active(look)
                if document is None:
                    raise LookupError(self._id)
                if self._loaded is None or self._loaded[0] != document.version:
                    self._loaded = (document.version, load(document.text))
                self._seen = look.change
            return self._loaded[1]


def activate(office: Office, actor: Actor, text: str) -> Document:
    """Keep a new version of the document and put it in force."""
    authorise(actor, Action.ADMINISTER)
    wanted = load(text)
    with office.sitting(actor) as sitting:
        if wanted.id != sitting.programme.id:
            raise Refused("other_programme", programme=wanted.id)
        return documents.activate(sitting.work, text, actor.signature)


def versions(office: Office) -> tuple[Document, ...]:
    """All versions, oldest first."""
    with office.journal.read(office.programme.id) as look:
        return documents.versions(look)
