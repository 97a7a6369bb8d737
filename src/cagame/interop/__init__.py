"""The model and its results as other programs want them.

::

    models.py  the model for the EMA Workbench and for SALib
    export.py  results in the columns of the IAMC
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
