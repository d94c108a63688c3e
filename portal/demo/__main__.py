"""`make demo`: everything that the portal needs, on this machine, until Ctrl-C."""

import argparse
import os
import shlex
import signal
import sys
from pathlib import Path

from portal.demo import cast, postgres, processes, sandboxes, valkey
from portal.demo import folder as folders
from portal.demo.processes import CannotStart
from portal.demo.supervisor import Stopped, Supervisor, find_port, say

PORT, MAILBOX_PORT = 8000, 8025


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
        sandboxes.start(supervisor, folder, env)
        furnish(folder, env)
        start_portal(supervisor, folder, env)
        introduce(folder, env)
        supervisor.wait()


def start_servers(supervisor: Supervisor, folder: Path) -> dict[str, str]:
    """PostgreSQL and Valkey run where nobody named their own; answers the environment for what follows."""
    given = {name: value for name, value in os.environ.items() if value}
    port = find_port("the portal", int(given.get("PORT", PORT)))
    env = {
        **folders.read_secrets(folder),
        "DEBUG": "false",
        "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
        # Whoever tries the webhooks has the receiver on the same machine.
        "WEBHOOK_LOOPBACK": "true",
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
    worker = [str(programs / "celery"), "-A", "portal", "worker", "-B"]
    worker += ["--pool", "threads", "-c", "8", "-l", "INFO", "--without-gossip", "--without-mingle"]
    supervisor.run("The worker", worker, log=logs / "worker.log", env=env, restarts=True)
    log = logs / "portal.log"
    serve = [str(programs / "gunicorn"), "-c", "portal/gunicorn.py"]
    part = supervisor.run("The portal", serve, log=log, env=env)
    port = int(env["BIND"].rpartition(":")[2])
    processes.wait_for(part.child, port=port, name=part.name, log=log)
    processes.wait_for_page(part.child, port=port, name=part.name, log=log)


def introduce(folder: Path, env: dict[str, str]) -> None:
    """Says where everything is, who can sign in and where their codes show up."""
    connect = (
        f"{env['SANDBOX']}  (pretend Connect: orders and diary)" if "SANDBOX" in env else env["CONNECT_URL"]
    )
    contractors = "".join(
        f"  {name:<14} {env[variable].split('/connectors')[0].removesuffix('/api/v3')}/\n"
        for name, variable in (("Hartley", "HARTLEY_URL"), ("Skyline", "SKYLINE_URL"))
        if env.get("CONTRACTOR_SYSTEMS") == sandboxes.CONTRACTORS
    )
    codes = env.get("MAILBOX", "sent by e-mail, as EMAIL_URL says")
    say(
        f"\nSign in with one of these addresses and the code that is sent to it:\n\n{cast.describe()}\n\n"
        f"  The portal     {env['SITE_URL']}/\n"
        f"  Their codes    {codes}\n"
        f"  Connect        {connect}\n{contractors}"
        f"  Logs           {shlex.quote(str(folder / 'logs'))}\n\n"
        "Ctrl-C stops everything; the data stay for the next time."
    )


if __name__ == "__main__":
    sys.exit(main())
