"""Where every number comes from: the tables, what they rest on, and the audit.

`evidence` holds all tables of one folder, `records` one row of each kind, `reading` makes them of
files. `observations` are what the simulated past is held against. `provenance` tells which
documents a number rests on, `audit` whether any number lacks an origin.
"""

from cagame.evidence.evidence import PARTNER_AIMS, PARTNER_PAYOFF, Evidence
from cagame.evidence.records import (
    Citing,
    Conflict,
    Event,
    Fact,
    Number,
    OutcomeDefinition,
    Pressure,
    Source,
)

__all__ = [
    "PARTNER_AIMS",
    "PARTNER_PAYOFF",
    "Citing",
    "Conflict",
    "Event",
    "Evidence",
    "Fact",
    "Number",
    "OutcomeDefinition",
    "Pressure",
    "Source",
]
