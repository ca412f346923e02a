"""When applications come: by day, on workdays, and many of them just before the deadline."""

from datetime import datetime, timedelta
from random import Random

RUSH = 0.4
"""The share of applications that the deadline brings."""
_RUSH_DAYS = 2.5
_LATEST_HOURS = 48


def in_time(random: Random, count: int, opens: datetime, closes: datetime, until: datetime) -> list[datetime]:
    """So many different whole seconds, sorted, from `opens` to the earlier of `closes` and `until`."""
    last = min(closes, until)
    if last <= opens:
        raise ValueError("the form is not open before the last moment to be seen")
    seconds: dict[int, None] = {}
    while len(seconds) < count:
        offset = _offset(random, (closes - opens).total_seconds())
        moment = opens + timedelta(seconds=offset)
        if opens <= moment <= last and random.random() < _likelihood(moment):
            seconds[offset] = None
    return [opens + timedelta(seconds=offset) for offset in sorted(seconds)]


def late(random: Random, count: int, closes: datetime) -> list[datetime]:
    """So many different moments (sorted) in the two days after the deadline."""
    offsets = sorted(random.sample(range(60, _LATEST_HOURS * 3600), count))
    return [closes.replace(microsecond=0) + timedelta(seconds=offset) for offset in offsets]


def _offset(random: Random, span: float) -> int:
    """Seconds after the opening; without memory between arrivals, as in a Poisson process."""
    if random.random() < RUSH:
        return int(span - random.expovariate(1 / (_RUSH_DAYS * 86400)))
    return int(random.random() * span)


def _likelihood(moment: datetime) -> float:
    hours = 1.0 if 7 <= moment.hour < 17 else 0.35 if 17 <= moment.hour < 23 else 0.03
    return hours * (0.15 if moment.weekday() >= 5 else 1.0)
