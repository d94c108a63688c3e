"""Says at the end of a long run how many cases there were."""

import os
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a method, where somebody asked for more than the sample."""
    if "CASES" not in os.environ:
        return
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    told = sorted({pair for report in reports for pair in getattr(report, "user_properties", ())})
    for name, value in told:
        terminalreporter.write_line(f"{name:50} {value}")
