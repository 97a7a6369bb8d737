"""The kinds of values that files hold: shares, scales, labels, names, evidence ids.

Labels of the tables are spelled out here because they are words of a published file format; a
test holds them equal to the table of actors. A study that brings further actors along adds theirs
while its files are checked (`cagame.scenario.roster`).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from cagame.scenario.document import quoted, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Patron: TypeAlias = Literal["EU", "RU", "CN", "OT"]
State: TypeAlias = Literal["KZ", "KG", "TJ", "TM", "UZ"]
Channel: TypeAlias = Literal[
    "trade", "investment", "aid", "diplomacy", "security", "mobility", "values"
]
Goal: TypeAlias = Literal["prosperity", "security", "autonomy", "regime"]
Grade: TypeAlias = Literal["stated", "ordinal", "derived", "statistic", "assumption"]

PATRONS: tuple[Patron, ...] = get_args(Patron)
STATES: tuple[State, ...] = get_args(State)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
GOALS: tuple[Goal, ...] = get_args(Goal)
GRADES: tuple[Grade, ...] = get_args(Grade)

#: Shares may miss 1 by this much: enough for thirds written with seven digits.
SHARE_TOLERANCE = 1e-6
#: What adding a few shares in binary may miss; scaling shares this close would only move bits.
ROUNDING = 1e-14
#: No lever is scaled by more; a larger number is an amount of money in the wrong place.
MAXIMUM_SCALE = 20
#: Five logits take openness from one half to 0.993: as far as a stance can mean something.
MAXIMUM_LOGIT = 5
#: The initial state is that of 2007.
FIRST_YEAR = 2007
#: The model says nothing about a later year; a larger number is a slip of the pen.
LAST_YEAR = 2100

#: A title stands above a figure, a question in a table, a rationale on a page.
TITLE_LENGTH, QUESTION_LENGTH, RATIONALE_LENGTH, NAME_LENGTH = 120, 500, 4000, 60


def problem(what: str, remedy: str, *at: str | int) -> PydanticCustomError:
    """Build an error for pydantic to carry; ``at`` leads to the key, from the value checked."""
    context = {"what": what, "remedy": remedy, "at": at}
    return PydanticCustomError("cagame", "{what}", context)


def is_name(text: str) -> bool:
    """Whether a text can name a file or a variant.

    >>> is_name("team-europe"), is_name("Team Europe"), is_name("../secret")
    (True, False, False)
    """
    return len(text) <= NAME_LENGTH and bool(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text))


def _name(value: str) -> str:
    if not is_name(value):
        remedy = (
            f"Use small letters, digits and single hyphens, at most {NAME_LENGTH} characters, "
            "such as team-europe; put capitals and spaces in the title."
        )
        raise problem(f"{quoted(value)} is not a name", remedy)
    return value


def _fact(value: str) -> str:
    if not re.fullmatch(r"E\d{3,4}", value):
        raise problem(f"{quoted(value)} is not the id of a fact", "Write ids such as E147.")
    return value


def _shares(labels: Iterable[str]) -> Callable[[dict[str, float]], dict[str, float]]:
    """Check that shares sum to 1, and write them in the order of the labels; left out means 0.

    Shares rounded in the file are scaled to sum to 1 exactly, so that spending equals the budget.
    """

    def check(shares: dict[str, float]) -> dict[str, float]:
        total = math.fsum(shares.values())
        if abs(total - 1) > SHARE_TOLERANCE:
            missing = f"{abs(total - 1):.6g} too {'little' if total < 1 else 'much'}"
            raise problem(
                f"the shares sum to {total:.9g}, which is {missing}",
                "Change them so that they sum to 1; what is left out counts as 0.",
            )
        scale = total if abs(total - 1) > ROUNDING else 1.0
        return {label: shares.get(label, 0.0) / scale for label in labels}

    return check


def _known_patrons(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 (as the file has it)
    """Check labels of patrons: those of the tables, or those of a study that adds some."""
    known = (info.context or {}).get("patrons", PATRONS)
    for label in value if isinstance(value, dict) else ():
        if label not in known:
            raise problem(f"{quoted(label)} is unknown here", suggest(label, known), label)
    return value


def _filled(labels: Iterable[str], value: float) -> Callable[[dict[str, float]], dict[str, float]]:
    """Write numbers in the order of the labels; what is left out gets the neutral value."""
    labels = tuple(labels)
    return lambda numbers: {label: numbers.get(label, value) for label in labels} | numbers


Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Share = Annotated[Finite, Field(ge=0, le=1)]
Lever = Annotated[Finite, Field(ge=-1, le=1)]
Scale = Annotated[Finite, Field(ge=0, le=MAXIMUM_SCALE)]
Logit = Annotated[Finite, Field(ge=-MAXIMUM_LOGIT, le=MAXIMUM_LOGIT)]
Whole = Annotated[int, Field(strict=True)]
Year = Annotated[Whole, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(strict=True)]
Title = Annotated[Text, Field(min_length=1, max_length=TITLE_LENGTH)]
Rationale = Annotated[Text, Field(max_length=RATIONALE_LENGTH)]
Name = Annotated[Text, AfterValidator(_name)]
FactId = Annotated[Text, AfterValidator(_fact)]

ChannelShares = Annotated[dict[Channel, Share], AfterValidator(_shares(CHANNELS))]
StateShares = Annotated[dict[State, Share], AfterValidator(_shares(STATES))]
# An empty default is filled too, hence validate_default.
Filled = Field(validate_default=True)
StateLevels = Annotated[dict[State, Share], AfterValidator(_filled(STATES, 0.0)), Filled]
PatronLogits = Annotated[
    dict[str, Logit],
    BeforeValidator(_known_patrons, json_schema_input_type=dict[Patron, Logit]),
    AfterValidator(_filled(PATRONS, 0.0)),
    Filled,
]
GoalScales = Annotated[dict[Goal, Scale], AfterValidator(_filled(GOALS, 1.0)), Filled]


class Section(BaseModel):
    """A mapping of a file: its keys are known, and an unknown one gets a suggestion."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _knows_its_keys(cls, data: Any) -> Any:  # noqa: ANN401 (whatever the file holds)
        if isinstance(data, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in data:
                if key not in known:
                    raise problem("this key is unknown", suggest(key, known), key)
        return data


class Documented(Section):
    """What every strategy and external scenario says about itself."""

    name: Name | None = None
    """The file's name without .yaml; for one written inside a study, what results call it."""
    title: Title | None = None
    """One line, as figures show it."""
    rationale: Rationale = ""
    """Why an actor would do this, or why it could happen, in two or three sentences."""
    evidence: tuple[FactId, ...] = ()
    """Ids of the facts it rests on."""
    grade: Grade = "assumption"
    """What kind of claim its numbers are."""

    @property
    def label(self) -> str:
        """Title, or the name where no title is given."""
        return self.title or (self.name or "").replace("-", " ").capitalize()
