"""A sample of what `make clocks` does by the thousand, in a process of its own: it bends time for all."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MISTAKES = ("the calendar file in UTC", "Cadulis's times in UTC")


def test_no_date_and_no_window_shifts_and_a_mistake_would_be_found() -> None:
    command = [sys.executable, "-m", "tests.clocks", "--sample", "--shifts", *MISTAKES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "journeys, 0 with a shift" in done.stdout
    assert all(f"{mistake}: found at" in done.stdout for mistake in MISTAKES)
