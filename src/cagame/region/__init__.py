"""The region: what it remembers, what happens to it, how a year moves it, what is reported of it.

It knows equations and no agent. `state` is last year's memory and this year's moves, `events`
are dated pressures, `policies` strategies as arrays. `region` is the year, joined of `offers`,
`bonds`, `commerce`, `society` and `movement`; `outcomes` is what is reported of it, and `payoffs`
what it is worth to whom.
"""

from cagame.region.reference import Reference
from cagame.region.region import Region

__all__ = ["Reference", "Region"]
