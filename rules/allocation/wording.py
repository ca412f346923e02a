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
        "limit_municipality": Text(
            da="Der er ledige pladser ({cohort}), men allerede så mange grupper fra {name}, som der må være.",
            en="Places are free ({cohort}), but it already has as many groups from {name} as it takes.",
        ),
        "limit_branch": Text(
            da="Der er ledige pladser ({cohort}), men allerede så mange grupper fra branchen {name}, "
            "som der må være.",
            en="Places are free ({cohort}), but it already has as many groups of the branch {name} "
            "as it takes.",
        ),
        "limit_reserved": Text(
            da="De ledige pladser ({cohort}) er reserverede ({name}).",
            en="The free places ({cohort}) are reserved ({name}).",
        ),
        "limit_apart": Text(
            da="Der er ledige pladser ({cohort}), men på det hold er der en gruppe, "
            "som den ikke må være sammen med.",
            en="Places are free ({cohort}), but that cohort has a group that it must not be together with.",
        ),
        "no_room_together": Text(
            da="Der er ledige pladser ({cohort}), men ikke til alle dem, gruppen skal være sammen med.",
            en="Places are free ({cohort}), but not for all whom the group must be together with.",
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

_CLASHES: Mapping[str, Text] = MappingProxyType(
    {
        "allocation_pins_beyond_participants": Text(
            da="{keys} kan ikke alle være på {cohort}: grupperne er {needed} deltagere til {limit} pladser.",
            en="{keys} can't all be in {cohort}: the groups have {needed} people for {limit} places.",
        ),
        "allocation_pins_beyond_groups": Text(
            da="{keys} kan ikke alle være på {cohort}: der er {needed} grupper til {limit} gruppepladser.",
            en="{keys} can't all be in {cohort}: there are {needed} groups, and it takes {limit}.",
        ),
        "allocation_pins_beyond_municipality": Text(
            da="{keys} kan ikke alle være på {cohort}: det er {needed} grupper fra {name}, "
            "og der må være {limit}.",
            en="{keys} can't all be in {cohort}: {needed} groups are from {name}, "
            "and it takes {limit} of them.",
        ),
        "allocation_pins_beyond_branch": Text(
            da="{keys} kan ikke alle være på {cohort}: det er {needed} grupper fra branchen {name}, "
            "og der må være {limit}.",
            en="{keys} can't all be in {cohort}: {needed} groups are of the branch {name}, "
            "and it takes {limit} of them.",
        ),
        "allocation_pins_beyond_reserved": Text(
            da="{keys} kan ikke alle være på {cohort}: de er {needed} deltagere, og når de "
            "reserverede pladser ({name}) er holdt fri, er der {limit}.",
            en="{keys} can't all be in {cohort}: they have {needed} people, and with the reserved places "
            "({name}) kept free there are {limit}.",
        ),
        "allocation_pins_beyond_apart": Text(
            da="{keys} er sat på {cohort}, men må ikke være på samme hold.",
            en="{keys} are set to {cohort}, but must not be in the same cohort.",
        ),
    }
)
"""Pins that one limit can't take."""

_TOGETHER = Text(da=" {together} skal være sammen.", en=" {together} must be together.")

REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        **_CLASHES,
        **{
            f"{code}_together": Text(da=text.da + _TOGETHER.da, en=text.en + _TOGETHER.en)
            for code, text in _CLASHES.items()
        },
        "allocation_pins_apart_by_cohort_together": Text(
            da="{keys} er sat til hver sit hold ({cohorts}), men {together} skal være sammen.",
            en="{keys} are set to different cohorts ({cohorts}), but {together} must be together.",
        ),
        "allocation_not_wished_together": Text(
            da="{keys} er sat på {cohort}, som {other} ikke ønsker, men {together} skal være sammen.",
            en="{keys} is set to {cohort}, which {other} does not wish for, but {together} must be together.",
        ),
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
        "allocation_relation_unknown_group": Text(
            da="Der er ingen ansøgning {keys} at holde sammen med eller adskilt fra andre.",
            en="There is no application {keys} to keep with others or apart from them.",
        ),
    }
)
"""Why no allocation could be made."""

STEP_REFUSALS: Mapping[str, Text] = MappingProxyType(
    {
        "allocation_pin_without_reason": Text(
            da="Skriv, hvorfor {keys} skal stå fast.", en="Say why {keys} shall be kept in place."
        ),
        "allocation_unknown": Text(
            da="Der er ingen fordeling nummer {number}.", en="There is no allocation number {number}."
        ),
        "allocation_seed_own": Text(
            da="{by} låste grundlaget, så en anden må sige ordene eller kaste terningerne.",
            en="{by} made the commitment, so somebody else must say the words or throw the dice.",
        ),
        "allocation_seeded_already": Text(
            da="Ordene til fordeling {number} er givet. De kan ikke byttes ud.",
            en="The words for allocation {number} have been given. They can't be replaced.",
        ),
        "allocation_drawn_already": Text(
            da="Der er trukket lod i fordeling {number}. Det kan man kun gøre én gang.",
            en="Lots have been drawn in allocation {number}. That can be done only once.",
        ),
        "allocation_adopted_already": Text(
            da="Fordeling {number} er taget i brug.", en="Allocation {number} has been adopted."
        ),
        "allocation_step_missing": Text(
            da="Trinnet før mangler i fordeling {number}.",
            en="Allocation {number} has not come to that step yet.",
        ),
        "allocation_unproved": Text(
            da="Det er ikke bevist, at der ikke findes en bedre fordeling. Skriv, hvorfor den skal bruges "
            "alligevel.",
            en="It is not proved that there is no better allocation. Say why it shall be used all the same.",
        ),
        "allocation_erased": Text(
            da="Oplysninger i fordeling {number} er slettet, så der kan ikke trækkes lod på den mere.",
            en="Data in allocation {number} have been erased, so no lots can be drawn on it any more.",
        ),
    }
)
"""Why an allocation could not go on to its next step."""
