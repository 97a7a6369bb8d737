"""Who goes where to study and to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cagame.dynamics import mobility
from cagame.region.ground import Ground

if TYPE_CHECKING:
    from cagame.axes import Array
    from cagame.region.events import Pressures
    from cagame.region.reference import Reference
    from cagame.region.state import Moves, State


class Movement(Ground):
    """Destinations of students and of workers from the region."""

    def students(
        self, last: State, moves: Moves, now: Pressures, bandwidth: Array, ref: Reference
    ) -> Array:
        """Where students go, (patron, state, world); visas add to the pull of the EU."""
        parameters, k = self.parameters, self.channel["mobility"]
        wider = bandwidth[:, :, k] - ref.bandwidth[:, :, k]
        pull = parameters.mobility_students * wider + now.student_attraction[:, None]
        pull[self.union] += (
            parameters.visa_students * parameters.effectiveness[self.union] * moves.visa
        )
        return mobility.destinations(
            last.student_share,
            parameters.student_share_2007,
            pull,
            parameters.destination_adjustment,
        )

    def labour(self, last: State, moves: Moves, now: Pressures) -> Array:
        """Where workers go, (patron, state, world); a Russian slump sends them elsewhere."""
        parameters = self.parameters
        pull = np.zeros_like(last.labour_share) + now.labour_attraction
        pull[self.russia] -= parameters.slump_labour * now.russian_slump
        pull[self.union] += (
            parameters.legal_labour * parameters.effectiveness[self.union] * moves.legal_labour
        )
        return mobility.destinations(
            last.labour_share, parameters.labour_share_2007, pull, parameters.destination_adjustment
        )
