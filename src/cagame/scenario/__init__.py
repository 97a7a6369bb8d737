"""Scenario files: what is compared, over which worlds, and what to report.

::

    document.py     a file's content, the line of each key, errors that point there
    yaml_text.py    read YAML that nobody has checked
    yaml_file.py    read a file that may be missing, huge or binary
    validation.py   from pydantic's findings to one sentence
    fields.py       the kinds of values: shares, labels, names
    strategies.py   what an actor wants
    external.py     what happens around the actors
    study_file.py   the keys of a scenario file
    roster_file.py  the keys of a file of actors
    checks.py       names against the tables of evidence
    ranges.py       ranges of a study within those of the tables
    shelves.py      which kinds of files there are, and where they stand
    library.py      strategies and external scenarios by name
    plans.py        one strategy for good, or several with dates
    variants.py     a variant with every strategy looked up
    game.py         players, and a variant for every combination of their strategies
    roster_rows.py  the rows of a file of actors against the tables
    roster.py       actors that a study adds or replaces
    members.py      a member of the tables split into equal ones
    study.py        the Scenario: ready to run
    schema.py       the same format as JSON Schema
"""

from __future__ import annotations

from cagame.scenario.external import ExternalEvent, ExternalScenario
from cagame.scenario.library import Library
from cagame.scenario.plans import Dated, Plan
from cagame.scenario.roster import Roster, read_roster, tables_behind
from cagame.scenario.schema import json_schema
from cagame.scenario.shelves import ACTORS, ActorKey, Entry, shipped_folder
from cagame.scenario.strategies import PowerStrategy, StateStrategy, Strategy, UnionStrategy
from cagame.scenario.study import Scenario
from cagame.scenario.study_file import Parameters, Threshold, Years
from cagame.scenario.variants import Variant

__all__ = [
    "ACTORS",
    "ActorKey",
    "Dated",
    "Entry",
    "ExternalEvent",
    "ExternalScenario",
    "Library",
    "Parameters",
    "Plan",
    "PowerStrategy",
    "Roster",
    "Scenario",
    "StateStrategy",
    "Strategy",
    "Threshold",
    "UnionStrategy",
    "Variant",
    "Years",
    "json_schema",
    "read_roster",
    "shipped_folder",
    "tables_behind",
]
