"""A sample of what `make simulate` runs by the thousand, in processes of its own: it bends time for all."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = 100


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.simulator", "--workers=1", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540, check=False)


def test_nothing_is_lost_or_doubled_in_a_sample_of_schedules() -> None:
    done = simulate(f"--seeds={SAMPLE}", "--look-only")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert f"{SAMPLE} seeds, 0 with violations" in done.stdout


def test_the_same_seed_is_the_same_run() -> None:
    """Also after others: where rows lie in the tables must decide nothing."""
    alone, after_others = simulate("--seed", "16"), simulate("--seed", "35", "74", "16")
    assert "no violation" in alone.stdout
    assert after_others.stdout.endswith(alone.stdout)


def test_what_once_failed_fails_no_more() -> None:
    done = simulate("--kept")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
