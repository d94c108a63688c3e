"""The calls of one minute or one day, counted by every process in the shared store."""

from booking.schedulers.base import Store


class Meter:
    """Three counters that only rise: calls reserved, given back unused, and come to an end.

    The store can only add, so that what is given back is counted by itself. It is read before the reservation
    is counted: then whatever it says belongs to reservations before ours, and no more calls leave than may.
    """

    def __init__(self, key: str, *, store: Store, seconds: float) -> None:
        self._key = key
        self._store = store
        self._seconds = seconds

    def reserve(self, cap: int, *, beside: int = 0) -> bool:
        """One more call, where with those of others, and those beside, there are not more than that."""
        spare = cap - beside - self._others
        back = self._count("back")
        if self._closed or self._count("used") - back >= spare:
            return False
        if self._more("used") - back <= spare:
            return True
        self._more("back")
        return False

    def give_back(self) -> None:
        """A reserved call was not made."""
        self._more("back")

    def settle(self) -> None:
        """A reserved call has come to its end."""
        self._more("done")

    def charge(self) -> None:
        """A call that was reserved elsewhere has counted here."""
        self._more("used")
        self._more("done")

    def learn(self, *, limit: int, left: int) -> None:
        """So many are left, says the remote: what is missing and is not ours, others have used."""
        ours = self._count("used") - self._count("back")
        self._set("others", max(limit - left - ours, 0))

    def close(self) -> None:
        """No more calls here."""
        self._set("closed", 1)

    def end(self, stamp: float, *, sure: bool = True) -> None:
        """It ends then; unless we are sure, what is known already stands."""
        if sure:
            self._set("ends", stamp)
            self._set("sure", stamp)
        elif self.ends is None:
            self._store.add(f"{self._key}:ends", stamp, self._seconds * 2)

    @property
    def ends(self) -> float | None:
        """When it ends, as far as anybody knows."""
        found = self._store.get(f"{self._key}:ends")
        return None if found is None else float(found)

    @property
    def surely_ends(self) -> float | None:
        """When it ends, as the remote has said."""
        found = self._store.get(f"{self._key}:sure")
        return None if found is None else float(found)

    @property
    def under_way(self) -> int:
        """How many calls have not come to an end; rather one too many."""
        ended = self._count("back") + self._count("done")
        return max(self._count("used") - ended, 0)

    @property
    def _others(self) -> int:
        return self._count("others")

    @property
    def _closed(self) -> bool:
        return bool(self._count("closed"))

    def _count(self, what: str) -> int:
        return int(self._store.get(f"{self._key}:{what}") or 0)

    def _more(self, what: str) -> int:
        key = f"{self._key}:{what}"
        while True:
            if self._store.add(key, 1, self._seconds):
                return 1
            try:
                return self._store.incr(key)
            except ValueError:  # it expired in between
                continue

    def _set(self, what: str, value: float) -> None:
        self._store.set(f"{self._key}:{what}", value, self._seconds * 2)
