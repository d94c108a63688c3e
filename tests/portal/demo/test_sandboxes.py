"""The demo's pretend systems start, whatever the secrets of that demo are."""

from pathlib import Path

import requests

from portal.demo import sandboxes
from portal.demo.sandboxes import Ground
from portal.demo.supervisor import Supervisor


def test_a_secret_that_begins_with_a_hyphen_is_no_option(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    env = {
        "SITE_URL": "http://127.0.0.1:9",
        "CONNECT_HOOK_PATH": "-path-of-twenty-characters",
        "CONNECT_HOOK_SECRETS": "-secret-of-many-characters",
    }
    with Supervisor() as supervisor:
        sandboxes.start_connect(Ground(supervisor, tmp_path, env))
        assert requests.get(env["SANDBOX"], timeout=10).ok
    assert env["CONNECT_URL"].endswith("/WS-API")
