"""What every test may use."""

import os
from typing import NoReturn

import pytest


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test because something is not installed; with COACH_REQUIRE_ALL=1 (as in CI) fail it instead."""
    if os.environ.get("COACH_REQUIRE_ALL") == "1":
        pytest.fail(f"COACH_REQUIRE_ALL=1, and {reason}", pytrace=False)
    pytest.skip(reason)
