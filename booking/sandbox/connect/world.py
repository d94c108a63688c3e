"""The landlord that the sandbox serves: planning windows, operatives, trades and suppliers."""

from dataclasses import dataclass, replace

MULTI_TRADE = "multi-trade"


@dataclass(frozen=True, slots=True)
class Window:
    """A planning window; minutes after midnight, the end being the first minute that no longer counts."""

    id: int
    name: str
    start: int
    end: int

    @property
    def last(self) -> int:
        """The last minute that counts, which is how Connect writes an end: 12:59, not 13:00."""
        return self.end - 1

    @property
    def label(self) -> str:
        """Name and times as Connect's own screen shows them."""
        return f"{self.name} {show_time(self.start)}-{show_time(self.last)}"

    def as_values(self) -> dict[str, int | str]:
        """The values of the document's PlanningWindow."""
        return {
            "Id": self.id,
            "Name": self.name,
            "StartHour": self.start // 60,
            "StartMinute": self.start % 60,
            "EndHour": self.last // 60,
            "EndMinute": self.last % 60,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Operative:
    """Somebody who does repairs, where their skills and hours allow."""

    id: str
    name: str
    trades: frozenset[str]
    start: int = 8 * 60
    end: int = 17 * 60
    days: frozenset[int] = frozenset(range(5))
    """Weekdays, Monday is 0."""
    overtime: frozenset[int] = frozenset()
    """Days that they also work when somebody asks for weekends."""
    out_of_hours: bool = False
    tickets: frozenset[str] = frozenset()
    """What they are allowed to do beyond their trades."""

    def works(self, weekday: int, *, weekends: bool) -> bool:
        """Are they there on such a day?"""
        return weekday in self.days or (weekends and weekday in self.overtime)


def show_time(minutes: int) -> str:
    """Minutes after midnight as 08:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


WINDOWS = {
    window.id: window
    for window in (
        Window(21, "ALL DAY", 8 * 60, 17 * 60),
        Window(22, "MORNING", 8 * 60, 13 * 60),
        Window(24, "AFTERNOON", 12 * 60, 17 * 60),
        Window(27, "SCHOOL RUN", 9 * 60 + 30, 14 * 60 + 30),
        Window(31, "OUT OF HOURS", 17 * 60, 24 * 60),
    )
}
OUT_OF_HOURS = 31

# A code's first letters, or the name of a skill, tell who can do the work.
TRADES: dict[str, tuple[str, ...]] = {
    "plumbing": (
        *("BATH", "TAP", "PIPE", "SINK", "TOIL", "WC", "SHOW", "LEAK", "PLU", "DRA", "BASI", "CIST"),
        *("WAST", "OVER", "STOP", "WAT", "SAN", "SHW"),
    ),
    "electrical": (
        "ELE",
        "LIG",
        "SOC",
        "SWI",
        "FUS",
        "SMO",
        "ALA",
        "FAN",
        "EXT",
        "POW",
        "COOK",
        "ENT",
        "LIT",
        "ALR",
    ),
    "heating": ("HEA", "BOI", "RAD", "GAS", "HOT", "THE", "CYL", "IMM", "FIRE"),
    "carpentry": (
        *("DOO", "LOC", "KIT", "CUP", "FLO", "STA", "SKI", "WIN", "HAN", "CAR", "JOI", "WOR", "DRAW"),
        *("LOFT", "KEY", "BANI", "AID"),
    ),
    "plastering": ("PLA", "CEI", "WAL", "TIL", "PAI", "DEC", "DAM", "MOU"),
    "roofing": ("ROO", "GUT", "CHI", "FAS", "SOF"),
    "glazing": ("GLA",),
    "groundwork": ("FEN", "PAT", "PAV", "SLA", "DRI", "GRO", "GAT", "BRI"),
    MULTI_TRADE: ("MUL", "GEN"),
}


def find_trade(text: str) -> str | None:
    """The trade that a code or the name of a skill begins like; None where it says nothing."""
    upper = text.strip().upper()
    return next(
        (trade for trade, starts in TRADES.items() if upper.startswith(starts)),
        None,
    )


_TICKETS = {
    "asbestos": frozenset({2, 5, 6, 7, 9, 12, 14, 15, 16}),
    "ladders": frozenset({1, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16}),
}
"""Which operatives, by number, hold which ticket."""


def _hire(number: int, name: str, *trades: str, start: float = 8, end: float = 17) -> Operative:
    return Operative(
        id=f"OP-{number:02}",
        name=name,
        trades=frozenset(trades),
        start=int(start * 60),
        end=int(end * 60),
        tickets=frozenset(ticket for ticket, numbers in _TICKETS.items() if number in numbers),
    )


def _on_saturdays(operative: Operative) -> Operative:
    return replace(operative, overtime=frozenset({5}))


def _at_night(operative: Operative) -> Operative:
    return replace(operative, days=frozenset(range(7)), out_of_hours=True)


OPERATIVES = {
    operative.id: operative
    for operative in (
        _on_saturdays(_hire(1, "Asha Patel", "plumbing")),
        _hire(2, "Ben Okafor", "plumbing", MULTI_TRADE),
        _hire(3, "Carys Hughes", "plumbing", "heating", start=9.5, end=14.5),
        _on_saturdays(_hire(4, "Dele Adeyemi", "electrical")),
        _hire(5, "Ewa Nowak", "electrical"),
        _hire(6, "Frank Moss", "heating", "plumbing"),
        _hire(7, "Grace Lindqvist", "heating"),
        _hire(8, "Hamza Aziz", "carpentry", "glazing"),
        _on_saturdays(_hire(9, "Iona McRae", "carpentry", MULTI_TRADE)),
        _hire(10, "Jack Whitlock", MULTI_TRADE, "carpentry", "groundwork"),
        replace(_hire(11, "Kirsty Bell", MULTI_TRADE, "plastering"), days=frozenset({1, 2, 3, 4, 5})),
        _hire(12, "Leon Fraser", "plastering", MULTI_TRADE),
        _hire(13, "Mina Rossi", "roofing", "groundwork"),
        _hire(14, "Nia Roberts", "roofing", "glazing", "groundwork"),
        _at_night(_hire(15, "Owen Clarke", *TRADES, start=17, end=24)),
        _at_night(_hire(16, "Priya Shah", *TRADES, start=17, end=24)),
    )
}

SUPPLIERS = {
    "FENCE01": "Hartley Fencing Ltd",
    "ROOF01": "Skyline Roofing",
    "GLAZE01": "ClearView Glazing",
    "PEST01": "Barrow Pest Control",
    "GAS01": "Northern Heating Services",
    "DAMP01": "DryHome Surveys",
    "ASB01": "Calder Asbestos Removal",
    "LIFT01": "Summit Lifts",
    "DRAIN01": "FlowRight Drainage",
    "TREE01": "Green Canopy Tree Care",
}
