"""How Synchroteam says no."""

from ..messages import Refused

ERRORS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def no(status: int, message: str) -> Refused:
    """A refusal in the standard form."""
    return Refused(word(status, message), status=status)


def bad(message: str) -> Refused:
    """The request has an error."""
    return no(400, message)


def word(status: int, message: str) -> dict[str, str]:
    """The standard form itself."""
    return {"error": ERRORS.get(status, "Error"), "message": message}
