"""The pretend systems of the demo: the landlord's Connect, and two contractors with systems of their own."""

import sys
from dataclasses import dataclass
from pathlib import Path

from portal.demo import processes
from portal.demo.supervisor import Supervisor, find_port, say

CONNECT = {
    "CONNECT_USERNAME": "portal@clouddialogs.com",
    "CONNECT_PASSWORD": "sandbox",
    "CONNECT_CONTRACT": "RIVERSIDE-R&M",
    "CONNECT_ORGANISATION": "RIVERSIDE",
}
CONTRACTORS = "hartley=synchroteam,skyline=cadulis"
HARTLEY = {"HARTLEY_DOMAIN": "hartley", "HARTLEY_KEY": "only-for-the-demo", "HARTLEY_JOB_TYPE": "Fencing"}
SKYLINE = {"account": "skyline", "key": "only-for-the-demo"}
CONNECT_PORT, HARTLEY_PORT, SKYLINE_PORT = 8010, 8011, 8012


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the pretend systems run."""

    supervisor: Supervisor
    folder: Path
    env: dict[str, str]

    def run(self, kind: str, *options: str, port: int) -> str:
        """One of them runs; answers its address."""
        port, log = find_port(f"the pretend {kind}", port), self.folder / "logs" / f"{kind}.log"
        # The name without a system is what earlier demos have kept Connect's orders under.
        kept = self.folder / ("sandbox.state" if kind == "connect" else f"{kind}.state")
        command = [sys.executable, "-m", "booking.sandbox", kind, "--port", str(port), "--keep", str(kept)]
        part = self.supervisor.run(f"The pretend {kind}", [*command, *options], log=log, env=self.env)
        processes.wait_for(part.child, port=port, name=part.name, log=log)
        return f"http://127.0.0.1:{port}"


def start(supervisor: Supervisor, folder: Path, env: dict[str, str]) -> None:
    """Runs those that nobody has named a real one for, and adds where they are to the environment."""
    ground = Ground(supervisor, folder, env)
    say("Starting the sandboxes …")
    if "CONNECT_URL" not in env:
        start_connect(ground)
    if "CONTRACTOR_SYSTEMS" not in env:
        start_contractors(ground)


def start_connect(ground: Ground) -> None:
    """A pretend Connect runs, and calls the portal when its staff change something."""
    env = ground.env
    hook = f"{env['SITE_URL']}/hooks/{env['CONNECT_HOOK_PATH']}/"
    # In one word each: a secret may begin with a hyphen.
    told = (f"--callback-url={hook}", f"--callback-secret={env['CONNECT_HOOK_SECRETS']}")
    root = ground.run("connect", *told, port=CONNECT_PORT)
    env |= CONNECT
    env["SANDBOX"] = root + "/"
    env["CONNECT_URL"] = root + "/WS-API"
    jump = "/jump/{token}?screen={screen}&order={number}&property={customer}"
    env.setdefault("CONNECT_JUMP_URL", root + jump)
    # Nothing is late on one machine; a real Connect gets the full quarantine.
    env.setdefault("QUARANTINE_SECONDS", "15")


def start_contractors(ground: Ground) -> None:
    """Two contractors' systems run: one Synchroteam, one Cadulis."""
    env = ground.env
    known = ("--domain", HARTLEY["HARTLEY_DOMAIN"], "--key", HARTLEY["HARTLEY_KEY"])
    root = ground.run("synchroteam", *known, port=HARTLEY_PORT)
    env |= HARTLEY
    env["HARTLEY_URL"] = root + "/api/v3"
    known = ("--account", SKYLINE["account"], "--key", SKYLINE["key"])
    root = ground.run("cadulis", *known, port=SKYLINE_PORT)
    env["SKYLINE_URL"] = f"{root}/connectors/{SKYLINE['account']}/{SKYLINE['key']}"
    env["SKYLINE_INTERVENTION_TYPE"] = "REPAIR"
    env["CONTRACTOR_SYSTEMS"] = CONTRACTORS
