"""What a request body may be: pydantic models, strict, nothing unknown let in. `openapi.yaml` says the same in YAML."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeVar

from flask import request
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from extension_backend.errors import ApiError

MAX_BODY_BYTES = 256 * 1024
MAX_FILE_BODY_BYTES = 32 * 1024 * 1024
MAX_BATCH_MSGS = 200
MAX_REVIEW_MSGS = 20_000
MAX_LOOKUPS = 1000

EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


def _plausible(sent_at: datetime) -> datetime | None:
    """A page's nonsense time counts as no time."""
    return sent_at if EARLIEST <= sent_at <= LATEST else None


Text = Annotated[str, Field(max_length=8000)]
SentAt = Annotated[AwareDatetime, AfterValidator(_plausible)] | None


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PairIn(Body):
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class MessageIn(Body):
    """One row of a page. A known key with another text is an edit."""

    key: Annotated[str, Field(min_length=1, max_length=200)]
    sender: Literal["them", "me"]
    text: Text = ""
    sent_at: SentAt = None
    deleted: bool = False


class MessagesIn(Body):
    """A contiguous stretch of a page, in page order."""

    site: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]
    messages: Annotated[list[MessageIn], Field(min_length=1, max_length=MAX_BATCH_MSGS)]


class DraftIn(Body):
    """What the person is about to send, and whether a picture goes with it. Kept nowhere."""

    text: Text
    picture: bool = False


class LineIn(Body):
    sender: Literal["them", "me"]
    text: Text
    sent_at: SentAt = None


class FileIn(Body):
    name: Annotated[str, Field(min_length=1, max_length=255)]
    data: Annotated[str, Field(max_length=MAX_FILE_BODY_BYTES)]  # base64


class AssessIn(Body):
    """A whole transcript: either `messages`, or `file` with, where the file does not say it, who is `me`."""

    messages: Annotated[list[LineIn], Field(min_length=1, max_length=MAX_REVIEW_MSGS)] | None = None
    file: FileIn | None = None
    me: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> AssessIn:
        if (self.messages is None) == (self.file is None):
            raise PydanticCustomError("one_of", "send either messages or file")
        return self


class LookupIn(Body):
    """Pieces of text: those that a page cut out at the spans of a timeline."""

    texts: Annotated[list[Text], Field(max_length=MAX_LOOKUPS)]


class FeedbackIn(Body):
    """`wrong` with key and tactic takes one finding out, without them it quiets the alert until something new."""

    kind: Literal["wrong", "trust", "untrust", "snooze"]
    key: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    tactic: Annotated[str, Field(max_length=60)] | None = None
    note: Annotated[str, Field(max_length=500)] | None = None


class EmptyIn(Body):
    """POSTs without content still send `{}`."""


Model = TypeVar("Model", bound=Body)


def body_as(model: type[Model]) -> Model:
    """The request's body.

    Raises:
        ApiError: 400 where it is no JSON, 422 where it breaks the model. The answer names the field, not its value.
    """
    raw = request.get_data(cache=False)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] != "json_invalid":
            raise _invalid(error) from None
    try:
        return model.model_validate_json(_without_lone_surrogates(raw))
    except ValidationError as error:
        raise _invalid(error) from None


def _without_lone_surrogates(raw: bytes) -> bytes:
    """Pages can hold half an emoji, which JSON can write and UTF-8 cannot: it becomes "?"."""
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        raise ApiError(400, "bad_json", "The request is not readable JSON.") from None


def _invalid(error: ValidationError) -> ApiError:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return ApiError(400, "bad_json", "The request is not readable JSON.")
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":  # the name is the client's own invention: it is not repeated
        field = ".".join(str(part) for part in first["loc"][:-1])
    return ApiError(422, "invalid", f"{field or 'the body'}: {first['msg']}")
