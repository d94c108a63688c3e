"""Pretend scheduling systems that anybody can run: real HTTP, real state, faults on demand.

Each is written from its remote's document alone and shares no line with our client, so that one mistake
cannot hide another. `python -m booking.sandbox connect --port 8001` runs one by itself, its `start()` in a
test; `booking.sandbox.start()` is Connect's.

A new pretend system is a package here, named in `__main__`, that provides:

* `Options`, a frozen dataclass whose fields all have defaults: each becomes an option of the command line;
* a `system.System` of its own, the state: `name`, `begin`, `keep`, `restore`, `show`; from here it has
  `lock`, `faults`, `ledger`, `clock`, and `caller.tell` for calling somebody back;
* a `gateway.Gateway` of its own, the HTTP: `base` and `serve` answer an API call; `lose_slot`, `expire` and
  `swap_order` say what these faults mean there, `fail` how an error is worded, `find_order` which order a
  call is about, `show_page` what a browser sees, `controls` which verbs `/_control/` has beside the shared;
* `start(port=0, *, host="127.0.0.1", options=None)`, which answers `server.Sandbox(gateway, ...).start()`.
"""

from .connect import Options, Sandbox, start

__all__ = ["Options", "Sandbox", "start"]
