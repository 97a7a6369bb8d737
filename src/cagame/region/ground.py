"""What every part of the region's year stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cagame.axes import Axes
    from cagame.region.events import Pressures
    from cagame.worlds import Parameters, Worlds


class Ground:
    """One block of worlds, its numbers, and the first year.

    Parameters
    ----------
    axes : order of actors and channels
    worlds : the block of worlds
    origin : pressures of the first year

    Attributes
    ----------
    union, russia : places of the EU and of Russia among the patrons
    channel : place of each channel, by name
    """

    def __init__(self, axes: Axes, worlds: Worlds, origin: Pressures) -> None:
        self.axes = axes
        self.worlds = worlds
        self.parameters: Parameters = worlds.parameters
        self.origin = origin
        self.union = axes.union
        self.russia = axes.index("RU")
        self.channel = {name: axes.index(name) for name in axes.channels}
