"""What an actor wants: the strategy files, checked.

An EU strategy divides effort among channels and partners and sets the Council's rule; a power's
strategy divides its effort and says how it reacts; a Central Asian state's strategy shifts how
it hedges. Numbers left out keep their neutral value or follow the parameter table.
"""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from cagame.scenario.fields import (
    STATES,
    ChannelShares,
    Documented,
    GoalScales,
    Lever,
    PatronLogits,
    Scale,
    Share,
    State,
    StateLevels,
    StateShares,
    Text,
    problem,
)

CouncilRule: TypeAlias = Literal["compromise", "median", "qmv", "unanimity", "challenge"]


class ActorStrategy(Documented):
    """What strategies of all actors say."""

    by_construction: tuple[Text, ...] = ()
    """Outcomes that the strategy moves by its own definition; reports mark them so."""


class UnionStrategy(ActorStrategy):
    """A strategy of the EU."""

    channels: ChannelShares | None = None
    """Share of effort by channel, the same for every partner; they sum to 1."""
    channels_by_state: dict[State, ChannelShares] | None = None
    """Share of effort by channel for each of the five partners, instead of channels."""
    partners: StateShares
    """Share of bilateral money by partner; they sum to 1."""
    regional_share: Share
    """Share of money for the region as a whole, 0 to 1."""
    conditionality: Share
    """How strictly the EU asks for good governance in return, 0 to 1."""
    coordination: Lever = 0.0
    """Coordination of the EU with its members, -1 to 1; 0 is today's."""
    discretion: Share | None = None
    """Weight of the members' wishes against the strategy, 0 to 1; else from the parameter table."""
    budget: Scale = 1.0
    """Scale of the EU's budget; 1 is the budget of the year."""
    visa: StateLevels = Field(default_factory=dict)
    """How far visas become easier for each partner, 0 to 1; left out means not at all."""
    legal_labour: StateLevels = Field(default_factory=dict)
    """How far legal work opens to each partner, 0 to 1; left out means not at all."""
    council_rule: CouncilRule = "compromise"
    """How the Council decides."""

    @model_validator(mode="after")
    def _has_one_kind_of_channels(self) -> Self:
        if self.channels is None and self.channels_by_state is None:
            what = "neither `channels` nor `channels_by_state` is given"
            raise problem(
                what, "Write how effort divides among channels, such as `channels: {aid: 1}`."
            )
        if self.channels_by_state is None:
            return self
        if self.channels is not None:
            what = "`channels` and `channels_by_state` are both given"
            raise problem(what, "Keep one of the two.", "channels_by_state")
        missing = [state for state in STATES if state not in self.channels_by_state]
        if missing:
            what = f"no shares for {', '.join(missing)}"
            raise problem(what, "Give the shares of all five states.", "channels_by_state")
        return self


class PowerStrategy(ActorStrategy):
    """A strategy of Russia, China or the other partners together."""

    channels: ChannelShares
    """Share of effort by channel; they sum to 1."""
    partners: StateShares
    """Share of money by partner; they sum to 1."""
    budget: Scale = 1.0
    """Scale of the power's budget; 1 is the budget of the year."""
    reactive_targeting: Scale | None = None
    """How far money follows influence lost to rivals; else from the parameter table."""
    budget_escalation: Scale | None = None
    """How far the budget grows with influence lost; else from the parameter table."""
    conditionality: Share | None = None
    """How strictly it asks for governance, 0 to 1; else from the parameter table."""


class StateStrategy(ActorStrategy):
    """A strategy of a Central Asian state."""

    stance: PatronLogits = Field(default_factory=dict)
    """Shift of openness to each patron, on the logit scale."""
    opening: Share = 0.0
    """Opening to neighbours and the world beyond what has happened, 0 to 1."""
    weights: GoalScales = Field(default_factory=dict)
    """Scale of what the state cares about; 1 is the weight in the parameter table."""


Strategy: TypeAlias = UnionStrategy | PowerStrategy | StateStrategy
