"""The region: what it remembers, what happens to it, how a year moves it, what is reported of it.

It knows equations and no agent.

::

    events.py      dated pressures, history and external scenarios alike
    policies.py    strategies as arrays
    state.py       last year's memory, and this year's moves
    reference.py   2007, from which changes are counted
    ground.py      what every part of a year stands on
    offers.py      what patrons' efforts are worth to each state
    bonds.py       ties other than trade, and treaties
    commerce.py    trade
    society.py     each state at home, and its ties with neighbours
    movement.py    students and workers
    region.py      the year, joined of these
    payoffs.py     what it is worth to whom
    outcomes.py    what is reported of it
"""

from cagame.region.reference import Reference
from cagame.region.region import Region

__all__ = ["Reference", "Region"]
