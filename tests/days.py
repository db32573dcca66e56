"""The day, for tests whose clock is the real one."""

from __future__ import annotations

from datetime import UTC, datetime


def quiet_zone() -> str:
    """A time zone in which it is not about midnight just now.

    Then no day begins in the middle of a test, and a repeat is one whenever it runs.
    """
    return "Etc/UTC" if 6 <= datetime.now(UTC).hour < 18 else "Etc/GMT-12"
