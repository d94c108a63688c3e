"""What a contractor may enter: one time, up to three times, or why not."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone

from booking.agreed import AgreedTime
from booking.invitations import LONGEST_REASON, MOST_TIMES
from portal.wording import time_words

FIRST, LAST = 7 * 2, 21 * 2
"""In half hours: visits to a home are between 7am and 9pm."""
FURTHEST = dt.timedelta(days=90)
HALF_HOURS = [
    ("", "Choose"),
    *(
        (time.isoformat("minutes"), time_words(time))
        for time in (dt.time(half // 2, half % 2 * 30) for half in range(FIRST, LAST + 1))
    ),
]
TITLES = ("First time", "Second time (optional)", "Third time (optional)")


class TimesForm(forms.Form):
    """So many times, each a date, from when and until when; the first one must be given."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, rows: int = MOST_TIMES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, rows + 1)
        self.times: list[AgreedTime] = []
        for number in self.numbers:
            self._add_row(number)

    @property
    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The title of each time, and its fields."""
        for number in self.numbers:
            title = TITLES[number - 1] if len(self.numbers) > 1 else "When do you come?"
            yield title, [self[f"{name}_{number}"] for name in ("date", "start", "end")]

    def clean(self) -> dict[str, Any]:
        """Whole rows that lie ahead, each once, earliest first."""
        given = super().clean() or self.cleaned_data
        found = {self._read(number, given) for number in self.numbers if not self._wrong(number)}
        self.times = sorted(time for time in found if time is not None)
        return given

    def _add_row(self, number: int) -> None:
        today = timezone.localdate()
        bounds = {"min": today.isoformat(), "max": (today + FURTHEST).isoformat()}
        self.fields[f"date_{number}"] = forms.DateField(
            label="Date",
            required=False,
            error_messages={"invalid": "Enter a real date, such as 31/12/2026"},
            widget=forms.DateInput(
                format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10", **bounds}
            ),
        )
        for name, label in (("start", "From"), ("end", "Until")):
            self.fields[f"{name}_{number}"] = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=HALF_HOURS,
                coerce=dt.time.fromisoformat,
                empty_value=None,
                error_messages={"invalid_choice": "Choose one of the times in the list"},
            )

    def _wrong(self, number: int) -> bool:
        return any(f"{name}_{number}" in self.errors for name in ("date", "start", "end"))

    def _read(self, number: int, given: dict[str, Any]) -> AgreedTime | None:
        date, start, end = (given.get(f"{name}_{number}") for name in ("date", "start", "end"))
        if number > 1 and not (date or start or end):
            return None
        for name, value, missing in (
            ("date", date, "Enter the date on which you come"),
            ("start", start, "Choose from when you may come"),
            ("end", end, "Choose until when you come at the latest"),
        ):
            if not value:
                self.add_error(f"{name}_{number}", missing)
        return self._judge(number, AgreedTime(date, start, end)) if date and start and end else None

    def _judge(self, number: int, time: AgreedTime) -> AgreedTime | None:
        if time.end <= time.start:
            self.add_error(f"end_{number}", "Choose an end that is later than the beginning")
        elif time.begins <= timezone.now():
            self.add_error(f"date_{number}", "Choose a time that has not begun yet")
        elif time.date > timezone.localdate() + FURTHEST:
            self.add_error(f"date_{number}", "Choose a date within the next 90 days")
        else:
            return time
        return None


class DeclineForm(forms.Form):
    """Why the contractor does not do it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label="Why can you not do this repair?",
        help_text="The repairs team reads this. The tenant does not.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say in a few words why you cannot do it",
            "max_length": "Your reason must be 500 characters or fewer",
        },
    )
