"""An answer's text and frame: how it is encoded, cut, packed and measured, truly or not."""

import gzip
from typing import Any

from tests.hostile.recording import Answer, Headers, frame
from tests.hostile.server import Wire


def retext(body: bytes, how: str, value: Any) -> bytes:
    """The body in another encoding, cut, or with something else in its place."""
    match how:
        case "body":
            return bytes(value)
        case "cut":
            return body[: value % (len(body) + 1)]
        case "bom":
            return b"\xef\xbb\xbf" + body
        case "utf-16" | "utf-32":
            return body.decode("utf-8", "replace").encode(how)
        case "latin-1":
            return body.replace(b"a", b"\xe9")
        case "twice":
            return body + body
        case "tail":
            return body + b"\x00<!-- served by cache-7 -->"
    return body


def reframe(status: int, headers: Headers, body: bytes, how: str, number: int) -> Answer:
    """The answer in that frame, and what a client that is awake hears of it."""
    page = any(
        name.lower() == "content-type" and ("html" in value.lower() or "xml" in value.lower())
        for name, value in headers
    )
    data, end, heard, whole = frame(status, headers, body), "", body, True
    split = data[: len(data) - len(body)]
    match how:
        case "short":
            heard = body[: number % (len(body) + 1)]
            data, end = frame(status, headers, heard) + body[len(heard) :], "close"
        case "long":
            data = frame(status, headers, body + b"x" * (1 + number))[: -1 - number]
            end, whole = "close", False
        case "reset":
            kept = number % len(data)
            data, end, whole = data[:kept], "reset", False
        case "no length":
            head = split[: split.rindex(b"Content-Length")]
            data, end = head + b"\r\n" + body, "close"
        case "chunked" | "chunked cut":
            head = split[: split.rindex(b"Content-Length")] + b"Transfer-Encoding: chunked\r\n\r\n"
            size = 1 + number % 4000
            pieces = (body[at : at + size] for at in range(0, len(body), size))
            chunks = b"".join(b"%x\r\n" % len(piece) + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"
            data = head + chunks
            if how == "chunked cut":
                data, end, whole = head + chunks[: -5 - number % len(chunks)], "close", False
        case "gzip":
            packed = gzip.compress(body, 1)
            data = frame(status, (*headers, ("Content-Encoding", "gzip")), packed)
        case "gzip lie" | "br":
            coding = "gzip" if how == "gzip lie" else "br"
            data, whole = frame(status, (*headers, ("Content-Encoding", coding)), body), not body
    if status < 200 or status in {204, 304}:
        # A client reads no body here; whatever follows belongs to no answer.
        heard, end, whole = b"", "close", whole and status >= 200
    return Answer(status, heard, Wire(data, end), page=page, whole=whole, headers=headers)
