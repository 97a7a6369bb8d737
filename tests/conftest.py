"""The same examples every time: a failure that comes and goes teaches nobody anything."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "cagame",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("cagame")
