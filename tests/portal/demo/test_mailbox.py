"""The demo's mailbox shows what the portal sent."""

import http.client
import threading
from http.server import ThreadingHTTPServer

import pytest
from django.core.mail import EmailMessage, get_connection

from portal.demo import mailbox

FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def send(tmp_path):
    """Sends messages into the folder, those of one call over one connection."""

    def send(*messages: tuple[str, str]) -> None:
        connection = get_connection(FILES, file_path=tmp_path)
        connection.send_messages(
            [
                EmailMessage(subject, body, "repairs@example.org", ["amira@example.org"])
                for subject, body in messages
            ]
        )

    return send


@pytest.fixture
def ask(tmp_path):
    """Asks the running mailbox."""
    handler = type("Handler", (mailbox.Handler,), {"folder": tmp_path})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()

        def ask(path: str = "/", host: str = "127.0.0.1") -> tuple[int, str]:
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

        yield ask
        server.shutdown()


def test_an_empty_mailbox_says_so(ask):
    status, page = ask()
    assert status == 200
    assert "There are no messages yet" in page


def test_a_code_can_be_read(send, ask):
    send(("Your code", "Your code is ABC-123.\n\nIt is good for five minutes – £0."))
    _, page = ask()
    assert "Your code is ABC-123." in page
    assert "five minutes – £0." in page
    assert "amira@example.org" in page


def test_messages_of_one_connection_are_shown_newest_first(send, tmp_path):
    send(("first", "1"), ("second", "2"))
    assert [message["Subject"] for message in mailbox.read(tmp_path)] == ["second", "first"]


def test_what_a_message_says_is_text_and_its_addresses_are_links(send, tmp_path):
    send(("<b>hello</b>", "<script>alert(1)</script> http://127.0.0.1:8000/repairs/"))
    page = mailbox.render(mailbox.read(tmp_path))
    assert "<script>" not in page
    assert "<b>hello" not in page
    assert '<a href="http://127.0.0.1:8000/repairs/">' in page


def test_other_pages_and_other_hosts_are_refused(ask):
    assert ask("/other")[0] == 404
    assert ask(host="attacker.example")[0] == 400
