"""The rationale of an allocation as one page of HTML that stands alone and can be printed."""

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rules.allocation.explain import wording
from rules.allocation.explain.saying import say_level
from rules.allocation.lottery.record import BILLION
from rules.allocation.model import Aim
from rules.allocation.rationale import CohortFacts, ComplaintFacts, CostFacts, LotteryFacts, Rationale
from rules.base import Language, Text

_STYLE = (
    "@page{size:A4;margin:14mm}body{font:10pt/1.35 system-ui,sans-serif;max-width:182mm;margin:1rem auto;"
    "padding:0 1rem;color:#111;background:#fff}h1{font-size:17pt;margin:0}h2{font-size:11.5pt;"
    "margin:.9em 0 .25em}p{margin:.25em 0}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:1.5pt 6pt 1.5pt 0;border-bottom:.5pt solid #bbb;vertical-align:top}"
    "td.n,th.n{text-align:right}code{font-size:8pt;overflow-wrap:anywhere}"
    "@media print{body{margin:0;padding:0}}"
)

_WORDS: Mapping[str, Text] = {
    "title": Text(da="Begrundelse for fordelingen", en="Rationale of the allocation"),
    "counts": Text(
        da="{groups} grupper med {participants} deltagere tog del. {groups_placed} grupper med "
        "{participants_placed} deltagere har plads; {waiting} grupper venter, {left_out} er ude.",
        en="{groups} groups with {participants} people took part. {groups_placed} groups with "
        "{participants_placed} people have a place; {waiting} groups wait, {left_out} are out.",
    ),
    "fixed": Text(
        da="{told} grupper havde fået ja og blev ikke flyttet; {pinned} var fastholdt af et menneske.",
        en="{told} groups had been told yes and were not moved; {pinned} were pinned by a person.",
    ),
    "proven": Text(
        da="Hvert trin er bevist: ingen anden fordeling er bedre efter reglerne.",
        en="Every step is proved: by the policy no other allocation is better.",
    ),
    "unproven": Text(
        da="Tiden løb ud: ikke alle trin er bevist.", en="The time ran out: not every step is proved."
    ),
    "reached": Text(
        da="Hvad der blev vægtet, det vigtigste først", en="What was weighed, first things first"
    ),
    "step": Text(da="Trin", en="Step"),
    "value": Text(da="Nået", en="Reached"),
    "proof": Text(da="Bevist", en="Proved"),
    "yes": Text(da="ja", en="yes"),
    "no": Text(da="nej", en="no"),
    "cohorts": Text(da="Holdene", en="The cohorts"),
    "cohort": Text(da="Hold", en="Cohort"),
    "participants": Text(da="Deltagere (højst)", en="People (most)"),
    "groups": Text(da="Grupper (mindst–højst)", en="Groups (least–most)"),
    "branches": Text(da="Brancher (mindst)", en="Branches (least)"),
    "more": Text(da="Andre grænser", en="Other limits"),
    "per_municipality": Text(da="højst {most} pr. kommune", en="at most {most} per municipality"),
    "per_branch": Text(da="højst {most} pr. branche", en="at most {most} per branch"),
    "reserved": Text(da="{most} reserverede pladser", en="{most} reserved places"),
    "lottery": Text(da="Lodtrækningen", en="The draw"),
    "method_leximin": Text(
        da="Chancerne er så lige, som de kan være. Det er bevist.",
        en="The chances are as even as can be. That is proved.",
    ),
    "method_dictatorship": Text(
        da="Grupperne valgte efter tur i en trukket rækkefølge; chancerne er skøn.",
        en="The groups chose in turn in an order drawn by lot; the chances are estimates.",
    ),
    "verdicts": Text(
        da="{always} grupper er med i alle lige gode fordelinger, {never} i ingen. For {drawn_for} grupper "
        "afgjorde lodtrækningen det; den mindste chance blandt dem er {percent} %.",
        en="{always} groups are in every equally good allocation, {never} in none. For {drawn_for} groups "
        "the draw decided; the smallest chance among them is {percent} %.",
    ),
    "ticket": Text(
        da="Lod {ticket} af {tickets} blev trukket {at}.", en="Ticket {ticket} of {tickets} was drawn {at}."
    ),
    "order": Text(da="En rækkefølge blev trukket {at}.", en="An order was drawn {at}."),
    "digest": Text(da="Fingeraftryk før lodtrækningen:", en="Digest before the draw:"),
    "costs": Text(da="Hvad grænserne kostede", en="What the limits cost"),
    "demand": Text(da="Prøvet", en="Tried"),
    "gained": Text(da="Første forskel", en="First difference"),
    "nothing": Text(da="ingen forskel", en="no difference"),
    "unknown": Text(da="ikke bevist", en="not proved"),
    "complaints": Text(da="Mulige klager", en="Possible complaints"),
    "complaining": Text(
        da="{count} gange kan en gruppe spørge, hvorfor en anden med højst samme prioritet har en plads, som "
        "den selv hellere ville have. Hvad der taler imod:",
        en="{count} times a group may ask why another one of no more priority has a place that it would "
        "rather have itself. What speaks against it:",
    ),
    "against": Text(da="Taler imod", en="Speaks against it"),
    "pairs": Text(da="Antal", en="Count"),
}


def to_html(
    facts: Rationale,
    language: Language,
    *,
    programme: Text,
    names: Mapping[str, Text],
    at: datetime,
) -> str:
    """The page: UTF-8 text without scripts, links or pictures. Everything in it is escaped.

    `programme` and `names` (by cohort id) are how these are called; `at` is when the page was made.
    """
    return _Page(language, names).page(facts, programme, at)


class _Page:
    def __init__(self, language: Language, names: Mapping[str, Text]) -> None:
        self.language: Language = language
        self.names = names

    def page(self, facts: Rationale, programme: Text, at: datetime) -> str:
        title = f"{self.say('title')} · {_escaped(programme.say(self.language))}"
        parts = (
            self._summary(facts, at),
            self._reached(facts),
            self._cohorts(facts.cohorts),
            self._lottery(facts.lottery) if facts.lottery else "",
            self._costs(facts.costs) if facts.costs else "",
            self._complaints(facts.complaints) if facts.complaints else "",
        )
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>{title}</title><style>{_STYLE}</style></head>"
            f"<body><h1>{title}</h1>{''.join(parts)}</body></html>"
        )

    def say(self, name: str, **params: object) -> str:
        return _escaped(_WORDS[name].say(self.language, **params))

    def _summary(self, facts: Rationale, at: datetime) -> str:
        numbers = facts.model_dump(include=set(_COUNTS))
        said = (
            _escaped(at.strftime("%Y-%m-%d %H:%M %Z").strip()),
            self.say("counts", **numbers),
            self.say("fixed", told=facts.told, pinned=facts.pinned),
            self.say("proven" if facts.proven else "unproven"),
        )
        return "".join(f"<p>{text}</p>" for text in said)

    def _reached(self, facts: Rationale) -> str:
        rows = [
            (
                _escaped(say_level(level.name).say(self.language)),
                str(level.value),
                self.say("yes" if level.proven else "no"),
            )
            for level in facts.levels
        ]
        return self._section("reached", ("step", "value", "proof"), rows)

    def _cohorts(self, cohorts: Sequence[CohortFacts]) -> str:
        rows = [
            (
                self._name(cohort.id),
                f"{cohort.participants} ({cohort.participants_max})",
                f"{cohort.groups} ({cohort.groups_min}–{cohort.groups_max})",
                f"{cohort.branches} ({cohort.branches_min})",
                ", ".join(self._more(cohort)),
            )
            for cohort in cohorts
        ]
        return self._section("cohorts", ("cohort", "participants", "groups", "branches", "more"), rows)

    def _more(self, cohort: CohortFacts) -> Iterable[str]:
        for name, most in (
            ("per_municipality", cohort.per_municipality_max),
            ("per_branch", cohort.per_branch_max),
            ("reserved", cohort.reserved or None),
        ):
            if most is not None:
                yield self.say(name, most=most)

    def _lottery(self, drawn: LotteryFacts) -> str:
        percent = f"{100 * drawn.smallest / BILLION:.1f}"
        said = [
            self.say(f"method_{drawn.method}"),
            self.say(
                "verdicts",
                always=drawn.always,
                never=drawn.never,
                drawn_for=drawn.drawn_for,
                percent=percent.replace(".", ",") if self.language == "da" else percent,
            ),
        ]
        if drawn.drawn_at:
            at = drawn.drawn_at.strftime("%Y-%m-%d %H:%M %Z").strip()
            name = "ticket" if drawn.ticket else "order"
            said.append(self.say(name, ticket=drawn.ticket, tickets=drawn.tickets, at=at))
        said.append(f"{self.say('digest')} <code>{_escaped(drawn.digest)}</code>")
        return f"<h2>{self.say('lottery')}</h2>" + "".join(f"<p>{text}</p>" for text in said)

    def _costs(self, costs: Sequence[CostFacts]) -> str:
        rows = [(_escaped(wording.DEMANDS[c.demand].say(self.language)), self._gained(c)) for c in costs]
        return self._section("costs", ("demand", "gained"), rows)

    def _gained(self, cost: CostFacts) -> str:
        if not cost.proven:
            return self.say("unknown")
        if not cost.level:
            return self.say("nothing")
        change = -cost.better if cost.level == Aim.MINIMA else cost.better
        return _escaped(f"{change:+d} {say_level(cost.level).say(self.language)}")

    def _complaints(self, found: Sequence[ComplaintFacts]) -> str:
        rows = [(self._against(one), str(one.count)) for one in found]
        count = self.say("complaining", count=sum(one.count for one in found))
        return self._section("complaints", ("against", "pairs"), rows, f"<p>{count}</p>")

    def _against(self, one: ComplaintFacts) -> str:
        text = wording.AGAINST_IN_ALL[one.against].say(self.language)
        if one.what in wording.LIMITS_IN_ALL:
            text = f"{text}: {wording.LIMITS_IN_ALL[one.what].say(self.language)}"
        elif one.what:
            text = f"{text}: {say_level(one.what).say(self.language)}"
        return _escaped(text)

    def _section(
        self, title: str, headers: Sequence[str], rows: Iterable[Sequence[str]], before: str = ""
    ) -> str:
        """A heading and a table; the cells are escaped already."""
        head = "".join(f"<th>{self.say(name)}</th>" for name in headers)
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<h2>{self.say(title)}</h2>{before}<table><tr>{head}</tr>{body}</table>"

    def _name(self, cohort: str) -> str:
        return _escaped(self.names[cohort].say(self.language) if cohort in self.names else cohort)


_COUNTS = ("groups", "participants", "groups_placed", "participants_placed", "waiting", "left_out")


def _escaped(text: str) -> str:
    return html.escape(text)
