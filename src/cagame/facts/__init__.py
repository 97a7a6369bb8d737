"""What a simulated 2007 to 2024 must show: facts from the documents, and how firmly it does.

Most of them are brought about by the inputs of 2007 or by dated events. They verify the tables
and do not validate the model: most hold even if policy has no effect at all. So each is reported
with its kind, with the share of worlds in which it holds, and with that share at zero
effectiveness. Facts, years and thresholds stand in ``facts.csv``.

::

    criteria.py  the facts, read from their table
    history.py   a simulated history, kept year by year
    checks.py    one check for each fact
    table.py     whether each holds, and in how many worlds
    page.py      docs/facts.md
"""

from cagame.facts.criteria import KINDS, Criterion, read_criteria
from cagame.facts.history import History, record
from cagame.facts.page import facts_page, write_page
from cagame.facts.table import check_facts

__all__ = [
    "KINDS",
    "Criterion",
    "History",
    "check_facts",
    "facts_page",
    "read_criteria",
    "record",
    "write_page",
]
