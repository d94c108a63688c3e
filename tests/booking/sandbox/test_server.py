"""The server itself: many callers at once, connections kept, a process that starts fast and ends cleanly."""

import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import requests

from booking.sandbox import Options, start

from .caller import Caller


def test_a_connection_is_kept_for_the_next_call(connect):
    line = HTTPConnection(connect.url.removeprefix("http://"), timeout=10)
    sockets = []
    for _ in range(2):
        line.request("GET", "/WS-API/api/PlanningWindow")
        line.getresponse().read()
        sockets.append(line.sock)
    assert sockets[0] is sockets[1] is not None
    line.close()


def test_whoever_asks_for_the_head_alone_gets_no_body(connect):
    host, port = connect.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = line.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n")


def test_one_slot_is_booked_once_however_many_want_it(connect):
    slot, numbers = ("2026-11-25", "MORNING"), [f"TP-{number}" for number in range(20)]
    for number in numbers:
        connect.raise_order(number)
    connect.control("fill", date=slot[0], window=slot[1], trade="plumbing", leave=1)

    def book(number):
        return Caller(connect.url, token=connect.token).book(slot, number).status_code

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(book, numbers)) == [200] + [400] * 19


def test_one_number_is_one_order_however_often_it_is_sent_at_once(connect):
    connect.get("PlanningWindow")

    def raise_it(_):
        return Caller(connect.url, token=connect.token).raise_order().status_code

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(raise_it, range(20))) == [201] + [400] * 19


def test_a_body_that_is_too_large_is_not_read(connect):
    answer = requests.post(
        f"{connect.url}/WS-API/api/Booking", headers={"Content-Length": "99999999"}, timeout=10
    )
    assert answer.status_code == 413


def test_a_slow_sandbox_makes_every_call_wait():
    running = start(options=Options(latency=0.05))
    try:
        caller = Caller(running.url)
        caller.get("PlanningWindow")
        assert all(entry["ended"] - entry["started"] >= 50 for entry in caller.ledger())
    finally:
        running.stop()


def test_a_stopped_sandbox_hangs_up():
    running = start()
    session = requests.Session()
    session.get(running.url, timeout=10)
    running.stop()
    try:
        session.get(running.url, timeout=10)
    except requests.ConnectionError:
        return
    raise AssertionError("it still answers")


def test_the_process_says_where_it_is_and_ends_when_told():
    command = [sys.executable, "-m", "booking.sandbox", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        said = child.stdout.readline()
        url = re.fullmatch(r"Connect sandbox on (http://127\.0\.0\.1:\d+)\n", said)[1]
        assert requests.get(url, timeout=10).status_code == 200
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=10) == 0
        assert child.stderr.read() == ""


def test_it_imports_nothing_of_ours_and_no_library():
    code = (
        "import sys, booking.sandbox.__main__ as _; "
        "print([n for n in sys.modules if n.split('.')[0] in "
        "{'django', 'requests', 'pydantic', 'portal', 'diagnosis', 'celery'} "
        "or n.startswith('booking.') and not n.startswith('booking.sandbox')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
