"""System checks of the addresses that other systems call: unguessable, one a system, and with a secret."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

METHODS = {"secret", "hmac"}


def check_hooks(**kwargs: Any) -> list[CheckMessage]:
    """portal.E009: whoever finds such an address by chance, or has lost the secret, gets nowhere."""
    hooks = {name.upper(): line["hook"] for name, line in settings.SCHEDULERS.items() if "hook" in line}
    taken = Counter(hook["hook_path"] for hook in hooks.values())
    return [
        Error(sentence, id="portal.E009")
        for name, hook in hooks.items()
        if hook["hook_path"]
        for sentence in _find_wrong(name, hook, shared=taken[hook["hook_path"]] > 1)
    ]


def _find_wrong(name: str, hook: dict[str, Any], *, shared: bool) -> Iterator[str]:
    if not re.fullmatch(r"[A-Za-z0-9_-]{20,128}", hook["hook_path"]):
        yield f"{name}_HOOK_PATH must be 20 characters or more of A-Z, a-z, 0-9, - and _."
    if shared:
        yield f"{name}_HOOK_PATH must be another one for each system."
    if not 1 <= len(hook["hook_secrets"]) <= 2:
        yield f"{name}_HOOK_SECRETS must be one secret, or two with a comma between them."
    if any(len(secret) < 16 for secret in hook["hook_secrets"]):
        yield f"{name}_HOOK_SECRETS must have 16 characters or more in each secret."
    if hook["hook_method"] not in METHODS:
        yield f"{name}_HOOK_METHOD must be secret or hmac."
    if not re.fullmatch(r"[A-Za-z0-9-]+", hook["hook_header"]):
        yield f"{name}_HOOK_HEADER must be the name of a header."
