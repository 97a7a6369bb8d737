"""The command line: ``cagame run``, ``validate``, ``evidence`` and the rest.

::

    commands.py     all commands, by panel of the help
    verbs/          each command with its options; imports nothing heavy
    shell.py        errors, interruption, exit codes
    page.py         text and tables for the terminal
    studies.py      run, validate, new, schema, scenarios
    sweeps.py       sweep, query, export
    comparison.py   what a study found, as tables
    column.py       one outcome in these tables
    past.py         backcast, score
    X_question.py   what a verb under `cagame analyse` is asked, if that is much
    X_command.py    what it does
    X_page.py       what it prints; X_object.py the same for other programs
    again.py        a study run again to answer them
    difference.py   what changed between two results
    cards.py        what is known about it
    phrases.py      rows of the tables in words
    listing.py      all numbers, and the audit

Exit codes: 0 done, 1 a run failed or an audit found something, 2 the input is wrong,
130 stopped by Ctrl-C, 141 the reader of the output went away.
"""

from cagame.cli.commands import app, main

__all__ = ["app", "main"]
