"""Explanations as sentences, in Danish and English."""

from collections.abc import Mapping

from rules.allocation.backfill import Passed
from rules.allocation.changes import Change, Kind
from rules.allocation.explain import wording
from rules.allocation.explain.complaints import Complaint
from rules.allocation.explain.smallest import Remedy
from rules.allocation.explain.why_here import WhyHere
from rules.allocation.explain.why_not import WhyNot
from rules.allocation.lottery.record import BILLION
from rules.allocation.queues import Queued
from rules.base import Text

Names = Mapping[str, Text]
"""How the cohorts are called, by id; one that is missing is called by its id."""


def say_level(name: str) -> Text:
    """What a level counts."""
    if name.startswith("wishes_"):
        return _filled(wording.LEVELS["wishes_n"], rank=name.removeprefix("wishes_"))
    return wording.LEVELS[name]


def say_why_not(why: WhyNot) -> Text:
    """Why a group has no place."""
    if why.worse:
        return _filled(
            wording.WHY_NOT["level"],
            level=say_level(why.worse.level),
            reached=why.worse.reached,
            would=why.worse.would,
        )
    if why.chance and why.decided == "lot":
        percent = round(100 * why.chance.chance / BILLION)
        return _filled(wording.WHY_NOT["lot_with_chance"], tickets=why.chance.tickets, percent=percent)
    return wording.WHY_NOT[why.decided]


def say_why_here(why: WhyHere, names: Names) -> tuple[Text, ...]:
    """Why a group is where it is: a sentence, and one more for each cohort that it wished for more."""
    first = _filled(wording.WHY_HERE[why.because], wish=why.wish)
    return first, *(
        _filled(
            wording.WHY_HERE[one.because],
            cohort=_name(one.cohort, names),
            wish=one.wish,
            level=say_level(one.worse.level) if one.worse else "",
            reached=one.worse.reached if one.worse else "",
            would=one.worse.would if one.worse else "",
        )
        for one in why.better
    )


def say_change(change: Change, names: Names) -> Text:
    """A change, as the beginning of a sentence."""
    one = change.amount == 1 and change.kind is not Kind.WISH
    text = wording.CHANGES[f"{change.kind}_1" if one else change.kind]
    return _filled(text, amount=change.amount, cohort=_name(change.cohort, names))


def say_remedy(remedy: Remedy, names: Names) -> Text:
    """What would have given the group a place, and whom that moves."""
    said = [say_change(change, names) for change in remedy.changes]
    changes = Text(da=" og ".join(one.da for one in said), en=" and ".join(one.en for one in said))
    code = "moves_others" if remedy.difference else "moves_nobody"
    text = _filled(
        wording.REMEDIES[code],
        changes=changes,
        there=_name(remedy.cohort, names),
        out=len(remedy.difference.went_out) if remedy.difference else 0,
        moved=len(remedy.difference.moved) if remedy.difference else 0,
    )
    return Text(da=text.da[0].upper() + text.da[1:], en=text.en[0].upper() + text.en[1:])


def say_against(complaint: Complaint) -> Text:
    """What speaks against a complaint."""
    if complaint.against == "limit":
        limit = _filled(wording.LIMITS[complaint.what], missing=complaint.by)
        return _filled(wording.AGAINST["limit"], limit=limit)
    level = say_level(complaint.what) if complaint.what else ""
    return _filled(wording.AGAINST[complaint.against], by=complaint.by, level=level)


def say_passed(passed: Passed) -> Text:
    """Why a group is not asked though one behind it is."""
    limit = _filled(wording.LIMITS[passed.limit], missing=passed.missing) if passed.limit else ""
    return _filled(wording.PASSED[passed.reason], limit=limit)


def say_obstacles(queued: Queued) -> tuple[Text, ...]:
    """What is in a waiting group's way; () where it would fit now."""
    return tuple(_filled(wording.LIMITS[one.limit.kind], missing=one.missing) for one in queued.short)


def say_rank(queued: Queued) -> Text:
    """What gave a group its rank."""
    reason = queued.change.reason if queued.change else ""
    return _filled(wording.RANKED_BY[queued.by], reason=reason, points=queued.points)


def _name(cohort: str, names: Names) -> Text:
    return names.get(cohort, Text(da=cohort, en=cohort))


def _filled(text: Text, **params: object) -> Text:
    """The text with its placeholders filled, texts in each language by their own."""
    return Text(
        da=text.da.format(**{k: v.da if isinstance(v, Text) else v for k, v in params.items()}),
        en=text.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in params.items()}),
    )
