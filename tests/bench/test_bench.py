"""What `make bench` measures, small: people who wait for Connect take nothing from each other."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from booking import sandbox as connect
from portal.demo import processes
from tests.bench import client, storm

PEOPLE = 12
LATENCY = 1.0


@pytest.fixture
def sandbox(settings: Any) -> Iterator[connect.server.Sandbox]:
    remote = connect.start(port=0)
    options = settings.SCHEDULERS["connect"]["options"] | {"url": remote.api_url}
    settings.SCHEDULERS = {"connect": {**settings.SCHEDULERS["connect"], "options": options}}
    yield remote
    remote.stop()


@contextmanager
def serving(sandbox: connect.server.Sandbox, folder: Path) -> Iterator[int]:
    """One web process with one connection to the tests' database; answers its port."""
    port, log = processes.free_port(), folder / "log"
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DATABASE_POOL_SIZE": "1",
        "CONNECT_URL": sandbox.api_url,
    }
    program = Path(sys.executable).parent / "gunicorn"
    child = processes.start([program, "-c", "portal/gunicorn.py"], log=log, env=env)
    try:
        processes.wait_for(child, port=port, name="gunicorn", log=log)
        yield port
    finally:
        processes.stop(child)


@pytest.mark.django_db(transaction=True)
def test_a_dozen_tenants_wait_for_connect_at_once_on_one_database_connection(sandbox, tmp_path):
    call_command("load_tree", verbosity=0)
    pages = storm.list_pages(PEOPLE)
    with serving(sandbox, tmp_path) as port:
        storm.slow(f"{sandbox.url}/", LATENCY)
        times = client.arrive(port, pages, within=0.0, expect=storm.SLOT)
    assert times.errors == []
    assert times.seconds < PEOPLE * LATENCY
