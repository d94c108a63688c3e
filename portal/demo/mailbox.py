"""The demo's mailbox: a page that shows what the portal has sent by e-mail, newest first."""

import argparse
import email
import html
import re
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SEPARATOR = re.compile(rb"^-{79}$", re.MULTILINE)
HOSTS = {"127.0.0.1", "localhost"}
PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Mailbox of the demo</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }}
article {{ border: 1px solid #767676; border-radius: 4px; padding: 0 1rem; margin: 1rem 0; }}
pre {{ font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }}
</style></head>
<body><main><h1>Mailbox of the demo</h1>
<p>Every e-mail that the portal has sent, newest first. This page looks again every five seconds.</p>
{messages}</main></body></html>
"""
MESSAGE = """<article><h2>{subject}</h2><p>To {to}<br>{date}</p><pre>{body}</pre></article>
"""


def read(folder: Path, *, newest: int = 50) -> list[EmailMessage]:
    """The messages in the folder, newest first. Each file may hold several, divided by a line of dashes."""
    files = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    found = []
    for file in files[:newest]:
        parts = [part.strip() for part in SEPARATOR.split(file.read_bytes())]
        found += [email.message_from_bytes(part, policy=default) for part in reversed(parts) if part]
    return found[:newest]


def render(messages: list[EmailMessage]) -> str:
    """The page; everything in a message is shown as text."""
    shown = [
        MESSAGE.format(
            subject=html.escape(str(message["Subject"] or "No subject")),
            to=html.escape(str(message["To"] or "")),
            date=html.escape(str(message["Date"] or "")),
            body=link(html.escape(read_body(message))),
        )
        for message in messages
    ]
    return PAGE.format(messages="".join(shown) or "<p>There are no messages yet.</p>")


def read_body(message: EmailMessage) -> str:
    """The plain text of a message, or nothing where it has none."""
    part = message.get_body(("plain", "html"))
    return "" if part is None else str(part.get_content()).strip()


def link(text: str) -> str:
    """The escaped text with its web addresses made into links."""
    return re.sub(r"https?://[^\s<>&]+", lambda match: f'<a href="{match[0]}">{match[0]}</a>', text)


class Handler(BaseHTTPRequestHandler):
    """Answers the one page, to a browser on this machine only."""

    folder: Path

    def do_GET(self) -> None:
        """The page of messages."""
        if (self.headers.get("Host") or "").partition(":")[0] not in HOSTS:
            self.send_error(400)
        elif self.path != "/":
            self.send_error(404)
        else:
            self.answer(render(read(self.folder)).encode())

    def answer(self, page: bytes) -> None:
        """Send it, never to be stored."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a page that looks again every five seconds would fill the log."""


def main() -> None:
    """Serve the folder's messages on 127.0.0.1 until stopped."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    Handler.folder = given.folder
    ThreadingHTTPServer(("127.0.0.1", given.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
