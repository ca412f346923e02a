"""The desk's commands and questions, in one place. Each says who may; the rooms beside it do the work."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import uuid4

from desk import (
    allocating,
    auditing,
    deciding,
    erasing,
    exporting,
    observing,
    programmes,
    resolving,
    submitting,
    waiting,
)
from desk.board import BoardKeeper
from desk.erasing import Due
from desk.history import history
from desk.office import Office, ProgrammeSource, authorise
from desk.views import Board, Draft, Event, FormReview, Receipt
from desk.waiting import Waitlist
from integrations.apart import Run, here
from integrations.exports import ExportTable
from integrations.journal.allocations import AllocationRecord
from integrations.journal.audit import Link
from integrations.journal.journal import Journal
from integrations.journal.proof import Proof
from integrations.journal.records import Cells, Document
from integrations.sync.observation import Observation
from rules.allocation.lottery.record import Source
from rules.allocation.model import Allocation, Pin
from rules.moves import Move
from rules.people import Action, Actor
from rules.programme.model import Programme
from rules.state import Decision, Status


class Desk:
    """Where people's commands come in: authorise, check, journal. A refusal is `rules.state.Refused`.

    Safe for many threads. `source` gives the programme in force, `new_id` the ids of commands without one.
    """

    def __init__(
        self,
        journal: Journal,
        source: ProgrammeSource,
        clock: Callable[[], datetime],
        *,
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self.journal = journal
        self._office = Office(journal, source, clock, new_id)
        self._boards = BoardKeeper(self._office)

    # Questions

    @property
    def programme(self) -> Programme:
        """The programme in force."""
        return self._office.programme

    def board(self, actor: Actor) -> Board:
        """Everything there is to see now. The very same object until something changes."""
        authorise(actor, Action.VIEW)
        return self._boards.board()

    def history(self, actor: Actor, key: str) -> tuple[Event, ...]:
        """All decisions on one application, oldest first: who, when, why, from where, and changed answers."""
        authorise(actor, Action.VIEW)
        return history(self._office, key)

    def export(self, actor: Actor, what: str) -> ExportTable:
        """One of the tables of `desk.exporting.Export`. Refused: not_allowed. ValueError for another name."""
        authorise(actor, Action.EXPORT)
        wanted = exporting.table(self.programme, self._boards.board(), exporting.Export(what))
        exporting.tell(self._office, actor, what, wanted)
        return wanted

    def audit(self, actor: Actor, key: str = "") -> tuple[Link, ...]:
        """Every change of state ever, oldest first, or those of one application. Refused: not_allowed."""
        authorise(actor, Action.ADMINISTER)
        return auditing.links(self._office, key)

    def verify_audit(self, actor: Actor, *, first: int = 1, expect: str = "") -> Proof:
        """Whether the audit chain is whole and says what the tables say. Refused: not_allowed.

        Links before `first` are taken as they are; `expect` is a head noted earlier that must be among them.
        """
        authorise(actor, Action.ADMINISTER)
        return auditing.verify(self._office, first, expect)

    def versions(self, actor: Actor) -> tuple[Document, ...]:
        """All versions of the programme document, oldest first."""
        authorise(actor, Action.ADMINISTER)
        return programmes.versions(self._office)

    # Decisions

    def decide(
        self,
        actor: Actor,
        *,
        key: str,
        status: Status,
        cohort: str = "",
        remark: str = "",
        reason: str = "",
        revision: int,
        basis: str,
        override_reason: str = "",
        op_id: str | None = None,
    ) -> Decision:
        """Take a decision on one application and send it on its way into the sheet.

        `revision` and `basis` are those of the case on the screen; after a refusal for changed answers, the
        new basis says that the change has been seen. `override_reason` lets the decision go beyond a cohort's
        limit, in the actor's name. The same `op_id` again gives the same decision; nothing is done twice.

        Refused: not_allowed, unknown_key, not_reconciled, stale, answers_changed, nothing_changes,
        not_reopened, move_not_allowed, cohort_missing, cohort_unknown, reason_missing, over_limit.
        """
        move = Move(status=status, cohort=cohort, remark=remark, reason=reason)
        order = deciding.Order(move=move, override_reason=override_reason, op_id=op_id or "")
        return deciding.decide(self._office, actor, key, order, deciding.Seen(revision=revision, basis=basis))

    def withdraw(
        self, actor: Actor, *, key: str, revision: int, basis: str, remark: str = "", reason: str = ""
    ) -> Decision:
        """Note that the applicants have withdrawn, as they wrote or said. Refused as for `decide`."""
        return self.decide(
            actor,
            key=key,
            status=Status.WITHDRAWN,
            remark=remark,
            reason=reason,
            revision=revision,
            basis=basis,
        )

    def undo(self, actor: Actor, key: str, revision: int, override_reason: str = "") -> Decision:
        """Take the latest decision back: a new decision that restores the standing before it.

        Undoing an undo brings the decision again. Refused: not_allowed, unknown_key, not_reconciled, stale,
        nothing_to_undo, over_limit (where the place has been given away).
        """
        return deciding.undo(self._office, actor, key, revision, override_reason)

    def rerank(
        self, actor: Actor, *, key: str, place: int, reason: str, revision: int, basis: str
    ) -> Decision:
        """Set somebody's place on the waitlist by hand, from 1; the reason is kept and shown.

        Refused: not_allowed, unknown_key, not_reconciled, stale, answers_changed, not_waiting,
        rank_reason_missing.
        """
        wanted = deciding.Place(number=place, reason=reason)
        seen = deciding.Seen(revision=revision, basis=basis)
        return deciding.rerank(self._office, actor, key, wanted, seen)

    # Allocation

    def allocate(self, actor: Actor, *, pins: Iterable[Pin] = ()) -> Allocation:
        """A dry run: what the allocation would do now, for one draw of many. Those with a place stay.

        Refused: not_allowed, allocation_pin_without_reason, and the allocation's own refusals.
        """
        return allocating.preview(self._office, self.board(actor), actor, pins)

    def allocation_draft(self, actor: Actor, *, pins: Iterable[Pin] = ()) -> Draft:
        """What would be committed to now. Refused: not_allowed, allocation_pin_without_reason."""
        return allocating.draft(self._office, self.board(actor), actor, pins)

    def allocations(self, actor: Actor) -> tuple[AllocationRecord, ...]:
        """Every allocation that was ever committed to, oldest first, with how far it has come."""
        return allocating.every(self._office, actor)

    def waitlist(self, actor: Actor) -> Waitlist:
        """Who waits and who has a place, as the rules of backfilling see it. Refused: not_allowed."""
        return waiting.waitlist(self._office, self.board(actor))

    def commit_allocation(
        self, actor: Actor, *, pins: Iterable[Pin] = (), time_limit: float | None = None, run: Run = here
    ) -> AllocationRecord:
        """Fix all that an allocation depends on, with every group's chance, before the words are known.

        Where the policy draws nothing, the allocation is there at once. `time_limit` in seconds; `run` may
        compute elsewhere. Refused: not_allowed, allocation_pin_without_reason, and those of
        `rules.allocation.lottery.committing.commit`.
        """
        wanted = self.allocation_draft(actor, pins=pins)
        return allocating.commit(self._office, actor, wanted, time_limit, run)

    def seed_allocation(self, actor: Actor, *, number: int, source: Source, text: str) -> AllocationRecord:
        """Take in the words or dice of a second person, or a public value, from which the draw follows.

        Refused: not_allowed, allocation_unknown, allocation_seeded_already, allocation_seed_own (words of the
        one who committed), lottery_seed_too_short, lottery_seed_too_early, allocation_erased.
        """
        return allocating.seed(self._office, actor, number, source, text)

    def draw_allocation(
        self, actor: Actor, *, number: int, time_limit: float | None = None, run: Run = here
    ) -> AllocationRecord:
        """Draw, once. Refused: not_allowed, allocation_unknown, allocation_step_missing (no words yet),
        allocation_drawn_already, allocation_erased.
        """
        return allocating.draw(self._office, actor, number, time_limit, run)

    def adopt_allocation(self, actor: Actor, *, number: int, said: str = "") -> tuple[Decision, ...]:
        """Make an allocation the decisions on all whom it moves, in one transaction: all of them or none.

        `said` is the reason that is kept with the decisions; who waits is else told the allocation's own. A
        result that is not proved needs it. Refused: not_allowed, allocation_unknown, allocation_step_missing,
        allocation_adopted_already, allocation_unproved, allocation_stale, not_reconciled, move_not_allowed,
        over_limit.
        """
        return allocating.adopt(self._office, actor, number, said)

    # Personal data

    def due_for_erasure(self, actor: Actor) -> tuple[Due, ...]:
        """The applications whose data have been kept as long as was promised. Refused: not_allowed."""
        return erasing.due(self._office, actor)

    def erase_due(self, actor: Actor, keys: Collection[str]) -> tuple[str, ...]:
        """Delete the data of those of these applications that are due; their keys.

        For ever: key, revisions and states stay, in the journal and in the sheet's ledger. The rows of the
        responses are the coordinators' to delete. Refused: not_allowed.
        """
        return erasing.erase_due(self._office, actor, keys)

    def erase(self, actor: Actor, key: str, reason: str) -> None:
        """Delete the data of one application before its time, as `erase_due` does.

        Refused: not_allowed, unknown_key, already_erased, erasure_reason_missing, erasure_still_open (who is
        not declined or withdrawn yet).
        """
        erasing.erase(self._office, actor, key, reason)

    # The sheet

    def observe(self, observation: Observation) -> None:
        """Store what sync saw: applications, keys to stamp, troubles; and take in what people typed.

        All of it in one transaction, with the base that it was judged against. What the rules refuse becomes
        an item for a person, and the cell stays as typed. Seeing the same twice changes nothing.
        """
        observing.observe(self._office, observation)

    def resolve(
        self, actor: Actor, item_id: int, choice: str, *, reason: str = "", override_reason: str = ""
    ) -> None:
        """Settle an item: "ours", "theirs" (it becomes the actor's decision) or "dismiss"; see `choices`.

        Refused: not_allowed, unknown_item, item_settled, unknown_choice, identity_taken (for "same":
        the row's answers are another application's), and for "theirs" as for `decide`.
        """
        wanted = resolving.Choice(choice=choice, reason=reason, override_reason=override_reason)
        resolving.resolve(self._office, actor, item_id, wanted)

    # The built-in form; nobody signs in for it

    def review(self, answers: Cells) -> FormReview:
        """What to put right before the form can be sent, and what is worth a second look. Changes nothing."""
        return submitting.review(self.programme, self._office.clock(), answers)

    def submit(self, answers: Cells, client_token: str) -> Receipt:
        """Take in an application by question id; its case number.

        The same `client_token` again (a double click, a reload) gives the same receipt. Refused:
        token_missing, form_not_yet and form_closed (with opens and closes), answers_incomplete (findings).
        """
        return submitting.submit(self._office, answers, client_token)

    # The programme document

    def activate_programme(self, actor: Actor, text: str) -> Document:
        """Put a new version of the programme document in force. The id must stay the same.

        Refused: not_allowed, other_programme. Raises DocumentFaults for a faulty document.
        """
        return programmes.activate(self._office, actor, text)
