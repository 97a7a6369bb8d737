"""One page about one study: question, answer, figures, tables, method, sources.

The page is one file. It loads nothing, needs no script, opens offline and prints. It is written
from a results folder; answers that ``cagame analyse`` left there are taken up.

::

    findings.py   what it is made from: the summary, the outcome that is ranked, and its twin
    answer.py     five sentences
    price.py      what the first place costs elsewhere
    elsewhere.py  whether it holds under other external scenarios and the other aggregate
    robust.py     robustness in tables
    tables.py     differences, places, and who wins what
    table.py      one of them: its name, its cells, and what they mean
    drawings.py   figures inside the page
    left.py       what ``cagame analyse`` left
    left_words.py its tables in words
    method.py     how the numbers came about
    words.py      numbers, shares and lists as it writes them
    page.py       what goes where
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cagame.figures import PLOTS_FOLDER, draw_into
from cagame.folders import REPORT, write_whole
from cagame.report.findings import Findings
from cagame.report.page import render
from cagame.results import Results
from cagame.scenario import tables_behind

if TYPE_CHECKING:
    from os import PathLike


def write_report(folder: str | PathLike[str], out: str | PathLike[str] | None = None) -> Path:
    """Write the report of a study, and its figures if there are none; return the file.

    The same results give the same bytes, wherever the folder stands.

    Parameters
    ----------
    folder : the results of a study
    out : the file to write; ``report.html`` in the folder unless given

    Raises
    ------
    ResultsError
        Where the folder holds no results of a study.
    OSError
        Where the file cannot be written.
    """
    results = Results(Path(folder))
    path = results.folder / REPORT if out is None else Path(out)
    if not (results.folder / PLOTS_FOLDER).is_dir():
        draw_into(results.folder)
    write_whole(path, render(Findings.of(results, tables_behind(results.manifest["study"]))))
    return path
