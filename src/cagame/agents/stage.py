"""What the actors can see: the model as its agents know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from cagame.agents.european_union import EuropeanUnion
    from cagame.axes import Array, Axes
    from cagame.region import Reference
    from cagame.region.events import Pressures
    from cagame.region.policies import Policy
    from cagame.region.state import Moves, State
    from cagame.worlds import Parameters, Worlds


class Stage(mesa.Model):
    """Last year's state, this year's pressures and offers, and the moves being made.

    Attributes
    ----------
    state : the region at the end of last year
    moves : what actors have chosen so far this year
    pressures : what happens this year
    reference : the region in 2007
    influence_before : (patron, state, world), influence shares before the reaction lag
    threat, initial_threat : (state, world)
    prosperity_offers, security_offers : (patron, state, world)
    """

    axes: Axes
    worlds: Worlds
    parameters: Parameters
    state: State
    moves: Moves
    pressures: Pressures
    reference: Reference
    influence_before: Array
    threat: Array
    initial_threat: Array
    prosperity_offers: Array
    security_offers: Array
    union: EuropeanUnion

    def policy(self, label: str) -> Policy:
        """Return the strategy an actor follows this year."""
        raise NotImplementedError
