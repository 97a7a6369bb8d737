"""A study as its file says it: the keys of a scenario file, before names are looked up."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Self, TypeAlias, get_args

from pydantic import AfterValidator, BeforeValidator, Field, create_model, model_validator

from cagame.scenario.document import quoted, show, suggest
from cagame.scenario.fields import (
    FIRST_YEAR,
    GRADES,
    QUESTION_LENGTH,
    Finite,
    Flag,
    Grade,
    Name,
    Rationale,
    Section,
    Text,
    Title,
    Whole,
    Year,
    is_name,
    problem,
)

Sampling: TypeAlias = Literal["sobol", "latin-hypercube"]
Uncertainty: TypeAlias = Literal["all", "none", "calibrated"] | tuple[Grade, ...]
Plot: TypeAlias = Literal[
    "fan", "differences", "intervals", "heatmap", "tradeoff", "ranks", "dyads"
]

PLOTS: tuple[Plot, ...] = get_args(Plot)

#: A range has a low and a high end.
ENDS = ("low", "high")
#: Larger designs need blocks that can be stopped and resumed: that is a sweep, not a study.
MAXIMUM_WORLDS = 1_000_000
#: Larger games fill neither a table nor a reader's mind: 12 x 5 x 4 x 7 strategies are 1,680.
MAXIMUM_PROFILES = 2_000
#: Figures with a mark for each variant hold no more of them; colours and dashes end there.
MOST_DRAWN = 12
#: The figures that do not grow with the number of variants.
SINGLE: tuple[Plot, ...] = ("dyads",)
#: The largest seed that every reader of the manifest can hold: a signed 64-bit number.
MAXIMUM_SEED = 2**63 - 1


def _name_or_mapping(value: object) -> object:
    if not isinstance(value, str | dict):
        remedy = (
            "Name a file of the library (`cagame scenarios` lists them), or write its keys here."
        )
        raise problem(f"must be a name or a mapping of keys to values, not {show(value)}", remedy)
    return value


def _choice_or_dated(value: object) -> object:
    return value if isinstance(value, list | tuple) else _name_or_mapping(value)


def _nothing_as_empty(value: object) -> object:
    return {} if value is None else value


def once(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Check that nothing is listed twice."""
    for position, item in enumerate(items):
        if item in items[:position]:
            raise problem(f"{quoted(item)} is listed twice", "Keep one of the two.", position)
    return items


def some(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Check that a list has items, each once."""
    if not items:
        raise problem("the list is empty", "Name at least one, or leave the key out for all.")
    return once(items)


def _uncertainty(value: object) -> object:
    """Give one clear message instead of one for each form the value could have had."""
    if isinstance(value, str) and value not in ("all", "none", "calibrated"):
        raise problem(
            f"{quoted(value)} is unknown here",
            f"Write all, none, calibrated, or a list of grades: {', '.join(GRADES)}.",
        )
    if isinstance(value, list | tuple):
        for position, grade in enumerate(value):
            if grade not in GRADES:
                raise problem(f"{quoted(grade)} is not a grade", suggest(grade, GRADES), position)
        return once(tuple(value))
    if not isinstance(value, str):
        raise problem(
            f"must be all, none or a list of grades, not {show(value)}", "Write `uncertainty: all`."
        )
    return value


def _range(value: object) -> object:
    """Give one clear message where something else than two numbers stands."""
    numbers = value if isinstance(value, list | tuple) else ()
    plain = [each for each in numbers if type(each) in (int, float)]
    if len(numbers) != len(ENDS) or len(plain) != len(ENDS):
        raise problem(f"must be a range, not {show(value)}", "Write [LOW, HIGH], such as [0, 1.5].")
    low, high = numbers
    if not low < high:
        what = f"the range from {low:g} to {high:g} holds nothing"
        raise problem(what, "Write the lower number first; to fix a number, use `overrides`.")
    return tuple(numbers)


def _reference(value: object) -> object:
    """Take the name of a variant, or the strategy of each player in a game."""
    if isinstance(value, dict):
        for key, name in value.items():
            if not isinstance(name, str):
                what = f"must be the name of a strategy, not {show(name)}"
                raise problem(what, "Write it as in `players`.", key)
        return value
    if isinstance(value, str) and is_name(value):
        return value
    what = f"must be the name of a variant, not {show(value)}"
    raise problem(what, "In a game, write a strategy for each player: {eu: joint-roadmap}.")


#: A strategy or external scenario: a name, or its keys, which may start from `base: NAME`.
Choice = Annotated[Any, AfterValidator(_name_or_mapping)]
#: Who acts beside those of the tables: a choice, or nobody.
Actors = Annotated[
    Any, AfterValidator(lambda value: value if value is None else _name_or_mapping(value))
]
#: What an actor does in a variant: a choice, or a list of choices, each with its first year.
ActorChoice = Annotated[Any, AfterValidator(_choice_or_dated)]


class Years(Section):
    """When history begins, variants part and the study ends."""

    history: Year = FIRST_YEAR
    """Year of the initial state."""
    decision: Year = 2025
    """First year in which the variants differ; before it they share history."""
    end: Year = 2040
    """Last year."""

    @model_validator(mode="after")
    def _are_in_order(self) -> Self:
        if self.history != FIRST_YEAR:
            what = f"history starts in {FIRST_YEAR} with the initial state, not in {self.history}"
            raise problem(what, f"Write {FIRST_YEAR}, or leave the key out.", "history")
        if self.decision <= self.history:
            what = f"the decision in {self.decision} does not come after {self.history}"
            raise problem(what, f"Choose a year from {self.history + 1} on.", "decision")
        if self.end < self.decision:
            what = f"the end in {self.end} comes before the decision in {self.decision}"
            raise problem(what, "Put the years in order: history, decision, end.", "end")
        return self


class DatedChoice(Section):
    """One of several strategies that an actor follows one after the other."""

    start: Year = Field(alias="from")
    """First year of the strategy, under the key from; it stays until the next one."""
    strategy: Choice
    """Name of a file, or its keys."""


class VariantFile(Section):
    """A variant: what some actors do instead of following the strategy in force."""

    title: Title | None = None
    """One line, as figures show it; left out, it is that of the only strategy."""
    rationale: Rationale = ""
    """Why an actor would do this."""
    eu: ActorChoice = None
    russia: ActorChoice = None
    china: ActorChoice = None
    other: ActorChoice = None
    KZ: ActorChoice = None
    KG: ActorChoice = None
    TJ: ActorChoice = None
    TM: ActorChoice = None
    UZ: ActorChoice = None


Choices: TypeAlias = Annotated[tuple[Choice, ...], AfterValidator(some)]


class PlayersFile(Section):
    """Who plays: the strategies that each player chooses from, by name or in full."""

    eu: Choices | None = None
    russia: Choices | None = None
    china: Choices | None = None
    KZ: Choices | None = None
    KG: Choices | None = None
    TJ: Choices | None = None
    TM: Choices | None = None
    UZ: Choices | None = None


class Parameters(Section):
    """What happens to the numbers of the tables in this study."""

    overrides: dict[Text, Finite] = Field(default_factory=dict)
    """Number by name, or by name and index such as effectiveness[EU]; fixed in all worlds."""
    ranges: dict[Text, Annotated[tuple[Finite, Finite], BeforeValidator(_range)]] = Field(
        default_factory=dict
    )
    """Lowest and highest value of a number; worlds draw it within these, as the table says."""
    uncertainty: Annotated[Uncertainty, BeforeValidator(_uncertainty)] = "all"
    """Which numbers worlds draw: all, none, those of these grades, or all as history narrows."""
    leave_out: Annotated[tuple[Text, ...], AfterValidator(once)] = ()
    """Documents whose numbers fall back to wide ranges, to see what hangs on them."""
    allow_outside_range: Flag = False
    """Accept overrides outside the range that the table gives."""


class Threshold(Section):
    """What counts as success for an outcome, in its unit."""

    at_least: Finite | None = None
    """Success from here on."""
    at_most: Finite | None = None
    """Success up to here."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise problem("no limit is given", "Write `at_least: NUMBER` or `at_most: NUMBER`.")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            what = f"at_least {self.at_least:g} is above at_most {self.at_most:g}"
            raise problem(what, "Swap the two.", "at_least")
        return self


class StudyFile(Section):
    """A scenario file."""

    title: Title
    """What is compared, in one line."""
    question: Annotated[Text, Field(min_length=1, max_length=QUESTION_LENGTH)]
    """What the study is to find out."""
    rationale: Rationale = ""
    """Why it is set up like this."""
    years: Years = Years()
    """First year, year of the decision, last year."""
    worlds: Annotated[Whole, Field(ge=1, le=MAXIMUM_WORLDS)] = 1000
    """Number of worlds, each run under every variant and external scenario."""
    seed: Annotated[Whole, Field(ge=0, le=MAXIMUM_SEED)] = 0
    """Names the ensemble; 0 is a seed like any other."""
    sampling: Sampling = "latin-hypercube"
    """How worlds spread over the uncertain numbers."""
    reference: Annotated[Any, AfterValidator(_reference)] = None
    """What the others are compared with: a variant, or in a game a strategy for each player."""
    variants: dict[Name, Annotated[VariantFile, BeforeValidator(_nothing_as_empty)]] = Field(
        default_factory=dict
    )
    """What is compared, by name."""
    actors: Actors = None
    """A file of actors that this study adds or replaces: its name, or its keys."""
    players: PlayersFile | None = None
    """A game, instead of variants: every combination of these strategies is compared."""
    equal_budgets: Flag = False
    """In a game: set the budget of every strategy to 1, that of the year."""
    external: Annotated[tuple[Choice, ...], AfterValidator(once)] = ("calm",)
    """External scenarios, by name or in full; calm has no events."""
    parameters: Parameters = Parameters()
    """What happens to the numbers of the tables."""
    outcomes: Annotated[tuple[Text, ...], AfterValidator(some)] | None = None
    """Outcomes to report; left out means all."""
    plots: Annotated[tuple[Plot, ...], AfterValidator(once)] = PLOTS
    """Figures to draw; left out means all, [] none."""
    thresholds: dict[Text, Threshold] = Field(default_factory=dict)
    """What counts as success, by outcome."""

    @model_validator(mode="after")
    def _compares_with_a_variant(self) -> Self:
        if self.players is None:
            self._check_variants()
        else:
            self._check_game()
        if not self.external:
            raise problem(
                "the list is empty",
                "Write [calm] for a world without events, or leave the key out.",
                "external",
            )
        return self

    def _check_variants(self) -> None:
        for key in ("reference", "variants"):
            if key not in self.model_fields_set:
                raise problem("this key is missing", f"Add a line `{key}: ...`.", key)
        if not self.variants:
            raise problem(
                "no variant is given",
                "Add one, such as `joint-roadmap: {eu: joint-roadmap}`.",
                "variants",
            )
        if self.equal_budgets:
            what = "only a game sets budgets equal, and no players are given"
            raise problem(what, "Leave the key out, or write `players`.", "equal_budgets")
        if not isinstance(self.reference, str):
            what = f"must be the name of a variant, not {show(self.reference)}"
            raise problem(what, suggest("", self.variants), "reference")
        if self.reference not in self.variants:
            raise problem(
                f"{quoted(self.reference)} is not a variant",
                suggest(self.reference, self.variants),
                "reference",
            )

    def _check_game(self) -> None:
        if "variants" in self.model_fields_set:
            what = "`variants` and `players` are both given"
            raise problem(what, "Keep `players` for a game, `variants` for a list.", "variants")
        if isinstance(self.reference, str):
            what = "the reference of a game is a strategy for each player, not a name"
            raise problem(what, "Write it as {eu: joint-roadmap, russia: baseline}.", "reference")

    @property
    def drawn(self) -> tuple[Plot, ...]:
        """Figures to draw; left out, all of a study and none of a game."""
        return () if self.players and "plots" not in self.model_fields_set else self.plots


@cache
def study_file_with(keys: tuple[str, ...]) -> type[StudyFile]:
    """Return the format of a study in which further actors have keys of their own.

    >>> study_file_with(("turkey",)).model_fields["variants"].annotation is not None
    True
    """
    if not keys:
        return StudyFile
    choices: dict[str, Any] = dict.fromkeys(keys, (ActorChoice, None))
    lists: dict[str, Any] = dict.fromkeys(keys, (Choices | None, None))
    variant = create_model("VariantFile", __base__=VariantFile, **choices)
    players = create_model("PlayersFile", __base__=PlayersFile, **lists)
    variants = dict[Name, Annotated[variant, BeforeValidator(_nothing_as_empty)]]
    further: dict[str, Any] = {
        "variants": (variants, Field(default_factory=dict)),
        "players": (players | None, None),
    }
    return create_model("StudyFile", __base__=StudyFile, **further)
