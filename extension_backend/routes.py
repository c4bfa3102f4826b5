"""The addresses of `/v1`: parse, call the desk, answer. What they take and give is written down in `openapi.yaml`."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from detector.wording import wording
from extension_backend.assess import assess
from extension_backend.desk import Desk
from extension_backend.errors import ApiError
from extension_backend.lookup import lookup
from extension_backend.schema import (
    MAX_FILE_BODY_BYTES,
    AssessIn,
    DraftIn,
    EmptyIn,
    FeedbackIn,
    LookupIn,
    MessagesIn,
    PairIn,
    body_as,
)
from prompts import FALLBACK, help_lines

API_VERSION = 1
NONCE = re.compile("[0-9a-f]{16,128}")
CONVERSATION_ID = re.compile("[A-Za-z0-9_-]{1,200}")
COUNTRY = re.compile("[A-Z]{2}")
LANG = re.compile("[A-Za-z]{2,3}([_-][A-Za-z0-9]{1,8}){0,3}")


def pairing_routes(desk: Desk) -> Blueprint:
    """The two addresses that need no token."""
    routes = Blueprint("pairing", __name__, url_prefix="/v1")

    @routes.get("/hello")
    def hello() -> ResponseReturnValue:
        """Tells who is here and nothing more; with a client's id and nonce, proves that it is the paired server."""
        said: dict[str, Any] = {"name": "second-look", "api": API_VERSION, "instance": desk.clients.instance}
        client, nonce = request.args.get("client"), request.args.get("nonce")
        if nonce is not None and not NONCE.fullmatch(nonce):
            raise ApiError(422, "invalid", "nonce: 16 to 128 digits in lower-case hex")
        if client and nonce and (proof := desk.clients.proof(client, nonce)):
            said["proof"] = proof
        return jsonify(said)

    @routes.post("/pair")
    def pair() -> ResponseReturnValue:
        origin = request.headers.get("Origin")
        if origin is None:
            raise ApiError(403, "no_origin", "Pair from the extension's options or from the local page.")
        client, token = desk.clients.redeem(body_as(PairIn).code, origin)
        return jsonify(token=token, client=client.id, instance=desk.clients.instance)

    return routes


def chat_routes(desk: Desk) -> Blueprint:
    """All that needs a token."""
    routes = Blueprint("chat", __name__, url_prefix="/v1")

    @routes.get("/status")
    def status() -> ResponseReturnValue:
        return jsonify(desk.slot.status(_lang()))

    @routes.get("/wording")
    def words() -> ResponseReturnValue:
        return jsonify(wording(_lang()))

    @routes.get("/help")
    def lines() -> ResponseReturnValue:
        return jsonify(help_lines(_country()))

    @routes.post("/conversations/<conversation>/messages")
    def messages(conversation: str) -> ResponseReturnValue:
        return jsonify(desk.messages(_checked(conversation), body_as(MessagesIn), _lang()))

    @routes.post("/conversations/<conversation>/draft")
    def draft(conversation: str) -> ResponseReturnValue:
        return jsonify(desk.draft(_checked(conversation), body_as(DraftIn), _lang()))

    @routes.get("/conversations/<conversation>")
    def conversation(conversation: str) -> ResponseReturnValue:
        return jsonify(desk.conversation(_checked(conversation), _lang()))

    @routes.post("/conversations/<conversation>/feedback")
    def feedback(conversation: str) -> ResponseReturnValue:
        return jsonify(desk.feedback(_checked(conversation), body_as(FeedbackIn), _lang()))

    @routes.post("/conversations/<conversation>/forget")
    def forget(conversation: str) -> ResponseReturnValue:
        body_as(EmptyIn)
        return jsonify(forgotten=desk.forget(_checked(conversation)))

    @routes.post("/forget")
    def forget_all() -> ResponseReturnValue:
        body_as(EmptyIn)
        return jsonify(forgotten=desk.forget_all())

    @routes.post("/assess")
    def assess_transcript() -> ResponseReturnValue:
        request.max_content_length = MAX_FILE_BODY_BYTES
        lang = _lang()
        reader = desk.reader(lang)
        return jsonify(assess(reader, body_as(AssessIn), lang))

    @routes.post("/indicators")
    def look_up() -> ResponseReturnValue:
        return jsonify(lookup(body_as(LookupIn)))

    return routes


def page_routes() -> Blueprint:
    """The local page: static files without any data."""
    routes = Blueprint("page", __name__, static_folder="page", static_url_path="/page")
    routes.add_url_rule("/", view_func=lambda: routes.send_static_file("index.html"), endpoint="index")
    return routes


def _lang() -> str:
    """The language that the answer is asked for in. One that has no words yet is answered in English."""
    lang = request.args.get("lang", FALLBACK)
    if not LANG.fullmatch(lang):
        raise ApiError(422, "invalid", "lang: a language as browsers name it, such as de or pt_BR")
    return lang


def _country() -> str | None:
    country = request.args.get("country")
    if country is not None and not COUNTRY.fullmatch(country):
        raise ApiError(422, "invalid", "country: two capital letters, as GB")
    return country


def _checked(conversation: str) -> str:
    if not CONVERSATION_ID.fullmatch(conversation):
        raise ApiError(422, "invalid", "conversation id: 1 to 200 letters, digits, _ or -")
    return conversation
