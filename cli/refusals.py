"""Why the desk refused a command, for one who sits at a terminal: the way out names the option."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.allocation.lottery.wording import REFUSALS as LOTTERY
from rules.allocation.wording import REFUSALS, STEP_REFUSALS
from rules.state import Refused

ALLOCATION = {**REFUSALS, **LOTTERY, **STEP_REFUSALS}
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "nothing_changes": "There is nothing to save: it stands so already.",
        "not_reopened": "The case is closed ({before}). Reopen it first: decide received, with --reason.",
        "move_not_allowed": "A case can't go from {before} to {after}.",
        "cohort_missing": "{status} needs a cohort: give --cohort.",
        "cohort_unknown": "The programme has no cohort {cohort}.",
        "cohort_needless": "A cohort ({cohort}) is named, but {status} has no place in one.",
        "reason_missing": "Declining, and reopening a closed case, need a reason: give --reason.",
        "stale": "{by} has decided meanwhile ({status}, revision {revision}). Look again, then decide.",
        "answers_changed": "The answers have changed: {fields}. Look again, then decide.",
        "not_allowed": "The role {role} may not do this ({action}).",
        "unknown_key": "There is no application {key}. Has the sheet been read (samhold sync --once)?",
        "not_reconciled": "{key} can't be decided on yet ({problem}): the sheet has not confirmed its row. "
        "Run samhold sync --once, or settle its item in the app.",
        "already_erased": "The data of {key} have been erased already ({at}).",
        "erasure_reason_missing": "Give --reason: why it is erased before its time.",
        "erasure_still_open": "{key} is {status}. Decline or withdraw it first: others may be working on it.",
        "not_waiting": "{key} is not on the waitlist ({status}).",
        "rank_reason_missing": "Give --reason: why the place on the waitlist changes.",
        "allocation_stale": "Decided on or changed since the commitment: {keys}. Commit anew.",
        "other_programme": "The document has the id {programme}; a new version keeps the id it always had.",
        "double_check_missing": "The second engine is not installed: pip install pyscipopt.",
        "lottery_not_settled": "Nobody has been given a place yet, so there is nothing to prove again.",
        "over_limit": "{cohort} would have {participants} people (room for {participants_max}) in {groups} "
        "groups (room for {groups_max}). To go beyond the limit, give --override with the reason.",
    }
)


def wording(refused: Refused) -> str:
    """The refusal in plain words; a code without words is named, so that it can be reported."""
    params = {name: _said(value) for name, value in refused.params.items()}
    if allocation := ALLOCATION.get(refused.code):
        return allocation.say("en", **params)
    if refused.code in WORDS:
        return WORDS[refused.code].format_map(params)
    return f"Refused: {refused.code}. Nothing was changed."


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
