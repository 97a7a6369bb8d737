"""The command line: ``cagame run``, ``validate``, ``evidence`` and the rest.

::

    commands.py     all commands, by panel of the help
    verbs/          each command with its options; imports nothing heavy
    shell.py        errors, interruption, exit codes
    page.py         text and tables for the terminal
    studies.py      run, validate, new, schema, scenarios
    sweeps.py       sweep, query, export
    kinds.py        which kind of file somebody named
    comparison.py   what a study found, as tables
    column.py       one outcome in these tables
    past.py         backcast, score
    difference.py   what changed between two results
    cards.py        what is known about a number, fact or source
    phrases.py      rows of the tables in words
    listing.py      all numbers, and the audit
    analyse/        the questions of `cagame analyse`
    again.py        a study run again to answer them
    X_command.py    what any other command does
    cells.py        words and numbers in the cells of tables
    quoting.py      commands that one can copy into a shell
    progress.py     the bar while something long runs

Exit codes: 0 done, 1 a run failed or an audit found something, 2 the input is wrong,
130 stopped by Ctrl-C, 141 the reader of the output went away.
"""

from cagame.cli.commands import app, main

__all__ = ["app", "main"]
