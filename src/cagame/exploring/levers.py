"""What can be moved: the fields of strategies, and the numbers of the tables.

A lever of a strategy belongs to one variant. A number of the tables is the same for all variants:
it is what one assumes, not what anybody does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cagame.model import shared_evidence
from cagame.scenario.fields import CHANNELS, GOALS, PATRONS, STATES
from cagame.tables import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cagame.evidence import Number
    from cagame.scenario.shelves import ActorKey

LEVER_COLUMNS = ("kind", "field", "words", "unit", "low", "high", "step", "number", "meaning")
#: What the fields with several numbers are indexed by; an empty label stands for the field itself.
LEVERS_WITH_LABELS: Mapping[str, tuple[str, ...]] = {
    "budget": ("",),
    "coordination": ("",),
    "conditionality": ("",),
    "regional_share": ("",),
    "discretion": ("",),
    "channels": CHANNELS,
    "partners": STATES,
    "visa": STATES,
    "legal_labour": STATES,
    "reactive_targeting": ("",),
    "budget_escalation": ("",),
    "stance": PATRONS,
    "opening": ("",),
    "weights": GOALS,
}
#: Fields whose numbers sum to 1.
SHARED_OUT = ("channels", "partners")
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
    labels : what its numbers are indexed by; one empty label for a single number
    """

    actor: ActorKey
    field: str
    words: str
    unit: str
    low: float
    high: float
    step: float
    meaning: str
    labels: tuple[str, ...]
    template: str

    def number(self, label: str = "") -> Number:
        """Return the number of the tables that says what the lever starts from or does."""
        evidence = shared_evidence()
        key = self.template.format(actor=self.actor.label, label=label)
        return evidence.numbers[key]

    @property
    def key(self) -> str:
        """As sweeps write it, such as ``eu.budget``."""
        return f"{self.actor.key}.{self.field}"


def levers_of(actor: ActorKey) -> tuple[Lever, ...]:
    """Return the levers of an actor, in the order of the page."""
    kind = actor.kind if actor.kind in {"eu", "central-asia"} else "power"
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
            labels=LEVERS_WITH_LABELS[row.text("field")],
            template=row.text("number"),
        )
        for row in read_rows(files("cagame.exploring") / "levers.csv", LEVER_COLUMNS)
        if row.text("kind") == kind
    )


def lever_words(actor: ActorKey, field: str, value: Any) -> str:  # noqa: ANN401 (number or mapping)
    """Say in a few words where a lever stands, for a title.

    >>> from cagame.scenario import ACTORS
    >>> lever_words(ACTORS[0], "budget", 1.5), lever_words(ACTORS[0], "visa", {"KZ": 1})
    ('budget 1.5', 'easier visas changed')
    """
    words = next((each.words for each in levers_of(actor) if each.field == field), field)
    words = (words[:1].lower() + words[1:]).replace("_", " ")
    if isinstance(value, str):
        return f"{words} {value}"
    return f"{words} {value:g}" if isinstance(value, int | float) else f"{words} changed"


@dataclass(frozen=True)
class Assumed:
    """A number of the tables that one can hold fixed in all worlds of all variants."""

    number: Number
    words: str

    @property
    def step(self) -> float:
        """One step of its slider."""
        return (self.number.high - self.number.low) / STEPS


@cache
def assumptions() -> tuple[Assumed, ...]:
    """Return every number that worlds draw; those that a class asks for first come first."""
    evidence = shared_evidence()
    rows = read_rows(files("cagame.exploring") / "numbers.csv", ("number", "words"))
    first = {row.text("number"): row.text("words") for row in rows}
    found = [Assumed(evidence.numbers[key], words) for key, words in first.items()]
    others = (n for key, n in evidence.numbers.items() if key not in first and n.is_uncertain)
    return (*found, *(Assumed(number, number.key) for number in others))


def first_assumptions() -> tuple[Assumed, ...]:
    """Return the numbers that have words of their own."""
    return tuple(each for each in assumptions() if each.words != each.number.key)
