"""What must not stand in a log line: a link that is a key to somebody's job."""

import logging
import re

KEYS = re.compile(r"(/contractors/)[^/\s'\"]+")


class HideKeys(logging.Filter):
    """Leaves the page's name and takes the key out of it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, changed where it must be."""
        said = record.getMessage()
        hidden = KEYS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, None
        return True
