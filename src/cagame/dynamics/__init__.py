"""The model's equations: pure functions on arrays whose last axis is the world.

One file per mechanism. Nothing here knows an agent, a table or a year.
"""
