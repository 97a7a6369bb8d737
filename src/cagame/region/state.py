"""What the model remembers from year to year, and what actors chose this year."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from cagame.dynamics.influence import bandwidth, influence, influence_shares
from cagame.dynamics.ties import diplomatic_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cagame.axes import Array, Axes
    from cagame.region.events import Pressures
    from cagame.worlds import Parameters, Worlds


class WorldArrays:
    """Arrays that all end in the world axis: copied and cut together."""

    def copy(self) -> Self:
        """Return an independent copy of every array."""
        return self._each(lambda array: array.copy())

    def worlds(self, chosen: slice) -> Self:
        """Return the same arrays for some of the worlds."""
        return self._each(lambda array: array[..., chosen])

    def _each(self, change: Callable[[Array], Array]) -> Self:
        changed = {f.name: change(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]
        return replace(self, **changed)  # type: ignore[type-var]


@dataclass
class State(WorldArrays):
    """The region at the end of a year.

    Attributes
    ----------
    tie : (patron, state, channel, world), at least 0; 1 is half saturation
    bandwidth : (patron, state, channel, world), ``tie / (1 + tie)``
    openness : (patron, state, world), 0 to 1
    trade_share : (patron, state, world), sums to 1 over patrons
    market : (patron, state, world), cumulated log growth of markets since 2007
    common_market : (world), cumulated log growth common to all patrons
    access : (state, world), market relative to the common growth; 1 in 2007
    influence_share : (patron, state, world), sums to 1 over patrons
    influence_history : (lag, patron, state, world), influence shares, newest first
    influence : (patron, state, world), formal influence
    alignment : (patron, state, world), sums to 1 over patrons
    governance : (state, world), 0 to 1
    regional_tie : (pair, world), 0 to 1
    resilience : (state, world), 0 to 1
    output : (state, world), log of output relative to 2007
    student_share, labour_share : (patron, state, world), sum to 1 over patrons
    negotiated : (state, world), progress of treaty talks, 0 to 1
    ratifying : (state, world), years a signed treaty has been in ratification
    treaty : (state, world), treaty level, 0 to 1
    decision : (issue, world), the Council's last decision
    """

    tie: Array
    bandwidth: Array
    openness: Array
    trade_share: Array
    market: Array
    common_market: Array
    access: Array
    influence: Array
    influence_share: Array
    influence_history: Array
    alignment: Array
    governance: Array
    regional_tie: Array
    resilience: Array
    output: Array
    student_share: Array
    labour_share: Array
    negotiated: Array
    ratifying: Array
    treaty: Array
    decision: Array


@dataclass
class Moves(WorldArrays):
    """What the actors chose this year. Every actor fills its own part.

    Attributes
    ----------
    position : (member, issue, world), Council positions
    weight : (member, world), bargaining weights
    decision : (issue, world), the Council's decision
    channels : (state, channel, world), channel shares the EU executes
    common : (state, channel, world), the EU's bilateral shares; members may follow them
    coordination : (world), 0 to 1
    payments : (payer, state, channel, world), EUR m; the first payer is the institutions
    overhead : (world), EUR m for coordination, visas and labour schemes
    regional : (world), EUR m of regional programmes for each state
    budget : (patron, world), EUR m
    effort : (patron, state, channel, world), EUR m that arrive
    offer : (patron, state, channel, world), tie units
    conditionality : (patron, state, world), 0 to 1, as met by each state
    openness : (patron, state, world), 0 to 1
    opening : (state, world), domestic opening
    rent : (state, world), utility of access that is paid for
    visa, legal_labour : (state, world), 0 to 1
    """

    position: Array
    weight: Array
    decision: Array
    channels: Array
    common: Array
    coordination: Array
    payments: Array
    overhead: Array
    regional: Array
    budget: Array
    effort: Array
    offer: Array
    conditionality: Array
    openness: Array
    opening: Array
    rent: Array
    visa: Array
    legal_labour: Array

    @classmethod
    def blank(cls, axes: Axes, worlds: int) -> Moves:
        """Return moves with no choice made yet."""
        shapes = {
            "position": ("member", "issue"),
            "weight": ("member",),
            "decision": ("issue",),
            "channels": ("state", "channel"),
            "common": ("state", "channel"),
            "coordination": (),
            "payments": ("payer", "state", "channel"),
            "overhead": (),
            "regional": (),
            "budget": ("patron",),
            "effort": ("patron", "state", "channel"),
            "offer": ("patron", "state", "channel"),
            "conditionality": ("patron", "state"),
            "openness": ("patron", "state"),
            "opening": ("state",),
            "rent": ("state",),
            "visa": ("state",),
            "legal_labour": ("state",),
        }
        sizes = {"issue": issues(axes), "payer": 1 + len(axes.members)}
        return cls(
            **{
                name: np.zeros((*(sizes.get(a) or axes.size(a) for a in shape), worlds))
                for name, shape in shapes.items()
            }
        )


def issues(axes: Axes) -> int:
    """Return how many issues the Council decides: the channels, conditionality, regional share."""
    return len(axes.channels) + 2


def facts(parameters: Parameters, pressures: Pressures, treaty: Array) -> Array:
    """EU diplomatic tie that this year's documented facts make, (state, world)."""
    cut = parameters.withdrawal_diplomacy_cut * pressures.military_withdrawal
    made = diplomatic_facts(
        pressures.embassies / parameters.full_embassies,
        pressures.delegation,
        treaty,
        pressures.sanctions,
        pressures.political_dialogue,
        (
            parameters.embassy_weight,
            parameters.delegation_weight,
            parameters.treaty_weight,
            parameters.sanction_weight,
            parameters.dialogue_weight,
        ),
    )
    return made - cut


def initial_state(axes: Axes, worlds: Worlds, pressures: Pressures) -> State:
    """Return the region in 2007, as the tables and each world's draws have it.

    Resilience and the Council's decision follow from the actors' first moves and are filled in
    once those are made.
    """
    parameters, count = worlds.parameters, worlds.count

    def full(array: Array) -> Array:
        return np.broadcast_to(array, (*array.shape[:-1], count)).copy()

    def zeros(*names: str) -> Array:
        return np.zeros((*axes.shape(names), count))

    tie = full(parameters.tie_2007)
    tie[:, :, axes.index("trade")] = axes.wholes * parameters.trade_share_2007
    tie[axes.union, :, axes.index("diplomacy")] = np.maximum(
        facts(parameters, pressures, pressures.treaty), 0
    )
    exerted = influence(tie, parameters.exposure, parameters.influence_weight)
    influence_share = influence_shares(exerted)
    lag = 1 + int(parameters.reaction_lag.max())
    signed, partnership = parameters.treaty_signed, parameters.treaty_partnership
    return State(
        tie=tie,
        bandwidth=bandwidth(tie),
        openness=full(parameters.openness_2007),
        trade_share=full(parameters.trade_share_2007),
        market=zeros("patron", "state"),
        common_market=np.zeros(count),
        access=1 + zeros("state"),
        influence=exerted,
        influence_share=influence_share,
        influence_history=np.repeat(influence_share[None], lag + 1, axis=0),
        alignment=full(parameters.alignment_2007),
        governance=full(parameters.governance_2007),
        regional_tie=full(parameters.regional_tie_2007),
        resilience=zeros("state"),
        output=zeros("state"),
        student_share=full(parameters.student_share_2007),
        labour_share=full(parameters.labour_share_2007),
        negotiated=full(np.clip((pressures.treaty - partnership) / (signed - partnership), 0, 1)),
        ratifying=zeros("state"),
        treaty=full(pressures.treaty),
        decision=np.zeros((issues(axes), count)),
    )
