"""`make demo`: everything that the portal needs, on this machine, until Ctrl-C."""

import argparse
import os
import shlex
import signal
import sys
from pathlib import Path

from portal.demo import cast, postgres, processes, valkey
from portal.demo import folder as folders
from portal.demo.processes import CannotStart
from portal.demo.supervisor import Stopped, Supervisor, say

PORT, SANDBOX_PORT, MAILBOX_PORT = 8000, 8010, 8025
SANDBOX = {
    "CONNECT_USERNAME": "portal@clouddialogs.com",
    "CONNECT_PASSWORD": "sandbox",
    "CONNECT_CONTRACT": "RIVERSIDE-R&M",
    "CONNECT_ORGANISATION": "RIVERSIDE",
}


def main() -> int:
    """Run the demo, or with --reset empty it; 0 where all went as asked."""
    arguments = argparse.ArgumentParser(prog="python -m portal.demo", description=__doc__)
    arguments.add_argument("--reset", action="store_true", help="empty the demo's data, and start nothing")
    arguments.add_argument(
        "--leashed", action="store_true", help="stop when the program that started us dies"
    )
    given = arguments.parse_args()
    if given.leashed:
        processes.leash(signal.SIGTERM, os.getppid())
    folder = folders.find()
    try:
        if given.reset:
            folders.empty(folder)
            say("The demo is empty.")
        else:
            run(folder)
    except (CannotStart, OSError) as error:
        say(f"The demo has stopped. {error}")
        return 1
    except Stopped:
        say("The demo has stopped.")
    return 0


def run(folder: Path) -> None:
    """Everything runs until somebody stops it or a part of it dies."""
    folders.make(folder)
    if folder.parent != folders.CHECKOUT:
        say(f"This checkout lies in a private folder, so the demo's data are in {folder}.")
    with folders.held(folder), Supervisor() as supervisor:
        folders.clear_logs(folder)
        env = start_servers(supervisor, folder)
        start_mailbox(supervisor, folder, env)
        start_sandbox(supervisor, folder, env)
        furnish(folder, env)
        start_portal(supervisor, folder, env)
        introduce(folder, env)
        supervisor.wait()


def start_servers(supervisor: Supervisor, folder: Path) -> dict[str, str]:
    """PostgreSQL and Valkey run where nobody named their own; answers the environment for what follows."""
    given = {name: value for name, value in os.environ.items() if value}
    port = find_port("the portal", int(given.get("PORT", PORT)))
    env = {
        "SECRET_KEY": folders.read_secret_key(folder),
        "DEBUG": "false",
        "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
        **given,
    }
    if "DATABASE_URL" not in given:
        say("Starting PostgreSQL …")
        database = supervisor.stack.enter_context(postgres.running(folder / "postgres"))
        supervisor.watch("PostgreSQL", database.child, log=database.log)
        env["DATABASE_URL"] = database.url
    if not {"CELERY_BROKER_URL", "CACHE_URL"} <= given.keys():
        say("Starting Valkey …")
        server = supervisor.stack.enter_context(valkey.running(folder / "valkey"))
        supervisor.watch("Valkey", server.child, log=server.log)
        env.setdefault("CELERY_BROKER_URL", server.url + "0")
        env.setdefault("CACHE_URL", server.url + "1")
    return env


def start_mailbox(supervisor: Supervisor, folder: Path, env: dict[str, str]) -> None:
    """E-mails become files that a page shows, unless EMAIL_URL says where they go."""
    if "EMAIL_URL" in env:
        return
    port = find_port("the mailbox", MAILBOX_PORT)
    mail, log = folder / "mail", folder / "logs" / "mailbox.log"
    env["EMAIL_URL"] = f"filemail:///{mail}"
    env["MAILBOX"] = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "portal.demo.mailbox", str(mail), "--port", str(port)]
    part = supervisor.run("The mailbox", command, log=log, env=env)
    processes.wait_for(part.child, port=port, name=part.name, log=log)


def start_sandbox(supervisor: Supervisor, folder: Path, env: dict[str, str]) -> None:
    """A pretend Connect runs, unless CONNECT_URL says where a real one is."""
    if "CONNECT_URL" in env:
        return
    say("Starting the sandbox …")
    port, log = find_port("the sandbox", SANDBOX_PORT), folder / "logs" / "sandbox.log"
    root = f"http://127.0.0.1:{port}"
    kept = str(folder / "sandbox.state")
    command = [sys.executable, "-m", "booking.sandbox", "--port", str(port), "--keep", kept]
    part = supervisor.run("The sandbox", command, log=log, env=env)
    processes.wait_for(part.child, port=port, name=part.name, log=log)
    env |= SANDBOX
    env["SANDBOX"] = root + "/"
    env["CONNECT_URL"] = root + "/WS-API"
    jump = "/jump/{token}?screen={screen}&order={number}&property={customer}"
    env.setdefault("CONNECT_JUMP_URL", root + jump)
    # Nothing is late on one machine; a real Connect gets the full quarantine.
    env.setdefault("QUARANTINE_SECONDS", "15")


def furnish(folder: Path, env: dict[str, str]) -> None:
    """Tables, static files, tree and people stand."""
    say("Preparing the database, the static files, the diagnosis tree and the people …")
    log = folder / "logs" / "furnish.log"
    child = processes.start([sys.executable, "-m", "portal.demo.furnish"], log=log, env=env)
    try:
        code = child.wait()
    finally:
        processes.stop(child)
    if code:
        message = f"Preparing failed (exit code {code}); log: {log}\n{processes.tail(log)}"
        raise CannotStart(message)


def start_portal(supervisor: Supervisor, folder: Path, env: dict[str, str]) -> None:
    """The worker with its timetable and the web server run; the web server listens."""
    say("Starting the worker and the portal …")
    programs, logs = Path(sys.executable).parent, folder / "logs"
    timetable = str(folder / "timetable")
    worker = [str(programs / "celery"), "-A", "portal", "worker", "-B", "-s", timetable]
    worker += ["--pool", "threads", "-c", "8", "-l", "INFO", "--without-gossip", "--without-mingle"]
    supervisor.run("The worker", worker, log=logs / "worker.log", env=env, restarts=True)
    log = logs / "portal.log"
    serve = [str(programs / "gunicorn"), "-c", "portal/gunicorn.py"]
    part = supervisor.run("The portal", serve, log=log, env=env)
    port = int(env["BIND"].rpartition(":")[2])
    processes.wait_for(part.child, port=port, name=part.name, log=log)
    processes.wait_for_page(part.child, port=port, name=part.name, log=log)


def find_port(what: str, preferred: int) -> int:
    """The preferred port, or the next that is free, which is said."""
    port = processes.free_port(preferred=preferred)
    if port != preferred:
        say(f"Port {preferred} is busy: {what} takes {port}.")
    return port


def introduce(folder: Path, env: dict[str, str]) -> None:
    """Says where everything is, who can sign in and where their codes show up."""
    connect = (
        f"{env['SANDBOX']}  (pretend Connect: orders and diary)" if "SANDBOX" in env else env["CONNECT_URL"]
    )
    codes = env.get("MAILBOX", "sent by e-mail, as EMAIL_URL says")
    say(
        f"\nSign in with one of these addresses and the code that is sent to it:\n\n{cast.describe()}\n\n"
        f"  The portal     {env['SITE_URL']}/\n"
        f"  Their codes    {codes}\n"
        f"  Connect        {connect}\n"
        f"  Logs           {shlex.quote(str(folder / 'logs'))}\n\n"
        "Ctrl-C stops everything; the data stay for the next time."
    )


if __name__ == "__main__":
    sys.exit(main())
