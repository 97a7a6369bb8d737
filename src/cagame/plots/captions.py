"""The words around a figure: names of what is compared, units, and the note under it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cagame.evidence import OutcomeDefinition

HISTORY = "history"
EN_DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
#: How an index from 0 to 1 is written.
SCALE = f"0{EN_DASH}1"
#: Below this, a number is shown as 0.
TINY = 1e-9


@dataclass(frozen=True)
class Titles:
    """What the reader is to call each variant, external scenario and actor.

    Parameters
    ----------
    variants : title of each variant, in the study's order; the order fixes its colour
    reference : the variant that the others are compared with
    externals : title of each external scenario, in the study's order
    actors : full name of each patron and state, such as ``KZ``: Kazakhstan
    """

    variants: Mapping[str, str]
    reference: str
    externals: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)

    def variant(self, name: str) -> str:
        """Return the title of a variant."""
        return self.variants.get(name, plain(name))

    def external(self, name: str) -> str:
        """Return the title of an external scenario."""
        return self.externals.get(name, plain(name))

    def actor(self, label: str) -> str:
        """Return the full name of a patron or state."""
        return self.actors.get(label, label)

    def position(self, variant: str) -> int:
        """Return the place of a variant in the study."""
        order = list(self.variants)
        return order.index(variant) if variant in self.variants else len(order)

    @property
    def baseline(self) -> str:
        """Title of the reference variant, in quotation marks."""
        return f"“{self.variant(self.reference)}”"


@dataclass(frozen=True)
class Note:
    """Where a figure comes from: printed under it.

    Parameters
    ----------
    worlds : number of worlds of each variant under each external scenario
    seed : what the worlds are drawn from
    sources : documents and statistics behind the numbers, as the reader is to see them
    effectiveness : lowest and highest effectiveness of policy in these worlds; the same number
        twice where the study holds it fixed
    scenario : title of the study
    question : what the study asks
    extra : one more sentence, such as what a special study leaves out
    """

    worlds: int
    seed: int
    sources: str
    effectiveness: tuple[float, float]
    scenario: str = ""
    question: str = ""
    extra: str = ""

    @property
    def count(self) -> str:
        """Return the number of worlds in words: ``1,000 worlds``."""
        return f"{self.worlds:,} world{'' if self.worlds == 1 else 's'}"

    def lines(self, *, strategy_effect: bool) -> tuple[str, ...]:
        """Return the note, one paragraph a line; the honesty line where strategies are compared."""
        study = f"{self.scenario.rstrip('.')}. " if self.scenario else ""
        found = [f"{study}{self.question}".strip()] if study or self.question else []
        sources = self.sources.rstrip(".")
        found.append(f"{self.count}, seed {self.seed}. Sources: {sources}. {self.extra}".strip())
        if strategy_effect:
            low, high = self.effectiveness
            range_ = f"held at {low:g}" if low == high else f"swept from {low:g} to {high:g}"
            found.append(
                f"Effectiveness of policy is an assumption, {range_}; "
                "differences are within the same world."
            )
        return tuple(found)


@dataclass(frozen=True)
class Measure:
    """An outcome as a reader meets it: shares are shown in per cent.

    >>> measure = Measure("EU influence", "%", "percentage points", 100.0, "higher")
    >>> measure.axis_label, measure.better_sign, measure.signed(0.0123, decimals=1)
    ('EU influence, %', 1, '+1.2')
    """

    label: str
    unit: str
    difference_unit: str
    factor: float
    better: str

    @classmethod
    def of(cls, outcome: OutcomeDefinition) -> Measure:
        """Return how to show an outcome; a unit that starts with ``share`` becomes per cent."""
        unit = outcome.unit.removesuffix(" 0-1")
        if unit.startswith("share"):
            percent = "%" + unit.removeprefix("share")
            return cls(outcome.label, percent, "percentage points", 100.0, outcome.better)
        if unit in {"", "0-1"}:
            return cls(outcome.label, SCALE, f"points on {SCALE}", 1.0, outcome.better)
        return cls(outcome.label, outcome.unit.replace("-", EN_DASH), unit, 1.0, outcome.better)

    @property
    def axis_label(self) -> str:
        """Label and unit, for an axis."""
        return f"{self.label}, {self.unit}"

    @property
    def better_sign(self) -> int:
        """1 where higher is better, -1 where lower is, 0 where neither."""
        return {"higher": 1, "lower": -1}.get(self.better, 0)

    def number(self, value: float) -> str:
        """Return a value in the shown unit, to three digits."""
        return _digits(value * self.factor).replace("-", MINUS)

    def brief(self, value: float) -> str:
        """Return a size in the shown unit, to two digits."""
        shown = value * self.factor
        text = f"{shown:,.0f}" if abs(shown) >= 10 else f"{shown:.2g}"  # noqa: PLR2004
        return text.replace("-", MINUS)

    def signed(self, value: float, decimals: int) -> str:
        """Return a difference in the shown unit with its sign."""
        shown = round(value * self.factor, decimals)
        return f"{shown:+,.{decimals}f}".replace("-", MINUS) if shown else f"{0:.{decimals}f}"

    def decimals(self, sizes: Iterable[float], digits: int = 2) -> int:
        """Return how many decimals give the largest of these so many digits."""
        largest = max((abs(size * self.factor) for size in sizes if isfinite(size)), default=0.0)
        return 0 if largest == 0 else max(0, digits - 1 - floor(log10(largest)))


def per_cent(share: float) -> str:
    """Return a share in per cent; 0 and 100 only where no world or every world is meant.

    >>> per_cent(0.874), per_cent(0.9996), per_cent(1.0), per_cent(0.001)
    ('87 %', '>99 %', '100 %', '<1 %')
    """
    rounded = round(100 * share)
    if rounded == 100 and share < 1:  # noqa: PLR2004  all, in per cent
        return ">99 %"
    return "<1 %" if rounded == 0 and share > 0 else f"{rounded} %"


def plain(name: str) -> str:
    """Return a name as words: ``afghan-spill-over`` becomes ``Afghan spill over``."""
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _digits(value: float) -> str:
    if not isfinite(value):
        return "n/a"
    size = abs(value)
    if size < TINY:
        return "0"
    decimals = max(0, 2 - floor(log10(size)))
    return f"{value:,.{decimals}f}"
