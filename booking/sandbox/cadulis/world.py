"""The contractor whose planning it is: technicians, kinds of job, and the properties that are known."""

TYPES = {1: ("REPAIR", "Repairs"), 2: ("CHECK", "Yearly checks")}
"""Kinds of intervention: reference and name."""
OPENS, CLOSES = 8 * 60, 17 * 60
"""Minutes after midnight, Monday to Friday."""
STEP = 60
"""Minutes from one proposed start to the next."""
REASONS = ("already has an intervention", "too far away at that time")


def find_address(reference: str) -> str:
    """Where a customer lives that was imported once; empty for anybody else."""
    return f"{reference[2:]} Mill Lane, Riverside" if reference.startswith("P-") else ""


def user_of(line: int) -> int:
    """The technician of a planning line, by number: nobody outside should ever be told."""
    return 70 + line
