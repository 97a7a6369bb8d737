"""Runs of the model: who follows which strategy when, a year at a time, all worlds at once.

`playbook` says who follows which strategy, `simulation` lets the agents act and the region move,
and `branches` lets any number of futures go on from one history.
"""

from cagame.simulation.simulation import FIRST_YEAR, Checkpoint, Setting, Simulation

__all__ = ["FIRST_YEAR", "Checkpoint", "Setting", "Simulation"]
