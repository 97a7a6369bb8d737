"""The region: what it remembers, what happens to it, how a year moves it, what is reported of it.

It knows equations and no agent. `state` is last year's memory and this year's moves, `events`
are dated pressures, `policies` strategies as arrays, `region` the year, `outcomes` its report.
"""

from cagame.region.region import Reference, Region

__all__ = ["Reference", "Region"]
