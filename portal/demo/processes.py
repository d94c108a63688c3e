"""Child processes that end when we do, even when we are killed."""

import ctypes
import http.client
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypedDict

Child = subprocess.Popen[bytes]

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Demotion(TypedDict, total=False):
    """What subprocess takes to run a child as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


class CannotStart(Exception):
    """Something that the demo needs did not start; the text says what and why, for a person."""


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    user: str | None = None,
    farewell: signal.Signals = signal.SIGTERM,
) -> Child:
    """Run the command in a session of its own, its output in the log; it is sent `farewell` when we die."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own commands, no shell
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if env is None else dict(env),
            cwd="/" if user else None,
            start_new_session=True,
            preexec_fn=partial(leash, farewell, os.getpid()),  # noqa: PLW1509 - one system call, no lock
            **demotion(user),
        )


def leash(farewell: signal.Signals, parent: int) -> None:
    """This process is sent `farewell` as soon as its parent dies."""
    _libc.prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), farewell)


def demotion(user: str | None) -> Demotion:
    """What makes a child of root run as that user; nothing where there is none."""
    if user is None:
        return {}
    person = pwd.getpwnam(user)
    return Demotion(user=person.pw_uid, group=person.pw_gid, extra_groups=[])


def stop(child: Child, *, sign: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """The child and all of its session are gone, gently where it listens within that many seconds."""
    if child.poll() is None:
        child.send_signal(sign)
        try:
            child.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def free_port(*, preferred: int = 0) -> int:
    """A port of 127.0.0.1 that nobody listens on: the preferred one or the next that is free."""
    for port in range(preferred, preferred + 50) if preferred else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = f"No port between {preferred} and {preferred + 49} is free on 127.0.0.1."
    raise CannotStart(message)


def wait_for(child: Child, *, port: int, name: str, log: Path, patience: float = 60) -> None:
    """Somebody listens on the port; CannotStart with the end of the log where the child has ended instead."""

    def connect() -> None:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()

    insist(connect, child=child, name=name, log=log, patience=patience)


def wait_for_page(child: Child, *, port: int, name: str, log: Path, patience: float = 60) -> None:
    """The child answers HTTP: what listens may still be starting those that answer."""

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        connection.getresponse()
        connection.close()

    insist(ask, child=child, name=name, log=log, patience=patience)


def insist(attempt: Callable[[], None], *, child: Child, name: str, log: Path, patience: float) -> None:
    """Try until it works, while the child lives."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and child.poll() is None:
        try:
            attempt()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
    message = f"{name} did not start:\n{tail(log)}"
    raise CannotStart(message)


def tail(log: Path, *, lines: int = 15) -> str:
    """The last lines of a log, or nothing where there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
