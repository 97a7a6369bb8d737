from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cagame.evidence import OutcomeDefinition
from cagame.plots import Note, Titles

VARIANTS = {
    "joint-roadmap": "Joint Roadmap of 2023",
    "strategy-2007": "2007 strategy",
    "strategy-2019": "2019 strategy",
    "global-gateway": "Global Gateway, connectivity first",
    "values-first": "Values first, with conditions",
    "security-first": "Security and borders first",
    "principled-pragmatism": "Principled pragmatism and raw materials",
    "mobility-first": "Mobility first",
    "regional-first": "Regional first, water and connectivity",
    "differentiated": "Differentiated bilateral strategy",
    "team-europe": "Team Europe coordination",
    "fragmented": "Fragmented bilateralism",
}
EXTERNALS = {
    "calm": "Calm",
    "afghan-spill-over": "Afghan spill-over",
    "russian-recession": "Russian recession",
    "chinese-slowdown": "Chinese slowdown",
}
#: With these, there are more external scenarios than fit across a page.
MORE_EXTERNALS = {
    "tajik-kyrgyz-conflict": "Tajik-Kyrgyz conflict",
    "us-exit": "US exit",
    "russia-west-sanctions": "Harder Russia-West sanctions",
    "belt-and-road-surge": "Belt and Road surge",
    "drought": "Drought",
    "turkmen-crisis": "Turkmen crisis and exodus",
    "uzbek-reform-reversal": "Uzbek reform reversal",
    "eu-budget-cut": "EU budget cut",
    "compound": "Compound crisis",
}
ALL_EXTERNALS = EXTERNALS | MORE_EXTERNALS
ACTORS = {
    "EU": "European Union",
    "RU": "Russia",
    "CN": "China",
    "OT": "Other partners",
    "KZ": "Kazakhstan",
    "KG": "Kyrgyzstan",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
}
# name: label, unit, better, level, size of a strategy's effect, spread over worlds
OUTCOMES: dict[str, tuple[str, str, str, float, float, float]] = {
    "eu_influence": ("EU influence", "share 0-1", "higher", 0.27, 0.012, 0.055),
    "eu_trade_share": ("EU trade share", "share 0-1", "higher", 0.24, 0.006, 0.05),
    "eu_engagement": ("EU engagement", "tie", "higher", 0.8, 0.06, 0.3),
    "eu_alignment": ("EU alignment", "share 0-1", "higher", 0.25, 0.008, 0.06),
    "governance": ("Governance", "0-1", "higher", 0.21, 0.008, 0.05),
    "resilience": ("Resilience", "0-1", "higher", 0.5, 0.012, 0.08),
    "prosperity": ("Prosperity", "index, 2007 = 1", "higher", 2.6, 0.02, 0.5),
    "regional_cooperation": ("Regional cooperation", "0-1", "higher", 0.55, 0.02, 0.09),
    "autonomy": ("Autonomy", "0-1", "higher", 0.8, 0.006, 0.05),
    "eu_student_share": ("Students in the EU", "share 0-1", "higher", 0.12, 0.01, 0.03),
    "duplication_loss": ("Duplication loss", "share of effort 0-1", "lower", 0.2, 0.03, 0.09),
    "china_influence": ("Chinese influence", "share 0-1", "none", 0.33, 0.01, 0.07),
}
DECISION, END = 2025, 2040


def definition(name: str) -> OutcomeDefinition:
    label, unit, better, *_ = OUTCOMES[name]
    return OutcomeDefinition(name=name, label=label, unit=unit, better=better, group="", meaning="")


def quantiles(centre: float, spread: float) -> dict[str, float]:
    return {
        "median": centre,
        "low": centre - 1.645 * spread,
        "q25": centre - 0.6745 * spread,
        "q75": centre + 0.6745 * spread,
        "high": centre + 1.645 * spread,
    }


def effect(variant: str, external: str, outcome: str) -> float:
    """A made-up effect in the end year: fixed for each name, zero for the reference."""
    if variant == "joint-roadmap":
        return 0.0
    words = [
        list(names).index(key)
        for names, key in ((VARIANTS, variant), (ALL_EXTERNALS, external), (OUTCOMES, outcome))
    ]
    rng = np.random.default_rng([words[0], words[2]])
    base = rng.normal()
    wobble = np.random.default_rng([9, *words]).normal()
    return float((base + 0.25 * wobble) * OUTCOMES[outcome][4])


def share_better(difference: float, size: float, better: str) -> float:
    if better == "none":
        return float("nan")
    share = 1 / (1 + np.exp(-1.6 * difference / size))
    return float(share if better == "higher" else 1 - share)


@pytest.fixture(scope="session")
def titles() -> Titles:
    return Titles(VARIANTS, "joint-roadmap", ALL_EXTERNALS, ACTORS)


@pytest.fixture(scope="session")
def note() -> Note:
    return Note(
        worlds=1000,
        seed=7,
        sources="four policy documents (2018 to 2025), 357 stated facts; ITPD-E, WDI, V-Dem, FBIC",
        effectiveness=(0, 4),
        scenario="EU strategies for Central Asia, 2025 to 2040",
        question="Which EU strategy keeps most influence, and under which conditions?",
    )


@pytest.fixture(scope="session")
def outcomes() -> dict[str, OutcomeDefinition]:
    return {name: definition(name) for name in OUTCOMES}


@pytest.fixture(scope="session")
def bands() -> pd.DataFrame:
    rows = []
    for outcome, (_, _, _, level, _, spread) in OUTCOMES.items():
        for year in range(2007, DECISION):
            grown = (year - 2007) / 17
            centre = level * (1.2 - 0.2 * grown + 0.02 * np.sin(year))
            rows.append(
                {
                    "variant": "history",
                    "external": "history",
                    "year": year,
                    "outcome": outcome,
                    **quantiles(centre, spread * (0.3 + 0.7 * grown)),
                }
            )
        for external_place, external in enumerate(EXTERNALS):
            for variant in VARIANTS:
                for year in range(DECISION, END + 1):
                    grown = (year - DECISION + 1) / (END - DECISION + 1)
                    shift = 0.06 * level * (1 - external_place) * grown
                    centre = level * (1 + 0.02 * np.sin(2024) * (1 - grown)) + shift
                    centre += effect(variant, external, outcome) * grown**0.8
                    rows.append(
                        {
                            "variant": variant,
                            "external": external,
                            "year": year,
                            "outcome": outcome,
                            **quantiles(centre, spread * (1 + grown)),
                        }
                    )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def differences() -> pd.DataFrame:
    rows = []
    for outcome, (_, _, better, _, size, _) in OUTCOMES.items():
        for external in EXTERNALS:
            for variant in VARIANTS:
                last = effect(variant, external, outcome)
                for year in range(DECISION, END + 1):
                    grown = (year - DECISION + 1) / (END - DECISION + 1)
                    now = last * grown**0.8
                    rows.append(
                        {
                            "variant": variant,
                            "external": external,
                            "year": year,
                            "outcome": outcome,
                            **quantiles(now, abs(now) * 0.5 + 0.2 * size * grown),
                            "share_better": share_better(now, size, better),
                            "share_higher": share_better(now, size, "higher"),
                            "share_equal": 1.0 if variant == "joint-roadmap" else 0.0,
                        }
                    )
    return pd.DataFrame(rows)


BY_CONSTRUCTION = {
    ("regional-first", "regional_cooperation"),
    ("values-first", "governance"),
    ("mobility-first", "eu_student_share"),
    ("team-europe", "duplication_loss"),
}


def effects_of(externals: list[str]) -> pd.DataFrame:
    rows = []
    for external in externals:
        for outcome, (_, _, better, _, size, spread) in OUTCOMES.items():
            for variant in VARIANTS:
                among = EXTERNALS if external == "all" else [external]
                middle = float(np.mean([effect(variant, each, outcome) for each in among]))
                forced = (variant, outcome) in BY_CONSTRUCTION
                sign = -1 if better == "lower" else 1
                middle = sign * 2.5 * size if forced else middle
                rows.append(
                    {
                        "variant": variant,
                        "external": external,
                        "outcome": outcome,
                        "year": END,
                        "difference_median": middle,
                        "difference_low": middle - 1.75 * size,
                        "difference_high": middle + 1.75 * size,
                        "scale": 3.29 * spread,
                        "share_better": share_better(middle, size, better),
                        "by_construction": forced,
                    }
                )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def pooled_effects() -> pd.DataFrame:
    return effects_of(["all"])


@pytest.fixture(scope="session")
def effects() -> pd.DataFrame:
    return effects_of(list(EXTERNALS))


@pytest.fixture(scope="session")
def effects_of_many() -> pd.DataFrame:
    """Thirteen external scenarios and six variants beside the reference: two bands of columns."""
    effects = effects_of(list(ALL_EXTERNALS))
    return effects[effects["variant"].isin(list(VARIANTS)[:7])]


@pytest.fixture(scope="session")
def points() -> pd.DataFrame:
    rows = []
    for external in EXTERNALS:
        for variant in VARIANTS:
            row: dict[str, Any] = {"variant": variant, "external": external}
            for outcome, values in OUTCOMES.items():
                row[outcome] = values[3] + effect(variant, external, outcome)
            rows.append(row)
    return pd.DataFrame(rows)


PATRONS, STATES = ("EU", "RU", "CN", "OT"), ("KZ", "KG", "TJ", "TM", "UZ")
LEVELS = {"EU": 0.27, "RU": 0.32, "CN": 0.29, "OT": 0.12}


@pytest.fixture(scope="session")
def dyads() -> pd.DataFrame:
    rows = []
    cases = [("history", "history", 2007), *((name, "calm", END) for name in list(VARIANTS)[:3])]
    for place, (variant, external, year) in enumerate(cases):
        for row, patron in enumerate(PATRONS):
            for column, state in enumerate(STATES):
                wave = 0.08 * np.sin(2.1 * row + 1.7 * column + 0.4 * place)
                centre = (
                    0.05 + LEVELS[patron] + wave + 0.01 * place * (1 if patron == "EU" else -1 / 3)
                )
                rows.append(
                    {
                        "variant": variant,
                        "external": external,
                        "year": year,
                        "patron": patron,
                        "state": state,
                        "quantity": "influence",
                        **quantiles(centre, 0.025),
                    }
                )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def ranks() -> pd.DataFrame:
    rows = []
    for external_place, external in enumerate(EXTERNALS):
        rng = np.random.default_rng([5, external_place])
        centres = np.array([effect(name, external, "eu_influence") for name in VARIANTS])
        worlds = centres + rng.normal(size=(1000, len(VARIANTS))) * 0.006
        order = (-worlds).argsort(axis=1).argsort(axis=1) + 1
        for place, variant in enumerate(VARIANTS):
            rows += [
                {
                    "variant": variant,
                    "external": external,
                    "outcome": "eu_influence",
                    "rank": rank,
                    "probability": float((order[:, place] == rank).mean()),
                }
                for rank in range(1, len(VARIANTS) + 1)
            ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def backcast() -> pd.DataFrame:
    rows = []
    for row, patron in enumerate(PATRONS):
        for column, state in enumerate(STATES):
            for year in range(2007, DECISION):
                grown = (year - 2007) / 17
                shift = {"EU": -0.05, "RU": -0.08, "CN": 0.16, "OT": -0.03}[patron] * grown
                centre = LEVELS[patron] + 0.06 * np.sin(2.1 * row + 1.7 * column) + shift
                rows.append(
                    {
                        "year": year,
                        "state": state,
                        "partner": patron,
                        "quantity": "trade_share",
                        **quantiles(centre, 0.01 + 0.02 * grown),
                    }
                )
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def observations(backcast: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    seen = backcast[(backcast["year"] <= 2019) & (backcast["partner"] != "OT")]
    seen = seen[(seen["year"] % 2 == 1)][["year", "state", "partner", "quantity", "median"]]
    values = seen["median"] + rng.normal(scale=0.015, size=len(seen))
    series = np.where(seen["year"].isin([2013, 2017]), "document", "statistic")
    return seen.drop(columns="median").assign(value=values, series=series)


@pytest.fixture(scope="session")
def quantities() -> dict[str, OutcomeDefinition]:
    described = {
        "influence": ("Share of influence", "none"),
        "trade_share": ("Trade share", "none"),
    }
    return {
        name: OutcomeDefinition(
            name=name, label=label, unit="share 0-1", better=better, group="", meaning=""
        )
        for name, (label, better) in described.items()
    }


@dataclass(frozen=True)
class Tables:
    bands: pd.DataFrame
    differences: pd.DataFrame
    effects: pd.DataFrame
    effects_of_many: pd.DataFrame
    pooled_effects: pd.DataFrame
    points: pd.DataFrame
    dyads: pd.DataFrame
    ranks: pd.DataFrame
    backcast: pd.DataFrame
    observations: pd.DataFrame
    outcomes: dict[str, OutcomeDefinition]
    quantities: dict[str, OutcomeDefinition]
    titles: Titles
    note: Note


@pytest.fixture(scope="session")
def tables(request: pytest.FixtureRequest) -> Tables:
    return Tables(*(request.getfixturevalue(field.name) for field in fields(Tables)))
