"""The model and its results as other programs want them.

`models` offers the model to the EMA Workbench and to SALib, `export` writes results in the
columns of the IAMC.
"""

from cagame.interop.models import (
    TableDistribution,
    ema_model,
    evaluate,
    numbers_named,
    salib_problem,
    values,
)

__all__ = [
    "TableDistribution",
    "ema_model",
    "evaluate",
    "numbers_named",
    "salib_problem",
    "values",
]
