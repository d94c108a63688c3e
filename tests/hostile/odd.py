"""What nobody expects in an answer: values, texts, headers and bodies to spoil a good one with."""

OTHER = "TP-OTHER-98765"
"""The number of somebody else's order."""
DEEP = 10_000
LONG = 100_000
MARK = "\x01"
"""Around what is put into the text after it has become JSON."""


def raw(text: str) -> str:
    """JSON that Python would not write."""
    return f"{MARK}raw:{text}{MARK}"


def twin(name: str) -> str:
    """The same name once more."""
    return f"{MARK}twin:{MARK}{name}"


HUGE: list[object] = [
    raw("9" * 5000),
    raw("1e999"),
    raw("1E+999999999"),
    raw("-1e-999"),
    raw("9" * 400),
    2**63,
    2**31,
]
NESTED: list[object] = [raw("[" * n + "]" * n) for n in (90, 300, 700, 900, DEEP)]
NESTED += [raw('{"a":' * n + "1" + "}" * n) for n in (90, 300, 700, 900, DEEP)]
NUMBERS: list[object] = [
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    11,
    99,
    -1,
    -7,
    1.5,
    24,
    60,
    True,
    False,
    "1",
    "٣",
    raw("-0"),
    raw("1.0"),
]
WORDS = [
    "",
    " ",
    "null",
    OTHER,
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e\u2066",
    "é",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{ 7*7 }}",
    "x" * LONG,
    "http://169.254.169.254/latest/meta-data/",
    "javascript:alert(1)",
    "//evil.example/",
    "Cancel",
    "cancelled",
    "canceled",
    "terminated",
    "Completed",
]
DATES = [
    "0001-01-01T00:00:00",
    "9999-12-31",
    "9999-12-31T23:59:59-05:00",
    "2026-02-30",
    "2026-05-06T23:00:00Z",
    "2026-05-07T00:00:00+14:00",
    "2026-10-25T01:30:00",
    "2026-03-29T01:30:00",
    "9999-12-31T23:30:00+00:00",
    "2199-12-31T23:30:00Z",
    "01/01/0001 00:00",
    "07/05/2026",
    "31/12/9999 23:59",
    "/Date(1525651200000)/",
    "24:00:00",
    "99:99",
    "00:00",
    1525651200,
]
EMPTY: list[object] = [None, [], {}, [[]], [None], {"": None}, raw("NaN"), raw("Infinity"), raw("-Infinity")]
VALUES = [*HUGE, *NESTED, *NUMBERS, *WORDS, *DATES, *EMPTY]

LOGIN = b"<!DOCTYPE html><html><title>Sign in</title><form method=post>Password</form></html>"
ERRORS = [
    b'{"Message":"An error has occurred."}',
    b'{"Message":"No.","ModelState":{"a.b":["x"]}}',
    b'{"error":"invalid_grant","error_description":"no"}',
    b'{"error":"not_found","message":"There is none."}',
    b'{"message":"No such thing","errors":[{"a":[["b"]]}]}',
    b'{"Message":"' + b"x" * LONG + b'"}',
    b'{"Message":"x","ModelState":{"a":' + b"[" * 700 + b"]" * 700 + b"}}",
    b'{"message":"x","errors":' + b"[" * 700 + b"]" * 700 + b"}",
    b'{"Message":"a\\u0000b","message":"a\\u0000b","error":"\\ud800"}',
]
BODIES = [
    b"",
    b"null",
    b"{}",
    b"[]",
    b'""',
    b"0",
    b"true",
    b" ",
    b"[{}]",
    b"[null]",
    LOGIN,
    b"\xff\xfe\x00",
    *ERRORS,
]
BODIES += [b"[" * DEEP, b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP + b"1" + b"}" * DEEP]
TYPES = [
    "application/json",
    "application/json; charset=utf-16",
    "text/html",
    "text/html; charset=utf-8",
    "application/xml",
    "text/plain",
    "",
    "application/octet-stream",
    "multipart/form-data; boundary=",
    "é",
]
ODD_HEADERS: list[tuple[str, str]] = [
    ("Retry-After", "7"),
    ("Retry-After", "9" * 400),
    ("Retry-After", "-1"),
    ("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT"),
    ("Location", "/elsewhere"),
    ("Location", "http://169.254.169.254/"),
    ("Location", "http://[bad"),
    ("Set-Cookie", "a=b; Path=/"),
    ("WWW-Authenticate", "Negotiate"),
    ("X-RateLimit-Reset", "99999999999"),
    ("X-RateLimit-Remaining", "0"),
    ("X-Quota-Remaining", "0"),
    ("X-RateLimit-Limit", "0"),
    ("X-Junk", "x" * 60_000),
    ("Content-Type", "text/html"),
    ("Connection", "close"),
]
STATUSES = [
    200,
    201,
    202,
    204,
    301,
    302,
    303,
    304,
    307,
    308,
    400,
    401,
    402,
    403,
    404,
    405,
    406,
    408,
    409,
    410,
]
STATUSES += [
    411,
    413,
    415,
    418,
    422,
    423,
    429,
    451,
    499,
    500,
    501,
    502,
    503,
    504,
    511,
    599,
    100,
    101,
    102,
    103,
]
