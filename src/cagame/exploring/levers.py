"""What can be moved: the fields of strategies, and the numbers of the tables.

A lever of a strategy belongs to one variant. A number of the tables is the same for all variants:
it is what one assumes, not what anybody does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cagame.sweep.lever_keys import labels_of, levers_like
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.evidence import Evidence, Number
    from cagame.scenario.shelves import ActorKey

LEVER_COLUMNS = ("kind", "field", "words", "unit", "low", "high", "step", "number", "meaning")
#: The one field that is a word.
COUNCIL_RULE = "council_rule"
#: Steps on a slider for a number of the tables.
STEPS = 100


@dataclass(frozen=True)
class Lever:
    """One field of a strategy that can be moved.

    Attributes
    ----------
    words, unit, meaning : for the reader
    low, high, step : of the slider; scenario files may go further
    numbers : those of the tables that say what the lever starts from or does, by what the lever
        is indexed by; by an empty label where it is a single number
    """

    actor: ActorKey
    field: str
    words: str
    unit: str
    low: float
    high: float
    step: float
    meaning: str
    numbers: Mapping[str, Number]

    @property
    def labels(self) -> tuple[str, ...]:
        """What its numbers are indexed by; one empty label for a single number."""
        return tuple(self.numbers)

    def number(self, label: str = "") -> Number:
        """Return the number of the tables that says what the lever starts from or does."""
        return self.numbers[label]

    def values(self, strategy: Any) -> dict[str, float | None]:  # noqa: ANN401 (of any actor)
        """Return where a strategy has it, by label; None where it leaves it to the tables."""
        value: Any = getattr(strategy, self.field)
        if self.field == "channels" and value is None:
            value = _over_partners(strategy, self.labels)
        if self.labels == ("",):
            return {"": value}
        # A strategy of the library is silent about partners that only a study knows.
        return {label: value.get(label, 0.0) for label in self.labels}

    @property
    def key(self) -> str:
        """As sweeps write it, such as ``eu.budget``."""
        return f"{self.actor.key}.{self.field}"


def levers_of(actor: ActorKey, evidence: Evidence) -> tuple[Lever, ...]:
    """Return the levers of an actor, in the order of the page.

    Parameters
    ----------
    evidence : tables with the actor in them
    """
    like, patrons = levers_like(actor.kind), evidence.axes.patrons
    return tuple(
        Lever(
            actor=actor,
            field=row.text("field"),
            words=row.text("words"),
            unit=row.text("unit"),
            low=row.number("low"),
            high=row.number("high"),
            step=row.number("step"),
            meaning=row.text("meaning"),
            numbers={
                label: evidence.numbers[row.text("number").format(actor=actor.label, label=label)]
                for label in labels_of(row.text("field"), patrons) or ("",)
            },
        )
        for row in read_rows(files("cagame.exploring") / "levers.csv", LEVER_COLUMNS)
        if row.text("kind") == like
    )


def lever_words(levers: Iterable[Lever], field: str, value: Any) -> str:  # noqa: ANN401 (number or mapping)
    """Say in a few words where a lever stands, for a title.

    >>> from cagame.model import shared_evidence
    >>> from cagame.scenario import ACTORS
    >>> of_eu = levers_of(ACTORS[0], shared_evidence())
    >>> lever_words(of_eu, "budget", 1.5), lever_words(of_eu, "visa", {"KZ": 1})
    ('budget 1.5', 'easier visas changed')
    """
    words = next((each.words for each in levers if each.field == field), field)
    words = (words[:1].lower() + words[1:]).replace("_", " ")
    if isinstance(value, str):
        return f"{words} {value}"
    return f"{words} {value:g}" if isinstance(value, int | float) else f"{words} changed"


def _over_partners(strategy: Any, channels: Iterable[str]) -> dict[str, float]:  # noqa: ANN401 (an EU strategy)
    """Shares by channel over all partners, each weighted by its share of the money."""
    by_state = strategy.channels_by_state
    return {
        channel: math.fsum(strategy.partners[s] * by_state[s][channel] for s in by_state)
        for channel in channels
    }


@dataclass(frozen=True)
class Assumed:
    """A number of the tables that one can hold fixed in all worlds of all variants.

    Attributes
    ----------
    first : whether a class asks for it first, and it has words of its own
    """

    number: Number
    words: str
    first: bool = False

    @property
    def step(self) -> float:
        """One step of its slider."""
        return (self.number.high - self.number.low) / STEPS


def assumptions_of(evidence: Evidence) -> tuple[Assumed, ...]:
    """Return every number that worlds draw; those that a class asks for first come first."""
    rows = read_rows(files("cagame.exploring") / "numbers.csv", ("number", "words"))
    first = {row.text("number"): row.text("words") for row in rows}
    found = [Assumed(evidence.numbers[key], words, first=True) for key, words in first.items()]
    others = (n for key, n in evidence.numbers.items() if key not in first and n.is_uncertain)
    return (*found, *(Assumed(number, number.key) for number in others))
