"""What is asked of tables and arrays once they are there. Nothing here knows the model.

::

    judged.py       one outcome of every variant in every world, and which way is better
    uncertain.py    how far a number from some worlds may be from that of all
    compare.py      what differs within a world, how sure that is, who comes first
    lead.py         whether a first place is clear
    by_number.py    how a ranking changes with one uncertain number
    dominance.py    variants that no reader would choose, whatever they want
    robustness.py   which variant does well enough, or least badly, over all worlds
    satisficing.py  in how many worlds it does, by the reader's own thresholds
    sensitivity.py  which uncertainty an outcome hangs on: shares of variance
    screening.py    which of many numbers matter at all
    salib.py        what these two share
    conclusions.py  what each conclusion of a study rests on
    left_out.py     whether a ranking hangs on one document
    cases.py        worlds of interest: where a strategy regrets most
    discovery.py    the part of the uncertain numbers in which they lie
    boxes.py        its limits, and how well it holds them
    box_file.py     the same as a scenario file
    workbench.py    PRIM and CART as the EMA Workbench has them
    backcast.py     the past as a table
    score.py        how good a forecast was, and what simple rules would have forecast
    calibration.py  which worlds are implausible beside observations
    game/           equilibria of a payoff table that is known in many worlds
"""
