"""The order of actors and channels, and arithmetic along their short axes.

Every array of the model ends in the world axis: ``tie[patron, state, channel, world]``.
A sum over patrons must give the same last bit for one world as for ten thousand, so
`total` adds slice by slice; numpy's own sum groups the additions by memory layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cagame.errors import EvidenceError
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

Array: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

ACTOR_COLUMNS = ("label", "axis", "name", "kind")
AXIS_NAMES = ("patron", "state", "channel", "member")
#: Stands for all labels of an axis.
ALL = "*"


@dataclass(frozen=True)
class Actor:
    """One label of an axis: its full name and what kind of actor or channel it is.

    ``key`` is what files and outcomes call a patron that a study adds, ``of`` the patron that it
    is carved out of; both are empty for those of the tables.
    """

    label: str
    axis: str
    name: str
    kind: str
    key: str = ""
    of: str = ""


@dataclass(frozen=True)
class Axes:
    """The labels of each axis, in order. All labels are unique over all axes.

    >>> axes = Axes(("EU", "RU"), ("KZ", "KG", "TJ"), channels=("aid",), members=("DE",))
    >>> axes.pairs
    ('KZ-KG', 'KZ-TJ', 'KG-TJ')
    >>> axes.axis_of("KG"), axes.index("KG"), axes.shape(("patron", "pair"))
    ('state', 1, (2, 3))
    """

    patrons: tuple[str, ...]
    states: tuple[str, ...]
    channels: tuple[str, ...]
    members: tuple[str, ...]
    actors: tuple[Actor, ...] = ()

    @classmethod
    def read(cls, path: Traversable) -> Axes:
        """Read the axes from a table of actors and channels; row order is axis order.

        Raises
        ------
        EvidenceError
            Where a label is malformed or given twice, or an axis is unknown or empty.
        """
        actors: dict[str, Actor] = {}
        for row in read_rows(path, ACTOR_COLUMNS):
            actor = Actor(
                row.text("label"),
                row.choice("axis", AXIS_NAMES),
                row.text("name"),
                row.text("kind"),
            )
            # An index separates labels by spaces, a pair joins two by a hyphen.
            if not re.fullmatch(r"\w+", actor.label):
                raise row.error(
                    f"label {actor.label!r} is not one plain word", "Use letters, digits and _."
                )
            if actor.label in actors:
                raise row.error(
                    f"label {actor.label!r} is given twice", "Labels are unique over all axes."
                )
            actors[actor.label] = actor
        labels: dict[str, list[str]] = {axis: [] for axis in AXIS_NAMES}
        for actor in actors.values():
            labels[actor.axis].append(actor.label)
        for axis, found in labels.items():
            if not found:
                raise EvidenceError(
                    f"no {axis} is listed", path=path.name, remedy=f"Add a row with axis {axis}."
                )
        return cls(
            patrons=tuple(labels["patron"]),
            states=tuple(labels["state"]),
            channels=tuple(labels["channel"]),
            members=tuple(labels["member"]),
            actors=tuple(actors.values()),
        )

    @cached_property
    def pair_ends(self) -> tuple[tuple[int, int], ...]:
        """Positions of the two states of each pair, the earlier one first."""
        return tuple(combinations(range(len(self.states)), 2))

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """Labels of the pairs of states, such as ``KZ-KG``."""
        return tuple(f"{self.states[i]}-{self.states[j]}" for i, j in self.pair_ends)

    @cached_property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Labels in order, by axis name."""
        return {
            "patron": self.patrons,
            "state": self.states,
            "channel": self.channels,
            "member": self.members,
            "pair": self.pairs,
        }

    @cached_property
    def _places(self) -> dict[str, tuple[str, int]]:
        """Axis and position of each label."""
        return {
            label: (axis, position)
            for axis, labels in self.labels.items()
            for position, label in enumerate(labels)
        }

    @cached_property
    def _by_label(self) -> dict[str, Actor]:
        return {actor.label: actor for actor in self.actors}

    def __contains__(self, label: object) -> bool:
        """Whether the label belongs to any axis."""
        return label in self._places

    def axis_of(self, label: str) -> str:
        """Return the name of the axis a label belongs to."""
        return self._place(label)[0]

    def index(self, label: str) -> int:
        """Return the position of a label on its axis."""
        return self._place(label)[1]

    def size(self, axis: str) -> int:
        """Return the number of labels on an axis."""
        return len(self.labels[axis])

    def shape(self, axes: Iterable[str]) -> tuple[int, ...]:
        """Return the sizes of the named axes."""
        return tuple(self.size(axis) for axis in axes)

    def actor(self, label: str) -> Actor:
        """Return the full name and kind of a patron, state, channel or member."""
        axis = self.axis_of(label)
        return self._by_label.get(label) or Actor(label=label, axis=axis, name=label, kind=axis)

    def name_of(self, label: str) -> str:
        """Return the full name behind a label; a pair has both names."""
        if self.axis_of(label) == "pair":
            return "-".join(self.actor(state).name for state in label.split("-"))
        return self.actor(label).name

    def patrons_of(self, kind: str) -> tuple[str, ...]:
        """Return the labels of the patrons of one kind: union, power or passive."""
        return tuple(patron for patron in self.patrons if self.actor(patron).kind == kind)

    @cached_property
    def carved(self) -> tuple[Actor, ...]:
        """Patrons that are carved out of another one; they come last."""
        return tuple(actor for actor in map(self.actor, self.patrons) if actor.of)

    @cached_property
    def wholes(self) -> int:
        """How many patrons are not carved out of another one."""
        return len(self.patrons) - len(self.carved)

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """Position of each patron, or of the one that it is carved out of."""
        return tuple(self.index(self.actor(label).of or label) for label in self.patrons)

    @cached_property
    def union(self) -> int:
        """Position of the European Union among the patrons: the one of kind ``union``."""
        unions = self.patrons_of("union")
        if len(unions) != 1:
            raise EvidenceError(
                f"{len(unions)} patrons are of kind union",
                remedy="Give exactly one patron that kind in actors.csv.",
            )
        return self.index(unions[0])

    def where(self, target: Iterable[str]) -> tuple[int | slice, ...]:
        """Return what picks a target out of an array; ``*`` stands for a whole axis.

        >>> axes = Axes(("EU", "RU"), ("KZ", "KG", "TJ"), channels=("aid",), members=("DE",))
        >>> axes.where(("RU", "*"))
        (1, slice(None, None, None))
        """
        return tuple(slice(None) if label == ALL else self.index(label) for label in target)

    def _place(self, label: str) -> tuple[str, int]:
        try:
            return self._places[label]
        except KeyError:
            plain = (known for known in self._places if known not in self.pairs)
            raise EvidenceError(
                f"unknown label {label!r}",
                remedy=f"Known labels: {', '.join(plain)}, and pairs such as {self.pairs[0]}.",
            ) from None


def total(array: Array, axis: int) -> Array:
    """Sum over a short axis, adding its slices in order.

    The result for one world does not depend on how many worlds lie behind the axis.

    >>> total(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), 0).tolist()
    [9.0, 12.0]
    """
    if array.flags.c_contiguous and array.shape[-1] > 1 and axis % array.ndim != array.ndim - 1:
        # numpy, too, adds whole slices in order here; with one world it would regroup them.
        result: Array = np.add.reduce(array, axis)
        return result
    first, *rest = _slices(array, axis)
    summed = np.array(first, dtype=np.float64)
    for each in rest:
        summed += each
    return summed


def mean(array: Array, axis: int) -> Array:
    """Mean over a short axis, adding its slices in order.

    >>> mean(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), 0).tolist()
    [3.0, 4.0]
    """
    average: Array = total(array, axis) / array.shape[axis]
    return average


def share(array: Array, axis: int) -> Array:
    """Return the parts of the sum along an axis; equal parts where the sum is 0.

    Parameters
    ----------
    array : any shape, >= 0
    axis : the axis along which the result sums to 1

    >>> share(np.array([[1.0, 0.0], [3.0, 0.0]]), 0).tolist()
    [[0.25, 0.5], [0.75, 0.5]]
    """
    whole = np.expand_dims(total(array, axis), axis)
    if whole.all():
        return array / whole
    equal = np.full(array.shape, 1.0 / array.shape[axis])
    parts: Array = np.divide(array, whole, out=equal, where=whole != 0.0)
    return parts


def logit(probability: Array) -> Array:
    """Return the log odds of a number strictly between 0 and 1; the inverse of `logistic`.

    >>> logit(np.array([0.5, 0.75])).round(4).tolist()  # ln 1 and ln 3
    [0.0, 1.0986]
    """
    return np.log(probability) - np.log(1.0 - probability)


def logistic(log_odds: Array) -> Array:
    """Return the number between 0 and 1 with these log odds; the inverse of `logit`.

    >>> logistic(np.log(np.array([1.0, 3.0]))).tolist()
    [0.5, 0.75]
    """
    # Far below 0 the exponential overflows to infinity, and one over that is the right limit, 0.
    with np.errstate(over="ignore"):
        odds: Array = np.exp(-log_odds)
    return 1.0 / (1.0 + odds)


def _slices(array: Array, axis: int) -> list[Array]:
    """Return views of the array at each place of an axis, in order."""
    ahead: tuple[slice | int, ...] = (slice(None),) * (axis % array.ndim)
    return [array[*ahead, place] for place in range(array.shape[axis])]
