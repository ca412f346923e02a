"""What explanations say, in Danish and English. Placeholders are the codes' parameters."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.base import Text

LEVELS: Mapping[str, Text] = MappingProxyType(
    {
        "minima": Text(da="mangler til mindstetallene", en="missing of the least numbers"),
        "priority": Text(da="point for prioritet", en="points for priority"),
        "places": Text(da="deltagere med plads", en="participants with a place"),
        "draw": Text(da="grupper med plads efter lodtrækning", en="groups with a place after the draw"),
        "earliest": Text(
            da="grupper med plads efter tidspunkt", en="groups with a place by time of application"
        ),
        "rank": Text(da="grupper med plads efter ventelisten", en="groups with a place by the waitlist"),
        "wishes": Text(da="deltagere med deres 1. ønske", en="participants with their first wish"),
        "wishes_n": Text(da="deltagere med deres {rank}. ønske", en="participants with wish number {rank}"),
        "spread": Text(da="forskellige brancher på holdene", en="different branches in the cohorts"),
        "tie_break": Text(da="grupper med plads i alt", en="groups with a place in all"),
    }
)
"""What a level counts."""

WHY_NOT: Mapping[str, Text] = MappingProxyType(
    {
        "has_a_place": Text(da="Gruppen har en plads.", en="The group has a place."),
        "pinned_out": Text(da="Et menneske har holdt den ude.", en="A person keeps it out."),
        "no_cohort_wished": Text(da="Den ønsker ingen af holdene.", en="It wishes for none of the cohorts."),
        "larger_than_every_cohort": Text(
            da="Gruppen er større end de hold, den ønsker.",
            en="The group is larger than the cohorts it wishes for.",
        ),
        "impossible": Text(
            da="Ingen fordeling holder både grænserne, det fastholdte og dem, der har fået ja, når gruppen "
            "er med. Det er bevist.",
            en="No allocation keeps the limits, what is pinned and those told yes with the group in it. That "
            "is proved.",
        ),
        "level": Text(
            da="Med gruppen på et hold ville fordelingen nå {would} i stedet for {reached}: {level}. Bedre "
            "kan det ikke blive; det er bevist.",
            en="With the group in a cohort the allocation would reach {would} instead of {reached}: {level}. "
            "It can't be better; that is proved.",
        ),
        "lot": Text(
            da="Fordelingen ville være lige så god med gruppen. Lodtrækningen faldt ud til andre.",
            en="The allocation would be as good with the group. The draw fell to others.",
        ),
        "lot_with_chance": Text(
            da="Fordelingen ville være lige så god med gruppen. Lodtrækningen faldt ud til andre: gruppen "
            "stod på {tickets} af 1.000 lodder (chance {percent} %).",
            en="The allocation would be as good with the group. The draw fell to others: the group was on "
            "{tickets} of 1,000 tickets (a chance of {percent} %).",
        ),
        "earlier": Text(
            da="Fordelingen ville være lige så god med gruppen. Andre søgte før.",
            en="The allocation would be as good with the group. Others applied before it.",
        ),
        "tie_break": Text(
            da="Fordelingen ville være lige så god med gruppen. Reglen mellem lige gode fordelinger valgte "
            "en anden.",
            en="The allocation would be as good with the group. The rule between equally good allocations "
            "chose another.",
        ),
        "unproved": Text(
            da="Tiden løb ud, før grunden var bevist.", en="The time ran out before the reason was proved."
        ),
    }
)
"""Why a group has no place."""

WHY_HERE: Mapping[str, Text] = MappingProxyType(
    {
        "told": Text(da="Gruppen har fået ja til holdet.", en="The group was told yes to this cohort."),
        "pinned": Text(da="Et menneske har sat gruppen her.", en="A person set the group here."),
        "first_wish": Text(da="Det er gruppens første ønske.", en="It is the group's first wish."),
        "better_taken": Text(
            da="Det er gruppens {wish}. ønske. Hvorfor ikke et bedre, står nedenfor.",
            en="It is the group's wish number {wish}. Why not a better one is said below.",
        ),
        "level": Text(
            da="{cohort} ({wish}. ønske): så ville fordelingen nå {would} i stedet for {reached}: {level}.",
            en="{cohort} (wish number {wish}): then the allocation would reach {would} instead of {reached}: "
            "{level}.",
        ),
        "costs_a_place": Text(
            da="{cohort} ({wish}. ønske): så kunne ikke alle, der er med, have en plads.",
            en="{cohort} (wish number {wish}): then not everybody who is in could have a place.",
        ),
        "tie_break": Text(
            da="{cohort} ({wish}. ønske): det ville være lige så godt. Reglen mellem lige gode fordelinger "
            "valgte dette hold.",
            en="{cohort} (wish number {wish}): that would be as good. The rule between equally good "
            "allocations chose this cohort.",
        ),
        "unproved": Text(
            da="{cohort} ({wish}. ønske): tiden løb ud, før grunden var bevist.",
            en="{cohort} (wish number {wish}): the time ran out before the reason was proved.",
        ),
    }
)
"""Why a group is where it is."""

CHANGES: Mapping[str, Text] = MappingProxyType(
    {
        "participants": Text(
            da="med {amount} deltagerpladser mere i {cohort}",
            en="with {amount} more places for participants in {cohort}",
        ),
        "participants_1": Text(
            da="med én deltagerplads mere i {cohort}", en="with one more place for participants in {cohort}"
        ),
        "groups": Text(
            da="med plads til {amount} grupper mere i {cohort}",
            en="with room for {amount} more groups in {cohort}",
        ),
        "groups_1": Text(
            da="med plads til én gruppe mere i {cohort}", en="with room for one more group in {cohort}"
        ),
        "municipality": Text(
            da="med {amount} grupper mere fra samme kommune i {cohort}",
            en="with {amount} more groups of one municipality in {cohort}",
        ),
        "municipality_1": Text(
            da="med én gruppe mere fra samme kommune i {cohort}",
            en="with one more group of one municipality in {cohort}",
        ),
        "branch": Text(
            da="med {amount} grupper mere fra samme branche i {cohort}",
            en="with {amount} more groups of one branch in {cohort}",
        ),
        "branch_1": Text(
            da="med én gruppe mere fra samme branche i {cohort}",
            en="with one more group of one branch in {cohort}",
        ),
        "reserved": Text(
            da="med {amount} færre reserverede pladser i {cohort}",
            en="with {amount} fewer reserved places in {cohort}",
        ),
        "reserved_1": Text(
            da="med én reserveret plads mindre i {cohort}", en="with one reserved place fewer in {cohort}"
        ),
        "wish": Text(da="hvis {cohort} også havde været et ønske", en="if {cohort} had also been a wish"),
        "size": Text(
            da="hvis gruppen havde været {amount} personer mindre",
            en="if the group had had {amount} people fewer",
        ),
        "size_1": Text(
            da="hvis gruppen havde været én person mindre", en="if the group had had one person fewer"
        ),
    }
)
"""What would have given a group a place; `_1` where it is one."""

REMEDIES: Mapping[str, Text] = MappingProxyType(
    {
        "moves_nobody": Text(
            da="{changes}: så havde gruppen fået plads på {there}, uden at andre blev flyttet.",
            en="{changes}: the group would have had a place in {there}, with nobody else moved.",
        ),
        "moves_others": Text(
            da="{changes}: så havde gruppen fået plads på {there}; {out} ud, {moved} flyttet.",
            en="{changes}: the group would have had a place in {there}; {out} out, {moved} moved.",
        ),
        "none": Text(
            da="Ingen lille ændring havde givet gruppen en plads, uden at andre blev flyttet.",
            en="No small change would have given the group a place without moving others.",
        ),
    }
)
"""A change, and what comes of it."""

AGAINST: Mapping[str, Text] = MappingProxyType(
    {
        "pinned": Text(
            da="et menneske har sat den anden gruppe der, eller den har fået ja",
            en="a person set the other group there, or it was told yes",
        ),
        "limit": Text(da="pladsen passer ikke: {limit}", en="the place would not do: {limit}"),
        "together": Text(
            da="en af de to skal være sammen med andre", en="one of the two must be together with others"
        ),
        "level": Text(da="det ville koste {by}: {level}", en="it would cost {by}: {level}"),
        "lot": Text(da="lige så godt; lodtrækningen valgte", en="as good; the draw chose"),
        "earlier": Text(da="lige så godt; den anden søgte før", en="as good; the other applied before"),
        "tie_break": Text(
            da="lige så godt; reglen mellem lige gode fordelinger valgte",
            en="as good; the rule between equally good allocations chose",
        ),
        "nothing": Text(
            da="intet: det ville være {by} bedre: {level}", en="nothing: it would be {by} better: {level}"
        ),
    }
)
"""What speaks against a complaint."""

LIMITS: Mapping[str, Text] = MappingProxyType(
    {
        "participants": Text(da="der mangler {missing} deltagerpladser", en="{missing} places are lacking"),
        "groups": Text(
            da="der mangler {missing} gruppepladser", en="{missing} places for groups are lacking"
        ),
        "municipality": Text(
            da="der er nok grupper fra kommunen", en="there are enough groups of the municipality"
        ),
        "branch": Text(da="der er nok grupper fra branchen", en="there are enough groups of the branch"),
        "reserved": Text(
            da="der mangler {missing} pladser, som ikke er reserveret",
            en="{missing} places that are not reserved are lacking",
        ),
        "together": Text(
            da="gruppen skal være sammen med andre", en="the group must be together with others"
        ),
        "apart": Text(
            da="gruppen må ikke være sammen med en, der er der", en="the group must be apart from one there"
        ),
        "one_cohort": Text(da="gruppen har en plads", en="the group has a place"),
    }
)
"""What is in a group's way in a cohort."""

AGAINST_IN_ALL: Mapping[str, Text] = MappingProxyType(
    {
        "pinned": Text(da="fastholdt, eller har fået ja", en="pinned, or told yes"),
        "limit": Text(da="pladsen passer ikke", en="the place would not do"),
        "together": Text(da="skal være sammen med andre", en="must be together with others"),
        "level": Text(da="det ville koste", en="it would cost"),
        "lot": Text(da="lige så godt; lodtrækningen valgte", en="as good; the draw chose"),
        "earlier": Text(da="lige så godt; den anden søgte før", en="as good; the other applied before"),
        "tie_break": Text(
            da="lige så godt; reglen mellem lige gode fordelinger valgte",
            en="as good; the rule between equally good allocations chose",
        ),
        "nothing": Text(da="intet: det ville være bedre", en="nothing: it would be better"),
    }
)
"""What speaks against complaints, where they are counted."""

LIMITS_IN_ALL: Mapping[str, Text] = MappingProxyType(
    {
        "participants": Text(da="for få deltagerpladser", en="too few places"),
        "groups": Text(da="for få gruppepladser", en="too few places for groups"),
        "municipality": Text(da="nok grupper fra kommunen", en="enough groups of the municipality"),
        "branch": Text(da="nok grupper fra branchen", en="enough groups of the branch"),
        "reserved": Text(da="pladserne er reserverede", en="the places are reserved"),
        "apart": Text(da="grupper, der skal holdes adskilt", en="groups that must be apart"),
    }
)
"""The limits that are in the way, where they are counted."""

PASSED: Mapping[str, Text] = MappingProxyType(
    {
        "does_not_fit": Text(da="sprunget over: {limit}", en="passed over: {limit}"),
        "others_fill_better": Text(
            da="sprunget over: andre fylder pladserne bedre", en="passed over: others fill the places better"
        ),
    }
)
"""Why a group is not asked though one behind it is."""

RANKED_BY: Mapping[str, Text] = MappingProxyType(
    {
        "hand": Text(da="flyttet af et menneske: {reason}", en="moved by a person: {reason}"),
        "priority": Text(da="{points} point for prioritet", en="{points} points for priority"),
        "lot": Text(da="lodtrækningens rækkefølge", en="the order of the lot"),
        "earliest": Text(da="tidspunkt for ansøgning", en="time of application"),
    }
)
"""What gave a group its rank."""

DEMANDS: Mapping[str, Text] = MappingProxyType(
    {
        "participants": Text(da="én plads mere på hvert hold", en="one more place in each cohort"),
        "groups": Text(da="uden højeste antal grupper", en="without a most number of groups"),
        "minima": Text(da="uden mindstetal", en="without least numbers"),
        "municipality": Text(da="uden grænse pr. kommune", en="without the limit per municipality"),
        "branch": Text(da="uden grænse pr. branche", en="without the limit per branch"),
        "reserved": Text(da="uden reserverede pladser", en="without reserved places"),
        "pins": Text(da="uden fastholdte grupper", en="without pinned groups"),
        "relations": Text(da="uden grupper sammen eller adskilt", en="without groups together or apart"),
    }
)
"""What is lifted to see what it costs."""
