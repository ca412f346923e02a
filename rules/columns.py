"""The columns that the software adds to the responses tab, by id, and the name of the ledger tab.

The headers are data in people's sheets: they are Danish whatever the language of the pages.
"""

from collections.abc import Mapping
from types import MappingProxyType

KEY = "Sagsnr."
STATUS = "Status"
COHORT = "Hold"
PLACE = "Ventelisteplads"
REMARK = "Bemærkning"
BY = "Behandlet af"
AT = "Tidspunkt"
RECEIPT = "Kvittering"

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "key": KEY,
        "status": STATUS,
        "cohort": COHORT,
        "place": PLACE,
        "remark": REMARK,
        "by": BY,
        "at": AT,
        "receipt": RECEIPT,
    }
)
"""Header by id, in the order in which the columns are added to a sheet."""

OURS = frozenset({"key", "receipt"})
"""Columns that the software alone writes."""

DECISION = ("status", "cohort", "place", "remark", "by", "at")
"""Columns that show the decision; coordinators may type over them."""

EDITABLE = ("status", "cohort", "remark")
"""Decision columns whose words become a coordinator's decision; place, by and at are only shown."""

LEDGER_TAB = "_ledger"
