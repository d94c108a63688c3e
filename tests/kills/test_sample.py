"""A sample of what `make kills` and `make outage` run by the thousand, in processes of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.kills", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=540, check=False)


def test_what_the_dead_leave_behind_heals_within_the_lease_and_a_minute() -> None:
    done = run("--kills=12", "--workers=1")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "0 violations, 0 failpoints never met" in done.stdout


@pytest.mark.parametrize("hole", ["sweeper", "lease"])
def test_without_what_the_healing_rests_on_the_judgement_finds_fault(hole: str) -> None:
    done = run("--kills=1", "--workers=1", "--only=sent", f"--hole={hole}")
    assert done.returncode == 1, done.stdout + done.stderr[-2000:]
    assert "not healed after 240 s" in done.stdout


def test_three_days_without_remotes_lose_nothing() -> None:
    done = run("--outage=8", "--patient")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "remotes away for 72 hours: 8 reports" in done.stdout
