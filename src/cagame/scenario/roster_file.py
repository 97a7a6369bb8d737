"""A file of actors: partners carved out of others, and member states, as data of a study.

Its rows are those of the tables of the package: value, unit, range, grade, facts, source and
derivation. What all rows of a number share, such as its unit, may be left out.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from cagame.scenario.document import quoted
from cagame.scenario.external import ExternalEvent, words
from cagame.scenario.fields import (
    NAME_LENGTH,
    Documented,
    FactId,
    Finite,
    Grade,
    Name,
    Section,
    Text,
    Title,
    Year,
    problem,
)
from cagame.scenario.study_file import Choice, once

#: A file has no more actors: a Council of a hundred is none, and a row names each of them.
MOST_ACTORS = 60
LABEL_LENGTH = 12


def _label(value: str) -> str:
    if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9]{{0,{LABEL_LENGTH - 1}}}", value):
        remedy = f"Use at most {LABEL_LENGTH} letters and digits, such as TR."
        raise problem(f"{quoted(value)} is not a label", remedy)
    return value


def _key(value: str) -> str:
    if not re.fullmatch(rf"[a-z][a-z0-9]{{0,{NAME_LENGTH - 1}}}", value):
        remedy = "Use small letters and digits, such as turkey; outcomes are called after it."
        raise problem(f"{quoted(value)} is not a key of an actor", remedy)
    return value


Label = Annotated[Text, AfterValidator(_label)]
Words = Annotated[tuple[Text, ...], BeforeValidator(words, json_schema_input_type=str)]


class Sourced(Section):
    """Where a row comes from."""

    grade: Grade
    """What kind of claim the number is."""
    evidence: tuple[FactId, ...] = ()
    """Ids of the facts it rests on."""
    source: Text = ""
    """Key of a statistic or treaty, or a work of literature."""
    derivation: Text = ""
    """How the number follows from these; for an assumption, why it was chosen."""


class NumberRow(Sourced):
    """A number, or the same number for several labels."""

    name: Text
    """Name of the number in the tables, such as trade_share_2007."""
    index: Words
    """One label, group or * for each axis of the number; the smallest group that fits counts."""
    value: Finite
    """Value, in the unit."""
    low: Finite | None = None
    """Lowest value; without low and high only the value itself is possible."""
    high: Finite | None = None
    """Highest value."""
    unit: Text | None = None
    """Unit; left out, that of the number in the tables."""
    distribution: Text | None = None
    """How worlds draw it; left out, as the number's other rows, or constant without a range."""
    role: Text | None = None
    """Uncertainty, lever or constant; left out, as the distribution says."""
    symbol: Text = ""
    """Symbol in the model's description."""

    @model_validator(mode="after")
    def _has_two_ends(self) -> Self:
        if (self.low is None) != (self.high is None):
            given, missing = ("high", "low") if self.low is None else ("low", "high")
            what = f"`{given}` is given without `{missing}`"
            raise problem(what, "Give both ends of the range, or neither.", given)
        return self


class RosterEvent(ExternalEvent, Sourced):
    """A dated event of history that concerns the new actors."""

    name: Name
    """What the event is called."""


class HistoryStep(Section):
    """A strategy and the first year in which it was in force."""

    start: Year = Field(alias="from")
    """First year, under the key from."""
    strategy: Choice
    """Name of a file in strategies/KEY, or its keys."""
    evidence: tuple[FactId, ...] = ()
    """Ids of the facts it rests on."""


class PartnerFile(Section):
    """A partner of its own that so far was counted with another one."""

    name: Title
    """Full name."""
    key: Annotated[Text, AfterValidator(_key)]
    """What scenario files and outcomes call it; its strategies stand in strategies/KEY."""
    of: Text
    """Label of the patron that it is carved out of."""
    kind: Literal["power", "passive"] = "power"
    """A power counts among the rivals whose security presence weighs on governance."""
    history: Annotated[tuple[HistoryStep, ...], Field(min_length=1)]
    """Which strategy was in force when, from the first year on."""


class RosterFile(Documented):
    """Actors that a study adds or replaces."""

    partners: Annotated[dict[Label, PartnerFile], Field(max_length=MOST_ACTORS)] = Field(
        default_factory=dict
    )
    """Partners to add, by label."""
    members: Annotated[dict[Label, Title], Field(max_length=MOST_ACTORS)] = Field(
        default_factory=dict
    )
    """Names of all member states by label, instead of those of the tables."""
    groups: dict[Label, Annotated[tuple[Text, ...], AfterValidator(once)]] = Field(
        default_factory=dict
    )
    """Names for several labels, to use in the index of a number."""
    numbers: tuple[NumberRow, ...] = ()
    """Rows of the new actors; a member that the tables know keeps its rows unless given here."""
    events: tuple[RosterEvent, ...] = ()
    """Dated events of history, beside those of the tables."""

    @model_validator(mode="after")
    def _adds_somebody(self) -> Self:
        if not self.partners and not self.members:
            raise problem("the file adds nobody", "Write `partners: ...` or `members: ...`.")
        return self
