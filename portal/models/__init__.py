"""The facts of the face: people, homes, how to reach them, what they told us and what we told them."""

from portal.models.access import Access, AccessChange
from portal.models.contact import ContactDetails
from portal.models.home import Home, Tenancy
from portal.models.message import Message
from portal.models.person import Person
from portal.models.photo import Photo
from portal.models.receipt import Receipt
from portal.models.repair import Repair
from portal.models.tally import Tally

__all__ = [
    "Access",
    "AccessChange",
    "ContactDetails",
    "Home",
    "Message",
    "Person",
    "Photo",
    "Receipt",
    "Repair",
    "Tally",
    "Tenancy",
]
