"""The same examples every time: a failure that comes and goes teaches nobody anything."""

import pytest
from hypothesis import HealthCheck, Phase, settings

pytest.register_assert_rewrite("broken_files")

settings.register_profile(
    "cagame",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# For `make mutation`, which asks whether a test fails, and not for the smallest example that does.
settings.register_profile(
    "mutation", settings.get_profile("cagame"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("cagame")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden",
        action="store_true",
        help="keep the numbers that shipped studies give now (make golden)",
    )
    parser.addoption(
        "--freeze-release",
        action="store_true",
        help="write the snapshot of the version in hand (make snapshot)",
    )


@pytest.fixture
def refresh_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden results are to be kept anew, which only an explicit command asks for."""
    return bool(request.config.getoption("--refresh-golden"))


@pytest.fixture
def freeze_release(request: pytest.FixtureRequest) -> bool:
    """Whether the snapshot of this version is to be written, as above."""
    return bool(request.config.getoption("--freeze-release"))
