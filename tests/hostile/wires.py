"""What a remote can do to a connection: slowly, without end, or with something else than HTTP in mind."""

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator

from tests.hostile.server import RESET, Drip

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
PAUSE = 0.2
BLOCK = b"x" * 65_536
MEGABYTE = b"\0" * 1_000_000


def drip(start: bytes, letters: bytes) -> Drip:
    """The beginning at once, then letter by letter for as long as anybody listens."""

    def write(wire: socket.socket, over: threading.Event) -> None:
        wire.sendall(start)
        while not over.wait(PAUSE):
            for number in range(len(letters)):
                wire.sendall(letters[number : number + 1])
                if over.wait(PAUSE):
                    return

    return write


def flood(start: bytes, again: bytes) -> Drip:
    """The beginning, and then the same for ever, as fast as it goes."""

    def write(wire: socket.socket, over: threading.Event) -> None:
        wire.sendall(start)
        part = again * max(1, 65_536 // len(again))
        while not over.is_set():
            wire.sendall(part)

    return write


def say(*parts: bytes, then: str = "") -> Drip:
    """These bytes; then the end, a reset, or the end of this direction alone."""

    def write(wire: socket.socket, over: threading.Event) -> None:
        for part in parts:
            wire.sendall(part)
        if then == "reset":
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        elif then == "half":
            wire.shutdown(socket.SHUT_WR)
            over.wait(PAUSE)

    return write


def silence(wire: socket.socket, over: threading.Event) -> None:
    """Not a word."""
    over.wait()


def chunks(parts: Iterator[bytes]) -> Drip:
    """One chunk after the other, and never the last."""

    def write(wire: socket.socket, over: threading.Event) -> None:
        wire.sendall(CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"))
        for part in parts:
            wire.sendall(b"%x\r\n" % len(part) + part + b"\r\n")
        over.wait()

    return write


def bomb(megabytes: int) -> bytes:
    """Gzip of that many megabytes of nothing, made without making them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing refers to what came before, so that the same bytes may come again.
    again = packer.compress(MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + again * (megabytes - 1)


def coded(encoding: str, body: bytes) -> Drip:
    """A body in that encoding, whatever it is."""
    return say(HEAD + f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)


def _layers(count: int) -> bytes:
    body = bomb(1000)
    for _ in range(count - 1):
        body = gzip.compress(body)
    return body


DRIPS: dict[str, Drip] = {
    "silence": silence,
    "a drip in the status line": drip(b"", b"HTTP/1.1 200 " + b"O" * 1000),
    "a drip in a header": drip(HEAD + b"X-Drip: ", b"x"),
    "a drip of headers": drip(HEAD, b"X: y\r\n"),
    "a drip in the body": drip(HEAD + b"Content-Length: 10000\r\n\r\n", b"x"),
    "a drip in a body without length": drip(HEAD + b"Connection: close\r\n\r\n", b"x"),
    "a drip in a chunk's size": drip(CHUNKED, b"0" * 1000),
    "a drip in a chunk's extension": drip(CHUNKED + b"5;", b"x"),
    "a drip in a chunk": drip(CHUNKED + b"ffff\r\n", b"x"),
    "a drip of chunks": drip(CHUNKED, b"1\r\nx\r\n"),
    "a drip in a trailer": drip(CHUNKED + b"0\r\n", b"x"),
    "a drip of trailers": drip(CHUNKED + b"0\r\n", b"X: y\r\n"),
    "a drip of gzip": drip(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n", bomb(1)),
    "a drip of continues": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a body that only its length promises": say(HEAD + b"Content-Length: 2000000000\r\n\r\n{", then="half"),
}
"""Nothing of this ever becomes an answer."""

FLOODS: dict[str, Drip] = {
    "continues without end": flood(b"", b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"),
    "trailers without end": flood(CHUNKED + b"0\r\n", b"X: y\r\n"),
    "gzip of nothing without end": flood(
        HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n", gzip.compress(b"")
    ),
}
"""Nor of this, however fast it comes."""

LARGE: dict[str, Drip] = {
    "a header line without end": flood(HEAD + b"X: ", b"x"),
    "a status line without end": flood(b"HTTP/1.1 200 ", b"x"),
    "headers without end": flood(HEAD, b"X: y\r\n"),
    "two gigabytes": flood(HEAD + b"Content-Length: 2000000000\r\n\r\n", BLOCK),
    "a body without length": flood(HEAD + b"Connection: close\r\n\r\n", BLOCK),
    "chunks without end": flood(CHUNKED, b"10000\r\n" + BLOCK + b"\r\n"),
    "tiny chunks without end": flood(CHUNKED, b"1\r\nx\r\n"),
    "one chunk without end": flood(CHUNKED + b"7fffffff\r\n", BLOCK),
    "a chunk's size without end": flood(CHUNKED, b"0"),
    "a trailer without end": flood(CHUNKED + b"0\r\nX: ", b"x"),
    "gzip": coded("gzip", bomb(1000)),
    "gzip in chunks": chunks(iter([bomb(1000)])),
    "gzip, gzip": coded("gzip, gzip", _layers(2)),
    "gzip, gzip, gzip": coded("gzip, gzip, gzip", _layers(3)),
    "six times gzip": coded(", ".join(["gzip"] * 6), _layers(6)),
    "deflate": coded("deflate", zlib.compress(MEGABYTE * 100, 9)),
}
"""Nothing of this may ever be held in memory."""

BROKEN: dict[str, Drip] = {
    "nothing": say(),
    "a reset": say(then="reset"),
    "half a status line": say(b"HTTP/1."),
    "garbage": say(b"\x00\xff garbage\r\n\r\n"),
    "garbage before the status line": say(b"\r\n\r\nxx\r\n" + HEAD + b"Content-Length: 2\r\n\r\n{}"),
    "HTTP/0.9": say(b"<html>hello</html>"),
    "another protocol": say(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "TLS": say(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64),
    "HTTP/2": say(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + b"\x00" * 18),
    "two lengths": say(HEAD + b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}"),
    "too short a body": say(HEAD + b"Content-Length: 100\r\n\r\n{"),
    "a negative chunk": say(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"),
    "a chunk of no size": say(CHUNKED + b"zz\r\nhello\r\n"),
    "a chunk that is cut": say(CHUNKED + b"ff\r\nhello", then="reset"),
    "gzip and then something": coded("gzip", gzip.compress(b"{}") + b"x"),
    "br": coded("br", b'{"a": 1}'),
    "an encoding of its own": coded("rot13", b'{"n": 1}'),
    "no last chunk": say(CHUNKED + b"5\r\nhello\r\n"),
    "gzip that is none": coded("gzip", b"nope"),
    "gzip that is cut": coded("gzip", gzip.compress(b"x" * 10_000)[:-20]),
    "a status that is none": say(b"HTTP/1.1 banana OK\r\nContent-Length: 2\r\n\r\n{}"),
    "a status of four digits": say(b"HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "only continue": say(b"HTTP/1.1 100 Continue\r\n\r\n"),
}
"""Nothing of this is an answer."""

ODD: dict[str, Drip] = {
    "a length that is none": say(HEAD + b"Content-Length: x\r\nTransfer-Encoding: gzip, x\r\n\r\n{"),
    "a chunk of an odd size": say(CHUNKED + b"0x5_0\r\n" + b"x" * 80 + b"\r\n0\r\n\r\n"),
    "a reason with a header in it": say(
        b"HTTP/1.1 200 OK\rX-Injected: yes\r\nContent-Length: 2\r\n\r\n{}",
    ),
    "a header with a line in it": say(HEAD + b"X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}"),
    "HTTP/1.0": say(b"HTTP/1.0 200 OK\r\n\r\n{}"),
    "a half-closed end": say(HEAD + b"Connection: close\r\n\r\n{}", then="half"),
    "two answers at once": say((HEAD + b"Content-Length: 2\r\n\r\n{}") * 2),
}
"""Each of this may be taken for an answer, and none may become another error."""
