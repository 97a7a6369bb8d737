"""A sweep draws numbers within the ranges of its file, or of the study that it sweeps."""

from __future__ import annotations

from cagame.sweep.design import SweepDesign
from cagame.sweep.work import draw_block

SWEEP = {
    "title": "Test",
    "question": "Which?",
    "scenario": "classroom",
    "worlds": 64,
    "seed": 1,
    "parameters": {"ranges": {"effectiveness[EU]": [1, 2]}},
}


def test_a_sweep_draws_within_its_ranges() -> None:
    design = SweepDesign.from_mapping(SWEEP)
    drawn = draw_block(design, design.blocks[0]).parameters.effectiveness
    assert drawn[0].min() >= 1
    assert drawn[0].max() <= 2
    assert drawn[1].max() > 2
