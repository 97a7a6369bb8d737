"""Council rules on plain tables of actors: capability, position and salience.

``decide`` runs one rule, ``compare`` every rule, ``disagreement`` says how far they are apart.
``read_issues`` reads tables from CSV or YAML files.

>>> actors = {"NL": (0.2, 4, 0.8), "BE": (0.1, 7, 0.4), "UK": (0.3, 10, 0.9)}
>>> round(decide(actors, rule="compromise").position, 3)
7.702
>>> decide(actors, rule="median").position
10.0
"""

from cagame.council.actors import Actor, Issue, as_issue
from cagame.council.decisions import (
    MODES,
    RULES,
    Decision,
    Move,
    Turn,
    compare,
    decide,
    decision_table,
    disagreement,
    round_table,
)
from cagame.council.files import read_issues

__all__ = [
    "MODES",
    "RULES",
    "Actor",
    "Decision",
    "Issue",
    "Move",
    "Turn",
    "as_issue",
    "compare",
    "decide",
    "decision_table",
    "disagreement",
    "read_issues",
    "round_table",
]
