"""The rules, one file each; `Rule` is their union, told apart by `kind` in a programme document."""

from typing import Annotated

from pydantic import Field

from rules.checks.composition import Composition
from rules.checks.contact import Contact
from rules.checks.cpr import Cpr
from rules.checks.deadline import Deadline
from rules.checks.duplicate import Duplicate
from rules.checks.email import Email
from rules.checks.expression import Expression
from rules.checks.group_kind import GroupKind
from rules.checks.municipality import Municipality
from rules.checks.phone import Phone
from rules.checks.required import Required
from rules.checks.sector import Sector
from rules.checks.size import Size
from rules.checks.wishes import Wishes
from rules.checks.workplace_limit import WorkplaceLimit

Rule = Annotated[
    Required
    | Email
    | Phone
    | Municipality
    | Sector
    | GroupKind
    | Composition
    | Contact
    | Size
    | WorkplaceLimit
    | Deadline
    | Wishes
    | Duplicate
    | Cpr
    | Expression,
    Field(discriminator="kind"),
]
