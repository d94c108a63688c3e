"""Who may look at Connect's own screens, and what others answer to its calls."""

from ..fields import Shape, text, whole

USER_ACCOUNT = Shape(
    "UserAccount",
    {
        "UserName": text(since=2, required=True),
        "FirstName": text(since=2),
        "LastName": text(since=2),
        "Email": text(since=2),
        "ProfileName": text(since=2),
        "Token": text(since=2),
        "Url": text(since=2),
    },
)
RESPONSE_CALLBACK = Shape(
    "ResponseCallback",
    {
        "CloudExternalId": text(since=2, required=True),
        "StatusCode": whole(since=2, required=True),
        "Message": text(since=2),
    },
)
