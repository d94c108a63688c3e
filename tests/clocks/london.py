"""London's clock and how people say a time, reckoned by hand: no line of the portal's, no tz database."""

import datetime as dt

HOUR = dt.timedelta(hours=1)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def last_sunday(year: int, month: int) -> dt.date:
    """In March and October, which have 31 days."""
    last = dt.date(year, month, 31)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def offset(moment: dt.datetime) -> dt.timedelta:
    """How far London is ahead of Greenwich at that moment: an hour from 01:00 UTC to 01:00 UTC."""
    begins, ends = (
        dt.datetime.combine(last_sunday(moment.year, month), dt.time(1), tzinfo=dt.UTC) for month in (3, 10)
    )
    return HOUR if begins <= moment < ends else dt.timedelta()


def on_the_wall(moment: dt.datetime) -> dt.datetime:
    """What a clock in London shows at that moment, without a zone."""
    return (moment + offset(moment)).replace(tzinfo=None)


def moments(wall: dt.datetime) -> list[dt.datetime]:
    """The moments at which a clock in London shows that: one, none in spring's lost hour, two in autumn."""
    found = (wall.replace(tzinfo=dt.UTC) - ahead for ahead in (HOUR, dt.timedelta()))
    return [moment for moment in found if on_the_wall(moment) == wall]


def say_date(day: dt.date) -> str:
    """Sunday 29 March 2026."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_time(minutes: int) -> str:
    """Minutes after midnight: 8am, 2:30pm, midday, midnight."""
    hour, minute = divmod(minutes % 1440, 60)
    if minute == 0 and hour % 12 == 0:
        return "midday" if hour else "midnight"
    rest = f":{minute:02}" if minute else ""
    return f"{hour % 12 or 12}{rest}{'am' if hour < 12 else 'pm'}"


def say_window(start: str, end: str) -> str:
    """From "08:00" and "12:59": 8am to 1pm. A window's last minute is said as the next one."""
    begins, ends = (int(text[:2]) * 60 + int(text[3:5]) for text in (start, end))
    return f"{say_time(begins)} to {say_time(ends + (ends % 15 == 14))}"
