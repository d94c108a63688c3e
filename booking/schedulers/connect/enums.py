"""Connect's enumerations: sent as integers, read as integer, numeric string or name."""

import logging
import re
from enum import IntEnum
from typing import Any, Self

log = logging.getLogger(__name__)


class Enumeration(IntEnum):
    """A number that nobody has told us of keeps its value and is named UNKNOWN; so is any such word."""

    @property
    def unknown(self) -> bool:
        """Not among the documented values."""
        return self.name == "UNKNOWN"

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Never fails: what cannot be read is UNKNOWN, and logged."""
        if isinstance(value, bool) or not isinstance(value, int | str):
            return cls._unheard(value, -1)
        if isinstance(value, str):
            name = value.strip().upper()
            for member in cls:
                if member.name.replace("_", "") == name.replace("/", "") and not member.unknown:
                    return member
            if not re.fullmatch(r"-?[0-9]{1,9}", name):
                return cls._unheard(value, -1)
        number = int(value)
        # Those of .NET have 32 bits, and so has the column that keeps them.
        return cls(number) if -(2**31) <= number < 2**31 else cls._unheard(value, -1)

    @classmethod
    def _missing_(cls, value: object) -> Self:
        return cls._unheard(value, value if isinstance(value, int) else -1)

    @classmethod
    def _unheard(cls, value: object, number: int) -> Self:
        log.warning("%s has no %.40r", cls.__name__, value)
        if number == -1:
            return cls(-1)
        member = int.__new__(cls, number)
        member._name_, member._value_ = "UNKNOWN", number
        return member


class AvailabilityStatus(Enumeration):
    """Whether a date and window can be booked; only the two last are free."""

    UNKNOWN = -1
    NOT_AVAILABLE = 0
    AVAILABLE = 1
    PREFERRED = 2


class ContactPreference(Enumeration):
    """The channels that messages may take."""

    UNKNOWN = -1
    NONE = 0
    EMAIL_ONLY = 1
    MOBILE_TEXT_ONLY = 2
    HOME_TEXT_ONLY = 3
    EMAIL_AND_MOBILE_TEXT = 4
    EMAIL_AND_HOME_TEXT = 5


class ContractorType(Enumeration):
    """Who does the work. The document's OrderContractorType is the same with its columns swapped."""

    UNKNOWN = -1
    INTERNAL = 0
    EXTERNAL = 1


class MessagingPreference(Enumeration):
    """Whether messages are wanted."""

    UNKNOWN = -1
    MESSAGE = 0
    DONT_MESSAGE = 1
    NEVER_MESSAGE = 2


class OrderSource(Enumeration):
    """Where an order came from."""

    UNKNOWN = -1
    DEFAULT = 0
    TENANT_PORTAL = 1


class OrderStatus(Enumeration):
    """The document lists two; others will be read, and mean an open order."""

    UNKNOWN = -1
    NONE = 0
    CANCEL = 11


class PaymentTerms(Enumeration):
    """When an invoice is to be paid; the first is "N/A" in the document."""

    UNKNOWN = -1
    N_A = 0
    NET_MONTHLY = 1
    NO_DAYS = 2


class PurchaseInvoiceCategory(Enumeration):
    """What an invoice is for."""

    UNKNOWN = -1
    PURCHASE_ORDER = 0
    SUBCONTRACTOR_ORDER = 1


class VisitResultType(Enumeration):
    """How a visit ended. COMPLETED is also what an open visit reads by default."""

    UNKNOWN = -1
    COMPLETED = 0
    NO_ACCESS = 1
    FOLLOW_ON_REQUIRED = 2
    ABANDON = 3


class VisitStatus(Enumeration):
    """Where a visit stands."""

    UNKNOWN = -1
    PLANNED = 0
    ACCEPTED = 1
    STARTED = 2
    COMPLETED = 3
    PENDING_DELETION = 4
    BOOKED = 5
    SHELVED = 6
