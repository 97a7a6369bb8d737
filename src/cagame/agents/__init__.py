"""The actors: member states, the European Union, external powers, Central Asian states."""

from cagame.agents.actor import Actor
from cagame.agents.central_asian_state import CentralAsianState
from cagame.agents.european_union import EuropeanUnion
from cagame.agents.external_power import ExternalPower
from cagame.agents.member_state import MemberState

__all__ = ["Actor", "CentralAsianState", "EuropeanUnion", "ExternalPower", "MemberState"]
