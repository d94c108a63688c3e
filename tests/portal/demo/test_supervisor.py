"""What the demo starts ends with it, whatever happens to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.demo import processes
from portal.demo.processes import CannotStart
from portal.demo.supervisor import RESTARTED_AT_MOST, Stopped, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]


@pytest.fixture
def log(tmp_path):
    """Where a child writes."""
    return tmp_path / "log"


@pytest.fixture
def supervisor():
    """One whose handlers do not outlive the test."""
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield Supervisor()
    for sign, handler in before.items():
        signal.signal(sign, handler)


def until(condition, *, patience: float = 10) -> bool:
    """The condition holds within that many seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if condition():
            return True
    return False


def is_running(pid: int) -> bool:
    """There is such a process, and it is not a dead one that nobody has collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_leaving_stops_what_runs(supervisor, log):
    with supervisor:
        part = supervisor.run("A sleeper", SLEEP, log=log, env=dict(os.environ))
        assert is_running(part.child.pid)
    assert not is_running(part.child.pid)


def test_what_does_not_listen_is_killed(log):
    child = processes.start(STUBBORN, log=log)
    assert until(lambda: "deaf" in processes.tail(log))
    processes.stop(child, patience=0.1)
    assert child.returncode == -signal.SIGKILL


def test_a_request_to_stop_ends_everything(supervisor, log):
    with supervisor:
        part = supervisor.run("A sleeper", SLEEP, log=log, env=dict(os.environ))
        with pytest.raises(Stopped):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert not is_running(part.child.pid)


def test_a_death_ends_the_demo_with_the_end_of_its_log(supervisor, log):
    dying = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    with supervisor:
        supervisor.run("The portal", dying, log=log, env=dict(os.environ))
        with pytest.raises(CannotStart, match=r"has ended by itself \(exit code 3\)[\s\S]*the reason"):
            supervisor.wait()


def test_a_worker_is_started_again_but_not_for_ever(supervisor, log, capsys):
    dying = [sys.executable, "-S", "-c", "print('begun')"]
    with supervisor:
        supervisor.run("The worker", dying, log=log, env=dict(os.environ), restarts=True)
        with pytest.raises(CannotStart):
            supervisor.wait()
    assert log.read_text().count("begun") == RESTARTED_AT_MOST + 1
    assert capsys.readouterr().out.count("It is started again.") == RESTARTED_AT_MOST


def test_children_do_not_outlive_a_parent_that_is_killed(tmp_path):
    source = (
        "import sys, time; from pathlib import Path; from portal.demo import processes\n"
        f"child = processes.start({SLEEP!r}, log=Path({str(tmp_path / 'log')!r}))\n"
        "print(child.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    assert until(lambda: not is_running(child))


def test_a_busy_port_is_passed_over():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        assert processes.free_port(preferred=busy) > busy


def test_waiting_for_a_child_that_died_shows_its_log(log):
    child = processes.start([sys.executable, "-c", "print('no room')"], log=log)
    with pytest.raises(CannotStart, match=r"Valkey did not start:\nno room"):
        processes.wait_for(child, port=processes.free_port(), name="Valkey", log=log)
