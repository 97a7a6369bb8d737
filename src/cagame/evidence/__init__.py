"""Where every number comes from: the tables, what they rest on, and the audit.

::

    records.py       what the tables hold: one small record for each kind of row
    reading.py       records made of rows and of YAML
    evidence.py      all tables of one folder
    observations.py  statistics that the simulated past is held against
    provenance.py    the documents behind each number, and the tables without one of them
    table_audit.py   the tables against the evidence rule
    code_names.py    what the source code reads and writes down
    audit.py         tables and code against each other
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
