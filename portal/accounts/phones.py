"""Telephone numbers as people type them."""

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

HOME_REGION = "GB"
HOME_COUNTRY = 44


class NotANumber(ValueError):
    """Nobody could call it."""


def tidy(typed: str) -> str:
    """The number as people write it: nationally at home, with its country abroad. Raises NotANumber."""
    number = _parse(typed)
    # Numbers set aside for examples (07700 900xxx) are possible and not valid, so validity is not asked.
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise NotANumber
    if number.country_code != HOME_COUNTRY:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    if not written.startswith("0"):
        raise NotANumber  # its area code is missing
    return written


def takes_texts(typed: str) -> bool:
    """Not a landline, as far as the number tells."""
    return phonenumbers.number_type(_parse(typed)) != PhoneNumberType.FIXED_LINE


def _parse(typed: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(typed, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise NotANumber from error
