"""Equations are tried on the same examples every time."""

from hypothesis import settings

settings.register_profile("equations", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("equations")
