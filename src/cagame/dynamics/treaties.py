"""Treaties with the EU after the documented years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from cagame.axes import Array, Flags


def negotiation(progress: Array, openness: Array, consent: Flags, speed: Array) -> Array:
    """Negotiation one year on, (state, world), 0 to 1: openness drives it, consent allows it.

    ``min(1, n + speed * openness * consent)``. Source: E210 for the pace; E022 for consent.
    """
    return np.minimum(progress + speed * openness * consent, 1)


def ratification(years: Array, negotiated: Array, consent: Flags) -> Array:
    """Years of ratification behind a signed agreement, (state, world) (E023, E207, E446).

    Counts a year when the agreement was negotiated and Parliament consents.
    """
    return years + (negotiated >= 1) * consent


def treaty_level(
    documented: Array,
    partnership: Array,
    signed: Array,
    negotiated: Array,
    years: Array,
    lag: Array,
) -> Array:
    """Treaty level, (state, world), 0 to 1: at least the documented one, rising with progress.

    Talks lead from the level of a partnership agreement (or what there is, if less) to that of a
    signed one; after the ratification lag the agreement is in force, level 1 (E021, E023).

    >>> level = treaty_level(*np.array([[0.75], [0.75], [0.9], [0.5], [0.0], [5.0]]))
    >>> level.round(12).tolist()
    [0.825]
    """
    start = np.minimum(documented, partnership)
    reached = np.maximum(documented, start + (signed - start) * negotiated)
    return np.where((negotiated >= 1) & (years >= lag), 1, reached)
