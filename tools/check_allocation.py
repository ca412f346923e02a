"""Check the published record of a lottery: `python tools/check_allocation.py RECORD`.

It shares no code with Samhold and needs Python's standard library only. From the record alone it checks that
the commitment has the published hash, that seed and ticket follow from it and the outside part, that the
drawn ticket lets in exactly those who were given places, and that pins and limits hold. Whether the levels
are the best possible it can't tell: `samhold allocate --verify RECORD --full` computes them again.
"""

import hashlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

Json = dict[str, Any]
Limit = tuple[str, list[Json], list[int], int]


def main() -> int:
    """Print what is wrong, or that nothing is; 1 where something is."""
    with open(sys.argv[1], encoding="utf-8") as file:
        record = json.load(file)
    faults = [*check_draw(record), *check_ticket(record)]
    if record["placements"]:
        placed = {p["key"]: p["cohort"] for p in record["placements"]}
        faults += check_places(record["commitment"]["problem"], placed)
    print("\n".join(faults) or "Hash, seed, ticket, pins and limits agree.")
    return int(bool(faults))


def check_draw(record: Json) -> Iterator[str]:
    """The hash of the commitment; seed and ticket from it and the outside part; one draw, not too early."""
    commitment = record["commitment"]
    text = json.dumps(commitment, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest != record["digest"]:
        yield f"the commitment has the hash {digest}, not {record['digest']}"
    if len(record["draws"]) > 1:
        yield "there was more than one draw"
    for draw in record["draws"]:
        outside = draw["outside"]
        letters = unicodedata.normalize("NFKC", outside["text"]).casefold()
        plain = " ".join("".join(c if c.isalnum() else " " for c in letters).split())
        seed = hashlib.sha256("|".join((digest, outside["source"], plain)).encode()).hexdigest()
        if draw["seed"] != seed or draw["commitment"] != digest:
            yield "the seed does not follow from the commitment and the outside part"
        if draw["ticket"] != ticket_of(seed, len(commitment["tickets"])):
            yield f"ticket {draw['ticket']} does not follow from the seed"


def ticket_of(seed: str, count: int) -> int:
    """The ticket from 1; 0 where there are none. Values that would favour small numbers are not used."""
    while count and int(seed, 16) >= 2**256 - 2**256 % count:
        seed = hashlib.sha256(seed.encode()).hexdigest()
    return int(seed, 16) % count + 1 if count else 0


def check_ticket(record: Json) -> Iterator[str]:
    """Who is on the drawn ticket has a place, and nobody else; tickets count as the chances say."""
    commitment = record["commitment"]
    keys = sorted(group["key"] for group in commitment["problem"]["groups"])
    tickets = [[keys[i] for inside in ticket for i in inside] for ticket in commitment["tickets"]]
    counted = Counter(key for ticket in tickets for key in ticket)
    for group in commitment["chances"]["groups"] if tickets else ():
        if counted[group["key"]] != group["tickets"]:
            yield f"{group['key']} is on {counted[group['key']]} tickets, not on {group['tickets']}"
    if tickets and record["draws"] and record["placements"]:
        drawn = set(tickets[record["draws"][0]["ticket"] - 1])
        for key in sorted(drawn ^ {p["key"] for p in record["placements"]}):
            yield f"{key} is on the ticket or has a place, but not both"


def check_places(problem: Json, placed: dict[str, str]) -> Iterator[str]:
    """Pins, wishes, who is together or apart, and every limit of every cohort."""
    groups = {group["key"]: group for group in problem["groups"]}
    pins = {pin["key"]: pin["cohort"] for pin in problem["pins"]}
    cohorts = {cohort["id"] for cohort in problem["cohorts"]}
    for key, cohort in pins.items():
        if placed.get(key, "") != cohort:
            yield f"{key} is pinned to {cohort or 'no cohort'}, and is in {placed.get(key, 'none')}"
    for key, cohort in placed.items():
        group = groups[key]
        if cohort not in cohorts or not (key in pins or group["anywhere"] or cohort in group["wishes"]):
            yield f"{key} did not wish for {cohort}"
    beyond = {pin["key"] for pin in problem["pins"] if pin["beyond_limit"]}
    yield from check_relations(problem, placed, beyond)
    for cohort in problem["cohorts"]:
        members = [groups[key] for key, at in placed.items() if at == cohort["id"]]
        for what, some, weights, limit in limits_of(cohort, members):
            own = {g["key"]: w for g, w in zip(some, weights, strict=True) if g["key"] in pins}
            most = max(limit, sum(own.values())) if beyond & own.keys() else limit
            if sum(weights) > most:
                yield f"{cohort['id']} has {sum(weights)} {what}, and takes {most}"


def check_relations(problem: Json, placed: dict[str, str], beyond: set[str]) -> Iterator[str]:
    """Who must be together is, and who must not is not."""
    for relation in problem["relations"]:
        names, places = ", ".join(relation["keys"]), [placed.get(key, "") for key in set(relation["keys"])]
        if relation["together"] and len(set(places)) > 1:
            yield f"{names} are not together"
        if not relation["together"] and not beyond & set(relation["keys"]):
            inside = [cohort for cohort in places if cohort]
            if len(set(inside)) < len(inside):
                yield f"{names} are not apart"


def limits_of(cohort: Json, inside: list[Json]) -> Iterator[Limit]:
    """Each limit: what it counts, whom, how much each, and the most."""
    ones = [1] * len(inside)
    yield "groups", inside, ones, cohort["groups_max"]
    for what, limit in (("municipality", "per_municipality_max"), ("branch", "per_branch_max")):
        for name in sorted({group[what] for group in inside} - {""}):
            some = [group for group in inside if group[what] == name]
            if cohort[limit] is not None:
                yield f"groups of {what} {name}", some, [1] * len(some), cohort[limit]
    kept = cohort["reserved"]
    for count in range(len(kept) + 1):
        for reserves in combinations(kept, count):
            some = [group for group in inside if not any(belongs(group, one) for one in reserves)]
            limit = max(cohort["participants_max"] - sum(one["places"] for one in reserves), 0)
            beside = " beside reserved places" if reserves else ""
            yield f"participants{beside}", some, [group["size"] for group in some], limit


def belongs(group: Json, reserve: Json) -> bool:
    """Whether a group may take a reserved place: it matches every list that is not empty."""
    return all(
        not reserve[names] or set(reserve[names]) & set(own)
        for names, own in (
            ("municipalities", [group["municipality"]]),
            ("branches", [group["branch"]]),
            ("kinds", [group["kind"]]),
            ("criteria", group["criteria"]),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
