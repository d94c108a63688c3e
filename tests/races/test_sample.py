"""A sample of what `make races` runs two hundred times with fifty clients, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_nobody_is_booked_twice_and_every_guard_that_is_taken_away_is_missed() -> None:
    size = ["--rounds=4", "--clients=6", "--workers=4", "--quick", "--controls"]
    command = [sys.executable, "-W", "ignore", "-m", "tests.races", *size]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "NOT found out" not in done.stdout
    assert done.stdout.count("0 with violations") == 9
