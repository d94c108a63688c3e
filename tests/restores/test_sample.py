"""A sample of the drills, in a process of its own: they bend time for all."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_lost_quarter_of_an_hour_is_rebuilt_and_would_be_missed_otherwise() -> None:
    command = [sys.executable, "-m", "tests.restores", "--seeds", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "3 drills, 0 with something wrong" in done.stdout
    assert "without the rebuilding: wrong at seed" in done.stdout
