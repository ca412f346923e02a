"""What the lottery's verdicts, faults and refusals say, in Danish and English."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.base import Text

METHODS: Mapping[str, Text] = MappingProxyType(
    {
        "leximin": Text(
            da="Chancerne er så lige, som de kan være: den mindste er så stor som muligt, derefter den "
            "næste. Det er bevist.",
            en="The chances are as even as can be: the smallest is as large as possible, then the next. "
            "That is proved.",
        ),
        "dictatorship": Text(
            da="Tiden løb ud, før de mest lige chancer var bevist. Derfor trækkes en rækkefølge, og "
            "grupperne får plads efter tur, når det kan lade sig gøre. Chancerne er skøn ud fra {samples} "
            "prøvetrækninger, med en usikkerhed på op til {error} procentpoint.",
            en="The time ran out before the most even chances were proved. So an order is drawn, and each "
            "group in turn gets a place where that is possible. The chances are estimates from {samples} "
            "trial draws, with a standard error of up to {error} percentage points.",
        ),
    }
)
"""How chances come about."""

FAULTS: Mapping[str, Text] = MappingProxyType(
    {
        "unreadable": Text(da="Filen er ikke en lodtrækning.", en="The file is no record of a lottery."),
        "commitment_changed": Text(
            da="Det offentliggjorte fingeraftryk passer ikke til indholdet.",
            en="The published digest doesn't fit what is committed to.",
        ),
        "input_not_canonical": Text(
            da="Ansøgningerne står ikke i fast orden, eller der står navne i dem.",
            en="The applications are not in the fixed order, or there are names in them.",
        ),
        "chances_incomplete": Text(
            da="Chancerne passer ikke til grupperne.", en="The chances don't fit the groups."
        ),
        "tickets_number": Text(
            da="Der skal være 1.000 lodder i fast orden (eller ingen).",
            en="There must be 1,000 tickets in the fixed order (or none).",
        ),
        "tickets_miscounted": Text(
            da="Antallet af lodder er forkert for {about}.", en="The number of tickets is wrong for {about}."
        ),
        "tickets_off_chance": Text(
            da="Lodderne passer ikke til chancen for {about}.",
            en="The tickets don't fit the chance of {about}.",
        ),
        "verdict_wrong": Text(
            da="Altid med eller aldrig med passer ikke med lodderne for {about}.",
            en="Always or never in doesn't fit the tickets of {about}.",
        ),
        "ticket_breaks_limits": Text(
            da="Lod {about} bryder en grænse eller flytter en fastholdt gruppe.",
            en="Ticket {about} breaks a limit or moves a pinned group.",
        ),
        "ticket_below_levels": Text(
            da="Lod {about} er ringere end det, der var nået før lodtrækningen.",
            en="Ticket {about} is worse than what was reached before the draw.",
        ),
        "drawn_again": Text(
            da="Der er trukket flere gange: lod {about}.", en="It was drawn more than once: tickets {about}."
        ),
        "draw_of_another_commitment": Text(
            da="Der er trukket på et andet grundlag.", en="The draw is on another commitment."
        ),
        "draw_too_early": Text(
            da="Ordene, terningerne eller pulsen var kendt, før grundlaget lå fast.",
            en="The words, dice or pulse were known before the commitment was made.",
        ),
        "seed_wrong": Text(
            da="Frøet følger ikke af grundlaget og ordene.",
            en="The seed doesn't follow from commitment and words.",
        ),
        "ticket_wrong": Text(
            da="Lod {about} følger ikke af frøet.", en="Ticket {about} doesn't follow from the seed."
        ),
        "placed_without_draw": Text(
            da="Der er givet pladser uden lodtrækning.", en="Places were given without a draw."
        ),
        "placed_not_drawn": Text(
            da="Pladserne passer ikke til det trukne lod: {about}.",
            en="The places don't fit the ticket drawn: {about}.",
        ),
        "placed_beyond_limits": Text(
            da="Pladserne bryder en grænse eller flytter en fastholdt gruppe.",
            en="The places break a limit or move a pinned group.",
        ),
        "placed_otherwise": Text(
            da="Regnet om får {about} en anden plads.", en="Computed again, {about} are placed otherwise."
        ),
        "levels_wrong": Text(
            da="Regnet om nås andet, end der står.", en="Computed again, the levels reach something else."
        ),
        "chances_wrong": Text(
            da="Regnet om er chancen en anden for {about}.",
            en="Computed again, the chance of {about} is another.",
        ),
        "chances_unproved": Text(
            da="Chancerne kunne ikke bevises igen.", en="The chances could not be proved again."
        ),
    }
)
"""What is wrong with a record."""

REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        "lottery_not_drawn": Text(
            da="Programmets regler trækker ikke lod.", en="The programme's policy draws no lots."
        ),
        "lottery_levels_unproved": Text(
            da="Tiden løb ud, før det var bevist, hvilke fordelinger der er bedst. Giv mere tid.",
            en="The time ran out before it was proved which allocations are best. Give it more time.",
        ),
        "lottery_seed_too_short": Text(
            da="Skriv mindst {least} bogstaver eller tal.", en="Give at least {least} letters or digits."
        ),
        "lottery_seed_too_early": Text(
            da="Ordene, terningerne eller pulsen skal komme, efter grundlaget er låst ({made_at}).",
            en="The words, dice or pulse must come after the commitment was made ({made_at}).",
        ),
        "lottery_drawn_already": Text(
            da="Der er trukket lod {ticket}. Der kan kun trækkes én gang.",
            en="Ticket {ticket} was drawn. There is one draw only.",
        ),
        "lottery_ticket_impossible": Text(
            da="Lod {ticket} kan ikke lade sig gøre.", en="Ticket {ticket} is not possible."
        ),
    }
)
"""Why nothing was committed or drawn."""
