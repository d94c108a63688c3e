"""What templates of the look need beside their context."""

from django import template

from portal.landlord import Landlord, current

register = template.Library()


@register.simple_tag
def the_landlord() -> Landlord:
    """The landlord where no context processor has run: a page that tells of an error."""
    return current()


@register.filter
def dial(number: str) -> str:
    """A telephone number as a tel: link takes it: digits and a leading plus."""
    return "".join(character for character in number if character.isdigit() or character == "+")
