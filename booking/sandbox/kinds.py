"""What each kind of fault does to a call."""

from collections.abc import Callable
from dataclasses import replace

from .faults import Attempt, Fault
from .messages import Answer, as_page

_BROKEN_PAGE = (
    "<!DOCTYPE html><html><head><title>Server Error</title></head><body><h1>Server Error</h1>"
    "<h2>Bad gateway: the specified CGI application encountered an error.</h2></body></html>"
)
_LOGIN_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method=post action='/login'>"
    "<label>User name <input name=user></label><label>Password <input type=password name=word></label>"
    "<button>Sign in</button></form></body></html>"
)


def play(fault: Fault, attempt: Attempt) -> Answer:
    """What the caller gets."""
    return KINDS[fault.kind](fault, attempt)


def _late(fault: Fault, attempt: Attempt) -> Answer:
    fault.late.append(attempt)
    return Answer(manner="gone")


def _latency(fault: Fault, attempt: Attempt) -> Answer:
    fault.wait(1)
    return attempt.run()


def _timeout_before(fault: Fault, attempt: Attempt) -> Answer:
    fault.wait(60)
    return Answer(manner="gone")


def _timeout_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    fault.wait(60)
    return Answer(manner="gone")


def _error_before(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.fail(fault.status or 500)


def _error_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    return _error_before(fault, attempt)


def _status(fault: Fault, attempt: Attempt) -> Answer:
    status = fault.status or 503
    answer = attempt.fail(status, why=f"The service answered {status}.")
    if fault.seconds is not None:
        answer.headers["Retry-After"] = f"{fault.seconds:.0f}"
    return answer


def _html(fault: Fault, attempt: Attempt) -> Answer:
    return as_page(_BROKEN_PAGE, status=fault.status or 502)


def _login_page(fault: Fault, attempt: Attempt) -> Answer:
    return as_page(_LOGIN_PAGE, status=fault.status or 200)


def _truncated(fault: Fault, attempt: Attempt) -> Answer:
    answer = attempt.run()
    answer.body = answer.body[: max(1, len(answer.body) // 2)]
    return answer


def _empty(fault: Fault, attempt: Attempt) -> Answer:
    return replace(attempt.run(), body=b"")


def _expired_token(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.expire()


def _slot_taken(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.lose_slot()


def _reset_before(fault: Fault, attempt: Attempt) -> Answer:
    return Answer(manner="reset")


def _reset_after(fault: Fault, attempt: Attempt) -> Answer:
    attempt.run()
    return Answer(manner="reset")


def _cut(fault: Fault, attempt: Attempt) -> Answer:
    return replace(attempt.run(), manner="cut")


def _wrong_order(fault: Fault, attempt: Attempt) -> Answer:
    return attempt.swap_order(attempt.run())


def _drip(fault: Fault, attempt: Attempt) -> Answer:
    answer = attempt.run()
    answer.manner = "drip"
    answer.pause = 1.0 if fault.seconds is None else fault.seconds
    answer.released = fault.released
    return answer


KINDS: dict[str, Callable[[Fault, Attempt], Answer]] = {
    "latency": _latency,
    "late": _late,
    "timeout_before": _timeout_before,
    "timeout_after": _timeout_after,
    "error_before": _error_before,
    "error_after": _error_after,
    "status": _status,
    "html": _html,
    "truncated": _truncated,
    "empty": _empty,
    "expired_token": _expired_token,
    "slot_taken": _slot_taken,
    "reset_before": _reset_before,
    "reset_after": _reset_after,
    "cut": _cut,
    "login_page": _login_page,
    "wrong_order": _wrong_order,
    "drip": _drip,
}
