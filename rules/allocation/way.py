"""How the levels are reached: what changes the time it takes, and never the answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the engine; the usual one is the fastest measured.

    `product`: several levels go into one weighted objective while the product of their ranges stays under
    this, which leaves the engine's tolerances room. `bundle`: small parts are solved together up to so many
    columns, as a run costs a millisecond whatever its size. `by_prices`: a finished level is held by its dual
    prices, otherwise by one row over everything.
    """

    product: int = 10**10
    bundle: int = 400
    by_prices: bool = True


USUAL = Way()
