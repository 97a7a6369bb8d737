"""A sweep as its file says it: the keys of a design, before names are looked up."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from cagame.scenario.document import show
from cagame.scenario.fields import (
    QUESTION_LENGTH,
    Finite,
    Flag,
    Name,
    Rationale,
    Section,
    Text,
    Title,
    Whole,
    Year,
    problem,
)
from cagame.scenario.study_file import MAXIMUM_SEED, Parameters, once, some

SweepSampling: TypeAlias = Literal["latin-hypercube", "sobol", "saltelli"]

#: Shuffles of worlds are made of 32-bit numbers.
MAXIMUM_WORLDS = 2**31
#: Smaller blocks would be more file than content; larger ones no longer fit a worker's memory.
SMALLEST_BLOCK, LARGEST_BLOCK = 10, 50_000
#: What a lever says to be drawn evenly from all ways to share one out.
SIMPLEX = "simplex"


def _lever(value: object) -> object:
    """A lever is drawn between two numbers, or, where shares are drawn, from the simplex."""
    if value == SIMPLEX:
        return value
    pair = isinstance(value, list | tuple) and len(value) == 2  # noqa: PLR2004 (from, to)
    if not pair or not all(_is_number(end) for end in value):  # type: ignore[attr-defined]
        raise problem(
            "must be two numbers, lowest and highest, or the word simplex",
            "Write [0.5, 2] for a lever, simplex for shares.",
        )
    low, high = map(float, value)  # type: ignore[call-overload]
    if not -math.inf < low < high < math.inf:
        remedy = "Write two finite numbers, the lowest first."
        raise problem(f"{low:g} is not below {high:g}", remedy)
    return (low, high)


def _level(value: object) -> object:
    """A level is a number or a word; say so once, not once for each of the two."""
    if not (isinstance(value, str) or _is_number(value)):
        raise problem(f"must be a number or a word, not {show(value)}", "Write one, such as 0.5.")
    return value


def _is_number(value: object) -> bool:
    """Whether a value is a number that fits a computer's."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return isinstance(value, float) or abs(value) <= MAXIMUM_SEED


Range = Annotated[
    Any,
    AfterValidator(_lever),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": SIMPLEX},
                {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
Level = Annotated[Finite | Text, BeforeValidator(_level)]
Levels = Annotated[tuple[Level, ...], AfterValidator(some)]


class SweepFile(Section):
    """A design of a sweep."""

    title: Title
    """What is swept, in one line."""
    question: Annotated[Text, Field(min_length=1, max_length=QUESTION_LENGTH)]
    """What the sweep is to find out."""
    rationale: Rationale = ""
    """Why it is set up like this."""
    scenario: Text
    """The study whose variants are swept: a name of the library, or a file beside this one."""
    variants: Annotated[tuple[Name, ...], AfterValidator(some)] | None = None
    """Which of the study's variants; left out means all."""
    external: Annotated[tuple[Name, ...], AfterValidator(some)] | None = None
    """Which of the study's external scenarios; left out means all."""
    worlds: Annotated[Whole, Field(ge=1, le=MAXIMUM_WORLDS)]
    """Number of worlds; of a Saltelli design, the number of base worlds."""
    seed: Annotated[Whole, Field(ge=0, le=MAXIMUM_SEED)] = 0
    """Names the ensemble; 0 is a seed like any other."""
    sampling: SweepSampling = "latin-hypercube"
    """How worlds spread over uncertain numbers and levers; saltelli for Sobol indices."""
    factors: dict[Name, Annotated[tuple[Text, ...], AfterValidator(some)]] = Field(
        default_factory=dict
    )
    """Of a Saltelli design: what varies together, by name of the factor."""
    second_order: Flag = False
    """Of a Saltelli design: whether pairs of factors are told apart; nearly twice the worlds."""
    block: Annotated[Whole, Field(ge=SMALLEST_BLOCK, le=LARGEST_BLOCK)] = 2000
    """Worlds in a block: what is done, written and checked as one piece."""
    levers: dict[Text, Range] = Field(default_factory=dict)
    """What the strategies draw anew in every world, such as eu.budget: [0.5, 2].

    A partner that the study brings along has levers by its key, such as turkey.budget.
    """
    grid: dict[Text, Levels] = Field(default_factory=dict)
    """Numbers and levers that are crossed with everything, such as eu.conditionality: [0, 1]."""
    parameters: Parameters | None = None
    """What happens to the numbers of the tables; left out, what the study says."""
    outcomes: Annotated[tuple[Text, ...], AfterValidator(some)] | None = None
    """Outcomes to keep; left out, those of the study."""
    years: Annotated[tuple[Year, ...], AfterValidator(some)] | None = None
    """Years to keep, from the decision on; left out, the last year."""
    keep: Annotated[tuple[Text, ...], AfterValidator(once)] = ()
    """Uncertain numbers to write beside the outcomes, by name or key."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.sampling == "saltelli" and not self.factors:
            raise problem(
                "a Saltelli design needs factors",
                "Add, for example, `factors: {effectiveness: [effectiveness], rest: [rest]}`.",
                "sampling",
            )
        for key in ("factors", "second_order"):
            if self.sampling != "saltelli" and getattr(self, key):
                what = "this key is for a Saltelli design"
                raise problem(what, "Write `sampling: saltelli`, or leave the key out.", key)
        for key in self.grid:
            if key in self.levers:
                what = "this lever is both drawn and crossed"
                raise problem(what, "Keep it under `levers` or under `grid`.", "grid", key)
        return self
