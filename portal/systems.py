"""The scheduling systems of this installation: the landlord's own Connect, and those of its contractors.

`CONTRACTOR_SYSTEMS` names the contractors' ones, as in "hartley=synchroteam, skyline=cadulis". What each of
them needs stands in variables that begin with its name: HARTLEY_DOMAIN, SKYLINE_URL.
"""

import re
from typing import Any

from portal.environment import Environment

Options = dict[str, tuple[type, Any]]

CONNECT: Options = {
    "url": (str, ""),
    "username": (str, ""),
    "password": (str, ""),
    "contract": (str, ""),
    "organisation": (str, ""),
    "jump_url": (str, ""),
    "jump_orders_url": (str, ""),
    "jump_appointments_url": (str, ""),
    "jump_profile": (str, ""),
    # "", "true" or "false": the document's name and text for IgnoreWeekends oppose each other.
    "ignore_weekends": (str, ""),
    "read_seconds": (float, 20),
    "write_seconds": (float, 45),
}
SYNCHROTEAM: Options = {
    "url": (str, "https://ws.synchroteam.com/api/v3"),
    "domain": (str, ""),
    "key": (str, ""),
    # Name or id of the job type that an order is, how codes begin that have another (BATH=Plumbing), and the
    # one to which two technicians go.
    "job_type": (str, ""),
    "job_types": (list, []),
    "pair_job_type": (str, ""),
    # The landlord as the contractor's customer, by its own id: then a property is one of its sites.
    "customer": (str, ""),
    # Whose technicians come, and what they must be able to do beside what the job type asks for.
    "team": (str, ""),
    "skills": (list, []),
    "high_priorities": (list, ["EMERGENCY", "URGENT"]),
    # Nothing in the API says when people work: the same as in the contractor's own booking form.
    "work_starts": (str, "08:00"),
    "work_ends": (str, "17:00"),
    "work_days": (str, "mon,tue,wed,thu,fri"),
    "holidays": (list, []),
    "lead_days": (int, 1),
    "max_days": (int, 35),
    "slot_minutes": (int, 30),
    # "read" asks who else goes to a job; "alone" where a job never has a second technician.
    "crews": (str, "read"),
    "read_seconds": (float, 10),
    "write_seconds": (float, 20),
}
CADULIS: Options = {
    # A password in itself: whoever has it is let in.
    "url": (str, ""),
    # Where Cadulis's own addresses may stand beside the host of that one.
    "hosts": (list, ["cadulis.com"]),
    # Where discovery names no schedule-wizard: its address, with :interventionId in place of our number.
    "wizard_url": (str, ""),
    # By id or by reference; may stay empty where there is only one.
    "intervention_type": (str, ""),
    # Of a job, until Cadulis says otherwise.
    "duration_minutes": (int, 120),
    # Of a subcontractor access: how many of our jobs go on at once. 0 leaves it to the schedule wizard.
    "planning_lines": (int, 0),
    "read_seconds": (float, 10),
    "write_seconds": (float, 20),
}
HOOK: Options = {
    # The unguessable end of the address that this system calls; none, and there is no address.
    "hook_path": (str, ""),
    # Two while one replaces the other.
    "hook_secrets": (list, []),
    # Where the secret or the signature comes, and which of the two it is.
    "hook_header": (str, "X-Hook-Secret"),
    "hook_method": (str, "secret"),
    # Where in the JSON our order number may stand, and the id that the system wants to be answered with.
    "hook_numbers": (list, ["PrimaryOrderNumber", "*.PrimaryOrderNumber"]),
    "hook_reply": (str, "CloudExternalId"),
}
HOOKS: dict[str, Options] = {
    "cadulis": {
        "hook_numbers": (list, ["cref", "*.cref"]),
        "hook_reply": (str, ""),
    },
    "synchroteam": {
        "hook_numbers": (list, ["myId", "*.myId"]),
        "hook_reply": (str, ""),
    },
}
"""Where a kind of system differs from the rule."""
KINDS: dict[str, Options] = {"connect": CONNECT, "synchroteam": SYNCHROTEAM, "cadulis": CADULIS}


def read_systems(env: Environment) -> dict[str, dict[str, Any]]:
    """One line a system, by name: where its factory is, the options that it takes, how it calls us."""
    lines = {"connect": _line(env, name="connect", kind="connect")}
    for entry in env.list("CONTRACTOR_SYSTEMS", default=[]):
        name, _, kind = (part.strip() for part in entry.partition("="))
        if not re.fullmatch(r"[a-z][a-z0-9]{1,30}", name) or kind not in KINDS or name in lines:
            env.wrong.append(
                f"CONTRACTOR_SYSTEMS must hold entries such as hartley=synchroteam, and one is {entry!r}."
            )
            continue
        lines[name] = _line(env, name=name, kind=kind)
    return lines


def _line(env: Environment, *, name: str, kind: str) -> dict[str, Any]:
    return {
        "factory": f"booking.schedulers.{kind}.build",
        "kind": kind,
        "options": _read(env, name, KINDS[kind]),
        "hook": _read(env, name, HOOK | HOOKS.get(kind, {})),
    }


def _read(env: Environment, name: str, options: Options) -> dict[str, Any]:
    readers = {str: env.str, int: env.int, float: env.float, list: env.list}
    return {
        option: readers[kind](f"{name}_{option}".upper(), default=default)
        for option, (kind, default) in options.items()
    }
