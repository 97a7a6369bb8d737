"""What is shown and said wherever strategies are compared.

Both regional aggregates are shown, because they may rank strategies differently. Nobody has
measured how effective policy is, and a model that reproduces history does not show it either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cagame.evidence import Evidence
    from cagame.results.results import Results

#: Better in nearly all worlds, or in nearly none. What lies between is not clear.
ROBUST, AGAINST = 0.95, 0.05
EFFECTIVENESS = "effectiveness"
#: What a study is about, if its file chooses no outcomes; the first is drawn in every way.
HEADLINES = (
    *("eu_influence", "eu_influence_weighted", "eu_trade_share", "governance", "resilience"),
    *("regional_cooperation", "payoff_eu", "autonomy", "eu_student_share", "duplication_loss"),
)
#: The same outcome with states weighted by their trade is called so.
WEIGHTED = "_weighted"
#: A table or figure of outcomes shows no more of them.
MOST_HEADLINES = 12


def effectiveness(results: Results, evidence: Evidence) -> tuple[float, float]:
    """Return the lowest and highest effectiveness of EU policy in the worlds of a study."""
    union = evidence.axes.patrons[evidence.axes.union]
    number = next(row for row in evidence.rows(EFFECTIVENESS) if row.index == (union,))
    chosen = results.manifest["study"]["parameters"]
    if number.key in chosen["overrides"]:
        fixed = chosen["overrides"][number.key]
        return fixed, fixed
    if number.key in chosen.get("ranges", {}):
        low, high = chosen["ranges"][number.key]
        return low, high
    if chosen["uncertainty"] in ("all", "calibrated") or number.grade in chosen["uncertainty"]:
        return number.low, number.high
    return number.value, number.value


def in_words(low: float, high: float) -> tuple[str, str]:
    """Return what is assumed about effectiveness, and what history says about it.

    >>> in_words(0, 4)[0]
    'How effective policy is, nobody has measured: it is an assumption, swept from 0 to 4.'
    """
    range_ = f"held at {low:g}" if low == high else f"swept from {low:g} to {high:g}"
    return (
        f"How effective policy is, nobody has measured: it is an assumption, {range_}.",
        "That the model follows history does not validate what a strategy would do.",
    )


def headlines(results: Results, evidence: Evidence) -> tuple[str, ...]:
    """Outcomes to show first: the first ones of those that the file lists, or the usual ones."""
    names = results.outcome_names
    return HEADLINES if set(names) == set(evidence.outcomes) else names[:MOST_HEADLINES]


def other_aggregate(outcome: str) -> str:
    """Return the name of an outcome under the other regional aggregate, if there is such.

    >>> other_aggregate("eu_influence"), other_aggregate("eu_influence_weighted")
    ('eu_influence_weighted', 'eu_influence')
    """
    plain = outcome.removesuffix(WEIGHTED)
    return plain if outcome != plain else outcome + WEIGHTED
