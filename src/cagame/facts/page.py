"""The page of the documentation that lists the facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cagame.facts.criteria import KINDS
from cagame.facts.table import check_facts, known_criteria
from cagame.model import shared_evidence

if TYPE_CHECKING:
    import pandas as pd

HEADING = """\
# What history shows

<!-- Written by cagame.facts.write_page; do not edit. -->

The model starts in 2007 and follows the strategies that were really in force. This page checks
what it then shows against facts from the documents. They are weak tests: inputs of 2007 or dated
events bring most of them about, so they verify the tables rather than validate the model, and
none of them tells how effective policy is. The last column shows it: those are the same worlds
with every patron's effectiveness at 0.

"""
COLUMNS = "| fact | what must hold | evidence | kind | default | worlds | without effect |"


def facts_page(table: pd.DataFrame, worlds: int, seed: int) -> str:
    """Return the page as Markdown, from the table of :func:`cagame.facts.check_facts`."""
    lines = [
        (
            "*Default*: every number at the value of its table. *Worlds*: share of draws of all "
            f"uncertain numbers in which the fact holds ({worlds} worlds, seed {seed})."
        ),
        "",
        COLUMNS,
        "|---|---|---|---|---|---:|---:|",
        *(
            f"| {row.fact} | {row.criterion} | {row.evidence} | {row.kind} | "
            f"{'holds' if row.holds else '**fails**'} | {row.share_of_worlds:.1%} | "
            f"{row.share_without_effect:.1%} |"
            for row in table.itertuples()
        ),
        "",
        _summary(table),
        "",
        "## Kinds",
        "",
        *(f"- *{kind}*: {meaning}." for kind, meaning in KINDS.items()),
        "",
        "## What documents and statistics show, and what makes it hold here",
        "",
        *(f"- {c.fact}: {c.observed} {c.note}" for c in known_criteria(shared_evidence())),
    ]
    return HEADING + "\n".join(lines) + "\n"


def _summary(table: pd.DataFrame) -> str:
    certain = (table.share_of_worlds == 1).sum()
    idle = (table.share_without_effect >= table.share_of_worlds).sum()
    return (
        f"{table.holds.sum()} of {len(table)} facts hold by default, and {certain} in every world. "
        f"{idle} hold in at least as many worlds when policy has no effect."
    )


def write_page(path: str | Path, worlds: int = 1000, seed: int = 1) -> None:
    """Check all facts and write the page to a file."""
    page = facts_page(check_facts(worlds, seed), worlds, seed)
    Path(path).write_text(page, encoding="utf-8")
