"""What officers call the scheduling systems."""

from typing import Any

from django.conf import settings


def title(scheduler: str) -> str:
    """Connect, or "Synchroteam (hartley)": the product, and the name under which it is set up here."""
    line: dict[str, Any] = settings.SCHEDULERS.get(scheduler, {})
    kind = str(line.get("kind", scheduler)).title()
    return kind if scheduler == kind.lower() else f"{kind} ({scheduler})"
