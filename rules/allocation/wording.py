"""What the codes of the allocation say, in Danish and English. Placeholders are the codes' parameters."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.base import Text

WAITING: Mapping[str, Text] = MappingProxyType(
    {
        "full": Text(
            da="Alle pladser er taget på de hold, gruppen ønsker.",
            en="Every place is taken in the cohorts that the group wishes for.",
        ),
        "would_not_fit_now": Text(
            da="Gruppen er på {size}, men der er højst {free} ledige pladser ({cohort}).",
            en="The group has {size} people, but at most {free} places are free ({cohort}).",
        ),
        "fits_now": Text(
            da="Der er plads ({cohort}), men tiden løb ud, før fordelingen var færdig.",
            en="There is room ({cohort}), but the time ran out before the allocation was finished.",
        ),
    }
)
"""Why a group waits."""

LEFT_OUT: Mapping[str, Text] = MappingProxyType(
    {
        "declined": Text(da="Der er givet afslag.", en="It was declined."),
        "withdrawn": Text(da="Ansøgningen er trukket tilbage.", en="It was withdrawn."),
        "clarification": Text(da="Den afventer en afklaring.", en="It awaits clarification."),
        "needs_a_person": Text(
            da="Reglerne har bemærkninger, som et menneske skal tage stilling til.",
            en="The rules have findings that a person must decide on.",
        ),
        "not_eligible": Text(
            da="Den kan ikke deltage efter reglerne.", en="By the rules it is not eligible."
        ),
        "size_unknown": Text(
            da="Antallet af deltagere kan ikke læses.", en="The number of participants can't be read."
        ),
        "pinned_out": Text(da="Et menneske har holdt den ude.", en="A person keeps it out."),
        "no_cohort_wished": Text(da="Den ønsker ingen af holdene.", en="It wishes for none of the cohorts."),
        "larger_than_every_cohort": Text(
            da="Gruppen er større end de hold, den ønsker.",
            en="The group is larger than the cohorts it wishes for.",
        ),
    }
)
"""Why a group takes no part."""

REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        "allocation_group_twice": Text(
            da="Samme sagsnummer står flere gange: {keys}.", en="The same case number occurs twice: {keys}."
        ),
        "allocation_cohort_twice": Text(
            da="Samme hold står to gange: {keys}.", en="A cohort occurs twice: {keys}."
        ),
        "allocation_group_without_size": Text(
            da="Antallet af deltagere mangler for {keys}. Skriv det i ansøgningen.",
            en="The number of participants is missing for {keys}. Put it in the application.",
        ),
        "allocation_pin_unknown_group": Text(
            da="Der er ingen ansøgning {keys} at fastholde.",
            en="There is no application {keys} to keep in place.",
        ),
        "allocation_pin_unknown_cohort": Text(
            da="{keys} er sat på holdet »{cohort}«, som ikke findes.",
            en="{keys} is set to the cohort “{cohort}”, which does not exist.",
        ),
        "allocation_pins_contradict": Text(
            da="{keys} er sat til to forskellige hold: {cohorts}.",
            en="{keys} is set to two different cohorts: {cohorts}.",
        ),
        "allocation_pins_beyond_participants": Text(
            da="{keys} kan ikke alle være på {cohort}: grupperne er {needed} deltagere til {limit} pladser.",
            en="{keys} can't all be in {cohort}: the groups have {needed} people for {limit} places.",
        ),
        "allocation_pins_beyond_groups": Text(
            da="{keys} kan ikke alle være på {cohort}: der er {needed} grupper til {limit} gruppepladser.",
            en="{keys} can't all be in {cohort}: there are {needed} groups, and it takes {limit}.",
        ),
    }
)
"""Why no allocation could be made."""
