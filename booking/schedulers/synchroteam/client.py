"""Synchroteam's calls, one method for each: its objects in and out, or one of the four errors.

There is no method that deletes: a job of ours is cancelled, never removed.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from booking.schedulers.base import SchedulerError, Unavailable, Unknown, Window
from booking.schedulers.http import Door, Reply
from booking.schedulers.synchroteam import answers, objects
from booking.schedulers.synchroteam.answers import Unreadable
from booking.schedulers.synchroteam.fare import Fare
from booking.schedulers.synchroteam.objects import Activity, Job, JobType, User
from booking.schedulers.synchroteam.pages import Pages
from booking.schedulers.synchroteam.quota import Quota

Thing = TypeVar("Thing")
Body = dict[str, Any]


class Client:
    """One Synchroteam account, by its domain and key; every call is counted."""

    def __init__(  # noqa: PLR0913 - an account, a way to it, and how long we wait
        self,
        *,
        url: str,
        domain: str,
        key: str,
        door: Door,
        quota: Quota,
        read_seconds: float,
        write_seconds: float,
    ) -> None:
        self.quota = quota
        self._url = url.rstrip("/")
        self._named = bool(url and domain and key)
        self._account = b64encode(f"{domain}:{key}".encode()).decode()
        self._door = door
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds

    def list_windows(self) -> tuple[Window, ...]:
        """Every scheduling window that has hours."""
        return self._list("jobschedulingwindow/list", {}, objects.read_window, lenient=True)

    def list_job_types(self) -> tuple[JobType, ...]:
        """Every job type that has a duration."""
        return self._list("jobtype/list", {}, JobType.of, lenient=True)

    def list_users(self) -> tuple[User, ...]:
        """Every active user."""
        return self._list("user/list", {}, User.of)

    def list_jobs(self, **query: str) -> tuple[Job, ...]:
        """Every job that fits, simplified; in the order of their numbers, which new ones only lengthen."""
        return self._list("job/list", {"sort": "num", **query}, Job.of)

    def list_activities(self, *, start: str, end: str) -> tuple[Activity, ...]:
        """Every activity between those minutes. All categories: filter and field name one differently."""
        return self._list("activity/list", {"startDate": start, "endDate": end}, Activity.of)

    def newest_jobs(self) -> tuple[Job, ...]:
        """The hundred jobs that changed last, or as many as there are."""
        query = {"sort": "datemodified", "sortOrder": "descending"}
        return Pages(lambda page: self._page("job/list", query, page), Job.of).first()

    def get_job(self, **key: str) -> Job | None:
        """The whole job by `id` or `myId`, or None where the answer is the documented 404."""
        call, reply = self._get("job/details", key)
        if answers.is_absent(reply):
            return None
        job = self._read(call, reply, Job.of)
        if (job.id if "id" in key else job.my_id) not in key.values():
            answers.fail_read(call, reply, why=f"{call} answered another job.")
        return job

    def send_job(self, job: Body) -> Job:
        """Create the job, or change the fields that are named; a yes repeats our number."""
        call, reply = self._post("job/send", job)
        if not 200 <= reply.status < 300:
            answers.fail_write(call, reply, creates=True)
        try:
            done = Job.of(answers.parse(reply))
        except Unreadable as odd:
            answers.fail_write(call, reply, why=f"{call} answered {odd}.")
        if done.my_id != job["myId"]:
            answers.fail_write(call, reply, why=f"{call} answered another job.")
        return done

    def schedule_job(self, job: Body) -> None:
        """Schedule it, or move it; a yes repeats the job's id."""
        self._act("job/schedule", job, id=job["id"])

    def unschedule_job(self, id: str) -> None:
        """Take its time and its technician away."""
        self._act("job/unschedule", {"id": id}, id=id)

    def cancel_job(self, id: str) -> None:
        """Cancel it."""
        self._act("job/cancel", {"id": id}, id=id)

    def _act(self, path: str, body: Body, *, id: str) -> None:
        call, reply = self._post(path, body)
        if not 200 <= reply.status < 300:
            answers.fail_write(call, reply)
        try:
            done = answers.parse(reply)
        except Unreadable as odd:
            answers.fail_write(call, reply, why=f"{call} answered {odd}.")
        # A list of one; whatever else it says is read back: the document's own sample contradicts itself.
        jobs = done if isinstance(done, list) else [done]
        if [objects.ref(job) for job in jobs] != [id]:
            answers.fail_write(call, reply, why=f"{call} did not repeat the job.")

    def _list(
        self, path: str, query: dict[str, str], read: Callable[[Any], Thing], *, lenient: bool = False
    ) -> tuple[Thing, ...]:
        return Pages(lambda page: self._page(path, query, page), read, lenient=lenient).all()

    def _page(self, path: str, query: dict[str, str], page: dict[str, str]) -> tuple[str, Reply]:
        return self._get(path, query | page)

    def _read(self, call: str, reply: Reply, read: Callable[[Any], Thing]) -> Thing:
        if reply.status != 200:
            answers.fail_read(call, reply)
        try:
            return read(answers.parse(reply))
        except Unreadable as odd:
            answers.fail_read(call, reply, why=f"{call} answered {odd}.")

    def _get(self, path: str, query: dict[str, str]) -> tuple[str, Reply]:
        self._need_account()
        # %20 and not +: moments hold a space.
        url = f"{self._url}/{path}?{urlencode(query, quote_via=quote)}"
        with self._fare() as fare:
            reply = self._door.read(url, headers=self._headers, seconds=self._read_seconds, again=fare.again)
            fare.reply = reply
        return f"GET {path}", self._judge(reply)

    def _post(self, path: str, body: Body) -> tuple[str, Reply]:
        self._need_account()
        content = json.dumps(body).encode()
        with self._fare() as fare:
            url = f"{self._url}/{path}"
            reply = self._door.write(
                "POST", url, headers=self._headers, body=content, seconds=self._write_seconds
            )
            fare.reply = reply
        return f"POST {path}", self._judge(reply)

    @contextmanager
    def _fare(self) -> Iterator[Fare]:
        """Around one call: reserved before it, settled after it, given back where nothing left."""
        fare = Fare(self.quota)
        try:
            yield fare
        except SchedulerError as fault:
            fare.end(sent=isinstance(fault, Unknown) or bool(fault.evidence.get("sent")))
            raise
        fare.end(sent=True)

    def _judge(self, reply: Reply) -> Reply:
        """The reply, or Unavailable for a 429 of Synchroteam's own: it counts before it looks at a call.

        A 429 without its headers is some gateway's, which may have passed the call on first.
        """
        if reply.status == 429 and {"x-ratelimit-reset", "x-quota-remaining"} & reply.headers.keys():
            raise self.quota.exceeded(reply)
        return reply

    def _need_account(self) -> None:
        if not self._named:
            raise Unavailable("Synchroteam's address, domain or key is not set.", misconfigured=True)

    @property
    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": f"Basic {self._account}",
        }
