"""The 2007 reference: what changes are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cagame.region.state import WorldArrays

if TYPE_CHECKING:
    from cagame.axes import Array


@dataclass
class Reference(WorldArrays):
    """The 2007 state under the 2007 strategies, from which changes are counted.

    Attributes
    ----------
    productivity, legacy : (patron, state, channel, world)
    reach : (state, world), what EU diplomatic effort already achieves in 2007, tie units
    bandwidth : (patron, state, channel, world)
    prosperity, security, rent, conditionality, influence_share : (patron, state, world)
    leverage, opening, threat : (state, world)
    programmes : (world), reach of regional programmes
    """

    productivity: Array
    legacy: Array
    reach: Array
    bandwidth: Array
    prosperity: Array
    security: Array
    rent: Array
    conditionality: Array
    influence_share: Array
    leverage: Array
    opening: Array
    threat: Array
    programmes: Array
