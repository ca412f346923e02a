"""How long personal data are kept: what the programme document promises, as moments."""

from datetime import datetime, time, timedelta

from rules.programme.model import Programme
from rules.state import HOLDS_A_PLACE, Status


def last_meeting(programme: Programme) -> datetime:
    """The end of the day of the programme's last meeting; the deadline's where no meeting is planned."""
    days = [meeting.ends.date() for cohort in programme.cohorts for meeting in cohort.meetings]
    return programme.local(datetime.combine(max(days, default=programme.window.deadline), time.max))


def kept_until(programme: Programme, status: Status) -> datetime:
    """Until when the data of an application in this state are kept: a participant's longer than others'."""
    retention = programme.retention
    took_part = status in HOLDS_A_PLACE
    days = retention.participants_days if took_part else retention.others_days
    return last_meeting(programme) + timedelta(days=days)
