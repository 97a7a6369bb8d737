"""What ``cagame analyse`` asks of results.

::

    asked.py         what all verbs ask first: which results, outcomes and scenarios
    X_question.py    what one of them is asked, if that is much
    X_command.py     what it does
    X_page.py        what it prints; X_object.py and X_tables.py for other programs
"""
