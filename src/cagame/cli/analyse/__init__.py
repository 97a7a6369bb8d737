"""What ``cagame analyse`` asks of results: for each question its options, its answer, its page.

`asked` is what all of them ask first: which results, which outcomes, which scenarios.
"""
