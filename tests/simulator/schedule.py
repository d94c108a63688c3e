"""What a run plays: a seed, and what of it is left out while the smallest that fails is looked for."""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Schedule:
    """A seed with all that follows from it, less the named parts: step "12", or only its "12 weather"."""

    seed: int
    without: frozenset[str] = field(default=frozenset())

    def plays(self, step: int) -> bool:
        """That step takes place."""
        return str(step) not in self.without

    def storms(self, step: int) -> bool:
        """Things may go wrong in that step."""
        return f"{step} weather" not in self.without

    def less(self, parts: frozenset[str]) -> Self:
        """The same without these as well."""
        return type(self)(self.seed, self.without | parts)
