"""How gunicorn serves the portal: `gunicorn -c portal/gunicorn.py`."""

import gc
import os
from collections.abc import Callable

from portal import logs

wsgi_app = "portal.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
# A gevent worker waits for many remotes at once; one worker a core does the rest.
worker_class = "gevent"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_connections = 1000
# Without it one worker may hold every connection while the other idles.
reuse_port = True
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker grows a little with every page; the spread keeps them from restarting together.
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
# Paths hold keys and ids: the portal writes a line for each request itself, without them.
access_log_format = "%(m)s %(s)s %(M)s"
logconfig_dict = logs.describe(style=os.environ.get("LOG_FORMAT", ""), level=os.environ.get("LOG_LEVEL", ""))
_stop_counting: list[Callable[[], None]] = []


def post_worker_init(worker: object) -> None:
    """Sets what is loaded aside: searching it for what can be freed took a sixth of each page's time."""
    from portal.running import tally

    _stop_counting.append(tally.keep_writing())
    gc.collect()
    gc.freeze()


def worker_exit(server: object, worker: object) -> None:
    """What was counted is written down."""
    for stop in _stop_counting:
        stop()
