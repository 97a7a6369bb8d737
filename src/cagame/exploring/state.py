"""What is explored: up to four variants, what is assumed, the worlds, and one outcome to look at.

An exploration is a small scenario file and an outcome. So the loader of scenario files checks it,
and what is downloaded is what was run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cagame.errors import InputError
from cagame.exploring.cast import Cast, cast_of
from cagame.exploring.levers import COUNCIL_RULE, lever_words
from cagame.model import shared_evidence
from cagame.plots.captions import plain
from cagame.scenario import Scenario
from cagame.scenario.document import suggest
from cagame.scenario.fields import TITLE_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping


#: Side by side on a page; more variants are a study for `cagame run`.
MOST_VARIANTS = 4
#: Enough for a band of 5 to 95 % that a class can talk about, and there in a second or two.
WORLDS = 200
#: More worlds keep everybody else in the room waiting.
MOST_WORLDS = 1000
#: The outcome that is shown first.
FIRST_OUTCOME = "eu_influence"
#: Changes of a strategy that its title lists; more of them are counted.
MOST_LISTED = 2


@dataclass(frozen=True)
class Compared:
    """One of the variants.

    Attributes
    ----------
    name : as in scenario files
    choices : what an actor does, by the key of scenario files: the name of a strategy, its keys,
        or a list with dates; an actor that is not here goes on as before
    title : as figures show it; made from the choices unless given
    """

    name: str
    choices: Mapping[str, Any]
    title: str = ""


@dataclass(frozen=True)
class Exploration:
    """What is explored.

    Attributes
    ----------
    title, question : as in scenario files
    variants : one to four; the others are compared with the first
    external : name or keys of an external scenario
    parameters : as in scenario files: overrides, ranges, uncertainty, documents left out
    years : of the decision and of the end
    outcome : the one that charts show
    actors : name or keys of a file of actors that the study brings along

    Raises
    ------
    ScenarioError
        Where there are no such actors.
    InputError
        Where there is no variant or there are more than four, too many worlds, or an outcome
        that is unknown.
    """

    title: str
    question: str
    variants: tuple[Compared, ...]
    external: Any = "calm"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    years: tuple[int, int] = (2025, 2040)
    worlds: int = WORLDS
    seed: int = 0
    sampling: str = "latin-hypercube"
    outcome: str = FIRST_OUTCOME
    actors: Any = None

    def __post_init__(self) -> None:
        """Refuse what does not fit the page."""
        if not 1 <= len(self.variants) <= MOST_VARIANTS:
            message = f"{len(self.variants)} variants do not fit side by side"
            raise InputError(message, remedy=f"Choose one to {MOST_VARIANTS}.")
        if self.worlds > MOST_WORLDS:
            message = f"{self.worlds} worlds take too long for a page"
            raise InputError(message, remedy=f"Choose at most {MOST_WORLDS}.")
        if self.outcome not in self.cast.outcomes:
            message = "this page shows no outcome of that name"
            raise InputError(message, remedy=suggest(self.outcome, self.cast.outcomes))

    @property
    def cast(self) -> Cast:
        """Who takes part."""
        return cast_of(self.actors)

    @property
    def reference(self) -> Compared:
        """The variant that the others are compared with: the first."""
        return self.variants[0]

    def keys(self) -> dict[str, Any]:
        """Return the exploration as the keys of a scenario file."""
        titles = self.titles
        return {
            "title": self.title,
            "question": self.question,
            "years": {"decision": self.years[0], "end": self.years[1]},
            "worlds": self.worlds,
            "seed": self.seed,
            "sampling": self.sampling,
            **({} if self.actors is None else {"actors": self.actors}),
            "reference": self.reference.name,
            "variants": {
                variant.name: {"title": titles[variant.name], **variant.choices}
                for variant in self.variants
            },
            "external": [self.external],
            "parameters": dict(self.parameters),
            "outcomes": list(self.cast.outcomes),
        }

    @cached_property
    def study(self) -> Scenario:
        """The study to run. Raises `ScenarioError` as the loader of scenario files does."""
        return Scenario.from_mapping(self.keys(), shared_evidence())

    @cached_property
    def titles(self) -> dict[str, str]:
        """Title of each variant by name; no two are the same."""
        found: dict[str, str] = {}
        for variant in self.variants:
            title = variant.title or title_of(variant, self.cast)
            number = 1
            while title in found.values():
                number += 1
                mark = f" ({number})"
                title = (variant.title or title_of(variant, self.cast))[
                    : TITLE_LENGTH - len(mark)
                ] + mark
            found[variant.name] = title
        return found

    def showing(self, outcome: str) -> Exploration:
        """Return the same exploration with another outcome to look at."""
        return replace(self, outcome=outcome)


def title_of(variant: Compared, cast: Cast) -> str:
    """Return a title from what a variant chooses.

    >>> title_of(Compared("a", {"eu": {"base": "mobility-first", "budget": 2.0}}), cast_of())
    'Mobility first, budget 2'
    >>> title_of(Compared("b", {}), cast_of())
    'Everybody goes on as before'
    """
    parts = [
        _choice_title(key, choice, cast)
        if key in cast.by_key
        else f"{plain(key)}: {plain(str(choice))}"
        for key, choice in variant.choices.items()
    ]
    title = "; ".join(parts) or "Everybody goes on as before"
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 3]}..."


def _choice_title(key: str, choice: object, cast: Cast) -> str:
    if isinstance(choice, list | tuple):
        strategy = "several strategies with dates"
    elif isinstance(choice, dict):
        strategy = _changed_title(key, choice, cast)
    else:
        strategy = strategy_title(key, str(choice), cast)
    return strategy if key == "eu" else f"{cast.name(key)}: {strategy}"


def strategy_title(key: str, name: str, cast: Cast) -> str:
    """Return the title of a strategy of the library; one that is not there keeps its name."""
    kind = cast.by_key[key].kind
    return cast.library.load(kind, name).label if name in cast.library.names(kind) else name


def _changed_title(key: str, keys: Mapping[str, Any], cast: Cast) -> str:
    own = keys.get("title") or strategy_title(key, str(keys.get("base", "own strategy")), cast)
    levers = cast.levers(key)
    moved = (*(each.field for each in levers), COUNCIL_RULE) if "base" in keys else ()
    changes = [lever_words(levers, name, keys[name]) for name in moved if name in keys]
    if len(changes) > MOST_LISTED:
        return f"{own}, {len(changes)} changes"
    return ", ".join([str(own), *changes])
