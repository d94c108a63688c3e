"""The portal as `make demo` starts it, in a folder that goes away, with nothing of our own environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import portal.demo.__main__ as demo
from portal.demo import folder as folders
from portal.demo import sandboxes, throwaway
from portal.demo.supervisor import Supervisor
from tests.test_house import read_setting_names


@dataclass(frozen=True)
class House:
    """Where to ask, and whose processor time to look at."""

    port: int
    sandbox: str
    web: int
    """The web server's process."""


@contextmanager
def running() -> Iterator[House]:
    """PostgreSQL, Valkey, sandbox, worker and web server run; their environment is ours as well."""
    for name in read_setting_names():
        os.environ.pop(name, None)
    with throwaway.make_folder() as parent, Supervisor() as supervisor:
        folder = parent / "bench"
        folders.make(folder)
        env = demo.start_servers(supervisor, folder)
        env |= {"EMAIL_URL": "dummymail://", "LOG_LEVEL": "WARNING", "WEB_CONCURRENCY": "2"}
        env["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        sandboxes.start(supervisor, folder, env)
        demo.furnish(folder, env)
        demo.start_portal(supervisor, folder, env)
        os.environ.update(env)
        port = int(env["BIND"].rpartition(":")[2])
        yield House(port=port, sandbox=env["SANDBOX"], web=supervisor.parts[-1].child.pid)
