"""The checks, one for each fact: history and criterion in, (world,) truth values out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cagame.axes import mean
from cagame.facts.criteria import Criterion
from cagame.facts.history import History, Verdict
from cagame.simulation import FIRST_YEAR

Check = Callable[[History, Criterion], Verdict]

#: The three named patrons: how outcomes call them, and their labels.
PATRONS = {"eu": "EU", "russia": "RU", "china": "CN"}


def eu_leads_regional_trade(history: History, fact: Criterion) -> Verdict:
    """F01: regional trade share of the EU above that of Russia and of China."""
    (year,) = fact.years
    union, russia, china = (history.at(year, f"{p}_trade_share") for p in PATRONS)
    return every(union > russia, union > china)


def china_passes_eu(history: History, fact: Criterion) -> Verdict:
    """F02: first year of China above the EU in regional trade, inside the given years."""
    first, last = (year - FIRST_YEAR for year in fact.years)
    lead = history.series["china_trade_share"] - history.series["eu_trade_share"]
    return every(lead[:first].max(axis=0) <= 0, lead[first : last + 1].max(axis=0) > 0)


def china_passes_eu_in_smaller_states(history: History, fact: Criterion) -> Verdict:
    """F02s: China above the EU in each state's trade, except in Kazakhstan's."""
    (year,) = fact.years
    ahead = history.at(year, "trade_share", "CN") > history.at(year, "trade_share", "EU")
    rows = np.array([state == "KZ" for state in history.axes.states])
    return every(*ahead[~rows], *~ahead[rows])


def eu_influence_shrinks(history: History, fact: Criterion) -> Verdict:
    """F03: mean influence share of the EU lower in the last year than in the first."""
    before, after = history.pair(fact.years, "eu_influence")
    return every(after < before)


def eu_leads_kazakh_trade(history: History, fact: Criterion) -> Verdict:
    """F06: EU share of Kazakh trade above the Russian and the Chinese one."""
    (year,) = fact.years
    union, russia, china = (history.at(year, "trade_share", p, "KZ") for p in PATRONS.values())
    return every(union > russia, union > china)


def uzbek_tajik_tie_gains_most(history: History, fact: Criterion) -> Verdict:
    """F07: gain of the Uzbek-Tajik tie positive and the largest of all pairs."""
    before, after = history.pair(fact.years, "regional_tie")
    gain = after - before
    pair = history.axes.index("TJ-UZ")
    return every(gain[pair] > 0, gain.argmax(axis=0) == pair)


def tajik_kyrgyz_tie_falls(history: History, fact: Criterion) -> Verdict:
    """F08: Tajik-Kyrgyz tie lower in the last year than in the first."""
    before, after = history.pair(fact.years, "regional_tie", "KG-TJ")
    return every(after < before)


def kazakhstan_is_first_partner(history: History, fact: Criterion) -> Verdict:
    """F09: mean EU tie over channels largest with Kazakhstan, every year."""
    partner = history.axes.index("KZ")
    ties = [mean(tie, 1) for tie in history.each(fact.years, "tie", "EU")]
    return every(*(tie.argmax(axis=0) == partner for tie in ties))


def students_prefer_russia_then_china(history: History, fact: Criterion) -> Verdict:
    """F10: mean student share of Russia above China's, and China's above the EU's."""
    (year,) = fact.years
    share = mean(history.at(year, "student_share"), 1)
    union, russia, china = (share[history.axes.index(p)] for p in PATRONS.values())
    return every(russia > china, china > union)


def workers_turn_from_russia(history: History, fact: Criterion) -> Verdict:
    """F11: mean Russian labour share falls; that of every other destination in use rises."""
    before, after = (mean(history.at(year, "labour_share"), 1) for year in fact.years)
    others = np.arange(len(before)) != history.axes.index("RU")
    risen = (after > before) | (before == 0)
    return every(*(after < before)[~others], *risen[others])


def russia_is_first_for_workers(history: History, fact: Criterion) -> Verdict:
    """F12: mean labour share of Russia the largest, that of the EU at most the threshold."""
    (year,) = fact.years
    share = mean(history.at(year, "labour_share"), 1)
    russia, union = history.axes.index("RU"), history.axes.index("EU")
    return every(share.argmax(axis=0) == russia, share[union] <= fact.threshold)


def turkmenistan_stagnates_and_stays_closed(history: History, fact: Criterion) -> Verdict:
    """F14: Turkmen growth below a share of the others' mean; openness to the EU the lowest."""
    first, last, start, end = fact.years
    # Growth of the first year counts from the level of the year before.
    growth = history.at(last, "output") - history.at(first - 1, "output")
    turkmen = history.axes.index("TM")
    others = np.delete(growth, turkmen, axis=0).mean(axis=0)
    openness = history.each((start, end), "openness", "EU")
    closed = (each.argmin(axis=0) == turkmen for each in openness)
    return every(growth[turkmen] < fact.threshold * others, *closed)


def diplomatic_steps_show(history: History, fact: Criterion) -> Verdict:
    """F15: EU-Turkmen diplomatic tie up by the threshold, EU-Kazakh one up at all."""
    before, after = history.pair(fact.years[:2], "tie", "EU", "TM", "diplomacy")
    earlier, later = history.pair(fact.years[2:], "tie", "EU", "KZ", "diplomacy")
    return every(after >= before * (1 + fact.threshold), later > earlier)


def vacancy_costs_coordination(history: History, fact: Criterion) -> Verdict:
    """F16: duplication loss higher in the vacant year than in the later one."""
    vacant, filled = history.pair(fact.years, "duplication_loss")
    return every(vacant > filled)


def eu_trade_grows(history: History, fact: Criterion) -> Verdict:
    """F17: EU trade volume up by the threshold."""
    before, after = history.pair(fact.years, "eu_trade_volume")
    return every(after >= before * (1 + fact.threshold))


def eu_is_top_donor(history: History, fact: Criterion) -> Verdict:
    """F18: mean aid tie of the EU and its members the largest of all patrons, every year."""
    union = history.axes.index("EU")
    ties = [mean(tie, 1) for tie in history.each(fact.years, "tie", "*", "*", "aid")]
    return every(*(tie.argmax(axis=0) == union for tie in ties))


def base_closure_shows(history: History, fact: Criterion) -> Verdict:
    """F20: EU-Uzbek security tie down by the threshold."""
    before, after = history.pair(fact.years, "tie", "EU", "UZ", "security")
    return every(after <= before * (1 - fact.threshold))


def governance_turns(history: History, fact: Criterion) -> Verdict:
    """F21: Tajik governance falls, Uzbek governance rises."""
    before, after = history.pair(fact.years[:2], "governance", "TJ")
    earlier, later = history.pair(fact.years[2:], "governance", "UZ")
    return every(after < before, later > earlier)


def chinese_guards_show(history: History, fact: Criterion) -> Verdict:
    """F22: Chinese-Tajik security tie up by the threshold."""
    before, after = history.pair(fact.years, "tie", "CN", "TJ", "security")
    return every(after >= before * (1 + fact.threshold))


def every(*conditions: Verdict) -> Verdict:
    """Return where all conditions hold, (world,)."""
    verdict: Verdict = np.logical_and.reduce(conditions)
    return verdict


#: The check of each fact, in the order of the table.
CHECKS: dict[str, Check] = {
    "F01": eu_leads_regional_trade,
    "F02": china_passes_eu,
    "F02s": china_passes_eu_in_smaller_states,
    "F03": eu_influence_shrinks,
    "F06": eu_leads_kazakh_trade,
    "F07": uzbek_tajik_tie_gains_most,
    "F08": tajik_kyrgyz_tie_falls,
    "F09": kazakhstan_is_first_partner,
    "F10": students_prefer_russia_then_china,
    "F11": workers_turn_from_russia,
    "F12": russia_is_first_for_workers,
    "F14": turkmenistan_stagnates_and_stays_closed,
    "F15": diplomatic_steps_show,
    "F16": vacancy_costs_coordination,
    "F17": eu_trade_grows,
    "F18": eu_is_top_donor,
    "F20": base_closure_shows,
    "F21": governance_turns,
    "F22": chinese_guards_show,
}
