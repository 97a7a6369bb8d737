"""Runs of the model: who follows which strategy when, a year at a time, all worlds at once.

::

    playbook.py    history as it was, then the variant's choices
    simulation.py  the agents act, the region moves
    branches.py    any number of futures that go on from one history
"""

from cagame.simulation.simulation import FIRST_YEAR, Checkpoint, Setting, Simulation

__all__ = ["FIRST_YEAR", "Checkpoint", "Setting", "Simulation"]
