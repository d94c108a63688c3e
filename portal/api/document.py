"""The API's own OpenAPI document: every answer that there may be, problems too."""

from typing import Any

from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema

from portal.api import problems

RATE = {
    "RateLimit": "What is left of this minute, and how many seconds it has.",
    "RateLimit-Policy": "How many calls this access has in how many seconds.",
}
ALWAYS = (400, 401, 403, 404, 429, 500, 503)
OF_WRITES = (409, 413)
OF_INPUT = (422,)


class FlawOut(Schema):
    """What is not right with one field."""

    field: str
    code: str
    message: str


class ProblemOut(Schema):
    """RFC 9457; `code` stays, the words may change."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[FlawOut] = []


class Documented(NinjaAPI):
    """An API whose document holds its problems and headers."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document."""
        schema = super().get_openapi_schema(**kwargs)
        found = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes = schema["components"]["schemas"]
        shapes |= found.pop("$defs")
        found["properties"]["code"]["enum"] = list(problems.KINDS)
        shapes["ProblemOut"] = found
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                _complete(operation["responses"], writes=method == "post")
        return schema


def _complete(responses: dict[int, Any], *, writes: bool) -> None:
    for answer in responses.values():
        answer["headers"] = _headers()
    for status in (*ALWAYS, *OF_INPUT, 409, *(OF_WRITES if writes else ())):
        codes = [f"`{code}`" for code, (own, _) in problems.KINDS.items() if own == status]
        responses[status] = {
            "description": ", ".join(codes),
            "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        }


def _headers() -> dict[str, Any]:
    return {name: {"description": said, "schema": {"type": "string"}} for name, said in RATE.items()}
